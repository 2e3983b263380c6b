"""A small aggregate for tests of what is generic: a notebook that counts and keeps private remarks."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from pydantic import Field

from domain.command import Aggregate, Command, Context
from domain.event import Confidential, Event, Private, Record, Sealed, event
from domain.refusal import Reason, Refused


class Line(Record):
    remark: Confidential | None = None
    tags: dict[str, Confidential] = Field(default_factory=dict)


@event()
class ToyCounted(Event):
    by: int
    seed: str = ""
    other: str | None = None


def _renamed(body: dict[str, Any]) -> dict[str, Any]:
    return {"title": body["name"], "lines": []}


def _lined(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "lines": [{"remark": None, "tags": {}} for _ in body["lines"]]}


@event(upcasters={1: _renamed, 2: _lined})
class ToyNoted(Event):
    schema_version: ClassVar[int] = 3

    title: str
    lines: tuple[Line, ...] = ()
    comment: Confidential | None = None


@dataclass(frozen=True, slots=True)
class Notebook:
    total: int = 0
    notes: tuple[ToyNoted, ...] = ()
    rulebook_hash: str = ""


class Count(Command):
    by: int = 1
    times: int = 1
    limit: int | None = None


class Note(Command):
    title: str
    comment: Private | None = None


class CountLike(Command):
    """Counts what two other notebooks have in total; the second is named by the first's state."""

    first: str


def evolve(state: Notebook, happened: Event) -> Notebook:
    match happened:
        case ToyCounted(by=by):
            return replace(state, total=state.total + by)
        case ToyNoted():
            return replace(state, notes=(*state.notes, happened))
        case _:
            raise AssertionError(happened)


def decide(command: Count | Note | CountLike, state: Notebook, context: Context) -> list[Event]:
    match command:
        case Count(by=by, times=times, limit=limit):
            if limit is not None and state.total + by > limit:
                raise Refused(Reason.CONFLICT, "the count", f"would pass {limit}", "Stop")
            return [ToyCounted(by=by, seed=context.seed) for _ in range(times)]
        case Note(title=title, comment=comment):
            return [ToyNoted(title=title, comment=comment)]
        case CountLike():
            total = sum(other.total for other in context.states.values())
            return [ToyCounted(by=total, other=",".join(sorted(context.states)))]


def reads(_stream: str, command: Command, _state: Notebook, states: Mapping[str, Any]) -> tuple[str, ...]:
    if not isinstance(command, CountLike):
        return ()
    first = states.get(command.first)
    return (command.first, *(note.title for note in (first.notes if first else ())))


TOYS = {"toy": Aggregate(Notebook, evolve, decide, reads)}

__all__ = ["TOYS", "Count", "CountLike", "Line", "Note", "Notebook", "Private", "Sealed", "ToyCounted", "ToyNoted"]
