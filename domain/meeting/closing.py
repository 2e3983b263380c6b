"""Closing: the meeting ends with its minutes, and what it concluded is reported to its cycle."""

from domain.command import Command, Context, command
from domain.cycle.state import Cycle
from domain.event import Event
from domain.meeting import events as e
from domain.meeting.convening import require_paper
from domain.meeting.rights import (
    cycle_of,
    directory_of,
    needed,
    require_clock,
    require_office,
    require_sitting,
    rule_of,
    thing,
)
from domain.meeting.state import Meeting
from domain.refusal import Reason, Refused


@command
class CloseMeeting(Command):
    """Ends the meeting; its minutes have a document number and a digest."""

    minutes: e.Paper


@command
class FinishMeeting(Command):
    """States that what was concluded stands where it belongs."""


def close_meeting(wish: CloseMeeting, state: Meeting, context: Context) -> list[Event]:
    name = thing(state)
    require_office(context, directory_of(state, context), state.authority, name, "close it")
    require_sitting(state)
    waiting = [item for item in state.unconcluded if _could_be_concluded(item, state, context)]
    if waiting:
        problem = f"has items that are not concluded: {', '.join(waiting)}"
        raise Refused(Reason.CONFLICT, name, problem, "Conclude each of them, also without a recommendation")
    require_paper(wish.minutes, name)
    return [e.MeetingClosed(minutes=wish.minutes, by=context.actor)]


def _could_be_concluded(item: str, state: Meeting, context: Context) -> bool:
    """Whether a quorum on it is present: what too few may decide on is left to another meeting."""
    entitled = len(state.entitled(item))
    return len(state.voting(item)) >= max(1, needed(entitled, rule_of(state, context).quorum))


def finish_meeting(_wish: FinishMeeting, state: Meeting, context: Context) -> list[Event]:
    require_clock(context, state)
    cycle: Cycle = cycle_of(state, context)
    if not state.closed or state.id not in cycle.meetings:
        raise Refused(
            Reason.CONFLICT, thing(state), "is not in the record of its cycle", "Record its conclusions there first"
        )
    return [e.MeetingReported()]
