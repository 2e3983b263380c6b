"""The one clock: `occurred_at` comes from here, never from a client."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

Clock = Callable[[], Awaitable[datetime]]
"""Tells the instant, aware and in UTC. It is awaited so that a test or a simulation may keep time elsewhere."""


async def system_clock() -> datetime:
    return datetime.now(UTC)
