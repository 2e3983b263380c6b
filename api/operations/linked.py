"""Linked cycles: what a cycle is within, follows and contains, and the appraisals there of the same appraisees."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.operations.known import require_cycle
from api.operations.store import NotShown, Store
from domain.directory import Directory
from domain.event import Record
from domain.streams import cycle_stream, directory_stream
from store.views.definitions.tables import appraisal as appraisals
from store.views.definitions.tables import cycle as cycles


class Link(StrEnum):
    """What another cycle is to this one."""

    OUTER = "outer"
    INNER = "inner"
    BEFORE = "before"
    AFTER = "after"
    BESIDE = "beside"  # within the same one, over the same period


class LinkedCycle(Record):
    """A cycle linked to another."""

    link: Link
    cycle: str
    title: str
    kind: str
    authority: str
    starts: date
    ends: date
    closed: bool


class LinkedAppraisal(Record):
    """An appraisal in a linked cycle: of `of`, who is this cycle's `appraisee` or answers to it across a level."""

    appraisee: str
    cycle: str
    of: str
    step: str | None
    total: str | None
    grade: str | None
    approved: bool


class Linked(Record):
    """The cycles linked to one, and their appraisals of its appraisees."""

    cycle: str
    cycles: tuple[LinkedCycle, ...]
    appraisals: tuple[LinkedAppraisal, ...]


class LinkedCycles:
    """Shows what is linked to a cycle."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def show(self, cycle: str) -> Linked:
        """The cycles linked to one, in the order of their periods, and the appraisals there that concern its own."""
        cycle_stream(cycle)  # refuses what is no identifier
        async with self._store.reading() as connection:
            own = (await connection.execute(select(cycles).where(cycles.c.cycle == cycle))).mappings().one_or_none()
            found = () if own is None else await _near(connection, own)
            names = [cycle, *(row["cycle"] for row in found)]
            rows = (await connection.execute(select(appraisals).where(appraisals.c.cycle.in_(names)))).mappings().all()
        if own is None:
            await require_cycle(self._store, cycle)
            raise NotShown(f"cycle {cycle} is recorded, not yet shown; ask again")
        directories = {
            name: await self._directory(name) for name in {own["authority"], *(r["authority"] for r in found)}
        }
        whose = [row["appraisee"] for row in rows if row["cycle"] == cycle]
        return Linked(
            cycle=cycle,
            cycles=tuple(_line(row, own) for row in found),
            appraisals=tuple(_appraisals(whose, own, found, rows, directories)),
        )

    async def _directory(self, authority: str) -> Directory:
        _, directory = await self._store.load(directory_stream(authority), Directory)
        return directory


async def _near(connection: AsyncConnection, own: Mapping[Any, Any]) -> list[Mapping[Any, Any]]:
    linked = [
        cycles.c.cycle == own["within"],
        cycles.c.cycle == own["follows"],
        cycles.c.within == own["cycle"],
        cycles.c.follows == own["cycle"],
        (cycles.c.within == own["within"]) & (cycles.c.starts == own["starts"]) & (cycles.c.ends == own["ends"]),
    ]
    near = select(cycles).where(or_(*linked), cycles.c.cycle != own["cycle"])
    ordered = near.order_by(cycles.c.starts, cycles.c.ends.desc(), cycles.c.cycle)
    return [dict(row) for row in (await connection.execute(ordered)).mappings().all()]


def _line(row: Mapping[Any, Any], own: Mapping[Any, Any]) -> LinkedCycle:
    names = ("cycle", "title", "kind", "authority", "starts", "ends", "closed")
    return LinkedCycle(link=_link(row, own), **{name: row[name] for name in names})


def _link(row: Mapping[Any, Any], own: Mapping[Any, Any]) -> Link:
    if row["cycle"] == own["within"]:
        return Link.OUTER
    if row["within"] == own["cycle"]:
        return Link.INNER
    if row["cycle"] == own["follows"]:
        return Link.BEFORE
    return Link.AFTER if row["follows"] == own["cycle"] else Link.BESIDE


def _appraisals(
    whose: Iterable[str],
    own: Mapping[Any, Any],
    found: Iterable[Mapping[Any, Any]],
    rows: Iterable[Mapping[Any, Any]],
    directories: Mapping[str, Directory],
) -> Iterable[LinkedAppraisal]:
    known = {(row["cycle"], row["appraisee"]): row for row in rows}
    for appraisee in sorted(whose):
        for other in found:
            there = tuple(sorted(name for cycle, name in known if cycle == other["cycle"]))
            for one in _same(appraisee, own["authority"], other["authority"], there, directories):
                row = known[other["cycle"], one]
                says = {name: row[name] for name in ("step", "total", "grade", "approved")}
                yield LinkedAppraisal(appraisee=appraisee, cycle=other["cycle"], of=one, **says)


def _same(
    appraisee: str, own: str, other: str, there: tuple[str, ...], directories: Mapping[str, Directory]
) -> tuple[str, ...]:
    """Who of those appraised in another cycle an appraisee is, or answers to, or is over."""
    if own == other:
        return (appraisee,) if appraisee in there else ()
    above, below = directories[own].placement, directories[other].placement
    if above is not None and above.authority == other:
        unit = above.above(appraisee)
        return (unit,) if unit in there and unit is not None else ()
    return below.below(appraisee, there) if below is not None and below.authority == own else ()
