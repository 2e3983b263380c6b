"""Typed replay of appraisals (read, decode, fold) against SELECT of the same rows and `json.loads` of body and meta.

Stream by stream, as a command loads what it decides on; and all in one pass, as a view is rebuilt. The pass has no bar:
it keeps every state at once, so it also measures Python's garbage collector.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

import asyncpg

from domain.aggregates import AGGREGATES
from domain.appraisal.state import Appraisal
from store.codec import Codec, decode
from store.log import READ_AFTER, READ_STREAM, START, Log
from tests.bench import history
from tests.bench.appends import NOW
from tests.bench.measure import Bench, Compared, pairs
from tests.bench.place import open_keys
from tests.conftest import Database

BAR = 0.5
Replay = Callable[[], Awaitable[int]]
"""Goes through the log, and returns how many events it has seen."""

_PAGE = 500
_APPRAISAL = AGGREGATES["appraisal"]


def measure(bench: Bench) -> list[Compared]:
    with bench.database() as database:
        return asyncio.run(_measure(bench, database))


async def _measure(bench: Bench, database: Database) -> list[Compared]:
    bench.say(f"writing {bench.size.streams} appraisals to replay")
    log = await Log.open(database.writer_url, size=2)
    try:
        streams = await _write(log, database, bench.size.streams)
        events = len(streams) * len(history.appraisal())
        ways: tuple[tuple[str, Replay, Replay, float | None], ...] = (
            ("replay, stream by stream", partial(_replay, log, streams), partial(_select, log.pool, streams), BAR),
            ("replay, in one pass", partial(_replay_all, log), partial(_select_all, log.pool), None),
        )
        findings = []
        for name, ours, bare, bar in ways:
            bench.say(f"{name}, {events} events")
            rates = await pairs(bench.size.pairs, partial(_rate, ours, events), partial(_rate, bare, events))
            findings.append(Compared(name, "events/s", rates, "SELECT and json.loads", bar))
        return findings
    finally:
        await log.close()


async def _write(log: Log, database: Database, count: int) -> list[str]:
    """Writes so many appraisals and returns their streams."""
    streams = []
    async with open_keys(database) as keys:
        codec = Codec(keys)
        for number in range(count):
            stream, events = await history.encoded(codec, f"annual-{number}")
            await log.append(stream, 0, NOW, events)
            streams.append(stream)
    await database.server.execute("VACUUM ANALYZE es.event", database=database.name)
    return streams


async def _rate(replay: Replay, events: int) -> float:
    """Events a second; all of them have been seen."""
    began = time.perf_counter()
    seen = await replay()
    taken = time.perf_counter() - began
    assert seen == events, f"replayed {seen} events of {events}"
    return events / taken


async def _replay(log: Log, streams: Sequence[str]) -> int:
    """Folds each stream; the number of events, as the states have counted them."""
    versions = 0
    for stream in streams:
        state: Appraisal = _APPRAISAL.initial()
        for stored in await log.read_stream(stream):
            state = _APPRAISAL.evolve(state, decode(stored))
        assert state.closed
        versions += state.version
    return versions


async def _select(pool: asyncpg.Pool, streams: Sequence[str]) -> int:
    rows = 0
    for stream in streams:
        for row in await pool.fetch(READ_STREAM, stream, 0):
            json.loads(row["body"])
            json.loads(row["meta"])
            rows += 1
    return rows


async def _replay_all(log: Log) -> int:
    """Folds all streams at once, event by event in the one order."""
    states: dict[str, Appraisal] = {}
    position = START
    while batch := await log.read_after(position, _PAGE):
        for stored in batch:
            state = states.get(stored.stream) or _APPRAISAL.initial()
            states[stored.stream] = _APPRAISAL.evolve(state, decode(stored))
        position = batch[-1].position
    return sum(state.version for state in states.values())


async def _select_all(pool: asyncpg.Pool) -> int:
    rows, position = 0, START
    while batch := await pool.fetch(READ_AFTER, position, _PAGE):
        for row in batch:
            json.loads(row["body"])
            json.loads(row["meta"])
        rows += len(batch)
        position = batch[-1]["position"]
    return rows
