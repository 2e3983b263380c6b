"""What time does to a meeting: it reminds the members of the hour, and marks that no quorum came together."""

from domain.command import Command, Context, command
from domain.event import Event
from domain.meeting import events as e
from domain.meeting.rights import require_clock, thing
from domain.meeting.state import Meeting
from domain.refusal import Reason, Refused
from domain.timed import Moment, Timed

_REMIND, _LAPSE = "remind", "lapse"


@command
class RemindMembers(Command):
    """Reminds the members; `ordinal` counts from 1."""

    ordinal: int


@command
class LapseMeeting(Command):
    """Marks that the meeting was not opened in time."""


def next_moment(state: Meeting) -> Moment | None:
    """What the clock does next: nothing once the meeting is open."""
    if not state.convened or state.opened or state.lapsed or state.lapses is None:
        return None
    if state.reminded < len(state.reminders):
        return Moment(name=f"{_REMIND}.{state.reminded + 1}", at=state.reminders[state.reminded])
    return Moment(name=_LAPSE, at=state.lapses)


def command_for(moment: Moment) -> Command:
    """The command that carries out a moment."""
    kind, _, ordinal = moment.name.partition(".")
    return RemindMembers(ordinal=int(ordinal)) if kind == _REMIND else LapseMeeting()


def advance(wish: RemindMembers | LapseMeeting, state: Meeting, context: Context) -> list[Event]:
    """Does what the clock asks, if it is the next moment and its instant has been reached."""
    require_clock(context, state)
    moment = next_moment(state)
    if moment is None or command_for(moment) != wish:
        raise Refused(Reason.CONFLICT, thing(state), "has something else to come next", "Read its clock again")
    if context.now < moment.at:
        raise Refused(Reason.CONFLICT, thing(state), f"is not to do so before {moment.at.isoformat()}", "Wait for it")
    if isinstance(wish, RemindMembers):
        return [e.MembersReminded(ordinal=wish.ordinal)]
    return [e.MeetingLapsed()]


TIMED = Timed(
    reads=lambda _: (),
    ended=lambda state: state.closed or state.lapsed,
    next_moment=lambda state, _: next_moment(state),
    command_for=command_for,
)
