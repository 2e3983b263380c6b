"""The log: streams of events in one order. Positions count from 0 without gaps, versions of a stream from 1.

An append is one round trip and final when it returns. A reader is a cursor: whatever is after a position it has read
comes later, and nothing ever appears before it.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg
import structlog

from store.connect import open_pool
from store.faults import CONFLICT, LogMisuse, LogUnavailable, translated
from store.nudge import FASTEST_POLL, SLOWEST_POLL, Nudge, slower

START = -1
"""The position before the first event."""

APPENDS_AT_ONCE = 3
"""Appends of one process under way at once. They queue for one lock in any case: while one commits the next prepare,
and more would only keep PostgreSQL busy with waiting."""

_COLUMNS = "position, stream, version, event_id, type, schema_version, recorded_at, occurred_at, body, meta"
APPEND = "SELECT replayed, first_position, last_version FROM es.append($1, $2, $3, $4, $5, $6, $7, $8)"
READ_STREAM = f"SELECT {_COLUMNS} FROM es.event WHERE stream = $1 AND version > $2 ORDER BY version"  # noqa: S608 - constants
READ_STREAM_PART = f"{READ_STREAM} LIMIT $3"
READ_AFTER = f"SELECT {_COLUMNS} FROM es.event WHERE position > $1 ORDER BY position LIMIT $2"  # noqa: S608 - constants
FIND = f"SELECT {_COLUMNS} FROM es.event WHERE event_id = $1"  # noqa: S608 - constants
HEAD = "SELECT max(position) FROM es.event"
STREAMS = "SELECT stream FROM es.event WHERE stream >= $1 AND stream < $2 AND version = 1 ORDER BY stream"
VERSION = "SELECT max(version) FROM es.event WHERE stream = $1"

_log = structlog.get_logger(__name__)


class EncodedEvent(NamedTuple):
    """An event as it will be stored; `body` and `meta` are canonical JSON."""

    event_id: UUID
    type: str
    schema_version: int
    body: str
    meta: str


class StoredEvent(NamedTuple):
    """An event as it is stored, with its place in the one order and in its stream."""

    position: int
    stream: str
    version: int
    event_id: UUID
    type: str
    schema_version: int
    recorded_at: datetime
    occurred_at: datetime
    body: str
    meta: str


class Appended(NamedTuple):
    """The events are in the log, at these places, for ever."""

    first_position: int
    last_version: int


class Replayed(NamedTuple):
    """An append of the same first event id was recorded before, at these places; nothing was written now.

    Whether its content is the same is the caller's to compare.
    """

    first_position: int
    last_version: int


class Conflict(NamedTuple):
    """The stream was at another version than expected; nothing was written."""

    at_version: int


class Log:
    """Appends to the log and reads it, over a pool of connections.

    Everything is safe to repeat. `LogUnavailable` is raised when PostgreSQL does not answer, and `LogMisuse` for what
    would never succeed.
    """

    def __init__(self, pool: asyncpg.Pool, nudge: Nudge | None = None) -> None:
        self._pool = pool
        self._turns = asyncio.Semaphore(APPENDS_AT_ONCE)
        self.nudge = nudge or Nudge()

    @classmethod
    async def open(cls, url: str, *, size: int = 10, nudge: Nudge | None = None) -> "Log":
        """Connects as a login that is a member of the writer or a reading role."""
        with translated():
            return cls(await open_pool(url, size=size), nudge)

    async def close(self) -> None:
        await self._pool.close()

    @property
    def pool(self) -> asyncpg.Pool:
        return self._pool

    async def append(
        self, stream: str, expected: int, occurred_at: datetime, events: Sequence[EncodedEvent]
    ) -> Appended | Replayed | Conflict:
        """Appends events to `stream` if it is at version `expected` (0: it does not exist yet), all or none.

        Returns `Replayed` when the first event id is in this stream already, whatever the stream's version now.
        """
        if occurred_at.tzinfo is None:
            raise LogMisuse(f"{stream}: occurred_at {occurred_at} has no time zone; give an aware instant")
        columns = zip(*events, strict=True) if events else ((),) * 5
        values = (stream, expected, occurred_at, *(list(column) for column in columns))
        with translated():
            try:
                answer = await self._append(values)
            except asyncpg.UniqueViolationError:  # a race lost between check and lock: once more, and it is plain which
                try:
                    answer = await self._append(values)
                except asyncpg.UniqueViolationError as error:
                    raise LogMisuse(f"{stream}: an event id is in use elsewhere ({error.detail})") from error
        if isinstance(answer, Appended):
            self.nudge.give()
        return answer

    async def _append(self, values: tuple[object, ...]) -> Appended | Replayed | Conflict:
        try:
            async with self._turns:
                row = await self._pool.fetchrow(APPEND, *values)
        except asyncpg.PostgresError as error:
            if error.sqlstate == CONFLICT:
                return Conflict(int(error.detail or 0))
            raise
        assert row is not None  # noqa: S101 - a function with OUT parameters returns a row
        replayed, first_position, last_version = row
        return (Replayed if replayed else Appended)(first_position, last_version)

    async def read_stream(self, stream: str, after: int = 0, limit: int | None = None) -> list[StoredEvent]:
        """The events of a stream after version `after`, oldest first; none when there is no such stream."""
        with translated():
            rows = await (
                self._pool.fetch(READ_STREAM, stream, after)
                if limit is None
                else self._pool.fetch(READ_STREAM_PART, stream, after, limit)
            )
        return [StoredEvent._make(row) for row in rows]

    async def read_after(self, position: int = START, limit: int = 500) -> list[StoredEvent]:
        """At most `limit` events after a position, in the one order."""
        with translated():
            rows = await self._pool.fetch(READ_AFTER, position, limit)
        return [StoredEvent._make(row) for row in rows]

    async def tail(self, position: int = START, limit: int = 500) -> AsyncIterator[list[StoredEvent]]:
        """Batches of events after a position, for ever: what is there, then what comes, each batch as soon as it is.

        Wakes at once for an append of this process, and within 50 ms for one of another. A database that is away is
        waited for.
        """
        pause, away = FASTEST_POLL, False
        while True:
            seen = self.nudge.count
            try:
                batch = await self.read_after(position, limit)
            except LogUnavailable as error:
                if not away:
                    _log.warning("log.away", position=position, error=str(error))
                away = True
                await asyncio.sleep(SLOWEST_POLL)
                continue
            if away:
                _log.info("log.back", position=position)
                away = False
            if batch:
                yield batch
                position, pause = batch[-1].position, FASTEST_POLL
            else:
                await self.nudge.wait(seen, pause)
                pause = slower(pause)

    async def head(self) -> int:
        """The position of the latest event; `START` when the log is empty."""
        with translated():
            position = await self._pool.fetchval(HEAD)
        return START if position is None else int(position)

    async def version(self, stream: str) -> int:
        """The version a stream is at; 0 when it does not exist."""
        with translated():
            return int(await self._pool.fetchval(VERSION, stream) or 0)

    async def streams(self, kind: str) -> list[str]:
        """The names of all streams of one kind, in order."""
        after = chr(ord(":") + 1)
        with translated():
            return [row["stream"] for row in await self._pool.fetch(STREAMS, f"{kind}:", f"{kind}{after}")]

    async def find(self, event_id: UUID) -> StoredEvent | None:
        """The event of that id, wherever it is."""
        with translated():
            row = await self._pool.fetchrow(FIND, event_id)
        return StoredEvent._make(row) if row else None
