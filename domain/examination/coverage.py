"""Whether the decomposition of goals covers both ways: every goal has who answers for it, and everybody has a goal."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain

from domain.exact import simplest, text
from domain.examination.advice import Advice, Matter
from domain.examination.aims import measured
from domain.examination.saying import listed
from domain.regulation import Assignment, Logic, Rulebook, walk


def coverage(rulebook: Rulebook) -> tuple[Advice, ...]:
    """What keeps goals from coming down to holders, and holders from having goals.

    A rulebook that assigns nothing decomposes nothing, and nothing is found.
    """
    return tuple(chain.from_iterable(check(rulebook) for check in _CHECKS)) if rulebook.assignments else ()


def _advice(place: str, problem: str, mend: str) -> Advice:
    return Advice(matter=Matter.DECOMPOSITION, place=place, problem=problem, mend=mend)


def _circles_of_goals(rulebook: Rulebook) -> Iterator[Advice]:
    above = {goal.id: goal.parent for goal in rulebook.goals}
    for position, goal in enumerate(rulebook.goals, start=1):
        if circle := _circle(goal.id, above):
            problem = f"{' is part of '.join(circle)}, in a circle"
            yield _advice(f"goals.{position}.parent", problem, "Let one of them have no parent")


def _circle(start: str, above: dict[str, str | None]) -> list[str]:
    """The way from `start` back to itself, or nothing where it does not come back."""
    way, at = [start], above.get(start)
    while at is not None and at not in way:
        way.append(at)
        at = above.get(at)
    return [*way, start] if at == start else []


def _unheld(rulebook: Rulebook) -> Iterator[Advice]:
    """A goal is answered for by its holders, or when all its parts are."""
    held = {one.goal for one in rulebook.assignments}
    for position, goal in enumerate(rulebook.goals, start=1):
        if not measured(rulebook, goal.id, held):
            mend = "Assign it, or all goals that are parts of it"
            yield _advice(f"goals.{position}", f"nobody answers for {goal.id}", mend)


def _idle(rulebook: Rulebook) -> Iterator[Advice]:
    """Appraisees that answer for nothing."""
    holders = {one.holder for one in rulebook.assignments}
    places = {one.id: f"appraisees.{position}" for position, one in enumerate(rulebook.appraisees, start=1)}
    for number, node in walk(rulebook.indicators):
        for appraisee in node.applies_to or ():
            places.setdefault(appraisee, f"indicators.{number}.applies_to")
    for appraisee, place in places.items():
        if appraisee not in holders:
            yield _advice(
                place, f"{appraisee} is appraised and answers for no goal", "Assign it a goal, or part of one"
            )


def _single(rulebook: Rulebook) -> Iterator[Advice]:
    """What is wrong with an assignment by itself, or with the one it is under."""
    goals = {goal.id for goal in rulebook.goals}
    above: dict[str, dict[str, str | None]] = defaultdict(dict)
    for one in rulebook.assignments:
        above[one.goal].setdefault(one.holder, one.under)
    for position, one in enumerate(rulebook.assignments, start=1):
        place = f"assignments.{position}"
        if one.goal not in goals:
            yield _advice(f"{place}.goal", f"there is no goal {one.goal!r}", "Name a goal that is listed")
        if one.under is not None and one.under not in above[one.goal]:
            problem = f"{one.holder} has its part of {one.goal} from {one.under}, which does not answer for it"
            yield _advice(
                f"{place}.under", problem, f"Assign {one.goal} to {one.under}, or name who does answer for it"
            )
        if circle := _circle(one.holder, above[one.goal]):
            problem = f"of {one.goal}, {' is under '.join(circle)}, in a circle"
            yield _advice(f"{place}.under", problem, "Let one of them be under nobody")
        yield from _share(one, place)


def _share(one: Assignment, place: str) -> Iterator[Advice]:
    place = f"{place}.share"
    if one.logic is Logic.SHARE and one.share is None:
        yield _advice(place, f"how much of {one.goal} {one.holder} answers for is not said", 'State it, such as "1/2"')
    elif one.logic is not Logic.SHARE and one.share is not None:
        problem = f"{one.holder} has a share of {text(one.share)} in {one.goal} by logic {one.logic.value}"
        yield _advice(place, problem, "Leave the share out, or let the logic be share")
    elif one.share is not None and not 0 < one.share <= 1:
        yield _advice(place, f"{text(one.share)} is no share", "Choose a share above 0, up to 1")


def _levels(rulebook: Rulebook) -> Iterator[Advice]:
    """Holders of one goal under the same holder: one owns it, or shares of it add up to 1, and none is there twice."""
    levels: dict[tuple[str, str | None], list[tuple[int, Assignment]]] = defaultdict(list)
    for position, one in enumerate(rulebook.assignments, start=1):
        levels[one.goal, one.under].append((position, one))
    for (goal, under), those in levels.items():
        what = goal if under is None else f"{under}'s part of {goal}"
        first = f"assignments.{those[0][0]}"
        for holder, times in Counter(one.holder for _, one in those).items():
            if times > 1:
                yield _advice(first, f"{holder} answers for {what} {times} times", "Assign it once")
        owners = [one.holder for _, one in those if one.logic is Logic.OWN]
        sharing = [one for _, one in those if one.logic is Logic.SHARE]
        if len(owners) > 1:
            mend = "Let one own it, and the others contribute, or share it"
            yield _advice(first, f"{listed(owners)} each own {what}", mend)
        if owners and sharing:
            problem = f"{listed(owners)} owns {what}, and {listed([one.holder for one in sharing])} have shares of it"
            yield _advice(first, problem, "Let nobody own what is shared")
        total = sum(Fraction(one.share) for one in sharing if one.share is not None)
        if sharing and not owners and all(one.share is not None for one in sharing) and total != 1:
            problem = f"the shares of {what} add up to {text(simplest(Fraction(total)))}"
            yield _advice(first, problem, "Make them add up to 1")


def _leads(rulebook: Rulebook) -> Iterator[Advice]:
    """Lead departments that answer for no goal of their indicator, where somebody else does."""
    holders: dict[str, set[str]] = defaultdict(set)
    for one in rulebook.assignments:
        holders[one.goal].add(one.holder)
    for number, node in walk(rulebook.indicators):
        held = {holder for goal in node.goals for holder in holders[goal]}
        if node.lead is not None and held and node.lead not in held:
            goals = listed([goal for goal in node.goals if holders[goal]])
            problem = f"{node.lead} leads {node.id} and does not answer for {goals}"
            mend = f"Assign {goals} to it too, or let one of {listed(sorted(held))} lead"
            yield _advice(f"indicators.{number}.lead", problem, mend)


_CHECKS = (_circles_of_goals, _unheld, _idle, _single, _levels, _leads)
