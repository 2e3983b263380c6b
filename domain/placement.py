"""Where an authority stands among the levels of government: which one is above it, and whose units are whose.

Units correspond across one level only. Whoever is two levels up is seen through the level between.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import Field

from domain.event import Event, Record, event
from domain.refusal import Reason, Refused
from domain.streams import directory_stream, slug


class Placement(Record):
    """The authority above, the unit there that is this government, and by own unit the one there that is over it."""

    authority: str
    as_unit: str | None = None
    units: dict[str, str] = Field(default_factory=dict)

    def above(self, unit: str) -> str | None:
        """The unit above that a unit of this authority answers to: its own, or else the one that is its government."""
        return self.units.get(unit, self.as_unit)

    def below(self, unit: str, appraised: tuple[str, ...]) -> tuple[str, ...]:
        """Those of the units appraised here that a unit above is over: its own ones, or all when it is the government.

        Sorted, each once.
        """
        if unit == self.as_unit:
            return tuple(sorted(appraised))
        return tuple(sorted(own for own in appraised if self.units.get(own) == unit))


@event()
class AuthorityPlaced(Event):
    """An authority was placed under another, with its units under those there; it replaces where it was before."""

    authority: str
    above: str
    as_unit: str | None
    units: dict[str, str]


def known_after(known: Placement | None, happened: Event) -> Placement | None:
    """Where the authority stands after an event of its directory."""
    if not isinstance(happened, AuthorityPlaced):
        return known
    return Placement(authority=happened.above, as_unit=happened.as_unit, units=happened.units)


def place(authority: str, wish: Placement, units: Mapping[str, Any], states: Mapping[str, Any]) -> AuthorityPlaced:
    """The event of a placement; refuses one under itself, and units that neither directory has."""
    thing = f"directory of {authority}"
    slug(wish.authority, "authority")
    for name in _upwards(wish.authority, states):
        if name == authority:
            problem = f"would be placed under {wish.authority}, which is placed under it"
            raise Refused(Reason.INVALID, thing, problem, "Place the lower one under the higher alone")
    there = states[directory_stream(wish.authority)].units
    for own in wish.units:
        if own not in units:
            problem = f"places {own}, which is none of its units"
            raise Refused(Reason.NOT_FOUND, thing, problem, "Add the unit, or correct its id")
    for unit in (*filter(None, (wish.as_unit,)), *wish.units.values()):
        if unit not in there:
            problem = f"is placed under unit {unit}, which the directory of {wish.authority} does not have"
            raise Refused(Reason.NOT_FOUND, thing, problem, "Publish the directory above first, or correct the unit")
    return AuthorityPlaced(authority=authority, above=wish.authority, as_unit=wish.as_unit, units=wish.units)


def reads(wish: Placement | None, states: Mapping[str, Any]) -> tuple[str, ...]:
    """The directories of the authority above and of those above it, as far as those read so far name them."""
    return () if wish is None else tuple(map(directory_stream, _upwards(wish.authority, states)))


def _upwards(authority: str, states: Mapping[str, Any]) -> Iterator[str]:
    """An authority and those above it, each once."""
    seen: set[str] = set()
    name: str | None = authority
    while name is not None and name not in seen:
        yield name
        seen.add(name)
        known = states.get(directory_stream(name))
        name = known.placement.authority if known is not None and known.placement is not None else None
