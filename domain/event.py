"""What every event has in common: its name and schema version, whom it wakes, and what in it is private.

Type names and schema versions are the storage format: a stored event keeps its bytes for ever, so a change of
fields is a new schema version with an upcaster from the one before, never an edit.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable value whose unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Wakes(StrEnum):
    """Whose workflow an event wakes when the follower sees it.

    The first event of a stream starts the stream's workflow. A later one that this workflow caused itself does not
    wake it again.
    """

    NOBODY = "nobody"
    OWN_STREAM = "own stream"
    APPRAISALS = "appraisals of the cycle"
    CYCLE_AND_APPRAISALS = "cycle and appraisals"
    NAMED_APPRAISALS = "appraisals that it names"


class Event(Record):
    """A fact that happened in one stream."""

    schema_version: ClassVar[int] = 1
    wakes: ClassVar[Wakes] = Wakes.NOBODY
    ends_stream: ClassVar[bool] = False
    reopens_stream: ClassVar[bool] = False
    """Whether a stream that had ended goes on with it."""

    def named(self) -> tuple[str, ...]:
        """The appraisees whose appraisals it wakes, where it wakes those that it names."""
        return ()

    withheld: ClassVar[frozenset[str]] = frozenset()
    """Sealed fields that no door opens; only the system does, when their time has come."""


class Private(Record):
    """Text about a person, in the clear: it exists in memory only and is sealed before it is stored."""

    data_subject: str
    text: str


class Sealed(Record):
    """The stored form of a `Private` text; deciders and folds carry it without opening it."""

    data_subject: str
    nonce: str
    ciphertext: str


Confidential = Private | Sealed

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]
"""Turns the body of one schema version into that of the next."""

EventType = TypeVar("EventType", bound=type[Event])

_types: dict[str, type[Event]] = {}
_upcasters: dict[tuple[str, int], Upcaster] = {}


def event(*, upcasters: Mapping[int, Upcaster] | None = None) -> Callable[[EventType], EventType]:
    """Registers an event class under its own name, with an upcaster from each earlier schema version.

    Raises `TypeError` at import when the name is taken or a version between 1 and the current one has no upcaster.
    """
    steps = dict(upcasters or {})

    def register(cls: EventType) -> EventType:
        name = cls.__name__
        if name in _types:
            raise TypeError(f"the event type {name} is registered twice; event names are storage names and unique")
        holes = set(range(1, cls.schema_version)) ^ set(steps)
        if holes:
            raise TypeError(
                f"{name} is at schema version {cls.schema_version}; upcasters do not fit at {sorted(holes)}"
            )
        _types[name] = cls
        _upcasters.update({(name, version): upcast for version, upcast in steps.items()})
        return cls

    return register


def event_types() -> Mapping[str, type[Event]]:
    """All registered event classes by name; complete once `domain.aggregates` is imported."""
    return _types


def upcast(name: str, version: int, body: dict[str, Any]) -> dict[str, Any]:
    """Brings a stored body of an earlier schema version to the current one, step by step."""
    for step in range(version, _types[name].schema_version):
        body = _upcasters[name, step](body)
    return body
