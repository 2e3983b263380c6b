"""Scores that nobody reaches and scores that nobody misses, by values of an earlier year."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from domain.event import Record
from domain.exact import Exact, simplest
from domain.examination.advice import Advice, Matter
from domain.examination.appraised import Appraised
from domain.examination.saying import percent
from domain.regulation import Rulebook, walk

_SEVERAL = 2


class Reach(Record):
    """How an indicator's points came out, as shares of its full marks; `scored` appraisees have any."""

    indicator: str
    number: str
    scored: int
    best: Exact
    worst: Exact
    mean: Exact


def reaches(rulebook: Rulebook, appraised: Mapping[str, Appraised]) -> tuple[Reach, ...]:
    """One line for each leaf that anybody has points for; extra points have no full marks to reach."""
    found = []
    for number, node in walk(rulebook.indicators):
        parts = [one.system.parts[node.id] for one in appraised.values() if node.id in one.system.parts]
        shares = [part.score / part.full for part in parts if part.score is not None and part.full]
        if shares and not node.children and not node.extra:
            mean = sum(shares, Fraction(0)) / len(shares)
            figures = {"best": max(shares), "worst": min(shares), "mean": mean}
            exact = {name: simplest(figure) for name, figure in figures.items()}
            found.append(Reach(indicator=node.id, number=number, scored=len(shares), **exact))
    return tuple(found)


def reach_advice(found: Sequence[Reach]) -> Iterator[Advice]:
    """Indicators in which several were scored, and nobody reached full marks, nobody missed them, or all are alike."""
    for one in found:
        if one.scored < _SEVERAL:
            continue
        if one.worst >= 1:
            problem = f"all {one.scored} have full marks in {one.indicator}, so nobody can miss them"
            yield _advice(one, problem, "Set a target that takes an effort, or leave it out")
        elif one.best == one.worst:
            problem = f"all {one.scored} have the same in {one.indicator}, {percent(one.best)} of full marks"
            yield _advice(one, problem, "Measure what tells them apart, or leave it out")
        elif one.best < 1:
            problem = f"nobody of {one.scored} has full marks in {one.indicator}; the best have {percent(one.best)}"
            yield _advice(one, problem, "Set a target that somebody can reach")


def _advice(one: Reach, problem: str, mend: str) -> Advice:
    return Advice(matter=Matter.REACH, place=f"indicators.{one.number}", problem=problem, mend=mend)
