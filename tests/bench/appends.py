"""Appends: `Log.append` against a prepared autocommit INSERT into a table with the same columns and keys.

Both go through the same kind of pool and store the same bodies. The bare table takes positions from a sequence, so they
have gaps and appear out of order; what the INSERT does without is what the log promises.
"""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple
from uuid import uuid4

import asyncpg

from store.codec import Codec
from store.connect import open_pool
from store.log import Appended, EncodedEvent, Log
from tests import sample
from tests.bench import history
from tests.bench.measure import Bench, Compared, Rates, pairs
from tests.bench.place import open_keys
from tests.conftest import Database

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
_STREAM_LENGTH = 50
"""Events of a stream before the next one begins; an appraisal has about as many."""

_BARE_TABLE = (
    "CREATE SCHEMA bare",
    "CREATE TABLE bare.event (LIKE es.event INCLUDING ALL)",
    "CREATE SEQUENCE bare.position MINVALUE 0",
    "ALTER TABLE bare.event ALTER COLUMN position SET DEFAULT nextval('bare.position')",
    "ALTER TABLE bare.event ALTER COLUMN recorded_at SET DEFAULT clock_timestamp()",
    "GRANT USAGE ON SCHEMA bare TO test_writer",
    "GRANT USAGE ON SEQUENCE bare.position TO test_writer",
    "GRANT SELECT, INSERT ON bare.event TO test_writer",
)
_INSERT = """
INSERT INTO bare.event (stream, version, event_id, type, schema_version, occurred_at, body, meta)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_INSERT_MANY = """
INSERT INTO bare.event (stream, version, event_id, type, schema_version, occurred_at, body, meta)
SELECT $1, $2 + a.i, a.id, a.type, a.schema_version, $3, a.body, a.meta
FROM unnest($4::uuid[], $5::text[], $6::smallint[], $7::text[], $8::text[])
  WITH ORDINALITY AS a(id, type, schema_version, body, meta, i)
"""


class Chunk(NamedTuple):
    """What one append adds to a stream at a version."""

    stream: str
    version: int
    events: list[EncodedEvent]


Way = Callable[[Chunk], Callable[[], Awaitable[object]]]
"""Makes an append ready, which is not measured, and returns what does it."""


class Load(NamedTuple):
    """So many writers, each appending so many events at a time."""

    name: str
    writers: int
    batch: int
    events: int
    """How many a run appends, as a multiple of the run's size."""
    bar: float


LOADS = (
    Load("append, 1 writer", writers=1, batch=1, events=1, bar=0.6),
    Load("append, 16 writers", writers=16, batch=1, events=4, bar=0.25),
    Load("append, batches of 100", writers=1, batch=100, events=15, bar=0.6),
)


def measure(bench: Bench) -> list[Compared]:
    """One writer, many writers, and batches."""
    with bench.database() as database:
        return asyncio.run(_measure(bench, database))


async def _measure(bench: Bench, database: Database) -> list[Compared]:
    await database.server.execute(*_BARE_TABLE, database=database.name)
    forms = await stored_forms(database)
    findings = []
    for load in LOADS:
        bench.say(load.name)
        async with AsyncExitStack() as stack:
            log = await Log.open(database.writer_url, size=load.writers)
            stack.push_async_callback(log.close)
            pool = await open_pool(database.writer_url, size=load.writers)
            stack.push_async_callback(pool.close)
            rates = await compare(bench, load, forms, by_log(log), _by_insert(pool, many=load.batch > 1))
        findings.append(Compared(load.name, "events/s", rates, "prepared INSERT", load.bar))
    return findings


async def stored_forms(database: Database) -> list[EncodedEvent]:
    """The events of one appraisal as they are stored."""
    async with open_keys(database) as keys:
        return (await history.encoded(Codec(keys), sample.CYCLE))[1]


async def compare(bench: Bench, load: Load, forms: Sequence[EncodedEvent], ours: Way, bare: Way) -> Rates:
    """Rates of two ways under a load, once both have opened their connections and prepared their statements."""
    for way in (ours, bare):
        await _rate(way, forms, load, load.writers * load.batch * 20)
    events = bench.size.events * load.events
    return await pairs(
        bench.size.pairs, partial(_rate, ours, forms, load, events), partial(_rate, bare, forms, load, events)
    )


def by_log(log: Log) -> Way:
    async def append(chunk: Chunk) -> None:
        answer = await log.append(chunk.stream, chunk.version, NOW, chunk.events)
        assert isinstance(answer, Appended), answer

    return lambda chunk: partial(append, chunk)


def _by_insert(pool: asyncpg.Pool, *, many: bool) -> Way:
    def insert(chunk: Chunk) -> Callable[[], Awaitable[object]]:
        one = chunk.events[0]
        values = (one.event_id, one.type, one.schema_version, NOW, one.body, one.meta)
        return partial(pool.execute, _INSERT, chunk.stream, chunk.version + 1, *values)

    def insert_many(chunk: Chunk) -> Callable[[], Awaitable[object]]:
        columns = (list(column) for column in zip(*chunk.events, strict=True))
        return partial(pool.execute, _INSERT_MANY, chunk.stream, chunk.version, NOW, *columns)

    return insert_many if many else insert


async def _rate(way: Way, forms: Sequence[EncodedEvent], load: Load, events: int) -> float:
    """Events appended in a second."""
    each = max(1, events // load.writers // load.batch)
    work = [[way(chunk) for chunk in itertools.islice(chunks(forms, load.batch), each)] for _ in range(load.writers)]

    async def write(todo: Sequence[Callable[[], Awaitable[object]]]) -> None:
        for append in todo:
            await append()

    began = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for todo in work:
            group.create_task(write(todo))
    return load.writers * each * load.batch / (time.perf_counter() - began)


def chunks(forms: Sequence[EncodedEvent], batch: int) -> Iterator[Chunk]:
    """Appends without end, to streams nobody has, one stream after the other."""
    form = itertools.cycle(forms)
    while True:
        stream = f"appraisal:annual-2026:{uuid4()}"
        for version in range(0, max(_STREAM_LENGTH, batch), batch):
            yield Chunk(stream, version, [next(form)._replace(event_id=uuid4()) for _ in range(batch)])
