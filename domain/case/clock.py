"""What time does to a case: its open act is reminded of, falls due, is escalated, and lapses where its rule says so.

The clocks of a case are those of a remedy or a notice, which a pause of the cycle does not stop. A case of a cycle that
was cancelled ends at the next moment of its clock, and so does one that would change the appraisal of somebody who left
the cycle; one without a clock is withdrawn by people.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import IntEnum

from domain.case import events as e
from domain.case.course import act_of, following
from domain.case.rights import came_to_nothing, named, procedure_of
from domain.case.state import Case, evolve
from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.schedule import AtEnd
from domain.timed import Moment, Timed


class _Firing(IntEnum):
    """What a moment brings; of several at one instant, in this order."""

    REMIND = 0
    FALL_DUE = 1
    REMIND_AGAIN = 2
    ESCALATE = 3
    LAPSE = 4


_Fired = tuple[datetime, _Firing, int]


@command
class AdvanceCase(Command):
    """Does what the clock brings next to a case."""

    moment: str


def next_moment(state: Case) -> Moment | None:
    """What the clock does next to the case, or nothing while it waits for people."""
    ahead = _ahead(state)
    return None if ahead is None else Moment(name=_name(state, ahead), at=ahead[0])


def _ahead(state: Case) -> _Fired | None:
    turn = state.current
    if turn is None:
        return None
    moments = sorted(_moments(turn.opened.clock))
    return moments[turn.fired] if turn.fired < len(moments) else None


def _moments(clock: e.ActClock) -> Iterator[_Fired]:
    yield from ((at, _Firing.REMIND, n) for n, at in enumerate(clock.reminders, start=1))
    if clock.due is not None:
        yield clock.due, _Firing.FALL_DUE, 0
    before = len(clock.reminders)
    yield from ((at, _Firing.REMIND_AGAIN, before + n) for n, at in enumerate(clock.overdue, start=1))
    yield from ((one.at, _Firing.ESCALATE, n) for n, one in enumerate(clock.escalations, start=1))
    if clock.ends is not None and clock.at_end is not AtEnd.NOTHING:
        yield clock.ends, _Firing.LAPSE, 0


def _name(state: Case, fired: _Fired) -> str:
    _, firing, ordinal = fired
    return f"{len(state.turns)}.{firing.name.lower().replace('_', '-')}.{ordinal}"


def advance(wish: AdvanceCase, state: Case, context: Context) -> list[Event]:
    """Does what the clock asks, if it is the case's next moment and its instant has been reached."""
    thing = named(state)
    if context.actor != SYSTEM_CLOCK:
        problem = f"is moved by the clock, not by {context.actor}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Do its acts instead")
    ahead = _ahead(state)
    if ahead is None or _name(state, ahead) != wish.moment:
        raise Refused(Reason.CONFLICT, thing, f"has no moment {wish.moment} ahead", "Read its clock again")
    if context.now < ahead[0]:
        raise Refused(Reason.CONFLICT, thing, f"waits until {ahead[0].isoformat()}", "Wait for it")
    if came_to_nothing(state, context):
        return [e.CaseDecided(outcome=None, granted=False, at=context.now)]
    return _events(ahead, state, context)


def _events(fired: _Fired, state: Case, context: Context) -> list[Event]:
    opened = state.turns[-1].opened
    turn, act, clock = opened.turn, opened.act, opened.clock
    _, firing, ordinal = fired
    due = clock.due or context.now
    match firing:
        case _Firing.REMIND | _Firing.REMIND_AGAIN:
            return [e.ActReminded(turn=turn, act=act, ordinal=ordinal, due=due)]
        case _Firing.FALL_DUE:
            return [e.ActFellDue(turn=turn, act=act, due=due)]
        case _Firing.ESCALATE:
            to = clock.escalations[ordinal - 1].to
            return [e.ActEscalated(turn=turn, act=act, ordinal=ordinal, due=due, to=to)]
        case _Firing.LAPSE:
            return _lapse(opened, state, context)


def _lapse(opened: e.ActOpened, state: Case, context: Context) -> list[Event]:
    outcome = opened.clock.default if opened.clock.at_end is AtEnd.DEFAULT else None
    lapsed = e.ActLapsed(turn=opened.turn, act=opened.act, outcome=outcome)
    if outcome is None:
        return [lapsed, e.CaseDecided(outcome=None, granted=False, at=context.now)]
    act = act_of(procedure_of(state, context), opened.act)
    return [lapsed, *following(act, outcome, evolve(state, lapsed), context)]


TIMED = Timed(
    reads=lambda _state: (),
    ended=lambda state: state.settled,
    next_moment=lambda state, _states: next_moment(state),
    command_for=lambda moment: AdvanceCase(moment=moment.name),
)
