"""What every command has in common, and what a decider may know besides its own stream."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, TypeVar

from domain.decision import Capacity, Decision
from domain.event import Event, Record
from domain.refusal import Reason, Refused

SYSTEM_CLOCK = "system:clock"
"""The actor of what a workflow does when an instant is reached."""
SYSTEM_LOG = "system:log"
"""The actor of what the log services do: gates between steps."""
SYSTEM_BALLOT_BOX = "system:ballot-box"
"""The actor of a batch of ballots; nobody's name stands on it."""
SYSTEM_OPERATOR = "system:operator"
"""The actor of an installation's first commands, before its directory names a performance office."""


class Command(Record):
    """A wish; it becomes events or is refused.

    `decision` is the kind of decision it is, where a rulebook may ask for its document.
    """

    decision: ClassVar[Decision | None] = None


@dataclass(frozen=True, slots=True)
class BallotBatch:
    """The ballots taken out of the box, in an order that says nothing about when or by whom they were cast."""

    scores: tuple[str, ...]
    cast: int


@dataclass(frozen=True, slots=True)
class Context:
    """Facts a decision needs besides its own stream, gathered by the caller so that deciders stay pure.

    `now` is the server's clock, aware and UTC; `actor` a person's id or a `system:` name; `seed` fresh randomness as
    hexadecimal text; `states` the folded states of other streams by stream name; `document` the number of the document
    that the decision is made by, if there is one.
    """

    now: datetime
    actor: str
    seed: str = ""
    states: Mapping[str, Any] = field(default_factory=dict)
    ballots: BallotBatch | None = None
    document: str | None = None


CommandType = TypeVar("CommandType", bound=type[Command])
_commands: dict[str, type[Command]] = {}


def command(cls: CommandType) -> CommandType:
    """Registers a command class under its own name, so that doors and workflows can send it by name."""
    if cls.__name__ in _commands:
        raise TypeError(f"the command {cls.__name__} is registered twice")
    _commands[cls.__name__] = cls
    return cls


def misdirected(wish: Command, what: str) -> Refused:
    """The refusal of a command sent to a stream of another kind."""
    return Refused(
        Reason.INVALID,
        f"command {type(wish).__name__}",
        f"is none that {what} knows",
        "Send it to the stream it is for",
    )


def command_types() -> Mapping[str, type[Command]]:
    """All registered command classes by name; complete once `domain.aggregates` is imported."""
    return _commands


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One kind of stream: its empty state, its fold, its decisions, and the other streams a decision reads.

    `reads(stream, command, state, states)` names streams to load; it is asked again with their states until it names
    nothing new, since one stream may point to the next (an appraisal to its cycle, the cycle to its rulebook).
    `capacity(command, state, context)` says in what capacity the actor of a decided command acted.
    """

    initial: Callable[[], Any]
    evolve: Callable[[Any, Event], Any]
    decide: Callable[[Any, Any, Context], list[Event]]
    reads: Callable[[str, Any, Any, Mapping[str, Any]], tuple[str, ...]]
    capacity: Callable[[Any, Any, Context], Capacity] | None = None
