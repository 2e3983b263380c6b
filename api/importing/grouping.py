"""Grouping: which rows belong to one appraisee, under which id, and whether every id names one thing only."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from api.importing.profile import Profile
from api.importing.rows import Entry
from api.mistakes import Mistake
from domain.event import Record
from domain.refusal import Refused
from domain.streams import slug

_APOSTROPHES = re.compile("['’]")
_OTHERS = re.compile("[^a-z0-9]+")


class Appraisee(Record):
    """A unit appraised, its head, and its rows in the table's order."""

    id: str
    name: str
    head: str
    entries: tuple[Entry, ...]


def slug_of(name: str) -> str:
    """The name in lower-case Latin letters, digits and inner hyphens; empty for a name without any."""
    letters = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name)).encode("ascii", "ignore").decode().lower()
    return _OTHERS.sub("-", letters).strip("-")


def group(entries: Sequence[Entry], profile: Profile) -> tuple[tuple[Appraisee, ...], tuple[Mistake, ...]]:
    """The appraisees in the order they appear, and every id that cannot stand."""
    by_unit: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        by_unit.setdefault((entry.unit_id, entry.unit_name), []).append(entry)
    appraisees = tuple(
        Appraisee(id=unit, name=name, head=_filled(profile.appraisees.head.id, unit, name), entries=tuple(rows))
        for (given, name), rows in by_unit.items()
        for unit in (given or slug_of(name),)
    )
    return appraisees, (*_units(appraisees, profile), *_indicators(entries, profile))


def _filled(template: str, unit: str, name: str) -> str:
    return template.replace("{unit}", unit).replace("{name}", name)


def _units(appraisees: Sequence[Appraisee], profile: Profile) -> Iterator[Mistake]:
    source = profile.appraisees.id or profile.appraisees.name
    taken = {unit.id: f"{unit.name!r} of the profile's units" for unit in profile.units}
    for unit in appraisees:
        place = f"row {unit.entries[0].row}, {source.column}"
        try:
            slug(unit.id, "unit")
            slug(unit.head, "head")
        except Refused as refused:
            yield Mistake(
                place=place,
                problem=f"{unit.name!r} makes the {refused.thing}, which {refused.problem}",
                mend="Name a column of short identifiers as appraisees.id in the profile",
            )
            continue
        if unit.id in taken:
            yield Mistake(
                place=place,
                problem=f"{unit.name!r} would be unit {unit.id}, as is {taken[unit.id]}",
                mend="Write one unit in one way, and give each unit an identifier of its own",
            )
        taken.setdefault(unit.id, f"{unit.name!r} in row {unit.entries[0].row}")


def _indicators(entries: Sequence[Entry], profile: Profile) -> Iterator[Mistake]:
    first: dict[str, int] = {}
    for entry in entries:
        if entry.indicator in first:
            yield Mistake(
                place=f"row {entry.row}, {profile.indicators.id.column}",
                problem=f"indicator {entry.indicator} stands in row {first[entry.indicator]} already",
                mend="Give each indicator an identifier of its own",
            )
        first.setdefault(entry.indicator, entry.row)
