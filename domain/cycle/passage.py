"""Passage: what the cycle does when all its appraisals have come so far, up to its close."""

import hashlib

from domain.command import SYSTEM_CLOCK, SYSTEM_LOG, Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_new, require_system, rulebook_of
from domain.cycle.state import Cycle
from domain.event import Event
from domain.exact import text
from domain.refusal import Reason, Refused
from domain.sampling import draw
from domain.schedule import StepName
from domain.streams import appraisal_stream


@command
class RecordStepPassed(Command):
    """States that a step has ended in every appraisal; the caller has counted."""

    step: StepName
    count: int


@command
class DrawSample(Command):
    """Draws the values to verify; the frame is read from the appraisals, the seed made by the server."""


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


def draw_sample(_wish: DrawSample, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_CLOCK, state)
    require_new(state.sample is None, state, "has drawn its sample already")
    if StepName.REPORTING not in state.passed:
        raise Refused(
            Reason.CONFLICT,
            f"cycle {state.id}",
            "is still being reported on, so the frame of its sample is not fixed",
            "Draw when reporting has closed in every appraisal",
        )
    frame = sorted(
        (appraisee, indicator)
        for appraisee in state.appraisees
        for indicator in context.states[appraisal_stream(state.id, appraisee)].reported
    )
    share = rulebook_of(state, context).verification.share
    drawn = draw(context.seed, frame, share)
    return [
        e.SampleDrawn(
            seed=context.seed,
            share=text(share),
            frame=len(frame),
            frame_sha256=hashlib.sha256("\n".join(map("|".join, frame)).encode()).hexdigest(),
            drawn=tuple(e.DrawnItem(appraisee=appraisee, indicator=indicator) for appraisee, indicator in drawn),
        )
    ]


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
    return [e.CycleClosed()]
