"""Appends against those of the `eventsourcing` library, on the same server: its recorder alone, given ready bytes.

With the library's own settings a table lock keeps positions in the order of commits, as the log does. With its database
functions it goes without, so a reader may miss events for ever; that is fast, promises less, and has no bar.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from store.log import Log
from tests.bench.appends import Chunk, Load, Way, by_log, compare, stored_forms
from tests.bench.measure import Bench, Compared
from tests.conftest import Database

BAR = 1.0
LOADS = (
    Load("append, 1 writer", writers=1, batch=1, events=1, bar=BAR),
    Load("append, batches of 100", writers=1, batch=100, events=10, bar=BAR),
)


def measure(bench: Bench) -> list[Compared]:
    with bench.database() as database:
        return asyncio.run(_measure(bench, database))


async def _measure(bench: Bench, database: Database) -> list[Compared]:
    forms = await stored_forms(database)
    await database.server.execute("GRANT CREATE ON SCHEMA public TO test_writer", database=database.name)
    findings = []
    for unordered in (False, True):
        against = "eventsourcing, unordered" if unordered else "eventsourcing"
        log, datastore = await Log.open(database.writer_url, size=1), _datastore(database, unordered=unordered)
        try:
            recorder = PostgresApplicationRecorder(datastore)
            recorder.create_table()
            for load in LOADS:
                bench.say(f"{load.name}, {against}")
                rates = await compare(bench, load, forms, by_log(log), _by_library(recorder))
                findings.append(Compared(load.name, "events/s", rates, against, None if unordered else load.bar))
        finally:
            datastore.close()
            await log.close()
    return findings


def _datastore(database: Database, *, unordered: bool) -> PostgresDatastore:
    url = urlsplit(database.writer_url)
    return PostgresDatastore(
        dbname=database.name,
        host=str(url.hostname),
        port=str(url.port),
        user=str(url.username),
        password=str(url.password),
        enable_db_functions=unordered,
    )


def _by_library(recorder: PostgresApplicationRecorder) -> Way:
    """The library blocks; one writer has nothing else to do meanwhile."""

    async def insert(events: list[StoredEvent]) -> None:
        recorder.insert_events(events)

    def ready(chunk: Chunk) -> Callable[[], Awaitable[object]]:
        own = UUID(chunk.stream.rpartition(":")[2])
        states = ((one.type, f"{one.body}{one.meta}".encode()) for one in chunk.events)
        events = [StoredEvent(own, version, *state) for version, state in enumerate(states, chunk.version + 1)]
        return partial(insert, events)

    return ready
