"""Passage: what the cycle does when all its appraisals have come so far, up to its close."""

from domain.command import SYSTEM_CLOCK, SYSTEM_LOG, Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_new, require_system
from domain.cycle.state import Cycle
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.schedule import StepName


@command
class RecordStepPassed(Command):
    """States that a step has ended in every appraisal; the caller has counted."""

    step: StepName
    count: int


@command
class RecordAppraisalsClosed(Command):
    """States that every appraisal of the cycle is closed; the caller has counted."""

    count: int


@command
class CloseCycle(Command):
    """Ends a cycle whose appraisals are all closed."""


def record_passed(wish: RecordStepPassed, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_LOG, state)
    require_new(wish.step not in state.passed, state, f"has passed step {wish.step.value} already")
    if wish.count != len(state.appraisees):
        raise Refused(
            Reason.CONFLICT,
            f"cycle {state.id}",
            f"has passed step {wish.step.value} in {wish.count} of {len(state.appraisees)} appraisals",
            "Wait until all have passed it",
        )
    return [e.StepPassedByAll(step=wish.step, count=wish.count)]


def record_closed(wish: RecordAppraisalsClosed, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_LOG, state)
    require_new(not state.appraisals_closed, state, "has all its appraisals closed already")
    if wish.count != len(state.appraisees):
        raise Refused(
            Reason.CONFLICT,
            f"cycle {state.id}",
            f"has {wish.count} of {len(state.appraisees)} appraisals closed",
            "Wait until all are closed",
        )
    return [e.AppraisalsClosed(count=wish.count)]


def close(_wish: CloseCycle, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_CLOCK, state)
    if not state.appraisals_closed:
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", "has open appraisals", "Wait until all are closed")
    if state.paused_at is not None:
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", "is paused", "Wait until it goes on")
    return [e.CycleClosed()]
