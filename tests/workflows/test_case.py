"""The workflow of a case on a real Temporal: the clock acts, people act, and the log says how it ended."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import anyio
import pytest

from activities.contracts import case_workflow_id
from activities.recover import recover
from activities.wakes import Waker
from domain.appraisal.state import Appraisal
from domain.case.doing import DoAct, WithdrawRequest
from domain.cycle.cancelling import CancelCycle
from domain.streams import appraisal_stream, case_stream, cycle_stream
from tests.conftest import Database
from tests.domain.cases import procedures_of
from tests.runtime import QUEUE, Running, running
from tests.sample import CYCLE, OFFICE
from tests.temporal import TemporalServer
from tests.workflows import cases
from tests.workflows.cases import CASE, HEAD, STREAM, UNIT

pytestmark = pytest.mark.anyio


@pytest.fixture
async def runtime(database: Database, temporal: TemporalServer, tmp_path: Path) -> AsyncIterator[Running]:
    async with running(database, await temporal.connect(temporal.namespace()), tmp_path) as it:
        yield it


async def test_a_notice_that_is_answered_is_noted_and_closed(runtime: Running) -> None:
    await cases.answered(runtime)

    assert await runtime.types(STREAM) == [
        *("CaseOpened", "ActOpened", "ActDone", "ActOpened"),
        *("ActDone", "CaseDecided", "CaseClosed"),
    ]
    assert (await runtime.types(appraisal_stream(CYCLE, UNIT))).count("CaseNoted") == 1


async def test_a_notice_is_reminded_of_falls_due_and_is_escalated_each_once(runtime: Running) -> None:
    await cases.late_but_answered(runtime)

    assert await runtime.types(STREAM) == [
        *("CaseOpened", "ActOpened", "ActDone", "ActOpened"),
        *("ActReminded", "ActFellDue", "ActReminded", "ActEscalated"),
        *("ActDone", "CaseDecided", "CaseClosed"),
    ]


async def test_a_notice_that_nobody_answers_ends_as_its_clock_says(runtime: Running) -> None:
    await cases.nobody_answers(runtime)

    assert (await runtime.types(STREAM))[4:] == [
        *("ActReminded", "ActFellDue", "ActEscalated", "ActLapsed", "CaseDecided", "CaseClosed"),
    ]


async def test_a_change_of_goals_that_is_approved_takes_effect_in_the_appraisal(runtime: Running) -> None:
    await cases.goals_changed(runtime)

    state = await runtime.state(appraisal_stream(CYCLE, UNIT))
    assert isinstance(state, Appraisal)
    assert {name: str(target) for name, target in state.targets.items()} == {"budget": "90"}
    closed = (await runtime.core.log.read_stream(STREAM))[-1]
    assert json.loads(closed.body) == {"outcome": "approved", "took_effect": True}


async def test_a_case_of_a_cycle_that_is_cancelled_ends_at_its_next_moment_in_the_run_that_it_began_in(
    runtime: Running,
) -> None:
    await cases.set_up(runtime, within="PT2S")
    await cases.opened(runtime, OFFICE, "notice", states={"problem": "Reports are late"})
    await runtime.do(OFFICE, cycle_stream(CYCLE), CancelCycle(reason="Merged"))

    await ended_in_one_run(runtime)
    assert (await runtime.types(STREAM))[4:] == ["CaseDecided", "CaseClosed"]


async def test_a_case_of_a_cycle_that_is_cancelled_ends_when_it_is_withdrawn(runtime: Running) -> None:
    await cases.set_up(runtime)
    await cases.opened(runtime, OFFICE, "notice", states={"problem": "Reports are late"})
    await runtime.do(OFFICE, cycle_stream(CYCLE), CancelCycle(reason="Merged"))
    await runtime.do(OFFICE, STREAM, WithdrawRequest(reason="Comes to nothing"))

    await ended_in_one_run(runtime)
    assert (await runtime.types(STREAM))[4:] == ["RequestWithdrawn", "CaseClosed"]


async def test_what_was_granted_before_the_cycle_was_cancelled_takes_no_effect_and_the_case_ends(
    runtime: Running,
) -> None:
    await cases.set_up(runtime)
    await cases.opened(runtime, HEAD, "goal-change", content=cases.CHANGES)
    await runtime.until_event(appraisal_stream(CYCLE, UNIT), "CaseNoted")
    await runtime.stop("worker")
    await runtime.do(OFFICE, STREAM, DoAct(act="decide", outcome="approved"))
    await runtime.do(OFFICE, cycle_stream(CYCLE), CancelCycle(reason="Merged"))
    runtime.start_worker()

    await ended_in_one_run(runtime)
    closed = (await runtime.core.log.read_stream(STREAM))[-1]
    assert json.loads(closed.body) == {"outcome": "approved", "took_effect": False}


async def ended_in_one_run(runtime: Running) -> None:
    """Waits for the case's workflow to end, which it does without having begun anew."""
    await runtime.until_event(STREAM, "CaseClosed")
    handle = runtime.client.get_workflow_handle(case_workflow_id(CASE))
    with anyio.fail_after(30):
        await handle.result()
    info = (await handle.describe()).raw_description.workflow_execution_info
    assert info.execution.run_id == info.first_run_id


