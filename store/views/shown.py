"""What the views show: the position they have reached, and waiting until they show one's own write."""

import time

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from store.log import START
from store.nudge import FASTEST_POLL, Nudge, slower
from store.views.view import SCHEMA, cursor


class Shown:
    """Reads the views' cursor for those who read the views; `nudge` is the projector's when it runs in this process."""

    def __init__(self, reader: AsyncEngine, nudge: Nudge | None = None) -> None:
        self._engine = reader
        self._nudge = nudge or Nudge()

    async def position(self) -> int:
        """The position up to which the views show everything; `START` before they are built."""
        async with self._engine.connect() as connection:
            if not await connection.scalar(text(f"SELECT to_regclass('{SCHEMA}.{cursor.name}') IS NOT NULL")):
                return START
            return int((await connection.execute(select(cursor.c.position))).scalar_one())

    async def wait_for(self, position: int, timeout: float) -> bool:  # noqa: ASYNC109 - the wait's end is an answer
        """Waits until the views have reached `position`; False when that takes longer than `timeout` seconds.

        A write whose wait ends with False is recorded all the same, and not yet shown.
        """
        until, pause = time.monotonic() + timeout, FASTEST_POLL
        while True:
            seen = self._nudge.count
            if await self.position() >= position:
                return True
            left = until - time.monotonic()
            if left <= 0:
                return False
            await self._nudge.wait(seen, min(pause, left))
            pause = slower(pause)
