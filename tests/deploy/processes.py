"""Watching processes from outside: polls with a deadline, never a sleep for luck."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

DEADLINE = 30.0
_POLL = 0.01


def alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and only waits to be collected does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def descendants(pid: int) -> set[int]:
    """All processes below one, found through their parents."""
    children: dict[int, set[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text(encoding="utf-8")
        except (FileNotFoundError, ProcessLookupError):
            continue
        children.setdefault(int(text.rpartition(")")[2].split()[1]), set()).add(int(stat.parent.name))
    found: set[int] = set()
    reached = {pid}
    while reached:
        reached = {child for parent in reached for child in children.get(parent, set())}
        found |= reached
    return found


async def until(condition: Callable[[], bool], what: str) -> None:
    """Returns when the condition holds; fails, saying what was awaited, after half a minute."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, f"in vain: {what}"
        await asyncio.sleep(_POLL)


def until_sync(condition: Callable[[], bool], what: str) -> None:
    """The same outside an event loop."""
    end = time.monotonic() + DEADLINE
    while not condition():
        assert time.monotonic() < end, f"in vain: {what}"
        time.sleep(_POLL)
