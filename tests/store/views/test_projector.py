import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from uuid import uuid4

import pytest
from sqlalchemy import select, text, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store.connect import engine
from store.log import START, EncodedEvent, Log
from store.views.projector import Projector, ViewsTakenOver
from store.views.shown import Shown
from store.views.view import Recorded, View, cursor
from tests.conftest import Database
from tests.postgres import SUPERUSER
from tests.store.events import NOON
from tests.store.views.tally import Tally, tally

pytestmark = pytest.mark.anyio


class Failure(Exception):  # noqa: N818 - planted
    """A fault planted in a view."""


@pytest.fixture
async def reader(database: Database) -> AsyncIterator[AsyncEngine]:
    opened = engine(database.reader_url)
    yield opened
    await opened.dispose()


@contextlib.asynccontextmanager
async def projecting(database: Database, *views: View) -> AsyncIterator[Projector]:
    opened = await Projector.open(database.views_url, views or (Tally(),))
    try:
        yield opened
    finally:
        await opened.close()


async def count(log: Log, stream: str, by: int = 1, times: int = 1) -> int:
    events = [EncodedEvent(uuid4(), "ToyCounted", 1, f'{{"by":{by}}}', "{}") for _ in range(times)]
    await log.append(stream, await log.version(stream), NOON, events)
    return await log.head()


async def rows(reader: AsyncEngine) -> dict[str, int]:
    async with reader.connect() as connection:
        return {row.stream: row.total for row in await connection.execute(select(tally))}


async def agree(reader: AsyncEngine, log: Log) -> bool:
    """Whether rows and cursor, read by one statement, say what the log says up to the cursor.

    One statement, since a swap of schemas between two of them is seen by the second whatever their snapshot.
    """
    both = select(cursor.c.position, tally.c.stream, tally.c.total).select_from(cursor.outerjoin(tally, true()))
    async with reader.connect() as connection:
        found = (await connection.execute(both)).all()
    shown = {row.stream: row.total for row in found if row.stream is not None}
    position = found[0].position
    expected = Counter(event.stream for event in await log.read_after(START, 100_000) if event.position <= position)
    return shown == dict(expected)


async def test_views_are_built_from_nothing_and_readable(database: Database, log: Log, reader: AsyncEngine) -> None:
    await count(log, "toy:1", by=2, times=2)
    head = await count(log, "toy:2", by=3)
    assert await Shown(reader).position() == START

    async with projecting(database) as projector:
        assert await projector.project() == head

    assert await rows(reader) == {"toy:1": 4, "toy:2": 3}
    assert await Shown(reader).position() == head


async def test_projecting_an_empty_log_gives_empty_views(database: Database, log: Log, reader: AsyncEngine) -> None:
    async with projecting(database) as projector:
        assert await projector.project() == START
    assert await rows(reader) == {}


async def test_projecting_again_applies_only_what_is_new(database: Database, log: Log, reader: AsyncEngine) -> None:
    async with projecting(database) as projector:
        await count(log, "toy:1", times=700)
        await projector.project()
        head = await count(log, "toy:1")
        assert await projector.project() == head
        assert await projector.project() == head
    assert await rows(reader) == {"toy:1": 701}


