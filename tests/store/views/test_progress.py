"""The views people read: what they show of a real cycle is what its states say, and a rebuild shows the same."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from domain.appraisal.state import Appraisal
from domain.calendar import Duration
from domain.cycle.steering import ExtendCycle, PauseCycle
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from store.log import Log
from store.views.definitions.progress import Progress
from store.views.definitions.tables import appraisal, cycle, cycle_step, task
from store.views.projector import Projector
from store.views.shown import Shown
from tests.conftest import Database
from tests.players import Players
from tests.runtime import Running, running
from tests.sample import CYCLE, OFFICE, UNITS, sample_steps
from tests.temporal import TemporalServer, serve_temporal
from tests.workflows.steered import SCENARIOS

pytestmark = pytest.mark.anyio

_TABLES = (cycle, cycle_step, appraisal, task)


@pytest.fixture(scope="module")
def temporal() -> Iterator[TemporalServer]:
    with serve_temporal() as server:
        yield server


@pytest.fixture
async def runtime(database: Database, temporal: TemporalServer, tmp_path: Path) -> AsyncIterator[Running]:
    async with running(database, await temporal.connect(temporal.namespace()), tmp_path) as it:
        yield it


async def _rows(runtime: Running) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every view, once the views show the whole log."""
    assert await Shown(runtime.views).wait_for(await runtime.core.log.head(), 10)
    async with runtime.views.connect() as connection:
        return {
            table.name: sorted(map(tuple, (await connection.execute(select(table))).all()), key=repr)
            for table in _TABLES
        }


async def _rebuild(database: Database, log: Log) -> None:
    projector = await Projector.open(database.views_url, [Progress()], of=log.nudge)
    try:
        await projector.rebuild()
    finally:
        await projector.close()


async def test_a_closed_cycle_is_shown_with_its_results_and_no_tasks(runtime: Running) -> None:
    await runtime.set_up()
    await Players(runtime, CYCLE).play_to_the_end()

    shown = await _rows(runtime)

    assert [row[:3] for row in shown["cycle"]] == [(CYCLE, "Annual appraisal 2026", "linan")]
    assert [row[6:] for row in shown["cycle_step"]] == [(3, 3, 0, 0, True)] * 7
    assert [row[1:7] for row in shown["appraisal"]] == [
        (unit, None, "93.50", "excellent", True, True) for unit in sorted(UNITS)
    ]
    assert shown["task"] == []


async def test_a_rebuild_from_zero_shows_the_same(runtime: Running, database: Database) -> None:
    await runtime.set_up(steps=sample_steps("PT1S", reminders=["PT0.5S"], escalates="PT1S", ends="PT60S"))
    await runtime.until_event(appraisal_stream(CYCLE, UNITS[0]), "StepEscalated")
    await runtime.do(OFFICE, cycle_stream(CYCLE), PauseCycle(reason="So that nothing moves"))
    await runtime.stop("worker")
    before = await _rows(runtime)

    await _rebuild(database, runtime.core.log)

    assert await _rows(runtime) == before
    assert len(before["task"]) == len(UNITS)


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_a_rebuild_shows_the_same_of_a_cycle_that_was_steered(
    runtime: Running, database: Database, monkeypatch: pytest.MonkeyPatch, scenario: str
) -> None:
    await SCENARIOS[scenario](runtime)
    await runtime.stop("worker")
    before = await _rows(runtime)
    monkeypatch.setattr("store.views.projector.BATCH", 7)  # so that what belongs together comes in several batches

    await _rebuild(database, runtime.core.log)

    assert await _rows(runtime) == before


async def test_tasks_are_the_open_duties_of_the_states(runtime: Running) -> None:
    await runtime.set_up()

    async def scoring() -> bool:
        states = [await runtime.state(appraisal_stream(CYCLE, unit)) for unit in UNITS]
        return all(isinstance(state, Appraisal) and StepName.SCORING in state.steps for state in states)

    await Players(runtime, CYCLE, skip=frozenset({"judge.conduct", "rate.mayor", "ballot"})).play_until(scoring)
    shown = await _rows(runtime)

    expected = []
    for unit in UNITS:
        state = await runtime.state(appraisal_stream(CYCLE, unit))
        assert isinstance(state, Appraisal)
        assert state.current is not None
        expected += [(CYCLE, unit, duty.key) for duty in state.current.open_duties]
    assert sorted((row[4], row[5], row[1]) for row in shown["task"]) == sorted(expected)


async def test_an_extension_moves_the_due_instant_of_open_tasks(runtime: Running) -> None:
    await runtime.set_up()
    for unit in UNITS:
        await runtime.until_event(appraisal_stream(CYCLE, unit), "StepOpened")
    before = {row[5]: row[10] for row in (await _rows(runtime))["task"]}

    extension = ExtendCycle(step=StepName.GOALS, by=Duration.parse("PT1H"), reason="Flood")
    await runtime.do(OFFICE, cycle_stream(CYCLE), extension)

    after = {row[5]: row[10] for row in (await _rows(runtime))["task"]}
    assert after == {unit: due + timedelta(hours=1) for unit, due in before.items()}


async def test_an_extension_gives_those_who_were_late_time_again(runtime: Running) -> None:
    await runtime.set_up(steps=sample_steps("PT0.5S", escalates="PT60S", ends="PT90S"))
    for unit in UNITS:
        await runtime.until_event(appraisal_stream(CYCLE, unit), "StepFellDue")
    assert [row[12] for row in (await _rows(runtime))["task"]] == [True] * len(UNITS)
    assert {row[1]: row[9] for row in (await _rows(runtime))["cycle_step"]}["goals"] == len(UNITS)

    extension = ExtendCycle(step=StepName.GOALS, by=Duration.parse("PT1H"), reason="Flood")
    await runtime.do(OFFICE, cycle_stream(CYCLE), extension)

    assert [row[12] for row in (await _rows(runtime))["task"]] == [False] * len(UNITS)
    assert {row[1]: row[9] for row in (await _rows(runtime))["cycle_step"]}["goals"] == 0
