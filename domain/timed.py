"""What keeps time: a stream to which instants bring something, each of them a moment with its own name and command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.calendar import Instant
from domain.command import Command
from domain.event import Record


class Moment(Record):
    """The next thing that time does to a stream; the name is used once in the stream's life, such as `2.remind.1`."""

    name: str
    at: Instant


@dataclass(frozen=True, slots=True)
class Timed:
    """How one kind of stream keeps time.

    `reads(state)` names the other streams whose states `next_moment(state, states)` is given; there is none while the
    stream waits for people. `command_for(moment)` is what the clock then sends, which the stream's decider holds
    against its own next moment. After `ended(state)` time has no more to do.
    """

    reads: Callable[[Any], tuple[str, ...]]
    ended: Callable[[Any], bool]
    next_moment: Callable[[Any, Mapping[str, Any]], Moment | None]
    command_for: Callable[[Moment], Command]
