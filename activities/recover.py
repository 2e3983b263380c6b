"""Recovery: the workflow of every unfinished stream is woken or started. That is all, since the log holds all facts."""

from collections.abc import Callable

import asyncpg
import structlog

from activities.unfinished import unfinished
from activities.wakes import AT_ONCE, Waker

_log = structlog.get_logger(__name__)


async def recover(waker: Waker, pool: asyncpg.Pool, progress: Callable[[int, int], None] | None = None) -> int:
    """Wakes every unfinished stream at its head; returns how many. Safe to repeat, at any time.

    `progress` is told how many of how many are done. Raises `TemporalAway`, or the error of the first wake refused.
    """
    streams = await unfinished(pool)
    for start in range(0, len(streams), AT_ONCE):
        for refused, error in await waker.wake_all(streams[start : start + AT_ONCE]):
            _log.error("recover.refused", stream=refused.stream, error=str(error))
            raise error
        if progress:
            progress(min(start + AT_ONCE, len(streams)), len(streams))
    return len(streams)
