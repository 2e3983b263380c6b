"""The follower alone wakes workflows: whom, when, and what it does when Temporal is not as it was."""

from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client, WorkflowHistory
from temporalio.service import RPCError, RPCStatusCode

from activities.bookmark import read_bookmark, write_bookmark
from activities.contracts import Wake, appraisal_workflow_id, cycle_workflow_id
from activities.follower import Follower
from activities.wakes import Waker, woken_by
from domain.cycle.steering import PauseCycle, ResumeCycle
from domain.streams import appraisal_stream, cycle_stream
from store.codec import decode_meta
from store.log import Log
from tests.conftest import Database
from tests.players import Players
from tests.runtime import QUEUE, Running, running
from tests.sample import CYCLE, OFFICE, UNITS
from tests.temporal import TemporalServer

pytestmark = pytest.mark.anyio


async def _signals(client: Client, workflow_id: str) -> int:
    history: WorkflowHistory = await client.get_workflow_handle(workflow_id).fetch_history()
    return sum(event.HasField("workflow_execution_signaled_event_attributes") for event in history.events)


async def test_a_workflow_is_woken_once_for_its_start_and_once_a_completed_step(runtime: Running) -> None:
    await runtime.set_up()
    await Players(runtime, CYCLE).play_to_the_end()

    # seven completed steps, the start, and the drawn sample; its own events (opening, closing) add none
    assert await _signals(runtime.client, appraisal_workflow_id(CYCLE, UNITS[0])) == 1 + 7 + 1


async def test_the_cycle_hears_of_steps_passed_and_never_of_an_appraisal(runtime: Running) -> None:
    await runtime.set_up()
    await Players(runtime, CYCLE).play_to_the_end()

    events = await runtime.core.log.read_after(limit=10_000)
    heard = [one.type for one in events if cycle_stream(CYCLE) in woken_by(one, decode_meta(one).actor, ())]
    assert heard == ["CycleLaunched", *["StepPassedByAll"] * 7, "AppraisalsClosed"]
    # what comes close together is told at once, and nothing is told to a cycle that has closed meanwhile
    signals = await _signals(runtime.client, cycle_workflow_id(CYCLE))
    assert len(heard) - 2 <= signals <= len(heard)


async def test_pause_reaches_nobody_and_resume_reaches_all(runtime: Running) -> None:
    await runtime.set_up()
    await runtime.until_event(appraisal_stream(CYCLE, UNITS[0]), "StepOpened")
    before = await _signals(runtime.client, appraisal_workflow_id(CYCLE, UNITS[0]))
    await runtime.do(OFFICE, cycle_stream(CYCLE), PauseCycle(reason="Flood"))
    await runtime.do(OFFICE, cycle_stream(CYCLE), ResumeCycle())

    async def woken() -> bool:
        return await _signals(runtime.client, appraisal_workflow_id(CYCLE, UNITS[0])) == before + 1

    await runtime.until(woken)


async def test_a_finished_stream_gets_nothing(
    database: Database, temporal: TemporalServer, tmp_path: Path, log: Log
) -> None:
    namespace = temporal.namespace()
    async with running(database, await temporal.connect(namespace), tmp_path) as played:
        await played.set_up()
        await Players(played, CYCLE).play_to_the_end()
    follower = Follower(log, Waker(await temporal.connect(temporal.namespace()), QUEUE))

    wakes = await follower._concerned(await log.read_after(limit=10_000))

    assert wakes == []


class _Refusing(Waker):
    """A waker whose Temporal refuses one stream for good."""

    def __init__(self, client: Client, refused: str) -> None:
        super().__init__(client, QUEUE)
        self.refused: str | None = refused

    async def wake(self, one: Wake) -> None:
        if one.stream == self.refused:
            raise RPCError("the id is too long", RPCStatusCode.INVALID_ARGUMENT, b"")
        await super().wake(one)


