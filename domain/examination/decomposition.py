"""How goals come down to departments, teams and people: the tree of a goal, its parts and those who answer for it."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from domain.event import Record
from domain.exact import Exact, simplest
from domain.regulation import Assignment, Goal, GoalKind, Holder, Logic, Rulebook, walk


class Held(Record):
    """One who answers for a goal: by which logic, and those who answer for parts of it under them.

    `of_goal` is the part of the whole goal that is theirs: all of what is above for an owner, the stated share of it
    for one who shares; nothing for who contributes, since how much is not said.
    """

    holder: str
    kind: Holder
    logic: Logic
    share: Exact | None
    of_goal: Exact | None
    under: tuple["Held", ...] = ()


class Decomposed(Record):
    """A goal with the indicators that name it, by number and id, those who answer for it, and its parts."""

    goal: str
    name: str
    kind: GoalKind
    indicators: dict[str, str]
    held: tuple[Held, ...]
    parts: tuple["Decomposed", ...] = ()


def decompose(rulebook: Rulebook) -> tuple[Decomposed, ...]:
    """The goals that are no part of another, in the document's order, down to the last holder.

    Nothing is left out: a goal whose parent is unknown, or part of itself in a circle, stands at the top, as does
    somebody under a holder that is not there.
    """
    return _Decomposition(rulebook).goals()


class _Decomposition:
    def __init__(self, rulebook: Rulebook) -> None:
        self._goals = {goal.id: goal for goal in rulebook.goals}
        self._assignments = rulebook.assignments
        self._indicators: dict[str, dict[str, str]] = {}
        for number, node in walk(rulebook.indicators):
            for goal in node.goals:
                self._indicators.setdefault(goal, {})[number] = node.id
        self._shown: set[str] = set()

    def goals(self) -> tuple[Decomposed, ...]:
        tops = [goal for goal in self._goals.values() if goal.parent not in self._goals]
        found = [self._goal(goal) for goal in tops]
        found += [self._goal(goal) for goal in self._goals.values() if goal.id not in self._shown]
        return tuple(found)

    def _goal(self, goal: Goal) -> Decomposed:
        self._shown.add(goal.id)
        parts = [one for one in self._goals.values() if one.parent == goal.id]
        return Decomposed(
            goal=goal.id,
            name=goal.name,
            kind=goal.kind,
            indicators=self._indicators.get(goal.id, {}),
            held=tuple(_held([one for one in self._assignments if one.goal == goal.id])),
            parts=tuple(self._goal(part) for part in parts if part.id not in self._shown),
        )


def _held(assignments: Sequence[Assignment]) -> Iterator[Held]:
    """Those who answer for one goal, from the top."""
    holders = {one.holder for one in assignments}
    shown: set[int] = set()

    def below(one: Assignment, above: Fraction | None) -> Held:
        shown.add(id(one))
        part = _part(one, above)
        under = [other for other in assignments if other.under == one.holder and id(other) not in shown]
        return Held(
            holder=one.holder,
            kind=one.kind,
            logic=one.logic,
            share=one.share,
            of_goal=None if part is None else simplest(part),
            under=tuple(below(other, part) for other in under if id(other) not in shown),
        )

    tops = [one for one in assignments if one.under not in holders]
    for one in (*tops, *assignments):
        if id(one) not in shown:
            yield below(one, Fraction(1))


def _part(one: Assignment, above: Fraction | None) -> Fraction | None:
    match one.logic:
        case Logic.OWN:
            return above
        case Logic.SHARE if one.share is not None and above is not None:
            return above * Fraction(one.share)
        case _:
            return None
