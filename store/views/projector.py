"""Keeps the views: applies events batch by batch, the cursor in the same transaction, and rebuilds from zero."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import NamedTuple

import structlog
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store.codec import decode
from store.connect import engine
from store.log import START, Log, StoredEvent
from store.nudge import Nudge
from store.patience import patiently, sqlstate
from store.roles import Role
from store.views.view import NEXT_SCHEMA, OLD_SCHEMA, SCHEMA, Recorded, View, cursor, definition, metadata

BATCH = 500

_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('kaohe.view', 0))")
_REBUILD = text("SELECT pg_advisory_lock(hashtextextended('kaohe.view.rebuild', 0))")

_LOCK_NOT_AVAILABLE = "55P03"
_PATIENCE = "5s"
"""How long the end of a rebuild waits for those who still read the old views."""

_log = structlog.get_logger(__name__)


class ViewsTakenOver(Exception):  # noqa: N818 - says what happened
    """Another release has rebuilt the views to its own definition and keeps them now."""


class _Cursor(NamedTuple):
    position: int
    definition: str


class Projector:
    """Keeps all views at one position of the log. Several may run: each batch is applied by one of them.

    A change of the tables or of a view's version is noticed at the start and answered with a rebuild, during which the
    old views serve. `nudge` wakes those in this process who wait until their write is shown.
    """

    def __init__(self, views_engine: AsyncEngine, log: Log, views: Sequence[View], nudge: Nudge | None = None) -> None:
        self._engine = views_engine
        self._log = log
        self._views = tuple(views)
        self._definition = definition(views)
        self.nudge = nudge or Nudge()

    @classmethod
    async def open(
        cls, url: str, views: Sequence[View], *, nudge: Nudge | None = None, of: Nudge | None = None
    ) -> "Projector":
        """Connects as a login that is a member of `Role.VIEWS`; `of` is the nudge of the log that is appended to."""
        return cls(engine(url, role=Role.VIEWS, lock_timeout="0"), await Log.open(url, size=2, nudge=of), views, nudge)

    async def close(self) -> None:
        await self._log.close()
        await self._engine.dispose()

    async def run(self) -> None:
        """Keeps the views for ever. A database that is away is waited for; a view that fails ends the run.

        Raises `ViewsTakenOver` when another release keeps the views.
        """
        await patiently("views", self.prepare)
        await self._follow()

    async def prepare(self) -> None:
        """Builds the views when they are absent or were built by another definition."""
        if (await self._cursor()).definition != self._definition:
            await self.rebuild(only_if_outdated=True)

    async def project(self) -> int:
        """Applies everything that is in the log now, and returns the position the views are at."""
        await self.prepare()
        position = (await self._cursor()).position
        while batch := await self._log.read_after(position, BATCH):
            position = await self._apply(batch)
        return position

    async def _follow(self) -> None:
        at = await patiently("views", self._cursor)
        async for batch in self._log.tail(at.position, BATCH):
            await patiently("views", partial(self._apply, batch))

    async def _apply(self, batch: Sequence[StoredEvent]) -> int:
        """Applies what of a batch is not applied yet, and returns the position the views are at."""
        async with self._turn() as connection:
            at = await self._read_cursor(connection)
            if at.definition != self._definition:
                raise ViewsTakenOver("the views are kept by another release now: stop this one's, or start it anew")
            fresh = [event for event in batch if event.position > at.position]
            if fresh and fresh[0].position != at.position + 1:  # the views are behind what this projector remembers
                fresh = await self._log.read_after(at.position, BATCH)
            if not fresh:
                return at.position
            await self._project(connection, fresh)
        self.nudge.give()
        return fresh[-1].position

    async def _project(self, connection: AsyncConnection, events: Sequence[StoredEvent]) -> None:
        recorded = [Recorded(event, decode(event)) for event in events]
        for view in self._views:
            await view.apply(connection, recorded)
        await connection.execute(update(cursor).values(position=events[-1].position))

    # ------------------------------------------------------------ rebuilding

    async def rebuild(self, *, only_if_outdated: bool = False) -> None:
        """Builds the views from zero beside the old ones, which serve until the new have caught up and replace them.

        What the old ones have shown the new ones show, so nobody sees time go backwards. One rebuild runs at a time.
        """
        async with self._engine.connect() as guard:
            await guard.execution_options(isolation_level="AUTOCOMMIT")
            try:
                await guard.execute(_REBUILD)
                if only_if_outdated and (await self._cursor()).definition == self._definition:
                    return
                await self._rebuild()
            finally:
                await guard.invalidate()  # the lock is the session's and ends with it, however this ends
        self.nudge.give()

    async def _rebuild(self) -> None:
        _log.info("views.rebuild.begin", head=await self._log.head())
        async with self._next() as connection:
            for schema in (NEXT_SCHEMA, OLD_SCHEMA):
                await connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
            await connection.execute(text(f"CREATE SCHEMA {NEXT_SCHEMA}"))
            tables = [cursor, *(table for view in self._views for table in view.tables)]
            await connection.run_sync(lambda sync: metadata.create_all(sync, tables=tables, checkfirst=False))
            await connection.execute(insert(cursor).values(one=True, position=START, definition=self._definition))
        position = START
        while len(batch := await self._log.read_after(position, BATCH)) == BATCH:
            async with self._next() as connection:
                await self._project(connection, batch)
            position = batch[-1].position
        async with self._next() as connection:
            await connection.execute(_TURN)  # from here nobody moves the old views, and what they are ahead is short
            shown = (await self._cursor()).position
            while position < shown and (batch := await self._log.read_after(position, BATCH)):
                await self._project(connection, batch)
                position = batch[-1].position
            await connection.execute(text(f"ALTER SCHEMA {SCHEMA} RENAME TO {OLD_SCHEMA}"))
            await connection.execute(text(f"ALTER SCHEMA {NEXT_SCHEMA} RENAME TO {SCHEMA}"))
        _log.info("views.rebuild.end", position=position)
        await self._drop_old()

    async def _drop_old(self) -> None:
        """Drops the replaced views once nobody reads them any more; after a while they are left to the next rebuild."""
        try:
            async with self._engine.begin() as connection:
                await connection.execute(text(f"SET LOCAL lock_timeout = '{_PATIENCE}'"))
                await connection.execute(text(f"DROP SCHEMA IF EXISTS {OLD_SCHEMA} CASCADE"))
        except DBAPIError as error:
            if sqlstate(error) != _LOCK_NOT_AVAILABLE:
                raise
            _log.warning("views.rebuild.old_left", schema=OLD_SCHEMA)

    @asynccontextmanager
    async def _next(self) -> AsyncIterator[AsyncConnection]:
        async with self._engine.begin() as connection:
            await connection.execution_options(schema_translate_map={SCHEMA: NEXT_SCHEMA})
            yield connection

    # ------------------------------------------------------------ the cursor

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[AsyncConnection]:
        """A transaction in which no other projector and no swap touches the views.

        The lock comes first: every later statement then finds the tables that carry the name now.
        """
        async with self._engine.begin() as connection:
            await connection.execute(_TURN)
            yield connection

    async def _cursor(self) -> _Cursor:
        async with self._engine.connect() as connection:
            return await self._read_cursor(connection)

    async def _read_cursor(self, connection: AsyncConnection) -> _Cursor:
        if not await connection.scalar(text(f"SELECT to_regclass('{SCHEMA}.{cursor.name}') IS NOT NULL")):
            return _Cursor(START, "")
        row = (await connection.execute(select(cursor.c.position, cursor.c.definition))).one()
        return _Cursor(row.position, row.definition)
