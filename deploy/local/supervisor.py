"""The supervisor: starts children in order, brings back one that dies, ends all in reverse order, leaves none."""

import asyncio
import contextlib
import os
import signal
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import structlog

from deploy.local import child as shim
from deploy.local.account import Account

_log = structlog.stdlib.get_logger("deploy.supervisor")
_SHIM = str(Path(shim.__file__).absolute())
_LARGE = 10_000_000  # bytes of a log before it is set aside at the next start


@dataclass(frozen=True, kw_only=True)
class Child:
    """What to run, and how to see that it is ready.

    `ready` returns when the child serves, and may poll for ever: it is cancelled when the child dies. `ready_within` is
    what a living child is given for it. `death_signal` is what the kernel sends when the supervisor itself is killed.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    account: Account | None = None
    ready: Callable[[], Awaitable[None]] | None = None
    ready_within: float | None = 60
    stop_signal: signal.Signals = signal.SIGTERM
    stop_within: float = 30
    death_signal: signal.Signals = signal.SIGKILL


@dataclass(frozen=True)
class Bounds:
    """How often a child may die: the `deaths`-th within `window` seconds ends everything."""

    deaths: int = 5
    window: float = 60
    first_wait: float = 0.1
    """Seconds before the first restart; each further one in the window waits twice as long, up to `longest_wait`."""
    longest_wait: float = 5

    def wait(self, deaths: int) -> float:
        return min(self.longest_wait, self.first_wait * 2.0 ** (deaths - 1))


BOUNDS = Bounds()


class ChildFailed(Exception):  # noqa: N818 - said to people as it stands
    """A child died too often, so the whole ended; the message says which, how, and what it said last."""


@dataclass(eq=False)
class _Kept:
    child: Child
    log: Path
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: bool = False
    process: asyncio.subprocess.Process | None = None
    log_start: int = 0
    deaths: deque[float] = field(default_factory=deque)
    starts: int = 0
    task: asyncio.Task[None] | None = None

    @property
    def running(self) -> asyncio.subprocess.Process | None:
        return self.process if self.process is not None and self.process.returncode is None else None


class Supervisor:
    """Keeps children alive. Each writes to `<logs>/<name>.log`, straight from the kernel's side, and to nothing else.

    Use it from the main thread: a child is tied to the thread that starts it.
    """

    def __init__(self, logs: Path, bounds: Bounds = BOUNDS) -> None:
        self._logs = logs
        self._bounds = bounds
        self._kept: dict[str, _Kept] = {}
        self._failure: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._failure.add_done_callback(lambda done: done.cancelled() or done.exception())  # seen even if not awaited
        self._hurry = False
        logs.mkdir(mode=0o700, parents=True, exist_ok=True)

    async def start(self, child: Child) -> None:
        """Starts a child and returns when it is ready; it is kept alive from then on.

        Raises:
            ChildFailed: it, or one started before, died too often.
        """
        if child.name in self._kept:
            raise ValueError(f"child {child.name} is kept already")
        log = self._logs / f"{child.name}.log"
        _set_aside(log)
        kept = self._kept[child.name] = _Kept(child, log)
        kept.task = asyncio.create_task(self._keep(kept), name=f"keep {child.name}")
        waiting = asyncio.create_task(kept.ready.wait())
        try:
            either: set[asyncio.Future[Any]] = {waiting, self._failure}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        if self._failure.done():
            self._failure.result()

    async def failed(self) -> None:
        """Returns never; raises ChildFailed when a child has died too often."""
        await asyncio.shield(self._failure)

    def pid(self, name: str) -> int | None:
        """The process id of a child, None while it is between two lives."""
        process = self._kept[name].running
        return process.pid if process else None

    def starts(self, name: str) -> int:
        """How many times a child has become ready."""
        return self._kept[name].starts

    def hurry(self) -> None:
        """Kills what is left instead of asking: for a second Ctrl-C."""
        self._hurry = True
        for kept in self._kept.values():
            if kept.running:
                _kill(kept.running)

    async def stop(self) -> None:
        """Ends all children, the last started first; one that does not end in its time is killed."""
        for kept in self._kept.values():
            kept.stopping = True
        for kept in reversed(self._kept.values()):
            await self._end(kept)
        if not self._failure.done():
            self._failure.cancel()

    async def _end(self, kept: _Kept) -> None:
        if kept.task is None:
            return
        if (process := kept.running) is not None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL if self._hurry else kept.child.stop_signal)
            try:
                await asyncio.wait_for(process.wait(), kept.child.stop_within)
            except TimeoutError:
                _log.warning("child does not end, killing it", child=kept.child.name, pid=process.pid)
            _kill(process)  # the group too: what the child itself has left behind
            await process.wait()
        kept.task.cancel()
        await asyncio.gather(kept.task, return_exceptions=True)
        _log.info("child ended", child=kept.child.name)

    async def _keep(self, kept: _Kept) -> None:
        try:
            while not kept.stopping:
                code = await self._live(kept)
                if kept.stopping or not await self._may_return(kept, code):
                    return
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it must end the whole and not vanish in a task
            self._fail(error)

    async def _live(self, kept: _Kept) -> int:
        """One life of a child, from its start to its exit code."""
        process = await _spawn(kept)
        dead = asyncio.create_task(process.wait())
        ready = asyncio.create_task(_ready(kept.child))
        try:
            await asyncio.wait({dead, ready}, timeout=kept.child.ready_within, return_when=asyncio.FIRST_COMPLETED)
            if ready.done() and not dead.done():
                ready.result()
                kept.starts += 1
                kept.ready.set()
                _log.info("child ready", child=kept.child.name, pid=process.pid)
            elif not dead.done():
                _log.warning("child is not ready in time, killing it", child=kept.child.name, pid=process.pid)
                _kill(process)
            return await dead
        finally:
            ready.cancel()
            dead.cancel()
            await asyncio.gather(ready, dead, return_exceptions=True)
            _kill(process)

    async def _may_return(self, kept: _Kept, code: int) -> bool:
        now = asyncio.get_running_loop().time()
        kept.deaths.append(now)
        while kept.deaths[0] < now - self._bounds.window:
            kept.deaths.popleft()
        if len(kept.deaths) >= self._bounds.deaths:
            self._fail(ChildFailed(_obituary(kept, code, self._bounds)))
            return False
        wait = self._bounds.wait(len(kept.deaths))
        _log.warning("child died, starting it again", child=kept.child.name, exit=_exit(code), seconds=wait)
        await asyncio.sleep(wait)
        return True

    def _fail(self, error: Exception) -> None:
        if not self._failure.done():
            self._failure.set_exception(error)


async def _ready(child: Child) -> None:
    if child.ready is not None:
        await child.ready()


async def _spawn(kept: _Kept) -> asyncio.subprocess.Process:
    descriptor = os.open(kept.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        kept.log_start = os.fstat(descriptor).st_size
        kept.process = await spawn(kept.child, output=descriptor)
    finally:
        os.close(descriptor)
    return kept.process


async def spawn(child: Child, *, output: int) -> asyncio.subprocess.Process:
    """Starts a child that dies with this process, in a session of its own: Ctrl-C is the supervisor's to answer."""
    tied = [sys.executable, "-I", "-S", _SHIM, "--parent", str(os.getpid())]
    tied += ["--death-signal", str(int(child.death_signal))]
    if child.account is not None:
        tied += ["--uid", str(child.account.uid), "--gid", str(child.account.gid)]
    return await asyncio.create_subprocess_exec(
        *tied,
        "--",
        *child.command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd=child.folder,
        env=dict(child.environment),
        start_new_session=True,
    )


def _kill(process: asyncio.subprocess.Process) -> None:
    """Kills the child's group; its id is not given to another while a member lives, and is nobody's when none does."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def _set_aside(log: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        if log.stat().st_size > _LARGE:
            log.replace(log.with_suffix(".log.1"))


def _exit(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"


def _obituary(kept: _Kept, code: int, bounds: Bounds) -> str:
    said = _last_lines(kept.log, kept.log_start)
    times = "once" if bounds.deaths == 1 else f"{bounds.deaths} times within {bounds.window:g} seconds"
    return (
        f"{kept.child.name} died {times}, the last time with {_exit(code)}; everything has been ended. "
        + (f"It said last:\n{said}\n" if said else "It said nothing. ")
        + f"Its log is {kept.log}"
    )


def _last_lines(log: Path, start: int, *, lines: int = 8) -> str:
    with log.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(start, size - 8_000))
        text = file.read().decode(errors="replace")
    return "\n".join(f"  {line}" for line in text.splitlines()[-lines:])
