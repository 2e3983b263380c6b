"""What a step costs Temporal, by its own exact counters."""

from dataclasses import dataclass

import pytest

from activities.contracts import appraisal_workflow_id
from domain.schedule import StepName
from domain.streams import appraisal_stream
from tests.players import Players
from tests.runtime import Running
from tests.sample import CYCLE, UNITS, sample_steps

pytestmark = pytest.mark.anyio


@dataclass(frozen=True)
class Cost:
    """What the server has counted for one workflow run."""

    events: int
    transitions: int

    def __sub__(self, earlier: "Cost") -> "Cost":
        return Cost(self.events - earlier.events, self.transitions - earlier.transitions)


async def _cost(runtime: Running) -> Cost:
    handle = runtime.client.get_workflow_handle(appraisal_workflow_id(CYCLE, UNITS[0]))
    info = (await handle.describe()).raw_description.workflow_execution_info
    return Cost(info.history_length, info.state_transition_count)


async def _settled(runtime: Running) -> Cost:
    """The cost when the workflow has come to rest: it waits for a timer, and no workflow task is under way."""
    handle = runtime.client.get_workflow_handle(appraisal_workflow_id(CYCLE, UNITS[0]))

    async def rests() -> bool:
        description = (await handle.describe()).raw_description
        if description.HasField("pending_workflow_task"):
            return False
        last = [event async for event in handle.fetch_history_events()][-1]
        return last.HasField("timer_started_event_attributes")

    await runtime.until(rests)
    return await _cost(runtime)


async def _at_rest_in(runtime: Running, step: StepName) -> Cost:
    async def opened() -> bool:
        state = (await runtime.core.executor.load(appraisal_stream(CYCLE, UNITS[0]))).state
        return step in state.steps

    await runtime.until(opened)
    return await _settled(runtime)


async def test_a_human_step_costs_at_most_12_events_and_3_transitions(runtime: Running) -> None:
    await runtime.set_up()
    before = await _at_rest_in(runtime, StepName.GOALS)
    players = Players(runtime, CYCLE, skip=frozenset({"talk", "talk-by-office"}))
    await players.act()
    await players.act()

    cost = await _at_rest_in(runtime, StepName.COUNSELING) - before

    assert cost == Cost(events=9, transitions=3)  # the promise is 12 and 3; more than measured today is a loss


async def test_a_reminder_costs_at_most_3_transitions_more(runtime: Running) -> None:
    await runtime.set_up(steps=sample_steps("PT60S", reminders=["PT58S"]))
    before = await _at_rest_in(runtime, StepName.GOALS)
    await runtime.until_event(appraisal_stream(CYCLE, UNITS[0]), "StepReminded")

    cost = await _settled_after(runtime, before) - before

    assert cost == Cost(events=6, transitions=3)


async def _settled_after(runtime: Running, before: Cost) -> Cost:
    async def moved() -> bool:
        return await _cost(runtime) != before

    await runtime.until(moved)
    return await _settled(runtime)


async def test_a_whole_appraisal_with_reminders_in_every_step_stays_far_below_400_events(runtime: Running) -> None:
    await runtime.set_up(steps=sample_steps("PT60S", reminders=["PT59S", "PT58S"]))
    await runtime.until_event(appraisal_stream(CYCLE, UNITS[0]), "StepReminded")

    await Players(runtime, CYCLE).play_to_the_end()

    handle = runtime.client.get_workflow_handle(appraisal_workflow_id(CYCLE, UNITS[0]))
    await handle.result()
    assert (await _cost(runtime)).events < 120  # the promise is 400; more than today's 70 or so is a loss
