"""The words sentences share, and what a told event is made of."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from domain.event import Event, Record
from domain.explanation import readable

_MOST = 12
"""Names in a row that are still read."""


class Change(Record):
    """A value before and after; nothing where there was or is none. `indicator` says which one it belongs to."""

    what: str
    before: str | None
    after: str | None
    indicator: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, what it changed, and the indicators it concerns."""

    sentence: str
    changes: tuple[Change, ...] = ()
    indicators: frozenset[str] = frozenset()


def exact(value: Decimal | Fraction | None) -> str | None:
    return None if value is None else readable(value)


def instant(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def listed(names: Iterable[str]) -> str:
    """The names in a row; of many, the first ones."""
    known = list(names)
    if len(known) <= _MOST:
        return ", ".join(known) or "nothing"
    return f"{', '.join(known[: _MOST - 2])} and {len(known) - _MOST + 2} more"


Telling = Mapping[type[Event], Callable[[Any, Any], Told]]
"""How each type of event is told, from the event and the state of its stream before it."""
