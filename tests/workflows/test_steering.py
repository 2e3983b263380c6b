"""Steering on a real server: what ends, ends everywhere, and what begins again does so from the log."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.appraisal.feedback import AcknowledgeFeedback, IssueFeedback
from domain.appraisal.goals import ConfirmGoals, GoalEntry, SetGoals
from domain.appraisal.reopening import ProposeReopening, ReopenAppraisal
from domain.cycle.belonging import AddAppraisee, RemoveAppraisee
from domain.cycle.cancelling import CancelCycle
from domain.cycle.events import Leaving
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from store.views.definitions.tables import cycle, cycle_step
from tests import sample
from tests.players import Players
from tests.runtime import Running

pytestmark = pytest.mark.anyio

STREAM = cycle_stream(sample.CYCLE)


async def test_a_cancelled_cycle_ends_its_appraisals_and_closes(runtime: Running) -> None:
    await runtime.set_up(steps=sample.sample_steps("P30D"))
    finance = appraisal_stream(sample.CYCLE, "finance")
    await runtime.until_event(STREAM, "AppraisalsOpened")
    await runtime.until_event(finance, "StepOpened")

    await runtime.do(sample.OFFICE, STREAM, CancelCycle(reason="Merged"))

    await runtime.until_event(STREAM, "CycleClosed")
    assert (await runtime.types(STREAM))[-3:] == ["CycleCancelled", "AppraisalsClosed", "CycleClosed"]
    for unit in sample.UNITS:
        stream = appraisal_stream(sample.CYCLE, unit)
        assert (await runtime.types(stream))[-1] == "AppraisalCancelled"


async def test_a_cycle_cancelled_before_its_appraisals_are_open_closes_too(runtime: Running) -> None:
    await runtime.set_up(steps=sample.sample_steps("P30D"))
    await runtime.do(sample.OFFICE, STREAM, CancelCycle(reason="Merged"))

    await runtime.until_event(STREAM, "CycleClosed")


async def test_a_closed_appraisal_that_is_reopened_goes_on_by_itself_and_is_counted_right(runtime: Running) -> None:
    await runtime.set_up()
    await Players(runtime, sample.CYCLE).play_to_the_end()
    await runtime.until_event(STREAM, "CycleClosed")
    finance = appraisal_stream(sample.CYCLE, "finance")
    due = await runtime.core.clock() + timedelta(days=1)

    await runtime.do(sample.OFFICE, finance, ProposeReopening(step=StepName.FEEDBACK, due=due, reason="Wrong words"))
    await runtime.do(sample.COMMITTEE, finance, ReopenAppraisal())

    async def opened() -> bool:
        return (await runtime.types(finance))[-1] == "StepOpened"

    await runtime.until(opened)
    await _counted(runtime, ended=2, closed=2)
    await runtime.do(sample.OFFICE, finance, IssueFeedback(causes="Steady work", recommendations="Go on"))
    await runtime.do("finance-head", finance, AcknowledgeFeedback())

    async def closed() -> bool:
        return (await runtime.types(finance))[-1] == "AppraisalClosed"

    await runtime.until(closed)
    await _counted(runtime, ended=3, closed=3)


async def _counted(runtime: Running, *, ended: int, closed: int) -> None:
    """Waits until the views count so many appraisals through the last step, and closed."""
    of_step = select(cycle_step.c.ended).where(cycle_step.c.step == StepName.FEEDBACK.value)

    async def shown() -> bool:
        async with runtime.views.connect() as connection:
            counts = (
                (await connection.execute(of_step)).scalar_one(),
                (await connection.execute(select(cycle.c.appraisals_closed))).scalar_one(),
            )
        return counts == (ended, closed)

    await runtime.until(shown)


async def test_joiners_and_leavers_are_opened_ended_and_counted_right(runtime: Running) -> None:
    await runtime.set_up(appraisees=("finance", "health"), steps=sample.sample_steps("P30D"))
    await runtime.until_event(STREAM, "AppraisalsOpened")
    finance, transport = (appraisal_stream(sample.CYCLE, unit) for unit in ("finance", "transport"))

    await runtime.do(sample.OFFICE, STREAM, AddAppraisee(appraisee="transport", reason="Founded"))
    await runtime.until_event(transport, "StepOpened")
    leaving = RemoveAppraisee(appraisee="finance", why=Leaving.CLOSED, reason="Dissolved")
    await runtime.do(sample.OFFICE, STREAM, leaving)

    await runtime.until_event(finance, "AppraisalCancelled")
    assert (await runtime.types(STREAM)).count("AppraisalsOpened") == 2
    for unit in ("health", "transport"):
        stream = appraisal_stream(sample.CYCLE, unit)
        await runtime.until_event(stream, "StepOpened")
        goals = SetGoals(goals=(GoalEntry(indicator="budget", measures="Do it steadily"),))
        await runtime.do(f"{unit}-head", stream, goals)
        await runtime.do(sample.OFFICE, stream, ConfirmGoals())
    await runtime.until_event(STREAM, "StepPassedByAll")
