"""Result: the performance office computes it by the rulebook; the committee approves it, and never the same person."""

from domain.appraisal import events as e
from domain.appraisal.facts import facts
from domain.appraisal.rights import (
    cycle_of,
    directory_of,
    require_duty,
    require_no_part,
    require_words,
    rulebook_of,
    task_id,
)
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.decision import Decision
from domain.directory import Role
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.scoring import Result
from domain.scoring.result import compute_by
from domain.scoring.rules import Rules


@command
class ComputeResult(Command):
    """Computes the result from everything recorded."""


@command
class ApproveResult(Command):
    """Approves the result last computed."""

    decision = Decision.APPROVE


@command
class ReturnResult(Command):
    """Returns the result to be computed again, with the reason."""

    decision = Decision.RETURN

    reason: str


def compute_result(_wish: ComputeResult, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.RESULT, "compute")
    directory = directory_of(state, context)
    if directory.holds(context.actor, Role.HEAD, state.appraisee):
        raise Refused(
            Reason.FORBIDDEN,
            f"task {task_id(state, 'compute')}",
            f"would be done by {context.actor}, the head of the unit appraised",
            "Let another member of the performance office compute",
        )
    result = result_of(state, context)
    return [e.ResultComputed(result=result, by=context.actor, office=directory.holders(Role.OFFICE))]


def result_of(state: Appraisal, context: Context) -> Result:
    """The result by the rulebook the appraisal is pinned to, from everything recorded and the table of its peers."""
    rules, cycle = Rules(rulebook_of(state, context)), cycle_of(state, context)
    if rules.compares and cycle.comparison is None:
        raise Refused(
            Reason.CONFLICT,
            f"task {task_id(state, 'compute')}",
            "compares peers, and what they are compared by has not been tabulated",
            f"Wait until scoring has ended in every appraisal; see 'kaohe cycle status {state.cycle}'",
        )
    return compute_by(rules, state.appraisee, facts(state, cycle.year), cycle.comparison)


def approve_result(_wish: ApproveResult, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_other(state, context)
    if state.computed_at is None:
        raise Refused(Reason.CONFLICT, thing, "has no result to approve", "Compute it first")
    return [e.ResultApproved(cites=state.computed_at, by=context.actor)]


def return_result(wish: ReturnResult, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_other(state, context)
    require_words(wish.reason, thing, "returns the result without a reason", "Say what is to be looked at again")
    return [e.ResultReturned(reason=Private(data_subject=context.actor, text=wish.reason), by=context.actor)]


def _require_other(state: Appraisal, context: Context) -> str:
    """Whoever was of the office that computed, or is of it now, or has a part in the appraisal, does not decide."""
    require_duty(state, context, StepName.RESULT, "approve")
    thing = f"task {task_id(state, 'approve')}"
    require_no_part(state, context, thing)
    if context.actor in state.computed_by or directory_of(state, context).holds(context.actor, Role.OFFICE):
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"would be decided by {context.actor}, of the office that computed the result",
            "Let a member of the committee who is not of the performance office decide",
        )
    return thing
