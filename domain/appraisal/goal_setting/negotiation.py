"""Unit and office settle what is in dispute: one says what should be, the other takes it or disputes back."""

from domain.appraisal.goal_setting import events as g
from domain.appraisal.goal_setting.rights import setting_of
from domain.appraisal.goal_setting.setting import NEGOTIATE, Dispute
from domain.appraisal.goals import require_target
from domain.appraisal.rights import (
    directory_of,
    require_disinterested,
    require_duty,
    require_open_step,
    require_words,
    rulebook_of,
    side_of,
)
from domain.appraisal.state import Appraisal, Step
from domain.command import Command, Context, command
from domain.directory import Role
from domain.event import Event, Private
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.regulation import leaves_for
from domain.schedule import StepName


class NegotiationCommand(Command):
    """An act on one side of the negotiation; with a `side` named, only whoever holds it may act."""

    side: Role | None = None


@command
class DisputeGoal(NegotiationCommand):
    """Disputes the goal of an indicator, and says why and which target it should have, if it is about that."""

    indicator: str
    target: Exact | None = None
    reason: str


@command
class SettleDispute(NegotiationCommand):
    """Takes what the other side proposed for the goal of an indicator."""

    indicator: str


@command
class DropDispute(NegotiationCommand):
    """Lets the goal of an indicator stand that the own side disputed."""

    indicator: str


@command
class AgreeGoals(NegotiationCommand):
    """Agrees to the goals as they stand, when nothing is in dispute any more."""


def dispute_goal(wish: DisputeGoal, state: Appraisal, context: Context) -> list[Event]:
    side, thing = _side(wish, state, context)
    leaves = {leaf.id: leaf for leaf in leaves_for(rulebook_of(state, context), state.appraisee)}
    if wish.indicator not in leaves:
        problem = f"names indicator {wish.indicator}, on which {state.appraisee} is not appraised"
        raise Refused(Reason.INVALID, thing, problem, f"Its indicators are {', '.join(leaves)}")
    require_target(wish.target, leaves[wish.indicator], thing, state)
    require_words(wish.reason, thing, f"disputes {wish.indicator} without a reason", "Say what speaks for the change")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [g.GoalDisputed(indicator=wish.indicator, target=wish.target, reason=reason, side=side, by=context.actor)]


def settle_dispute(wish: SettleDispute, state: Appraisal, context: Context) -> list[Event]:
    side, thing = _side(wish, state, context)
    known = _dispute(wish.indicator, state, thing)
    if known.side is side or known.by in directory_of(state, context).eyes(context.actor):
        problem = f"would be settled on {wish.indicator} by {context.actor}, of the side that disputes it"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let the other side settle it, or drop the dispute")
    return [g.DisputeSettled(indicator=wish.indicator, cites=known.raised_at, side=side, by=context.actor)]


def drop_dispute(wish: DropDispute, state: Appraisal, context: Context) -> list[Event]:
    side, thing = _side(wish, state, context)
    known = _dispute(wish.indicator, state, thing)
    if known.side is not side:
        problem = f"has {wish.indicator} disputed by the side of the {known.side.value}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Settle it, or dispute it back")
    return [g.DisputeDropped(indicator=wish.indicator, cites=known.raised_at, side=side, by=context.actor)]


def agree_goals(wish: AgreeGoals, state: Appraisal, context: Context) -> list[Event]:
    side, thing = _side(wish, state, context)
    require_duty(state, context, StepName.GOALS, NEGOTIATE[side])
    if state.setting.disputes:
        problem = f"has {', '.join(state.setting.disputes)} in dispute"
        raise Refused(Reason.CONFLICT, thing, problem, "Settle or drop each dispute first, or dispute it back")
    return [g.GoalsAgreed(side=side, by=context.actor)]


def _side(wish: NegotiationCommand, state: Appraisal, context: Context) -> tuple[Role, str]:
    """The side the actor is on, while goals are being negotiated."""
    thing = f"negotiation of goals of appraisal {state.cycle}:{state.appraisee}"
    setting_of(rulebook_of(state, context))
    step = require_open_step(state, context, StepName.GOALS, thing)
    side = side_of(wish.side, state, context, thing)
    if side is Role.OFFICE:
        require_disinterested(state, context, thing)
    if not _negotiating(step):
        mend = f"See 'kaohe history {state.cycle}:{state.appraisee}' for how far the goals have come"
        raise Refused(Reason.CONFLICT, thing, "is not open", mend)
    return side, thing


def _negotiating(step: Step) -> bool:
    return any(duty.key in NEGOTIATE.values() for duty in step.open_duties)


def _dispute(indicator: str, state: Appraisal, thing: str) -> Dispute:
    known = state.setting.disputes.get(indicator)
    if known is None:
        there = ", ".join(state.setting.disputes) or "nothing"
        raise Refused(Reason.NOT_FOUND, thing, f"has no dispute on {indicator}", f"In dispute is: {there}")
    return known
