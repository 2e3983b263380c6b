"""Watching processes from outside: polls with a deadline, never a sleep for luck."""

import asyncio
import os
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


def children(pid: int) -> set[int]:
    """The processes whose parent is that one."""
    return _parents().get(pid, set())


def descendants(pid: int) -> set[int]:
    """All processes below one, found through their parents."""
    parents = _parents()
    found: set[int] = set()
    reached = {pid}
    while reached:
        reached = {child for parent in reached for child in parents.get(parent, set())}
        found |= reached
    return found


def naming(folder: Path) -> set[int]:
    """The processes that name a folder in their command or environment, whoever their parent is by now."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if os.fsencode(folder) in known and int(process.name) != os.getpid():
            found.add(int(process.name))
    return found


def _parents() -> dict[int, set[int]]:
    """Every process under its parent."""
    found: dict[int, set[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text(encoding="utf-8")
        except (FileNotFoundError, ProcessLookupError):
            continue
        found.setdefault(int(text.rpartition(")")[2].split()[1]), set()).add(int(stat.parent.name))
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
