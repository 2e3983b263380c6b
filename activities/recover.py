"""Recovery: the workflow of every unfinished stream is woken or started. That is all, since the log holds all facts."""

from collections.abc import Callable

import asyncpg

from activities.unfinished import unfinished
from activities.wakes import AT_ONCE, Refusal, Waker


async def recover(
    waker: Waker, pool: asyncpg.Pool, progress: Callable[[int, int], None] | None = None
) -> tuple[int, list[Refusal]]:
    """Wakes every unfinished stream at its head; returns how many, and those that Temporal refused with why.

    Safe to repeat, at any time. `progress` is told how many of how many are done. Raises `TemporalAway`.
    """
    streams = await unfinished(pool)
    refused: list[Refusal] = []
    for start in range(0, len(streams), AT_ONCE):
        refused += await waker.wake_all(streams[start : start + AT_ONCE])
        if progress:
            progress(min(start + AT_ONCE, len(streams)), len(streams))
    return len(streams) - len(refused), refused
