"""The Mayor's Management Report as a whole annual cycle, through the public operations, on PostgreSQL and Temporal."""

from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from api.importing import Importer, Plan
from api.operations import Operations
from domain.appraisal.events import ResultComputed
from domain.cycle.state import Cycle
from domain.refusal import Refused
from domain.streams import appraisal_stream, cycle_stream
from store.codec import decode
from tests.conftest import Database
from tests.e2e import mayors_report
from tests.runtime import Running, running
from tests.temporal import TemporalServer, serve_temporal

pytestmark = [pytest.mark.anyio, mayors_report.needs_table]

OFFICE, COMMITTEE = "office-1", "committee-1"
_WORDS = {"causes": "As the report says", "recommendations": "Keep what is met, mend what is not"}
_ACTS: Mapping[str, tuple[str | None, str | None, dict[str, Any]]] = {
    "compute": (OFFICE, "compute", {}),
    "approve": (COMMITTEE, "approve", {}),
    "issue-feedback": (OFFICE, "issue", _WORDS),
    "answer-feedback": (None, "acknowledge", {}),  # the agency's own head
}


@pytest.fixture(scope="module")
def temporal() -> Iterator[TemporalServer]:
    with serve_temporal() as server:
        yield server


@pytest.fixture
async def runtime(database: Database, temporal: TemporalServer, tmp_path: Path) -> AsyncIterator[Running]:
    client = await temporal.connect(temporal.namespace())
    async with running(database, client, tmp_path) as it:
        yield it


async def play(runtime: Running, operations: Operations, cycle: str) -> None:
    """Does all open tasks, each by whom it is asked of, until the cycle is closed and shown as such."""

    async def closed() -> bool:
        state = await runtime.state(cycle_stream(cycle))
        assert isinstance(state, Cycle)
        if state.closed:
            return (await operations.cycles.status(cycle)).closed
        for task in (await operations.tasks.listed(cycle=cycle)).tasks:
            actor, action, fields = _ACTS[task.id.rpartition(":")[2]]
            if action == "issue":
                fields = {**fields, "findings": await findings(operations, task.id)}
            try:
                await operations.tasks.complete(task.id, actor or f"{task.appraisee}-head", action, fields, uuid4())
            except Refused as refused:
                assert refused.problem == "is done already"  # noqa: PT017 - the list was a moment behind
        return False

    await runtime.until(closed, 180)


async def findings(operations: Operations, task: str) -> list[dict[str, str]]:
    """One for each indicator that the task shows below its target."""
    short = [one.indicator for one in (await operations.tasks.show(task)).subjects if one.short]
    return [{"indicator": id_, "cause": "As the report says", "recommendation": "Mend it"} for id_ in short]


async def verdicts(runtime: Running, plan: Plan) -> dict[str, dict[str, str]]:
    """What `ResultComputed` says of every agency."""
    found = {}
    for unit in plan.launch.appraisees:
        stored = await runtime.core.log.read_stream(appraisal_stream(plan.launch.cycle, unit))
        (computed,) = [decode(one) for one in stored if one.type == "ResultComputed"]
        assert isinstance(computed, ResultComputed)
        found[unit] = computed.result.verdicts
    return found


async def test_the_report_runs_as_an_annual_cycle_whose_verdicts_are_the_published_ones(runtime: Running) -> None:
    core = runtime.core
    operations = Operations(core.log, core.keys, core.executor, core.ballots, runtime.views)
    plan = mayors_report.plan()

    imported = await Importer(operations, plan, OFFICE).publish(launch=True)
    reported = await Importer(operations, plan, OFFICE).report()
    again = await Importer(operations, plan, OFFICE).publish(launch=True)
    await play(runtime, operations, plan.launch.cycle)

    assert [one.what for one in imported] == ["directory", "rulebook", "cycle"]
    assert len(reported) == 34
    assert [one.replayed for one in again] == [True, True, True]
    computed, published = await verdicts(runtime, plan), mayors_report.published(plan)
    compared = {
        entry.indicator: computed[unit.id][entry.indicator]
        for unit in plan.appraisees
        for entry in unit.entries
        if entry.indicator in published
    }
    assert compared == published
    assert sum(map(len, computed.values())) == 286
    assert (len(compared), 286 - len(compared)) == (127, 159)  # 159 have no published verdict to compare with
    status = await operations.cycles.status(plan.launch.cycle)
    assert status.closed
    assert [(one.approved, one.closed) for one in status.appraisals] == [(True, True)] * 34
    score = await operations.scores.of(f"{plan.launch.cycle}:department-of-buildings")
    assert f"evidence: indicators.csv row {plan.appraisees[0].entries[0].row}" in score.explain()