@pytest.mark.parametrize(
    ("law", "procedure", "last"),
    [("hangzhou-2015", "problem-notice", "result"), ("jinan-2018", "warning-notice", "report")],
)
async def test_a_notice_of_a_shipped_law_runs_as_it_is_and_the_cycle_opens_its_report_to_the_congress(
    runtime: Running, law: str, procedure: str, last: str
) -> None:
    await runtime.set_up(**procedures_of(law))
    await runtime.until_event(appraisal_stream(CYCLE, UNIT), "AppraisalOpened")
    await cases.opened(runtime, OFFICE, procedure, states={"problem": "Reports are late"})
    await runtime.until_event(appraisal_stream(CYCLE, UNIT), "CaseNoted")
    answer = {"explanation": "A post is vacant", "proposal": "Fill it", last: "Filled"}
    await runtime.do(HEAD, STREAM, DoAct(act="answer", states=answer))
    await runtime.until_event(STREAM, "CaseClosed")

    assert await runtime.types(case_stream(f"{CYCLE}-congress-report")) == ["CaseOpened", "ActOpened"]


async def test_recover_starts_the_workflow_of_an_open_case_and_not_of_one_that_is_closed(
    database: Database, own_temporal: TemporalServer, tmp_path: Path
) -> None:
    client = await own_temporal.connect("test-0")
    async with running(database, client, tmp_path) as runtime:
        await cases.set_up(runtime)
        await cases.opened(runtime, OFFICE, "notice", states={"problem": "Reports are late"})
        await runtime.until_event(appraisal_stream(CYCLE, UNIT), "CaseNoted")
        await runtime.stop()
        own_temporal.kill()
        own_temporal.lose_storage()
        await own_temporal.start()

        before, _ = await recover(Waker(client, QUEUE), runtime.core.log.pool)
        await client.get_workflow_handle(case_workflow_id(CASE)).describe()

        runtime.start_log_services()
        runtime.start_worker()
        await runtime.do(HEAD, STREAM, DoAct(act="answer"))
        await runtime.until_event(STREAM, "CaseClosed")
        assert await recover(Waker(client, QUEUE), runtime.core.log.pool) == (before - 1, [])


async def test_what_was_decided_while_temporal_was_away_takes_effect_after_a_recovery(
    database: Database, own_temporal: TemporalServer, tmp_path: Path
) -> None:
    client = await own_temporal.connect("test-0")
    async with running(database, client, tmp_path) as runtime:
        await cases.set_up(runtime)
        await runtime.stop()
        own_temporal.kill()
        own_temporal.lose_storage()
        await cases.opened(runtime, HEAD, "goal-change", content=cases.CHANGES)
        await runtime.do(OFFICE, STREAM, DoAct(act="decide", outcome="approved"))
        await own_temporal.start()

        runtime.start_log_services()
        runtime.start_worker()
        await runtime.until_event(STREAM, "CaseClosed")

        state = await runtime.state(appraisal_stream(CYCLE, UNIT))
        assert isinstance(state, Appraisal)
        assert (sorted(state.cases), sorted(state.effects)) == ([CASE], [CASE])
