"""Sitting: the meeting is opened with a quorum, results are laid before it, and members are recused item by item."""

from collections.abc import Iterator

from domain.appraisal.rights import part_in
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event, Private
from domain.interests import Ground
from domain.meeting import events as e
from domain.meeting.rights import (
    cycle_of,
    directory_of,
    of_item,
    require_before_it,
    require_office,
    require_quorum,
    require_seat,
    rule_of,
    thing,
)
from domain.meeting.state import Meeting
from domain.refusal import Reason, Refused
from domain.regulation import EVERYBODY, MeetingKind
from domain.streams import appraisal_stream


@command
class OpenMeeting(Command):
    """Opens the meeting, stating who is present."""

    present: tuple[str, ...]


@command
class RecuseMember(Command):
    """Takes no part in an item, for a ground that the member states."""

    item: str
    ground: str


def open_meeting(wish: OpenMeeting, state: Meeting, context: Context) -> list[Event]:
    name = thing(state)
    require_office(context, directory_of(state, context), state.authority, name, "open it")
    if state.opened:
        raise Refused(Reason.CONFLICT, name, "has been opened already", "Nothing needs to be done")
    if state.at is not None and context.now < state.at:
        mend = "Wait until then"
        raise Refused(Reason.CONFLICT, name, f"is convened for {state.at.isoformat()}", mend)
    if cycle_of(state, context).stands_still:
        problem = f"waits, because cycle {state.cycle} is paused"
        raise Refused(Reason.CONFLICT, name, problem, "Open it when the cycle goes on")
    present = tuple(dict.fromkeys(wish.present))
    for person in present:
        require_seat(person, state, context)
    require_quorum(len(present), len(state.seats), rule_of(state, context).quorum, name)
    laid = tuple(_laid(state, context))
    if state.kind is MeetingKind.JOINT and not laid:
        problem = "has no result before it: none on its agenda is computed and waits for deliberation"
        raise Refused(Reason.CONFLICT, name, problem, "Compute the results first")
    opened = e.MeetingOpened(present=present, laid=laid, by=context.actor)
    return [opened, *_recusals(state, context)]


def _laid(state: Meeting, context: Context) -> Iterator[e.LaidResult]:
    """The results of the agenda that are computed and wait for a recommendation."""
    if state.kind is not MeetingKind.JOINT:
        return
    for item in state.agenda:
        appraisal: Appraisal = context.states[appraisal_stream(state.cycle, item)]
        if appraisal.awaits_deliberation and appraisal.computed_at is not None:
            yield e.LaidResult(
                appraisee=item,
                result=appraisal.computed_at,
                peer_group=appraisal.peer_group or EVERYBODY,
                total=appraisal.total,
                grade=appraisal.grade,
                barred=appraisal.barred,
            )


def _recusals(state: Meeting, context: Context) -> Iterator[e.MemberRecused]:
    """Who is recused by rule, on which item; nobody is who has recused himself there."""
    directory = directory_of(state, context)
    for item in state.agenda:
        appraisal = context.states.get(appraisal_stream(state.cycle, item), Appraisal(appraisee=item))
        for person in state.entitled(item):
            if person == item or part_in(appraisal, person, directory):
                yield e.MemberRecused(item=item, person=person, ground=Ground.PART, statement=None)
            elif directory.interested(person, item):
                yield e.MemberRecused(item=item, person=person, ground=Ground.INTEREST, statement=None)


def recuse_member(wish: RecuseMember, state: Meeting, context: Context) -> list[Event]:
    person, name = context.actor, of_item(state, wish.item)
    require_seat(person, state, context)
    if wish.item not in state.agenda or state.opened:
        require_before_it(wish.item, state)
    if person in state.recused.get(wish.item, ()):
        raise Refused(Reason.CONFLICT, name, f"{person} is recused already", "Nothing needs to be done")
    if any(person in motion.votes for motion in state.motions.values() if motion.item == wish.item):
        problem, mend = f"{person} has voted on it", "Let the performance office convene another meeting for it"
        raise Refused(Reason.CONFLICT, name, problem, mend)
    if not wish.ground.strip():
        raise Refused(Reason.INVALID, name, f"{person} would be recused without a ground", "State the ground")
    statement = Private(data_subject=person, text=wish.ground)
    return [e.MemberRecused(item=wish.item, person=person, ground=Ground.STATED, statement=statement)]
