"""A runtime on a server that skips time: years pass in seconds, and every moment comes at its instant.

Time is driven by hand. It stands while anything is under way, so that nothing comes late only because it was skipped.
"""

import asyncio
import shutil
import sysconfig
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from activities.follower import Follower
from activities.gates import Gatekeeper
from activities.unfinished import unfinished
from activities.wakes import Waker
from domain.appraisal.clock import next_moment
from domain.appraisal.state import Appraisal
from domain.cycle.containing import next_inner
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.cycle.state import Cycle
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream, kind
from store.nudge import Nudge
from store.views.definitions.every import every_view
from store.views.projector import Projector
from tests.conftest import Database
from tests.runtime import QUEUE, Running, running


@asynccontextmanager
async def skipping_server() -> AsyncIterator[WorkflowEnvironment]:
    server = shutil.which("temporal-test-server", path=sysconfig.get_path("scripts"))
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=server, data_converter=pydantic_data_converter
    )
    async with environment:
        yield environment


@dataclass(frozen=True)
class Skipping:
    """A runtime with the skipping server's time."""

    runtime: Running
    server: WorkflowEnvironment

    async def reach(self, instant: datetime) -> None:
        """Lets everything come that comes up to an instant, each at its own."""
        while True:
            await self.runtime.until(self.settled)
            now = await self.runtime.core.clock()
            if now >= instant:
                return
            coming = min([at async for at in self._moments()], default=instant)
            await self.server.sleep(max(min(coming, instant) - now, timedelta()) + timedelta(milliseconds=1))

    async def settled(self) -> bool:
        """Whether nothing is under way: whatever comes next, comes later."""
        head, now = await self.runtime.core.log.head(), await self.runtime.core.clock()
        async for state in self._unfinished():
            waits = await (self._waits(state) if isinstance(state, Cycle) else self._waits_in(state))
            if not waits:
                return False
        ahead = all([at > now async for at in self._moments()])
        return ahead and head == await self.runtime.core.log.head()

    async def _waits(self, cycle: Cycle) -> bool:
        """Whether a cycle waits for its appraisals, or to launch another one."""
        if not cycle.opened or not await self._known(cycle):
            return False
        return not await self._over(cycle) or (cycle.appraisals_closed and await self._next_of(cycle) is not None)

    async def _waits_in(self, state: object) -> bool:
        """Whether an appraisal waits for an instant, for people or for the draw."""
        assert isinstance(state, Appraisal)
        cycle = await self._state(cycle_stream(state.cycle))
        assert isinstance(cycle, Cycle)
        drawn = StepName.VERIFICATION not in cycle.schedule or cycle.sample is not None
        return state.current is not None or not drawn or any(True for _ in _moments_of(state, cycle))

    async def _over(self, cycle: Cycle) -> bool:
        states = [await self._state(appraisal_stream(cycle.id, one)) for one in cycle.appraisees]
        return all(isinstance(one, Appraisal) and one.closed for one in states)

    async def _known(self, cycle: Cycle) -> bool:
        if cycle.within is None:
            return True
        outer = await self._state(cycle_stream(cycle.within))
        return isinstance(outer, Cycle) and cycle.id in outer.inner

    async def _moments(self) -> AsyncIterator[datetime]:
        """The instants of what the clock does next anywhere."""
        async for state in self._unfinished():
            if isinstance(state, Cycle):
                at = await self._next_of(state)
                if at is not None:
                    yield at
            elif isinstance(state, Appraisal):
                for at in _moments_of(state, await self._state(cycle_stream(state.cycle))):
                    yield at

    async def _next_of(self, cycle: Cycle) -> datetime | None:
        states = {name: await self._state(name) for name in regulation_streams(cycle)}
        inner = next_inner(cycle, regulation_of(cycle, states))
        return inner.at if inner else None

    async def _unfinished(self) -> AsyncIterator[object]:
        for one in await unfinished(self.runtime.core.log.pool):
            if kind(one.stream) in {"cycle", "appraisal"}:
                yield await self._state(one.stream)

    async def _state(self, stream: str) -> object:
        return (await self.runtime.core.executor.load(stream)).state


def _moments_of(state: Appraisal, cycle: object) -> Iterator[datetime]:
    assert isinstance(cycle, Cycle)
    moments = [next_moment(state, cycle, step) for step in cycle.schedule]
    yield from (moment.at for moment in moments if moment)


@asynccontextmanager
async def skipping(database: Database, folder: Path) -> AsyncIterator[Skipping]:
    """A worker and the log services on a skipping server; the follower keeps no bookmark, which it could not."""
    async with skipping_server() as server:

        async def clock() -> datetime:
            return (await server.get_current_time()).astimezone(UTC)

        with server.auto_time_skipping_disabled():
            async with running(database, server.client, folder, clock=clock, services=False) as it:
                it.start_worker()
                services = asyncio.create_task(_log_services(it))
                try:
                    yield Skipping(it, server)
                finally:
                    services.cancel()
                    with suppress(asyncio.CancelledError):
                        await services  # it closes its connections, which must not be cut short


async def _log_services(runtime: Running) -> None:
    shown = Nudge()
    projector = await Projector.open(runtime.database.views_url, every_view(), nudge=shown, of=runtime.core.log.nudge)
    try:
        await projector.prepare()
        async with asyncio.TaskGroup() as group:
            group.create_task(projector.run())
            group.create_task(Gatekeeper(runtime.core.executor, runtime.views, shown).run())
            group.create_task(Follower(runtime.core.log, Waker(runtime.client, QUEUE))._follow())
    finally:
        await projector.close()
