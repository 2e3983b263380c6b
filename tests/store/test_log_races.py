"""Real races on a real server: whoever wins, the promises hold."""

import asyncio
import contextlib
import random
from collections import defaultdict
from uuid import uuid4

import asyncpg
import pytest

from store.faults import LogMisuse, LogUnavailable
from store.log import START, Appended, Conflict, EncodedEvent, Log, Replayed, StoredEvent
from tests.conftest import Database
from tests.store.events import NOON, encoded

pytestmark = pytest.mark.anyio


async def settled(log: Log) -> list[StoredEvent]:
    """All events, after the promises about their order have been checked."""
    events = await log.read_after(START, 1_000_000)
    assert [e.position for e in events] == list(range(len(events)))
    assert [e.recorded_at for e in events] == sorted(e.recorded_at for e in events)
    streams = defaultdict(list)
    for event in events:
        streams[event.stream].append(event.version)
    assert all(versions == list(range(1, len(versions) + 1)) for versions in streams.values())
    assert len({e.event_id for e in events}) == len(events)
    return events


async def end_backends(database: Database, login: str, limit: int) -> None:
    """Kills connections of a login, any of them."""
    connection = await asyncpg.connect(database.superuser_url)
    try:
        await connection.fetch(
            "SELECT pg_terminate_backend(pid) FROM ("
            "  SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = $1"
            "  ORDER BY random() LIMIT $2) AS victim",
            login,
            limit,
        )
    finally:
        await connection.close()


async def test_of_ten_writers_at_one_version_one_wins_and_nine_conflict(log: Log) -> None:
    for version in range(10):
        answers = await asyncio.gather(*(log.append("a", version, NOON, [encoded()]) for _ in range(10)))

        assert sorted(type(answer).__name__ for answer in answers) == ["Appended"] + ["Conflict"] * 9
        assert {answer for answer in answers if isinstance(answer, Conflict)} == {Conflict(version + 1)}
    assert len(await settled(log)) == 10


async def test_of_ten_identical_retries_at_once_one_appends_and_nine_replay_it(log: Log) -> None:
    for number in range(30):
        events = [encoded(), encoded(), encoded()]
        answers = await asyncio.gather(*(log.append(f"s{number}", 0, NOON, events) for _ in range(10)))

        first = number * 3
        assert sorted(map(repr, answers)) == sorted(map(repr, [Appended(first, 3)] + [Replayed(first, 3)] * 9))
    assert len(await settled(log)) == 90


async def test_one_event_id_raced_into_two_streams_lands_in_one(log: Log) -> None:
    for number in range(10):
        event = encoded()
        answers = await asyncio.gather(
            log.append(f"a{number}", 0, NOON, [event]),
            log.append(f"b{number}", 0, NOON, [event]),
            return_exceptions=True,
        )
        assert sorted(type(answer).__name__ for answer in answers) == ["Appended", "LogMisuse"]
        assert [e for e in answers if isinstance(e, LogMisuse)]
    assert len(await settled(log)) == 10


async def test_a_reader_sees_every_event_once_and_in_order_while_many_write(database: Database, log: Log) -> None:
    seen: list[StoredEvent] = []
    reading = await Log.open(database.reader_url, size=2)

    async def read() -> None:
        async for batch in reading.tail():
            seen.extend(batch)
            if len(seen) >= 400:
                return

    async def write(stream: str) -> None:
        for version in range(50):
            answer = await log.append(stream, version, NOON, [encoded()])
            assert isinstance(answer, Appended)
            assert await log.head() >= answer.first_position

    reader = asyncio.create_task(read())
    await asyncio.gather(*(write(f"s{number}") for number in range(8)))
    async with asyncio.timeout(20):
        await reader
    await reading.close()

    assert seen == await settled(log)


async def test_a_held_open_transaction_elsewhere_hides_nothing_and_holds_up_nobody(
    database: Database, log: Log
) -> None:
    async with log.pool.acquire() as idle:
        await idle.execute("BEGIN")
        await idle.fetchval("SELECT max(position) FROM es.event")
        for version in range(20):
            assert await log.append("a", version, NOON, [encoded()]) == Appended(version, version + 1)
            assert await log.head() == version
        await idle.execute("ROLLBACK")


