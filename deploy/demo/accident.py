"""The accident: the worker is killed in the midst of work, and the runtime must bring it back by itself."""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

from deploy.demo.door import Ledger
from deploy.demo.failed import Failed
from deploy.local.supervisor import Supervisor

_IN_THE_MIDST = 6
"""Commands on their way when the worker is killed."""
_WITHIN = 30.0
"""Seconds it may take to come back."""
_LOOK = 0.005


@dataclass(frozen=True, slots=True)
class Killed:
    """What there was when the worker died."""

    pid: int
    acknowledged: int
    on_the_way: int


async def kill_worker(
    supervisor: Supervisor, ledger: Ledger, is_time: Callable[[], bool], say: Callable[[str], None]
) -> Killed:
    """Waits until it is time and enough commands are on their way, then sends the worker SIGKILL."""
    while not (is_time() and ledger.on_the_way >= _IN_THE_MIDST):  # noqa: ASYNC110 - the ledger tells nobody
        await asyncio.sleep(_LOOK)
    pid = supervisor.pid("worker")
    if pid is None:
        raise Failed("The worker was not running when it was to be killed")
    killed = Killed(pid, len(ledger.acknowledged), ledger.on_the_way)
    os.kill(pid, signal.SIGKILL)
    say(f"kill -9 {pid}: the worker is dead, with {killed.on_the_way} commands on their way")
    until = asyncio.get_running_loop().time() + _WITHIN
    while supervisor.pid("worker") in {None, pid}:
        if asyncio.get_running_loop().time() > until:
            raise Failed(f"The worker did not come back within {_WITHIN:g} seconds")
        await asyncio.sleep(_LOOK)
    say(f"The supervisor has started another worker, process {supervisor.pid('worker')}")
    return killed
