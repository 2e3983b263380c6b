"""How cycles of a rulebook are linked to others: which are launched within them."""

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.event import Record
from domain.regulation.finding import Finding
from domain.regulation.identifiers import Slug
from domain.regulation.procedures import CycleKind

if TYPE_CHECKING:
    from domain.regulation.document import Rulebook


class Every(StrEnum):
    """Stretches of the calendar for which inner cycles are launched."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """How many months one takes."""
        return {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}[self]

    @property
    def kind(self) -> CycleKind:
        """The kind of cycle over one: a year's, or one within the year."""
        return CycleKind.ANNUAL if self is Every.YEAR else CycleKind.PEACETIME


class Containment(Record):
    """Cycles under another rulebook that are launched within one of this, each when its calendar period begins.

    They appraise the same, and are called after the outer cycle, with the `id` where there is one, and numbered from 1.
    """

    id: Slug | None = None
    rulebook: Slug
    kind: CycleKind
    every: Every
    basis: Slug | None = None


# ---------------------------------------------------------------- check


def link_findings(rulebook: "Rulebook") -> Iterator[Finding]:
    """Where what a rulebook says of other cycles cannot come about."""
    yield from _containments(rulebook)


_LONGER = (CycleKind.TERM, CycleKind.ANNUAL, CycleKind.PEACETIME)


def _containments(rulebook: "Rulebook") -> Iterator[Finding]:
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
