"""Whether what a rulebook says of other cycles can come about."""

from collections.abc import Iterator

from domain.regulation.document import Rulebook
from domain.regulation.finding import Finding
from domain.regulation.indicator import Direction
from domain.regulation.links import Combined, Intake, Source, Takes
from domain.regulation.procedures import CycleKind
from domain.regulation.provisions import AttributeKind
from domain.regulation.tree import walk
from domain.schedule import StepName


def link_findings(rulebook: Rulebook) -> Iterator[Finding]:
    """Where what a rulebook says of other cycles cannot come about."""
    yield from _containments(rulebook)
    yield from _intakes(rulebook)
    yield from _derived(rulebook)
    yield from _crossing(rulebook)


def _crossing(rulebook: Rulebook) -> Iterator[Finding]:
    """A result crosses a level once: by two rules it would count twice."""
    for position, one in enumerate(rulebook.intakes, start=1):
        for other in rulebook.intakes[: position - 1]:
            alike = one.rulebook == other.rulebook or None in {one.rulebook, other.rulebook}
            if one.source in {Source.ABOVE, Source.BELOW} and _gives(one) == _gives(other) and alike:
                problem = f"the same results cross the level by {other.id}, and a result crosses a level once"
                yield Finding(place=f"intakes.{position}", problem=problem, mend="Take each result in by one rule")


def _gives(one: Intake) -> tuple[Source, Takes, str | None, str | None]:
    return one.source, one.takes, one.indicator, one.of


def _derived(rulebook: Rulebook) -> Iterator[Finding]:
    leaves = {node.id: node for _, node in walk(rulebook.indicators) if not node.children}
    named = [one.indicator for one in rulebook.derives]
    for position, one in enumerate(rulebook.derives, start=1):
        place, leaf = f"derives.{position}", leaves.get(one.indicator)
        if named.count(one.indicator) > 1:
            mend = "Derive one target for each"
            yield Finding(place=f"{place}.indicator", problem=f"{one.indicator!r} is listed twice", mend=mend)
        if leaf is None and rulebook.scheme is None:
            problem = f"there is no indicator {one.indicator!r} that is scored"
            yield Finding(place=f"{place}.indicator", problem=problem, mend="Name one of this rulebook")
        if leaf is not None and leaf.direction not in {Direction.UP, Direction.DOWN}:
            problem = f"{one.indicator} has no direction in which a target is stricter"
            yield Finding(place=f"{place}.indicator", problem=problem, mend="Name one that goes up or down")
        if any(share <= 0 for share in one.shares):
            yield Finding(place=f"{place}.shares", problem="one is not above 0", mend="State shares above 0")


_LAST = tuple(StepName).index(StepName.SCORING)


def _intakes(rulebook: Rulebook) -> Iterator[Finding]:
    steps = [rule.step for rule in rulebook.steps]
    ids, into = [one.id for one in rulebook.intakes], [one.into for one in rulebook.intakes]
    for position, one in enumerate(rulebook.intakes, start=1):
        place = f"intakes.{position}"
        if ids.count(one.id) > 1:
            yield Finding(place=f"{place}.id", problem=f"{one.id!r} is listed twice", mend="Give each one of its own")
        if into.count(one.into) > 1:
            problem = f"something else is taken into {one.into} as well"
            yield Finding(place=f"{place}.into", problem=problem, mend="Take one thing into each")
        if one.at not in steps:
            problem, mend = f"there is no step {one.at.value}", f"Name one of {', '.join(steps)}"
            yield Finding(place=f"{place}.at", problem=problem, mend=mend)
        elif tuple(StepName).index(one.at) > _LAST:
            problem = "it comes after scoring, and so would not count"
            yield Finding(place=f"{place}.at", problem=problem, mend="Take it in when scoring opens, or earlier")
        if one.needs < 1:
            yield Finding(place=f"{place}.needs", problem=f"it is {one.needs}", mend="Need at least 1")
        yield from _taken(one, place)
        yield from _into(one, place, rulebook)


def _taken(one: Intake, place: str) -> Iterator[Finding]:
    if (one.indicator is not None) is not (one.takes is Takes.VALUE):
        mend = "Name the indicator of a value, and none of a total or grade"
        yield Finding(place=f"{place}.indicator", problem=f"it takes a {one.takes.value}", mend=mend)
    if one.source is Source.EVALUATIONS and (one.takes is Takes.VALUE or one.rulebook is not None):
        mend = "Take totals or grades, under no rulebook"
        yield Finding(place=f"{place}.takes", problem="evaluations are of no cycle and no indicator", mend=mend)
    if one.evaluates is not None and one.source is not Source.EVALUATIONS:
        problem = f"its source is {one.source.value}"
        yield Finding(place=f"{place}.evaluates", problem=problem, mend="Leave it out, or take evaluations in")
    if one.takes is Takes.GRADE and one.combined is not Combined.LATEST:
        problem = f"grades have no {one.combined.value}"
        yield Finding(place=f"{place}.combined", problem=problem, mend="Take the latest")
    if bool(one.weights) is not (one.combined is Combined.WEIGHTED) or any(weight <= 0 for weight in one.weights):
        mend = "State weights above 0 for a weighted mean, and for nothing else"
        yield Finding(place=f"{place}.weights", problem=f"it takes the {one.combined.value}", mend=mend)


def _into(one: Intake, place: str, rulebook: Rulebook) -> Iterator[Finding]:
    attributes = {attribute.name: attribute for attribute in rulebook.attributes}
    if one.of is not None and one.of not in attributes:
        problem = f"there is no attribute {one.of!r}"
        yield Finding(place=f"{place}.of", problem=problem, mend="Name the attribute that says whose result it is")
    if one.takes is Takes.GRADE:
        if one.into not in attributes or attributes[one.into].kind is not AttributeKind.TEXT:
            problem = f"there is no attribute {one.into!r} that is a text"
            yield Finding(place=f"{place}.into", problem=problem, mend="Declare one for the grade")
        return
    leaves = {node.id: node for _, node in walk(rulebook.indicators) if not node.children}
    known = leaves.get(one.into)
    if known is None and rulebook.scheme is not None:
        return  # the scheme may have it
    if known is None or not known.reported or not known.takes_number:
        problem = f"there is no indicator {one.into!r} that takes a number as its value"
        yield Finding(place=f"{place}.into", problem=problem, mend="Name an indicator whose rule looks at a value")


_LONGER = (CycleKind.TERM, CycleKind.ANNUAL, CycleKind.PEACETIME)


def _containments(rulebook: Rulebook) -> Iterator[Finding]:
    ids = [one.id for one in rulebook.contains]
    for position, one in enumerate(rulebook.contains, start=1):
        place = f"contains.{position}"
        if one.kind is not one.every.kind:
            problem = f"a cycle for every {one.every.value} is of kind {one.every.kind.value}, not {one.kind.value}"
            yield Finding(place=f"{place}.kind", problem=problem, mend="Let kind and every fit each other")
        elif rulebook.kind not in _LONGER[: _LONGER.index(one.kind)]:
            problem = f"it is no shorter than the cycles of this rulebook, which are of kind {rulebook.kind.value}"
            yield Finding(place=f"{place}.kind", problem=problem, mend="Let longer cycles contain shorter ones")
        if ids.count(one.id) > 1:
            problem = "it has no id, and so have others" if one.id is None else f"{one.id!r} is listed twice"
            yield Finding(place=f"{place}.id", problem=problem, mend="Give each an id of its own")
