"""From facts to a result: one exact total, its grade, and an explanation that can be followed down to every event.

All arithmetic is in fractions of integers; digits are dropped once, from the total, by the rulebook's rounding.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from pydantic import Field

from domain.event import Record
from domain.exact import Exact, rounded, simplest, text
from domain.explanation import Explanation, render
from domain.mean import Part, plain_mean, weighted_mean
from domain.measuring import judge, measure
from domain.refusal import Reason, Refused
from domain.regulation import Evaluator, EvaluatorKind, Indicator, Judged, Rulebook, leaves_for, numbers

_BEST = 100


class Fact(Record):
    """A value, points or a rating; no value when there is none to report. `cites` are versions of its stream."""

    value: Exact | None
    cites: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()


class Facts(Record):
    """What is known about an appraisee; `targets` are confirmed goals and stand in for the rulebook's.

    `values` and `points` are by indicator, ratings and ballots from 0 to 100.
    """

    values: dict[str, Fact] = Field(default_factory=dict)
    targets: dict[str, Exact] = Field(default_factory=dict)
    points: dict[str, Fact] = Field(default_factory=dict)
    ratings: tuple[Fact, ...] = ()
    ballots: tuple[Exact, ...] = ()
    ballots_cites: tuple[int, ...] = ()


class Result(Record):
    """The outcome; no total and no grade when nothing is known. `verdicts` are the rulebook's words by indicator."""

    total: Exact | None
    grade: str | None
    verdicts: dict[str, str]
    explanation: Explanation


def compute(rulebook: Rulebook, appraisee: str, facts: Facts) -> Result:
    """Computes the result by the rulebook.

    Each evaluator kind is a part of the total; the indicator system is that of the lead departments, a weighted mean
    up the tree. A part with fewer scores than its minimum is missing, and the rulebook's policy says what becomes of
    its weight, as of that of a missing indicator. The grade follows from the rounded total. Refuses facts about
    indicators that are not the appraisee's, and numbers outside their range.
    """
    _require_facts_fit(leaves_for(rulebook, appraisee), appraisee, facts)
    system = _System(rulebook, appraisee, facts)
    parts = [(_part(evaluator, system, facts), evaluator.weight) for evaluator in rulebook.evaluators]
    mean = weighted_mean(parts, rulebook.missing)
    label = f"Total of {appraisee}"
    if mean.score is None:
        explanation = Explanation(label=label, rule=f"no total: {mean.rule}", score=None, children=mean.children)
        return Result(total=None, grade=None, verdicts=system.verdicts, explanation=explanation)
    total = rounded(mean.score, rulebook.rounding)
    band = next((band for band in rulebook.grades if total >= band.lowest), None)
    rule, inputs = mean.rule, {"exact total": text(simplest(mean.score))}
    if band:
        rule += f"; {text(total)} is at least {text(band.lowest)}: grade {band.grade}"
        inputs |= {"grade": band.grade, "grade from": text(band.lowest)}
    explanation = Explanation(
        label=label, rule=rule, score=total, inputs=inputs, rounding=str(rulebook.rounding), children=mean.children
    )
    return Result(total=total, grade=band.grade if band else None, verdicts=system.verdicts, explanation=explanation)


def explain(result: Result) -> str:
    """The result's explanation as indented text for a terminal."""
    return render(result.explanation)


# ---------------------------------------------------------------- facts must fit


def _require_facts_fit(leaves: Sequence[Indicator], appraisee: str, facts: Facts) -> None:
    measured = {leaf.id for leaf in leaves if not leaf.judged}
    judged = {leaf.id: Fraction(leaf.rule.maximum) for leaf in leaves if isinstance(leaf.rule, Judged)}
    _require_known("value", facts.values, measured, appraisee)
    _require_known("target", facts.targets, measured, appraisee)
    _require_known("points", facts.points, judged, appraisee)
    for indicator, fact in facts.points.items():
        _require_range(f"points of indicator {indicator}", fact.value, judged[indicator])
    for rating in facts.ratings:
        _require_range("rating of a leader", rating.value, Fraction(_BEST))
    for ballot in facts.ballots:
        _require_range("ballot", ballot, Fraction(_BEST))


def _require_known(what: str, given: Iterable[str], known: Iterable[str], appraisee: str) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise Refused(
            Reason.INVALID,
            f"appraisee {appraisee}",
            f"has {what} for {', '.join(unknown)}, an indicator that takes none from it",
            f"Give {what} for: {', '.join(sorted(known)) or 'none'}",
        )


def _require_range(what: str, value: Decimal | Fraction | None, most: Fraction) -> None:
    if value is not None and not 0 <= value <= most:
        mend = f"Give a number from 0 to {text(simplest(most))}"
        raise Refused(Reason.INVALID, what, f"is {text(value)}", mend)


# ---------------------------------------------------------------- the indicator system


