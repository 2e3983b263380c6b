"""Tasks as every kind of stream has them: what is asked of somebody, how it stands, and the ways to do it.

A task's id is its stream and the key of its duty: `{cycle}:{appraisee}:{duty}` of an appraisal, which is what most are
of, and `{stream}:{duty}` of any other, such as `case:7:answer`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.appraisal.events import Duty
from domain.command import Command
from domain.refusal import Reason, Refused

Actions = Mapping[str, type[Command]]
"""The ways to act on a duty, by name; the first is the usual one."""

APPRAISAL = "appraisal"
OTHER_KINDS = ("case", "cycle", "meeting")
"""The kinds of streams with tasks whose ids begin with the kind; no cycle is called so."""


class Stands(StrEnum):
    """How a duty stands: it waits for another, can be acted on, was discharged, or was not and cannot be any more."""

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task belongs: an authority and, where there are such, a cycle, an appraisee and a step."""

    authority: str
    cycle: str | None = None
    appraisee: str | None = None
    step: str | None = None


@dataclass(frozen=True, slots=True)
class OpenDuty:
    """A duty with its clock; one without a due instant is never overdue."""

    duty: Duty
    title: str
    due: datetime | None = None
    ends: datetime | None = None
    overdue: bool = False
    stands: Stands = Stands.OPEN


States = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TaskSource:
    """What one kind of stream asks of people; all of it is a function of states.

    `reads(state)` names the other streams whose states the rest is given. `open_duties(state, states)` are those that
    somebody can act on now, and `find(state, states, key)` is any duty there ever was. `ways(key)` are the commands
    that discharge one, and `command_for(key, action, fields)` makes one of them, with what the key says filled in; it
    raises `Refused`, or pydantic's `ValidationError` for fields that do not fit.
    """

    place: Callable[[Any], Place]
    reads: Callable[[Any], tuple[str, ...]]
    open_duties: Callable[[Any, States], tuple[OpenDuty, ...]]
    find: Callable[[Any, States, str], OpenDuty | None]
    ways: Callable[[str], Actions]
    command_for: Callable[[str, str | None, Mapping[str, object]], Command]


def task_id(stream: str, key: str) -> str:
    """The id of a duty of a stream."""
    return f"{stream.removeprefix(f'{APPRAISAL}:')}:{key}"


def split(task: str) -> tuple[str, str]:
    """The stream and the duty that a task's id names; refuses what is no such id."""
    match task.split(":"):
        case [kind, one, key] if kind in OTHER_KINDS and one and key:
            return f"{kind}:{one}", key
        case [cycle, appraisee, key] if cycle and appraisee and key:
            return f"{APPRAISAL}:{cycle}:{appraisee}", key
        case _:
            raise Refused(
                Reason.INVALID,
                f"task {task!r}",
                "is no id of a task",
                "Write it as CYCLE:APPRAISEE:DUTY, as 'kaohe task list' shows it",
            )
