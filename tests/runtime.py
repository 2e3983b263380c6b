"""A whole runtime in the test's own process: log services and worker over a real PostgreSQL and a real Temporal."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import anyio
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.worker import Worker

from activities.contracts import BALLOTS, command_id
from activities.wakes import Waker
from deploy.core import Core
from deploy.services import run_log_services, worker
from domain.aggregates import AGGREGATES
from domain.command import SYSTEM_OPERATOR, Command
from domain.streams import cycle_stream, directory_stream, rulebook_stream
from store.ballots import BallotBox
from store.clock import Clock, system_clock
from store.connect import engine
from store.counting import count_ballots
from store.execute import Executor, Outcome
from store.keys import DataKeys, FileKeyProvider
from store.log import Log
from tests import sample
from tests.conftest import Database

QUEUE = "kaohe"


@dataclass
class Running:
    """A runtime that is up, and what tests do with it."""

    database: Database
    core: Core
    views: AsyncEngine
    client: Client
    _tasks: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    async def do(
        self, actor: str, stream: str, wish: Command, *, command: UUID | None = None, expected: int | None = None
    ) -> Outcome:
        """Sends a command as a person."""
        return await self.core.executor.execute(command or uuid4(), actor, stream, wish, expected_version=expected)

    async def state(self, stream: str) -> object:
        return (await self.core.executor.load(stream)).state

    async def types(self, stream: str) -> list[str]:
        """The names of a stream's events, in order."""
        return [stored.type for stored in await self.core.log.read_stream(stream)]

    async def until(self, reached: Callable[[], Awaitable[bool]], seconds: float = 60) -> None:
        """Waits for a condition of the log, looking at it after every append of this process."""
        with anyio.fail_after(seconds):
            while True:
                seen = self.core.log.nudge.count
                if await reached():
                    return
                await self.core.log.nudge.wait(seen, 0.05)

    async def until_event(self, stream: str, name: str, seconds: float = 60) -> None:
        async def there() -> bool:
            return name in await self.types(stream)

        await self.until(there, seconds)

    async def set_up(
        self,
        appraisees: tuple[str, ...] = sample.UNITS,
        **rulebook: Any,  # noqa: ANN401 - fields of the rulebook document
    ) -> None:
        """Publishes the sample directory, enacts the rulebook with these fields changed, and launches the cycle."""
        await self.do(SYSTEM_OPERATOR, directory_stream(sample.AUTHORITY), sample.publish_directory())
        await self.enact(**rulebook)
        matter = {"matter": "Flood control"} if rulebook.get("kind") == "special" else {}
        await self.do(sample.OFFICE, cycle_stream(sample.CYCLE), sample.launch(appraisees=appraisees, **matter))

    async def enact(self, **rulebook: Any) -> None:  # noqa: ANN401 - fields of the rulebook document
        """Brings the sample rulebook with these fields changed into force."""
        for actor, wish in sample.enact_rulebook(**rulebook):
            await self.do(actor, rulebook_stream(sample.RULEBOOK), wish)

    async def count_ballots(self, stream: str) -> None:
        """Empties the ballot box of an appraisal into the log."""
        instance = command_id(stream, BALLOTS)
        await count_ballots(self.core.executor, self.core.ballots, stream, instance, await self.core.clock())

    def start_log_services(self) -> None:
        waker = Waker(self.client, QUEUE)
        services = run_log_services(self.core, self.database.views_url, self.views, waker)
        self._tasks["log"] = asyncio.create_task(services)

    def start_worker(self) -> None:
        self._tasks["worker"] = asyncio.create_task(self._work(worker(self.client, self.core, QUEUE)))

    @staticmethod
    async def _work(serving: Worker) -> None:
        await serving.run()

    async def stop(self, *names: str) -> None:
        """Stops the services named, or all; what one failed with is raised."""
        for name in names or tuple(self._tasks):
            task = self._tasks.pop(name)
            if not task.done():
                task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def running(
    database: Database,
    client: Client,
    folder: Path,
    *,
    clock: Clock = system_clock,
    services: bool = True,
    seed: str = "5eed",
) -> AsyncIterator[Running]:
    """Brings up log services and a worker, and ends them; with `services` False the test starts what it wants."""
    log = await Log.open(database.writer_url)
    views = engine(database.reader_url)
    try:
        keys = await DataKeys.open(log.pool, FileKeyProvider(folder / "key"))
        core = Core(
            log, keys, Executor(log, keys, AGGREGATES, clock=clock, seed=lambda: seed), BallotBox(log.pool), clock
        )
        it = Running(database, core, views, client)
        try:
            if services:
                it.start_log_services()
                it.start_worker()
            yield it
        finally:
            await it.stop()
    finally:
        await views.dispose()
        await log.close()


_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT.*")


async def told(log: Log) -> dict[str, list[tuple[str, Any]]]:
    """What a whole log says, stream by stream, but for times and the random bytes of seals."""
    streams: dict[str, list[tuple[str, Any]]] = {}
    for stored in await log.read_after(limit=100_000):
        streams.setdefault(stored.stream, []).append((stored.type, timeless(json.loads(stored.body))))
    return streams


def timeless(value: Any) -> Any:  # noqa: ANN401 - JSON
    """A body with every instant and every seal put as just that."""
    match value:
        case {"ciphertext": _, "data_subject": person}:
            return f"sealed for {person}"
        case dict():
            return {name: timeless(inner) for name, inner in value.items()}
        case list():
            return [timeless(inner) for inner in value]
        case str() if _INSTANT.fullmatch(value):
            return "some time"
        case _:
            return value
