"""A release in mid-cycle: old runs meet new code at a step's boundary, and the log does not notice."""

import pytest
from temporalio.client import WorkflowExecutionStatus

from activities import cycles, steps
from activities.contracts import appraisal_workflow_id, cycle_workflow_id
from domain.streams import appraisal_stream
from tests.players import Players
from tests.runtime import Running
from tests.sample import CYCLE, UNITS

pytestmark = pytest.mark.anyio


async def test_a_run_begun_under_another_release_continues_as_new_at_its_next_step(
    runtime: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    await runtime.set_up()
    for unit in UNITS:
        await runtime.until_event(appraisal_stream(CYCLE, unit), "StepOpened")
    workflow_id = appraisal_workflow_id(CYCLE, UNITS[0])
    first = (await runtime.client.get_workflow_handle(workflow_id).describe()).run_id

    cycle_first = (await runtime.client.get_workflow_handle(cycle_workflow_id(CYCLE)).describe()).run_id
    monkeypatch.setattr(steps, "RELEASE", "the next one")
    monkeypatch.setattr(cycles, "RELEASE", "the next one")
    await Players(runtime, CYCLE).play_to_the_end()

    ended = await runtime.client.get_workflow_handle(workflow_id, run_id=first).describe()
    assert ended.status is WorkflowExecutionStatus.CONTINUED_AS_NEW
    ended = await runtime.client.get_workflow_handle(cycle_workflow_id(CYCLE), run_id=cycle_first).describe()
    assert ended.status is WorkflowExecutionStatus.CONTINUED_AS_NEW
    opened = [name for name in await runtime.types(appraisal_stream(CYCLE, UNITS[0])) if name == "StepOpened"]
    assert len(opened) == 7


async def test_a_run_of_one_release_is_one_run(runtime: Running) -> None:
    await runtime.set_up()
    await runtime.until_event(appraisal_stream(CYCLE, UNITS[0]), "StepOpened")
    workflow_id = appraisal_workflow_id(CYCLE, UNITS[0])
    first = (await runtime.client.get_workflow_handle(workflow_id).describe()).run_id

    await Players(runtime, CYCLE).play_to_the_end()
    await runtime.client.get_workflow_handle(workflow_id).result()

    assert (await runtime.client.get_workflow_handle(workflow_id).describe()).run_id == first
