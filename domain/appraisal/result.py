"""Result: the performance office computes it by the rulebook; the committee approves it, and never the same person."""

from pydantic import Field

from domain.appraisal import events as e
from domain.appraisal.facts import facts
from domain.appraisal.recommendation import departure
from domain.appraisal.rights import (
    cycle_of,
    directory_of,
    require_disinterested,
    require_duty,
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
    """Approves the result last computed, with the grade that a joint meeting has recommended for it.

    With a reason it `departs` from that recommendation: the grade computed stands. Without one it is the same command
    as before there were meetings, byte for byte, so that a retry is one.
    """

    departs: str = Field(default="", exclude_if=lambda departs: not departs)

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
    return [e.ResultComputed(result=result, by=context.actor, office=directory.acting(Role.OFFICE))]


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


def approve_result(wish: ApproveResult, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_other(state, context)
    if state.computed_at is None:
        raise Refused(Reason.CONFLICT, thing, "has no result to approve", "Compute it first")
    departs, known = departure(wish.departs, state, context), state.recommendation
    return [
        e.ResultApproved(
            cites=state.computed_at,
            meeting=known.meeting if known else None,
            grade=known.grade if known and departs is None and known.grade != state.grade else None,
            departs=departs,
            by=context.actor,
        )
    ]


def return_result(wish: ReturnResult, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_other(state, context)
    require_words(wish.reason, thing, "returns the result without a reason", "Say what is to be looked at again")
    return [e.ResultReturned(reason=Private(data_subject=context.actor, text=wish.reason), by=context.actor)]


def _require_other(state: Appraisal, context: Context) -> str:
    """Whoever was of the office that computed, or is of it now, or has a part in the appraisal, does not decide."""
    require_duty(state, context, StepName.RESULT, "approve")
    thing = f"task {task_id(state, 'approve')}"
    require_disinterested(state, context, thing)
    require_not_of_office(state, context, thing)
    return thing


def require_not_of_office(state: Appraisal, context: Context, thing: str) -> None:
    """Refuses whoever is of the office, or was of it when it computed, under whatever name they act now."""
    directory = directory_of(state, context)
    eyes = directory.eyes(context.actor)
    if eyes & state.computed_by or any(directory.holds(one, Role.OFFICE) for one in eyes):
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"would be decided by {context.actor}, of the office that computed the result",
            "Let a member of the committee who is not of the performance office decide",
        )
