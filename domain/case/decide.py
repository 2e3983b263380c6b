"""Every command a case knows."""

from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

from domain import directory as directories
from domain.case import clock, doing, opening
from domain.case import events as e
from domain.case.rights import directory_of, named, rulebook_of
from domain.case.state import Case, evolve, initial
from domain.certificates import require_certificate
from domain.command import SYSTEM_CLOCK, Aggregate, Command, Context, command, misdirected
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.decision import Capacity, require_number
from domain.directory import in_post
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.streams import case_stream, cycle_stream, directory_stream


@command
class CloseCase(Command):
    """Ends a case that is settled, once what it changes has been carried out."""

    took_effect: bool = False


def _close(wish: CloseCase, state: Case, context: Context) -> list[Event]:
    if context.actor != SYSTEM_CLOCK:
        raise Refused(Reason.FORBIDDEN, named(state), "is closed by its workflow", "Do its acts instead")
    if not state.settled:
        raise Refused(Reason.CONFLICT, named(state), "has acts ahead", "Wait until they are done")
    return [e.CaseClosed(outcome=state.outcome, took_effect=wish.took_effect)]


_DECISIONS: Mapping[type[Command], Callable[[Any, Case, Context], list[Event]]] = {
    doing.DoAct: doing.do_act,
    doing.ReturnToAct: doing.return_to_act,
    doing.WithdrawRequest: doing.withdraw,
    clock.AdvanceCase: clock.advance,
    CloseCase: _close,
}


def decide(wish: Command, state: Case, context: Context) -> list[Event]:
    """Decides one command; raises `Refused` when it may not happen."""
    events = _decided(wish, state, context)
    if not context.actor.startswith("system:"):
        _require_form(wish, state if state.opened else reduce(evolve, events, state), context)
    return events


def _decided(wish: Command, state: Case, context: Context) -> list[Event]:
    match wish:
        case opening.OpenCase():
            return opening.open_case(wish, state, context)
        case opening.OpenStandingCase():
            return opening.open_standing(wish, state, context)
    if type(wish) not in _DECISIONS:
        raise misdirected(wish, "a case")
    if not state.opened:
        raise Refused(Reason.NOT_FOUND, "case", "has not been opened", "See 'kaohe case list' for the cases there are")
    if state.closed:
        mend = f"See 'kaohe history case:{state.id}' for how it ended"
        raise Refused(Reason.CONFLICT, named(state), "is closed", mend)
    return _DECISIONS[type(wish)](wish, state, context)


def _require_form(wish: Command, state: Case, context: Context) -> None:
    """Refuses a decision without a document number, or whoever lacks a certificate, where the rulebook asks for one."""
    rulebook = rulebook_of(state, context)
    if isinstance(wish, doing.DoAct) and wish.outcome is not None:
        require_number(wish.decision, rulebook.numbered, context.document, named(state))
    if rulebook.certified:
        role = capacity(wish, state, context).role
        require_certificate(context.actor, role, rulebook.certified, directory_of(state, context), context.now)


def reads(_stream: str, wish: Command, state: Case, states: Mapping[str, Any]) -> tuple[str, ...]:
    if isinstance(wish, opening.OpenCase | opening.OpenStandingCase):
        return opening.reads(wish, states)
    if not state.opened:
        return ()
    own: tuple[str, ...] = (cycle_stream(state.cycle), directory_stream(state.authority))
    if state.against is not None:
        own = (*own, case_stream(state.against))
    return (*own, *regulation_streams(states[own[0]])) if own[0] in states else own


def capacity(wish: Command, state: Case, context: Context) -> Capacity:
    """In what capacity the actor of a decided command acted: by the post that the open act is asked of."""
    if context.actor.startswith("system:"):
        return Capacity()
    if isinstance(wish, opening.OpenCase):
        cycle = context.states[cycle_stream(wish.cycle)]
        act = opening.first_act(wish, regulation_of(cycle, context.states))
        return in_post(directories.directory_of(cycle.authority, context), context.actor, act.role, unit=act.unit)
    turn = state.turns[0] if isinstance(wish, doing.WithdrawRequest) or state.current is None else state.current
    duty = turn.opened.duty
    return in_post(directory_of(state, context), context.actor, duty.role, unit=duty.unit)


AGGREGATE = Aggregate(initial, evolve, decide, reads, capacity)