async def test_a_view_that_fails_leaves_rows_and_cursor_as_they_were(
    database: Database, log: Log, reader: AsyncEngine
) -> None:
    async def fail(_connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
        if batch[-1].stored.position >= 600:
            raise Failure

    failing = Tally(meanwhile=fail)
    async with projecting(database, failing) as projector:
        await count(log, "toy:1", times=300)
        await projector.project()
        await count(log, "toy:1", times=301)
        with pytest.raises(Failure):
            await projector.project()

    assert await rows(reader) == {"toy:1": 300}
    assert await Shown(reader).position() == 299
    assert await agree(reader, log)


async def test_a_projector_killed_in_mid_batch_goes_on_where_cursor_and_rows_agree(
    database: Database, log: Log, reader: AsyncEngine
) -> None:
    kills = [3, 2, 1]

    async def kill(connection: AsyncConnection, _batch: Sequence[Recorded]) -> None:
        if kills:
            kills.pop()
            pid = await connection.scalar(text("SELECT pg_backend_pid()"))
            await database.server.execute(f"SELECT pg_terminate_backend({pid})", login=SUPERUSER)

    async with projecting(database, Tally(meanwhile=kill)) as projector:
        await projector.project()
        head = await count(log, "toy:1", times=20)
        running = asyncio.create_task(projector.run())
        try:
            assert await Shown(reader).wait_for(head, 20)
        finally:
            running.cancel()
            await asyncio.wait([running])

    assert kills == []
    assert await rows(reader) == {"toy:1": 20}
    assert await agree(reader, log)


async def test_a_writer_can_wait_for_its_own_write(database: Database, log: Log, reader: AsyncEngine) -> None:
    projector = await Projector.open(database.views_url, (Tally(),), of=log.nudge)
    shown = Shown(reader, projector.nudge)
    running = asyncio.create_task(projector.run())
    try:
        for number in range(1, 20):
            assert await shown.wait_for(await count(log, "toy:1"), 10)
            assert await rows(reader) == {"toy:1": number}
    finally:
        running.cancel()
        await asyncio.wait([running])
        await projector.close()


async def test_a_wait_that_times_out_says_so(database: Database, log: Log, reader: AsyncEngine) -> None:
    assert await Shown(reader).wait_for(START, 0)
    assert not await Shown(reader).wait_for(await count(log, "toy:1"), 0.01)


async def test_several_projectors_apply_each_event_once(database: Database, log: Log, reader: AsyncEngine) -> None:
    async with projecting(database) as one, projecting(database) as two, projecting(database) as three:
        running = [asyncio.create_task(projector.run()) for projector in (one, two, three)]
        for _ in range(50):
            head = await count(log, "toy:1")
        assert await Shown(reader).wait_for(head, 20)
        for task in running:
            task.cancel()
        await asyncio.wait(running)
    assert await rows(reader) == {"toy:1": 50}


async def test_a_changed_view_is_rebuilt_at_the_start(database: Database, log: Log, reader: AsyncEngine) -> None:
    head = await count(log, "toy:1")
    async with projecting(database) as projector:
        await projector.project()
    async with reader.connect() as connection:
        before = await connection.scalar(text("SELECT 'view.toy_tally'::regclass::oid"))

    async with projecting(database, Tally(version=1)) as projector:
        await projector.project()
        async with reader.connect() as connection:
            assert await connection.scalar(text("SELECT 'view.toy_tally'::regclass::oid")) == before
    async with projecting(database, Tally(version=2)) as projector:
        assert await projector.project() == head
        async with reader.connect() as connection:
            assert await connection.scalar(text("SELECT 'view.toy_tally'::regclass::oid")) != before
    assert await rows(reader) == {"toy:1": 1}


async def test_an_older_release_stops_when_a_newer_one_has_rebuilt_the_views(database: Database, log: Log) -> None:
    async with projecting(database) as old, projecting(database, Tally(version=2)) as new:
        await old.project()
        running = asyncio.create_task(old.run())
        await new.project()
        await count(log, "toy:1")
        with pytest.raises(ViewsTakenOver):
            await running


async def test_a_rebuild_under_concurrent_writes_serves_all_the_time_and_never_goes_back(
    database: Database, log: Log, reader: AsyncEngine
) -> None:
    async with projecting(database) as one, projecting(database) as two:
        await count(log, "toy:0", times=3000)
        await one.project()
        done = asyncio.Event()
        running = asyncio.create_task(one.run())

        async def write(stream: str) -> None:
            while not done.is_set():
                await count(log, stream)

        async def look() -> list[int]:
            seen = []
            while not done.is_set():
                assert await agree(reader, log)
                seen.append(await Shown(reader).position())
            return seen

        workers = [asyncio.create_task(write(f"toy:{number}")) for number in (1, 2)]
        looking = asyncio.create_task(look())
        for _ in range(3):
            await two.rebuild()
        done.set()
        await asyncio.gather(*workers)
        seen = await looking
        assert await Shown(reader).wait_for(await log.head(), 20)
        running.cancel()
        await asyncio.wait([running])

    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[0] >= 2999
    assert await agree(reader, log)


async def test_a_rebuild_that_dies_leaves_the_old_views_serving_and_the_next_one_succeeds(
    database: Database, log: Log, reader: AsyncEngine
) -> None:
    head = await count(log, "toy:1", times=1200)
    async with projecting(database) as projector:
        await projector.project()

    async def fail(_connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
        if batch[-1].stored.position >= 600:
            raise Failure

    async with projecting(database, Tally(version=2, meanwhile=fail)) as failing:
        with pytest.raises(Failure):
            await failing.rebuild()
    assert await rows(reader) == {"toy:1": 1200}
    async with projecting(database, Tally(version=2)) as projector:
        assert await projector.project() == head
    assert await rows(reader) == {"toy:1": 1200}


async def test_a_reader_who_stays_does_not_hold_up_a_rebuild(
    database: Database, log: Log, reader: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.views.projector._PATIENCE", "50ms")
    await count(log, "toy:1")
    async with projecting(database) as projector, reader.connect() as staying:
        await projector.project()
        old = (await staying.execute(select(tally.c.total))).scalar_one()
        await projector.rebuild()
        assert old == 1
        assert await rows(reader) == {"toy:1": 1}
        head = await count(log, "toy:1")
        assert await projector.project() == head