async def test_an_append_inside_a_longer_transaction_keeps_others_waiting_and_they_are_told(
    database: Database, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `append` must never be, and what the lock timeout makes of it."""
    monkeypatch.setattr("store.connect.LOCK_TIMEOUT", "50ms")
    impatient = await Log.open(database.writer_url, size=1)
    async with log.pool.acquire() as holding:
        await holding.execute("BEGIN")
        await holding.execute("SELECT pg_advisory_xact_lock(hashtextextended('es.append', 0))")
        with pytest.raises(LogUnavailable, match="send the same command again"):
            await impatient.append("a", 0, NOON, [encoded()])
        await holding.execute("ROLLBACK")
    assert await impatient.append("a", 0, NOON, [encoded()]) == Appended(0, 1)
    await impatient.close()


async def test_backends_killed_in_mid_append_lose_nothing_acknowledged_and_repeat_nothing(
    database: Database, log: Log
) -> None:
    """Vacuous if no kill ever hits an append, so the test insists on unanswered ones."""
    acknowledged: dict[str, int] = {}
    unanswered = 0
    progress = asyncio.Semaphore(0)
    rng = random.Random(20260302)  # noqa: S311 - how many backends to kill is no secret

    async def write(stream: str) -> None:
        nonlocal unanswered
        for version in range(60):
            event = encoded(body=f'{{"n":{version}}}')
            while True:
                try:
                    answer = await log.append(stream, version, NOON, [event])
                except LogUnavailable:
                    unanswered += 1
                    continue
                assert isinstance(answer, (Appended, Replayed)), answer
                assert answer.last_version == version + 1
                acknowledged[stream] = version + 1
                progress.release()
                break

    async def kill() -> None:
        while True:
            for _ in range(5):  # new connections get to do something before they die too
                await progress.acquire()
            await end_backends(database, "test_writer", limit=rng.randint(1, 4))

    killing = asyncio.create_task(kill())
    try:
        async with asyncio.timeout(120):
            await asyncio.gather(*(write(f"s{number}") for number in range(6)))
    finally:
        killing.cancel()
        await asyncio.wait([killing])

    assert unanswered > 0
    assert acknowledged == {f"s{number}": 60 for number in range(6)}
    events = await settled(log)
    assert len(events) == 360
    assert sorted((e.stream, e.body) for e in events) == sorted(
        (f"s{number}", f'{{"n":{version}}}') for number in range(6) for version in range(60)
    )


async def test_a_tail_survives_the_loss_of_its_connection(database: Database, log: Log) -> None:
    reading = await Log.open(database.reader_url, size=1)
    seen: list[int] = []
    first = asyncio.Event()

    async def read() -> None:
        async for batch in reading.tail():
            seen.extend(e.position for e in batch)
            first.set()
            if len(seen) == 2:
                return

    reader = asyncio.create_task(read())
    await log.append("a", 0, NOON, [encoded()])
    await first.wait()
    await end_backends(database, "test_reader", limit=1)
    await log.append("a", 1, NOON, [encoded()])
    async with asyncio.timeout(10):
        await reader
    await reading.close()

    assert seen == [0, 1]


async def test_a_tail_in_the_writers_process_wakes_at_once(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """The poll is made too slow to help: only the nudge can wake the reader in time."""
    monkeypatch.setattr("store.log.FASTEST_POLL", 60.0)
    reader = aiter(log.tail())
    reading = asyncio.ensure_future(anext(reader))
    while not log.nudge._waiting:  # noqa: ASYNC110 - the log gives no sign of waiting, and need not
        await asyncio.sleep(0)

    await log.append("a", 0, NOON, [encoded()])

    async with asyncio.timeout(5):
        assert [e.position for e in await reading] == [0]
    with contextlib.suppress(AttributeError):
        await reader.aclose()  # type: ignore[attr-defined] # an async generator, typed as an iterator


async def test_a_nudge_between_reading_and_waiting_is_not_lost(log: Log) -> None:
    seen = log.nudge.count
    await log.append("a", 0, NOON, [encoded()])

    async with asyncio.timeout(1):
        await log.nudge.wait(seen, 60)


async def test_a_server_that_is_away_is_said_to_be(database: Database) -> None:
    nowhere = database.writer_url.replace(str(database.server.port), "1")
    with pytest.raises(LogUnavailable, match="does not answer"):
        await Log.open(nowhere)


async def test_batches_of_many_writers_stay_together(log: Log) -> None:
    async def write(stream: str) -> None:
        version = 0
        for size in (1, 7, 100, 3):
            assert isinstance(await log.append(stream, version, NOON, [encoded() for _ in range(size)]), Appended)
            version += size

    await asyncio.gather(*(write(f"s{number}") for number in range(5)))

    events = await settled(log)
    assert len(events) == 555
    instants = defaultdict(list)
    for event in events:
        instants[event.stream, event.recorded_at].append(event.position)
    assert all(run == list(range(run[0], run[0] + len(run))) for run in instants.values())


async def test_an_event_type_and_its_bytes_survive_any_text(log: Log) -> None:
    bodies = ['{"a":"\\u0001"}', '{"a":"' + "\U0001f600" * 10 + '"}', '""']
    await log.append("流:1", 0, NOON, [EncodedEvent(uuid4(), "类型", 1, body, "{}") for body in bodies])

    assert [(e.type, e.body) for e in await log.read_stream("流:1")] == [("类型", body) for body in bodies]
