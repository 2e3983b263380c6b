"""What the views show: the position they have reached, and waiting until they show one's own write."""

import asyncio
import time

from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

from store.log import START
from store.nudge import FASTEST_POLL, Nudge, slower
from store.views.view import cursor

_ABSENT = ("42P01", "3F000")
"""No such table, or no such schema: the views are not built yet."""


class Shown:
    """Reads the views' cursor for those who read the views; `nudge` is the projector's when it runs in this process.

    All who wait share each look at the cursor: looks of their own, many a second, would slow what they wait for.
    """

    def __init__(self, reader: AsyncEngine, nudge: Nudge | None = None) -> None:
        self._engine = reader.execution_options(isolation_level="AUTOCOMMIT")  # one statement needs no transaction
        self._nudge = nudge or Nudge()
        self._look: asyncio.Task[int] | None = None

    async def position(self) -> int:
        """The position up to which the views show everything; `START` before they are built."""
        async with self._engine.connect() as connection:
            try:
                return int((await connection.execute(select(cursor.c.position))).scalar_one())
            except ProgrammingError as error:
                if getattr(error.orig, "sqlstate", None) not in _ABSENT:
                    raise
                return START

    async def wait_for(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109 - the wait's end is an answer
        """Waits until the views have reached `position`; False when that takes longer than `timeout` seconds.

        A write whose wait ends with False is recorded all the same, and not yet shown.
        """
        until, pause = time.monotonic() + timeout, FASTEST_POLL
        while True:
            seen = self._nudge.count
            if await self._looked() >= position:
                return True
            left = until - time.monotonic()
            if left <= 0:
                return False
            await self._nudge.wait(seen, min(pause, left))
            pause = slower(pause)

    async def _looked(self) -> int:
        """What the look under way finds, or a new one."""
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self.position())
        return await asyncio.shield(self._look)
