"""Temporal's storage is worth nothing: lost or rolled back in mid-cycle, it costs time only."""

from pathlib import Path
from typing import Any

import pytest

from activities.recover import recover
from activities.wakes import Waker
from domain.cycle.state import Cycle
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from store.log import Log
from tests.conftest import Database
from tests.players import Players
from tests.runtime import QUEUE, Running, running, told
from tests.sample import CYCLE, UNITS, sample_steps
from tests.temporal import TemporalServer

pytestmark = pytest.mark.anyio

Told = dict[str, list[tuple[str, Any]]]


async def _undisturbed(database: Database, temporal: TemporalServer, folder: Path, **rulebook: Any) -> Told:  # noqa: ANN401 - fields of the document
    async with running(database, await temporal.connect(temporal.namespace()), folder) as runtime:
        await runtime.set_up(**rulebook)
        await Players(runtime, CYCLE).play_to_the_end()
        return await told(runtime.core.log)


async def _play_until_opened(runtime: Running, step: StepName) -> None:
    """Plays until the step is open in every appraisal, and its duties are done nowhere."""

    async def opened() -> bool:
        states = [(await runtime.core.executor.load(appraisal_stream(CYCLE, unit))).state for unit in UNITS]
        return all(step in state.steps for state in states)

    await Players(runtime, CYCLE, skip=frozenset(_DUTIES_OF[step])).play_until(opened)


_DUTIES_OF = {
    StepName.REPORTING: ("report",),
    StepName.SCORING: ("judge.conduct", "rate.mayor", "rate.vice-mayor", "ballot"),
}


async def test_storage_deleted_in_mid_cycle_ends_with_the_same_log(
    database: Database,
    another_database: Database,
    temporal: TemporalServer,
    own_temporal: TemporalServer,
    tmp_path: Path,
) -> None:
    expected = await _undisturbed(another_database, temporal, tmp_path / "undisturbed")

    async with running(database, await own_temporal.connect("test-0"), tmp_path) as runtime:
        await runtime.set_up()
        await _play_until_opened(runtime, StepName.REPORTING)
        own_temporal.kill()
        own_temporal.lose_storage()
        await own_temporal.start()
        await Players(runtime, CYCLE).play_to_the_end()

        assert await told(runtime.core.log) == expected


async def test_storage_deleted_on_the_way_up_issues_no_reminder_or_escalation_twice(
    database: Database, own_temporal: TemporalServer, tmp_path: Path
) -> None:
    up = [{"after": "PT1S", "to": "leader"}, {"after": "PT3S", "to": "committee"}]
    goals, *others = sample_steps("PT1S", escalates="PT1S", ends="PT4S")
    goals |= {"reminders": ["PT0.5S"], "overdue": ["PT0.5S", "PT2S"], "escalates": "PT0S", "escalations": up}
    stream = appraisal_stream(CYCLE, UNITS[0])

    async with running(database, await own_temporal.connect("test-0"), tmp_path) as runtime:
        await runtime.set_up(steps=[goals, *others])
        await runtime.until_event(stream, "StepEscalated")
        own_temporal.kill()
        own_temporal.lose_storage()
        await own_temporal.start()
        await runtime.until_event(stream, "StepLapsed")

        happened = await runtime.types(stream)
        assert happened[: happened.index("StepLapsed") + 1] == [
            *("AppraisalOpened", "StepOpened", "StepReminded", "StepFellDue"),
            *("StepReminded", "StepEscalated", "StepReminded", "StepEscalated", "StepLapsed"),
        ]


async def test_an_older_copy_restored_ends_with_the_same_log(
    database: Database,
    another_database: Database,
    temporal: TemporalServer,
    own_temporal: TemporalServer,
    tmp_path: Path,
) -> None:
    expected = await _undisturbed(another_database, temporal, tmp_path / "undisturbed")

    async with running(database, await own_temporal.connect("test-0"), tmp_path) as runtime:
        await runtime.set_up()
        await _play_until_opened(runtime, StepName.REPORTING)
        own_temporal.kill()
        own_temporal.copy_storage(tmp_path / "copy")
        await own_temporal.start()
        await _play_until_opened(runtime, StepName.SCORING)
        own_temporal.kill()
        own_temporal.restore_storage(tmp_path / "copy")
        await own_temporal.start()
        await Players(runtime, CYCLE).play_to_the_end()

        assert await told(runtime.core.log) == expected


async def test_people_work_on_while_temporal_is_away(
    database: Database, own_temporal: TemporalServer, tmp_path: Path
) -> None:
    async with running(database, await own_temporal.connect("test-0"), tmp_path) as runtime:
        await runtime.set_up()
        await _play_until_opened(runtime, StepName.REPORTING)
        own_temporal.kill()

        async def reported() -> bool:
            types = [await runtime.types(appraisal_stream(CYCLE, unit)) for unit in UNITS]
            return all(names[-2:] == ["ReportSubmitted", "StepCompleted"] for names in types)

        await Players(runtime, CYCLE).play_until(reported)
        await own_temporal.start()
        await Players(runtime, CYCLE).play_to_the_end()


async def test_recover_wakes_every_unfinished_stream_and_no_other(
    database: Database, own_temporal: TemporalServer, tmp_path: Path, log: Log
) -> None:
    client = await own_temporal.connect("test-0")
    async with running(database, client, tmp_path) as runtime:
        await runtime.set_up()
        await _play_until_opened(runtime, StepName.REPORTING)
        await runtime.stop()
        own_temporal.kill()
        own_temporal.lose_storage()
        await own_temporal.start()

        assert await recover(Waker(client, QUEUE), log.pool) == (1 + len(UNITS), [])

        runtime.start_log_services()
        runtime.start_worker()
        await Players(runtime, CYCLE).play_to_the_end()
        state: Cycle = (await runtime.core.executor.load(cycle_stream(CYCLE))).state
        assert state.closed
        assert await recover(Waker(client, QUEUE), log.pool) == (0, [])


async def test_storage_deleted_while_a_value_is_waited_for_ends_with_the_same_log(
    database: Database,
    another_database: Database,
    temporal: TemporalServer,
    own_temporal: TemporalServer,
    tmp_path: Path,
) -> None:
    rule = {"share": "1/2", "value_by": "supervision", "value_within": "PT10M"}
    expected = await _undisturbed(another_database, temporal, tmp_path / "undisturbed", verification=rule)

    async with running(database, await own_temporal.connect("test-0"), tmp_path) as runtime:
        await runtime.set_up(verification=rule)

        async def asked() -> bool:
            return "FrameFixed" in await runtime.types(cycle_stream(CYCLE))

        await Players(runtime, CYCLE, skip=frozenset({"give-draw-value"})).play_until(asked)
        own_temporal.kill()
        own_temporal.lose_storage()
        await own_temporal.start()
        await Players(runtime, CYCLE).play_to_the_end()

        assert await told(runtime.core.log) == expected
