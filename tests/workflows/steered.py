"""Cycles that are steered on their way: cancelled, reopened, joined and left."""

from datetime import timedelta

from domain.appraisal.reopening import ProposeReopening, ReopenAppraisal
from domain.cycle.belonging import AddAppraisee, RemoveAppraisee
from domain.cycle.cancelling import CancelCycle
from domain.cycle.events import Leaving
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from tests.players import Players
from tests.runtime import Running
from tests.sample import COMMITTEE, CYCLE, OFFICE, UNITS, sample_steps

STREAM = cycle_stream(CYCLE)
FIRST = appraisal_stream(CYCLE, UNITS[0])


async def cancelled(runtime: Running) -> None:
    """The cycle is cancelled while its first step is open everywhere."""
    await runtime.set_up(steps=sample_steps("P30D"))
    await runtime.until_event(STREAM, "AppraisalsOpened")
    await runtime.until_event(FIRST, "StepOpened")
    await runtime.do(OFFICE, STREAM, CancelCycle(reason="Merged"))
    await runtime.until_event(STREAM, "CycleClosed")


async def reopened(runtime: Running) -> None:
    """The first appraisal is sent back from scoring to reporting, and goes on from there to its end."""
    await runtime.set_up()

    async def scoring() -> bool:
        return "IndicatorJudged" in await runtime.types(FIRST)

    await Players(runtime, CYCLE).play_until(scoring)
    due = await runtime.core.clock() + timedelta(days=1)
    await runtime.do(OFFICE, FIRST, ProposeReopening(step=StepName.REPORTING, due=due, reason="Wrong"))
    await runtime.do(COMMITTEE, FIRST, ReopenAppraisal())
    await Players(runtime, CYCLE).play_to_the_end()


async def joined_and_left(runtime: Running) -> None:
    """A unit joins after the launch, another leaves, and the others go to the end."""
    await runtime.set_up(appraisees=UNITS[:2])
    await runtime.until_event(STREAM, "AppraisalsOpened")
    await runtime.do(OFFICE, STREAM, AddAppraisee(appraisee=UNITS[2], reason="Founded"))
    await runtime.until_event(appraisal_stream(CYCLE, UNITS[2]), "StepOpened")
    leaving = RemoveAppraisee(appraisee=UNITS[0], why=Leaving.CLOSED, reason="Dissolved")
    await runtime.do(OFFICE, STREAM, leaving)
    await runtime.until_event(FIRST, "AppraisalCancelled")
    await Players(runtime, CYCLE).play_to_the_end()


SCENARIOS = {"cancelled": cancelled, "joined-and-left": joined_and_left, "reopened": reopened}
