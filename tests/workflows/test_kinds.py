"""Cycles of every kind on real servers: each in its own workflow, linked through the log, recovered from it alone."""

from datetime import date
from pathlib import Path

import pytest

from activities.contracts import cycle_workflow_id
from activities.recover import recover
from activities.wakes import Waker
from domain.command import SYSTEM_OPERATOR
from domain.cycle.state import Cycle
from domain.schedule import Period
from domain.streams import cycle_stream, directory_stream, rulebook_stream
from tests import sample
from tests.conftest import Database
from tests.runtime import QUEUE, Running, running
from tests.temporal import TemporalServer

pytestmark = pytest.mark.anyio

OF_TERM = Period(start=date(2026, 1, 1), end=date(2030, 12, 31))
OF_YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
WORKFLOWS = {"term": "TermCycle", "annual": "AnnualCycle", "peacetime": "PeacetimeCycle", "special": "SpecialCycle"}
INNER = {"annual": "term", "peacetime": "annual", "special": "annual"}
STEP = [{"step": "reporting", "opens": {"after": "launch"}, "due": "PT20S", "ends": "PT1S"}]


async def launch_one_of_each(runtime: Running) -> None:
    """A term, a year within it, and a month and a special cycle within the year, called by their kinds."""
    await runtime.do(SYSTEM_OPERATOR, directory_stream(sample.AUTHORITY), sample.publish_directory())
    for kind in WORKFLOWS:
        for actor, wish in sample.enact(sample.sample_rulebook(id=kind, kind=kind, steps=STEP)):
            await runtime.do(actor, rulebook_stream(kind), wish)
        links = {"within": INNER[kind]} if kind in INNER else {}
        matter = {"matter": "High water"} if kind == "special" else {}
        period = OF_TERM if kind == "term" else OF_YEAR
        launch = sample.launch(cycle=kind, rulebook=kind, period=period, appraisees=("finance",), **links, **matter)
        await runtime.do(sample.OFFICE, cycle_stream(kind), launch)


async def state_of(runtime: Running, cycle: str) -> Cycle:
    state = await runtime.state(cycle_stream(cycle))
    assert isinstance(state, Cycle)
    return state


async def test_each_kind_runs_in_its_own_workflow_and_is_recovered_as_that(
    database: Database, own_temporal: TemporalServer, tmp_path: Path
) -> None:
    client = await own_temporal.connect("test-0")
    async with running(database, client, tmp_path) as runtime:
        await launch_one_of_each(runtime)
        for kind in WORKFLOWS:
            await runtime.until_event(cycle_stream(kind), "AppraisalsOpened")
        await runtime.stop()
        assert list((await state_of(runtime, "term")).inner) == ["annual"]
        assert sorted((await state_of(runtime, "annual")).inner) == ["peacetime", "special"]
        own_temporal.kill()
        own_temporal.lose_storage()
        await own_temporal.start()

        assert await recover(Waker(client, QUEUE), runtime.core.log.pool) == (8, [])

        for kind, workflow in WORKFLOWS.items():
            described = await client.get_workflow_handle(cycle_workflow_id(kind)).describe()
            assert described.workflow_type == workflow
        runtime.start_log_services()
        runtime.start_worker()
        for kind in WORKFLOWS:
            await runtime.until_event(cycle_stream(kind), "CycleClosed")
