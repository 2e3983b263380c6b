"""A release in mid-cycle: old runs meet new code at a step's boundary, and the log does not notice."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowExecutionStatus

from activities import clocks, cycles, steps
from activities.contracts import appraisal_workflow_id, case_workflow_id, cycle_workflow_id
from deploy import services
from domain.appraisal.events import StepOpened
from domain.case.doing import DoAct
from domain.schedule import StepName
from domain.streams import appraisal_stream
from store.codec import decode
from tests import sample
from tests.conftest import Database
from tests.players import Players
from tests.runtime import Running, running
from tests.sample import CYCLE, UNITS
from tests.temporal import TemporalServer
from tests.workflows import cases
from tests.workflows.first_release import AppraisalOfTheFirstRelease
from workflows.cycle import AnnualCycle

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


async def test_a_case_begun_under_another_release_continues_as_new_at_its_next_moment(
    runtime: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    await cases.set_up(runtime, within="PT4S", reminders=["PT2S"])
    await cases.opened(runtime, sample.OFFICE, "notice", states={"problem": "Reports are late"})
    await runtime.until_event(cases.STREAM, "ActReminded")
    first = (await runtime.client.get_workflow_handle(case_workflow_id(cases.CASE)).describe()).run_id
    monkeypatch.setattr(clocks, "RELEASE", "the next one")

    await runtime.until_event(cases.STREAM, "ActFellDue")
    await runtime.do(cases.HEAD, cases.STREAM, DoAct(act="answer"))
    await runtime.until_event(cases.STREAM, "CaseClosed")

    ended = await runtime.client.get_workflow_handle(case_workflow_id(cases.CASE), run_id=first).describe()
    assert ended.status is WorkflowExecutionStatus.CONTINUED_AS_NEW
    assert (await runtime.types(cases.STREAM))[3:] == [
        "ActOpened",
        "ActReminded",
        "ActFellDue",
        "ActDone",
        "CaseDecided",
        "CaseClosed",
    ]


@pytest.fixture
async def idle(database: Database, temporal: TemporalServer, tmp_path: Path) -> AsyncIterator[Running]:
    """A runtime whose worker the test starts."""
    client = await temporal.connect(temporal.namespace())
    async with running(database, client, tmp_path, services=False) as it:
        it.start_log_services()
        yield it


async def test_workflow_code_with_another_step_is_deployed_in_mid_cycle_and_every_run_goes_through_it(
    idle: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    runtime = idle
    monkeypatch.setattr(services, "WORKFLOWS", (AnnualCycle, AppraisalOfTheFirstRelease))
    runtime.start_worker()
    await runtime.set_up(**_with_notice())
    for unit in UNITS:
        await runtime.until_event(appraisal_stream(CYCLE, unit), "StepOpened")
    first = (await runtime.client.get_workflow_handle(appraisal_workflow_id(CYCLE, UNITS[0])).describe()).run_id

    await runtime.stop("worker")
    monkeypatch.undo()
    monkeypatch.setattr(steps, "RELEASE", "the next one")
    monkeypatch.setattr(cycles, "RELEASE", "the next one")
    runtime.start_worker()
    await Players(runtime, CYCLE).play_to_the_end()

    ended = await runtime.client.get_workflow_handle(appraisal_workflow_id(CYCLE, UNITS[0]), run_id=first).describe()
    assert ended.status is WorkflowExecutionStatus.CONTINUED_AS_NEW
    for unit in UNITS:
        stored = await runtime.core.log.read_stream(appraisal_stream(CYCLE, unit))
        opened = [decode(one) for one in stored if one.type == "StepOpened"]
        assert [one.step for one in opened if isinstance(one, StepOpened)] == list(StepName)


def _with_notice() -> dict[str, Any]:
    """What a rulebook with a public notice of a second says besides."""
    besides = sample.on_notice()
    return {**besides, "clocks": [{**clock, "within": "PT1S"} for clock in besides["clocks"]]}
