"""A nudge within the process: who waits for news wakes at once, and polls only for news from other processes."""

import asyncio
import contextlib

FASTEST_POLL = 0.002
SLOWEST_POLL = 0.050


class Nudge:
    """Wakes everyone who waits for it; `wait` is told the count seen, so a nudge since then is not lost."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: set[asyncio.Event] = set()

    def give(self) -> None:
        self.count += 1
        for waiter in self._waiting:
            waiter.set()

    async def wait(self, seen: int, seconds: float) -> None:
        """Returns when a nudge has been given since `count` was `seen`, at the latest after `seconds`."""
        if self.count != seen:
            return
        waiter = asyncio.Event()
        self._waiting.add(waiter)
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await waiter.wait()
        finally:
            self._waiting.discard(waiter)


def slower(pause: float) -> float:
    """The next pause of a poll that found nothing."""
    return min(pause * 2, SLOWEST_POLL)