async def test_a_refused_wake_is_parked_and_holds_nobody_and_is_tried_again(
    database: Database, temporal: TemporalServer, tmp_path: Path, log: Log
) -> None:
    async with running(database, await temporal.connect(temporal.namespace()), tmp_path, services=False) as runtime:
        await runtime.set_up()
        waker = _Refusing(runtime.client, cycle_stream(CYCLE))
        follower = Follower(runtime.core.log, waker)
        batch = await log.read_after(limit=100)

        await follower._wake(await follower._concerned(batch))

        assert await _parked(log) == [(cycle_stream(CYCLE), 1)]
        waker.refused = None
        await log.pool.execute("UPDATE follower.parked SET retry_at = clock_timestamp()")
        await follower._retry_parked()
        assert await _parked(log) == []
        assert await _signals(runtime.client, cycle_workflow_id(CYCLE)) == 1


async def test_recovery_parks_what_is_refused_and_wakes_the_rest(
    database: Database, temporal: TemporalServer, tmp_path: Path, log: Log
) -> None:
    client = await temporal.connect(temporal.namespace())
    async with running(database, client, tmp_path) as runtime:
        await runtime.set_up()
        await runtime.until_event(appraisal_stream(CYCLE, UNITS[-1]), "StepOpened")
        await runtime.stop()
        elsewhere = await temporal.connect(temporal.namespace())
        waker = _Refusing(elsewhere, cycle_stream(CYCLE))
        follower = Follower(runtime.core.log, waker)
        follower._cursor = follower._saved = await log.head()

        await follower._check_bookmark()

        assert [stream for stream, _ in await _parked(log)] == [cycle_stream(CYCLE)]
        assert await _signals(elsewhere, appraisal_workflow_id(CYCLE, UNITS[0])) == 1


async def test_what_was_followed_after_the_bookmark_is_said_again_when_temporal_was_away(
    database: Database, temporal: TemporalServer, tmp_path: Path
) -> None:
    client = await temporal.connect(temporal.namespace())
    async with running(database, client, tmp_path, services=False) as runtime:
        await runtime.set_up()
        follower = Follower(runtime.core.log, Waker(client, QUEUE))
        follower._cursor = await runtime.core.log.head()  # followed, and lost with a Temporal that came back without it
        follower._saved = follower._cursor - 1
        await write_bookmark(client, follower._saved)
        follower._doubtful = True

        await follower._check_bookmark()

        assert await _signals(client, cycle_workflow_id(CYCLE)) == 1
        assert follower._saved == follower._cursor


async def _parked(log: Log) -> list[Any]:
    rows = await log.pool.fetch("SELECT stream, version FROM follower.parked")
    return [tuple(row) for row in rows]


async def test_the_bookmark_is_what_was_last_written(temporal: TemporalServer) -> None:
    client = await temporal.connect(temporal.namespace())
    assert await read_bookmark(client) is None
    await write_bookmark(client, 41)
    await write_bookmark(client, 42)
    assert await read_bookmark(client) == 42


async def test_an_ordinary_restart_recovers_nothing(
    database: Database, temporal: TemporalServer, tmp_path: Path
) -> None:
    client = await temporal.connect(temporal.namespace())
    async with running(database, client, tmp_path) as runtime:
        await runtime.set_up()
        await runtime.until_event(appraisal_stream(CYCLE, UNITS[0]), "StepOpened")
        follower = Follower(runtime.core.log, Waker(client, QUEUE))

        async def bookmarked() -> bool:
            head = await runtime.core.log.head()
            return await read_bookmark(client) == head == await follower._load()

        await runtime.until(bookmarked)
        before = await _signals(client, cycle_workflow_id(CYCLE))
        follower._cursor = follower._saved = await follower._load()
        await follower._check_bookmark()

        assert await _signals(client, cycle_workflow_id(CYCLE)) == before


async def test_a_missing_bookmark_wakes_every_unfinished_stream(
    database: Database, temporal: TemporalServer, tmp_path: Path
) -> None:
    client = await temporal.connect(temporal.namespace())
    async with running(database, client, tmp_path, services=False) as runtime:
        await runtime.set_up()
        elsewhere = await temporal.connect(temporal.namespace())
        follower = Follower(runtime.core.log, Waker(elsewhere, QUEUE))
        follower._cursor = follower._saved = await runtime.core.log.head()

        await follower._check_bookmark()

        assert await _signals(elsewhere, cycle_workflow_id(CYCLE)) == 1
        assert await read_bookmark(elsewhere) == follower._saved
