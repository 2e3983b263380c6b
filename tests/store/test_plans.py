"""What PostgreSQL does for each hot query: it walks an index, whatever it believed of the log when it planned."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from store import log as queries
from store.log import Log
from tests.conftest import Database
from tests.store.events import NOON, encoded

pytestmark = pytest.mark.anyio

HOT = {
    "read_after": (queries.READ_AFTER, "bigint, bigint", "100, 500"),
    "read_stream": (queries.READ_STREAM, "text, bigint", "'s1', 0"),
    "read_stream_part": (queries.READ_STREAM_PART, "text, bigint, bigint", "'s1', 0, 10"),
    "find": (queries.FIND, "uuid", f"'{UUID(int=1)}'"),
    "head": (queries.HEAD, "", ""),
    "streams": (queries.STREAMS, "text, text", "'s:', 's;'"),
    "version": (queries.VERSION, "text", "'s1'"),
    "append: replay": ("SELECT position FROM es.event WHERE event_id = $1 AND stream = $2", "uuid, text", "NULL, 's1'"),
    "append: latest": ("SELECT position + 1, recorded_at FROM es.event ORDER BY position DESC LIMIT 1", "", ""),
}


async def fill(log: Log, streams: int, each: int) -> None:
    for number in range(streams):
        await log.append(f"s{number}", 0, NOON, [encoded() for _ in range(each)])


async def plan(log: Log, name: str) -> str:
    query, types, values = HOT[name]
    async with log.pool.acquire() as connection:
        await connection.execute("SET plan_cache_mode = force_generic_plan")
        await connection.execute(f"PREPARE hot{f'({types})' if types else ''} AS {query}")
        rows = await connection.fetch(f"EXPLAIN EXECUTE hot{f'({values})' if values else ''}")
        await connection.execute("DEALLOCATE hot")
    return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize("name", HOT)
@pytest.mark.parametrize("size", [0, 5, 200])
async def test_no_hot_query_sorts_or_scans_the_log(database: Database, log: Log, name: str, size: int) -> None:
    if size:
        await fill(log, 10, size)
        await database.server.execute("SET ROLE kaohe_owner; ANALYZE es.event", database=database.name)

    explained = await plan(log, name)

    assert "Index" in explained
    assert "Seq Scan" not in explained
    assert "Sort" not in explained
    assert "Bitmap" not in explained


async def test_an_append_is_one_round_trip(log: Log) -> None:
    """Counted where it can be: the queries that asyncpg sends on the pool's connections."""
    await log.append("a", 0, NOON, [encoded()])
    async with log.pool.acquire() as connection:
        sent: list[str] = []
        connection.add_query_logger(lambda record: sent.append(record.query))
    for version in range(1, 4):
        await log.append("a", version, datetime.now(NOON.tzinfo), [encoded(uuid4())])

    assert sent == [queries.APPEND] * 3
