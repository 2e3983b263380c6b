"""What people do in a case: they do its acts, send the matter back, or take it back."""

from collections.abc import Mapping

from pydantic import Field

from domain.appraisal.rights import require_words
from domain.case import events as e
from domain.case.approvers import require_approver
from domain.case.content import ExpertScore, Given, kept
from domain.case.course import act_of, following, opened_act
from domain.case.fitting import require_fitting
from domain.case.rights import (
    cycle_of,
    directory_of,
    named,
    procedure_of,
    require_entitled,
    require_turn,
    require_unsettled,
    rulebook_of,
)
from domain.case.state import Case, evolve
from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.decision import Decision
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.regulation import Act, CaseKind


@command
class DoAct(Command):
    """Does the act: states what it must state, brings what it must bring, and chooses an outcome where it has any."""

    decision = Decision.CASE

    act: str
    outcome: str | None = None
    states: dict[str, str] = Field(default_factory=dict)
    content: Given | None = None


@command
class ReturnToAct(Command):
    """Sends the matter back to the earlier act, with the reason."""

    act: str
    reason: str


@command
class WithdrawRequest(Command):
    """Takes back what was asked for."""

    reason: str


def do_act(wish: DoAct, state: Case, context: Context) -> list[Event]:
    turn = require_turn(state, wish.act, context)
    act = act_of(procedure_of(state, context), wish.act)
    if state.kind is CaseKind.GOAL_CHANGE and wish.outcome in act.grants:
        require_approver(act, state, rulebook_of(state, context))
    procedure, rulebook = procedure_of(state, context), rulebook_of(state, context)
    require_fitting(wish.content, procedure, state.appraisee, rulebook, directory_of(state, context), f"act {act.id}")
    done = done_act(act, turn.opened.turn, wish.outcome, wish.states, wish.content, context, f"act {act.id}")
    if len(turn.done) + 1 < act.needs:
        return [done]
    return [done, *following(act, wish.outcome, evolve(state, done), context)]


def done_act(  # noqa: PLR0913, PLR0917 - what makes an act
    act: Act,
    turn: int,
    outcome: str | None,
    states: Mapping[str, str],
    content: Given | None,
    context: Context,
    thing: str,
) -> e.ActDone:
    """The act as done; refuses one that leaves out what the rulebook asks for, or brings what it does not."""
    if act.outcomes and outcome not in act.outcomes:
        problem = "has no outcome chosen" if outcome is None else f"has no outcome {outcome!r}"
        raise Refused(Reason.INVALID, thing, problem, f"Choose one of: {', '.join(act.outcomes)}")
    if outcome is not None and not act.outcomes:
        raise Refused(Reason.INVALID, thing, f"has no outcomes, and {outcome!r} is given", "Leave it out")
    for what in act.states:
        require_words(states.get(what, ""), thing, f"does not state {what!r}", "State it in a few words")
    if unknown := [what for what in states if what not in act.states]:
        mend = f"It states: {', '.join(act.states) or 'nothing'}"
        raise Refused(Reason.INVALID, thing, f"is given {', '.join(unknown)!r}, which it does not state", mend)
    brought = None if content is None else content.kind
    asked = act.content.value if act.content and (not act.grants or outcome in act.grants) else None
    if brought != asked:
        problem = f"brings {brought or 'nothing'}, and {asked or 'nothing'} is asked for"
        raise Refused(Reason.INVALID, thing, problem, f"Give content of kind {asked}" if asked else "Leave it out")
    return e.ActDone(
        turn=turn,
        act=act.id,
        outcome=outcome,
        states=tuple(
            e.Stated(what=what, text=Private(data_subject=context.actor, text=states[what])) for what in act.states
        ),
        content=None if content is None else kept(content, context.actor),
        by=context.actor,
    )


def return_to_act(wish: ReturnToAct, state: Case, context: Context) -> list[Event]:
    turn = require_turn(state, wish.act, context)
    procedure = procedure_of(state, context)
    act, thing = act_of(procedure, wish.act), f"act {wish.act}"
    if act.returns_to is None:
        raise Refused(Reason.INVALID, thing, "sends nothing back", "Do the act, or let it be")
    require_words(wish.reason, thing, "is sent back without a reason", "Say what is to be mended")
    returned = e.ActReturned(
        turn=turn.opened.turn,
        act=act.id,
        to=act.returns_to,
        reason=Private(data_subject=context.actor, text=wish.reason),
        by=context.actor,
    )
    again = act_of(procedure, act.returns_to)
    return [returned, opened_act(again, len(state.turns) + 1, context.now, state, rulebook_of(state, context))]


def withdraw(wish: WithdrawRequest, state: Case, context: Context) -> list[Event]:
    require_unsettled(state)
    if state.opened_by == SYSTEM_CLOCK and not cycle_of(state, context).cancelled:
        problem = "is asked for by the regulation, and nobody's to take back"
        raise Refused(Reason.FORBIDDEN, named(state), problem, "Do its acts")
    require_entitled(state.turns[0].opened.duty, state, context, named(state))
    if judged := len(state.contents(ExpertScore)):
        problem = f"has been judged by {judged} already, and is not taken back to be judged by others"
        raise Refused(Reason.CONFLICT, named(state), problem, "Wait for what the others give")
    require_words(wish.reason, named(state), "is withdrawn without a reason", "Say why")
    return [e.RequestWithdrawn(reason=Private(data_subject=context.actor, text=wish.reason), by=context.actor)]