class _System:
    """The indicator system as one appraisee is scored by it; verdicts and a count are gathered on the way up."""

    def __init__(self, rulebook: Rulebook, appraisee: str, facts: Facts) -> None:
        self._appraisee = appraisee
        self._facts = facts
        self._numbers = numbers(rulebook)
        self._policy = rulebook.missing
        self.verdicts: dict[str, str] = {}
        self.leaves = 0
        self.scored = 0
        self.mean = weighted_mean(self._parts(rulebook.indicators), rulebook.missing)

    def _parts(self, siblings: Sequence[Indicator]) -> list[tuple[Part, Decimal | Fraction]]:
        """The siblings that count for the appraisee; a group counts when one of its children does."""
        parts: list[tuple[Part, Decimal | Fraction]] = []
        for node in siblings:
            if not node.applies(self._appraisee):
                continue
            if not node.children:
                parts.append((self._leaf(node), node.weight))
            elif children := self._parts(node.children):
                mean = weighted_mean(children, self._policy)
                explanation = Explanation(
                    label=self._label(node), rule=mean.rule, score=_shown(mean.score), children=mean.children
                )
                parts.append((Part(mean.score, explanation), node.weight))
        return parts

    def _leaf(self, node: Indicator) -> Part:
        if node.rule is None:
            raise ValueError(f"indicator {node.id} has no rule; the rulebook has not been checked")
        none = Fact(value=None)
        if isinstance(node.rule, Judged):
            fact = self._facts.points.get(node.id, none)
            measured = judge(node, node.rule, fact.value)
        else:
            fact = self._facts.values.get(node.id, none)
            measured = measure(node, node.rule, fact.value, self._facts.targets.get(node.id))
        self.leaves += 1
        self.scored += measured.score is not None
        if measured.verdict is not None:
            self.verdicts[node.id] = measured.verdict
        explanation = Explanation(
            label=self._label(node),
            rule=measured.rule,
            score=_shown(measured.score),
            inputs=measured.inputs,
            cites=fact.cites,
            evidence=fact.evidence,
        )
        return Part(measured.score, explanation)

    def _label(self, node: Indicator) -> str:
        return f"{self._numbers[node.id]} {node.name}"


def _shown(score: Fraction | None) -> Decimal | Fraction | None:
    return None if score is None else simplest(score)


# ---------------------------------------------------------------- evaluators


def _part(evaluator: Evaluator, system: _System, facts: Facts) -> Part:
    match evaluator.kind:
        case EvaluatorKind.LEAD_DEPARTMENTS:
            return _lead_departments(evaluator, system)
        case EvaluatorKind.LEADERS:
            return _leaders(evaluator, facts)
        case EvaluatorKind.INTERNAL_BALLOT:
            return _internal_ballot(evaluator, facts)


def _lead_departments(evaluator: Evaluator, system: _System) -> Part:
    label, inputs = "Lead departments", {"indicators": str(system.leaves), "scored": str(system.scored)}
    score, rule = system.mean.score, system.mean.rule
    if system.scored < evaluator.minimum:
        score, rule = None, _too_few(system.scored, "scored indicators", evaluator)
    return Part(
        score,
        Explanation(label=label, rule=rule, score=_shown(score), inputs=inputs, children=system.mean.children),
    )


def _leaders(evaluator: Evaluator, facts: Facts) -> Part:
    given = [rating for rating in facts.ratings if rating.value is not None]
    values = [rating.value for rating in given if rating.value is not None]
    score, rule = None, _too_few(len(values), "ratings", evaluator)
    if len(values) >= max(evaluator.minimum, 1):
        score, rule = plain_mean(values), f"mean of {len(values)} ratings"
    children = tuple(
        Explanation(
            label=f"Rating {position}",
            rule="given by a leader",
            score=rating.value,
            cites=rating.cites,
            evidence=rating.evidence,
        )
        for position, rating in enumerate(given, start=1)
    )
    inputs = {"ratings": str(len(values)), "minimum": str(evaluator.minimum)}
    return Part(score, Explanation(label="Leaders", rule=rule, score=_shown(score), inputs=inputs, children=children))


def _internal_ballot(evaluator: Evaluator, facts: Facts) -> Part:
    """Ballots are shown in ascending order, and only once there are enough of them to keep voters anonymous."""
    count = len(facts.ballots)
    score, rule = None, _too_few(count, "ballots", evaluator)
    inputs = {"ballots": str(count), "minimum": str(evaluator.minimum)}
    if count >= max(evaluator.minimum, 1):
        score, rule = plain_mean(facts.ballots), f"mean of {count} ballots"
        inputs["scores"] = ", ".join(text(ballot) for ballot in sorted(facts.ballots))
    explanation = Explanation(
        label="Internal ballot", rule=rule, score=_shown(score), inputs=inputs, cites=facts.ballots_cites
    )
    return Part(score, explanation)


def _too_few(count: int, what: str, evaluator: Evaluator) -> str:
    return f"missing: {count} {what}, at least {evaluator.minimum} needed"
