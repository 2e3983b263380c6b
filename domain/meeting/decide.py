"""Every command a meeting knows, and what follows from all of them: a motion all have voted on is decided."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from domain import directory as directories
from domain.certificates import require_certificate
from domain.command import Aggregate, Command, Context, misdirected
from domain.cycle.regulation import regulation_streams
from domain.cycle.state import Cycle
from domain.decision import Capacity
from domain.directory import Role, in_post
from domain.event import Event
from domain.meeting import clock, closing, convening, deliberation, sitting
from domain.meeting.rights import (
    cycle_of,
    directory_of,
    looked_up,
    require_going_on,
    rule_of,
    rulebook_of,
    seat_role,
    thing,
)
from domain.meeting.state import Meeting, evolve, initial
from domain.refusal import Reason, Refused
from domain.regulation import MeetingKind
from domain.streams import appraisal_stream, cycle_stream, directory_stream

_DECISIONS: Mapping[type[Command], Callable[[Any, Meeting, Context], list[Event]]] = {
    clock.RemindMembers: clock.advance,
    clock.LapseMeeting: clock.advance,
    sitting.OpenMeeting: sitting.open_meeting,
    sitting.RecuseMember: sitting.recuse_member,
    deliberation.MoveMotion: deliberation.move_motion,
    deliberation.CastVote: deliberation.cast_vote,
    deliberation.ConcludeItem: deliberation.conclude_item,
    closing.CloseMeeting: closing.close_meeting,
    closing.FinishMeeting: closing.finish_meeting,
}


def decide(wish: Command, state: Meeting, context: Context) -> list[Event]:
    events = _happened(wish, state, context)
    if not context.actor.startswith("system:"):
        _require_certificate(wish, state if state.convened else reduce(evolve, events, state), context)
    return events


def _happened(wish: Command, state: Meeting, context: Context) -> list[Event]:
    if isinstance(wish, convening.ConveneMeeting):
        return convening.convene(wish, state, context)
    if type(wish) not in _DECISIONS:
        raise misdirected(wish, "a meeting")
    if not state.convened:
        mend = "Convene it with 'kaohe meeting convene', or see 'kaohe meeting list' for those there are"
        raise Refused(Reason.NOT_FOUND, "meeting", "has not been convened", mend)
    if state.lapsed:
        problem, mend = "fell through: it was not opened in time", "Convene another one"
        raise Refused(Reason.CONFLICT, thing(state), problem, mend)
    if state.reported or (state.closed and not isinstance(wish, closing.FinishMeeting)):
        raise Refused(Reason.CONFLICT, thing(state), "is closed", looked_up(state))
    if not isinstance(wish, _BY_TIME):
        require_going_on(cycle_of(state, context), thing(state))
    events = _DECISIONS[type(wish)](wish, state, context)
    return [*events, *_decided(reduce(evolve, events, state), context)]


def _require_certificate(wish: Command, state: Meeting, context: Context) -> None:
    """Refuses whoever has no certificate for the role acted in, where the rulebook asks for one."""
    certified = rulebook_of(state, context).certified
    if certified:
        role = capacity(wish, state, context).role
        require_certificate(context.actor, role, certified, directory_of(state, context), context.now)


def _decided(state: Meeting, context: Context) -> list[Event]:
    motion = deliberation.all_voted(state)
    return [deliberation.decided(motion, state, rule_of(state, context))] if motion else []


def reads(_stream: str, wish: Command, state: Meeting, states: Mapping[str, Any]) -> tuple[str, ...]:
    """The cycle, and through it the directory and the regulation; opening looks at every result of the agenda."""
    convening_ = isinstance(wish, convening.ConveneMeeting)
    name = wish.cycle if isinstance(wish, convening.ConveneMeeting) else state.cycle
    if not name or (convening_ and state.convened):
        return ()
    found: Cycle | None = states.get(cycle_stream(name))
    if found is None or not found.launched:
        return (cycle_stream(name),)
    laid = isinstance(wish, sitting.OpenMeeting) and state.kind is MeetingKind.JOINT
    appraisals = (appraisal_stream(name, item) for item in state.agenda) if laid else ()
    return (cycle_stream(name), directory_stream(found.authority), *regulation_streams(found), *appraisals)


def capacity(wish: Command, state: Meeting, context: Context) -> Capacity:
    """Members recuse themselves, move and vote as such; all else is the performance office's."""
    if context.actor.startswith("system:"):
        return Capacity()
    name = wish.cycle if isinstance(wish, convening.ConveneMeeting) else state.cycle
    cycle: Cycle = context.states[cycle_stream(name)]
    directory = directories.directory_of(cycle.authority, context)
    if isinstance(wish, _BY_MEMBERS):
        return in_post(directory, context.actor, seat_role(rulebook_of(state, context), rule_of(state, context)))
    return in_post(directory, context.actor, Role.OFFICE)


_BY_TIME = (clock.RemindMembers, clock.LapseMeeting, closing.FinishMeeting)
_BY_MEMBERS = (sitting.RecuseMember, deliberation.MoveMotion, deliberation.CastVote)


AGGREGATE = Aggregate(initial, evolve, decide, reads, capacity)
