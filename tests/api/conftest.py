"""Doors over a real database: a sample government, the views kept as in production, and both ways in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.cli import app as command_line
from api.cli import connection
from api.http import create_app
from api.operations import Operations
from api.operations.store import Done
from domain.aggregates import AGGREGATES
from domain.appraisal.clock import OpenStep
from domain.appraisal.decide import OpenAppraisal
from domain.command import SYSTEM_CLOCK, Command
from domain.schedule import StepName
from domain.streams import appraisal_stream, rulebook_stream
from store.ballots import BallotBox
from store.connect import engine
from store.execute import Executor
from store.keys import DataKeys
from store.log import Log
from store.nudge import Nudge
from store.views.definitions.every import every_view
from store.views.projector import Projector
from tests import sample
from tests.conftest import Database

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass
class World:
    """A store, its operations, and the hands of its clock."""

    log: Log
    executor: Executor
    operations: Operations
    now: datetime = NOON

    async def tick(self, stream: str, wish: Command) -> None:
        """Sends a command as the clock."""
        await self.executor.execute(uuid4(), SYSTEM_CLOCK, stream, wish)

    async def publish(self, **rulebook: Any) -> None:  # noqa: ANN401 - fields of the rulebook document
        """Publishes the sample directory and enacts the sample rulebook with these fields changed."""
        await self.operations.directories.publish(sample.sample_directory(), None, uuid4())
        await self.enact(sample.sample_rulebook(**rulebook))

    async def enact(self, document: dict[str, Any]) -> None:
        """Brings a rulebook of the sample government into force."""
        for actor, wish in sample.enact(document):
            await self.executor.execute(uuid4(), actor, rulebook_stream(document["id"]), wish)

    async def launch(self, *, opening: bool = True, **rulebook: Any) -> Done:  # noqa: ANN401 - as above
        """Launches the sample cycle and opens the first step of every appraisal in it."""
        await self.publish(**rulebook)
        done = await self.operations.cycles.launch(sample.launch(), sample.OFFICE, uuid4())
        for unit in sample.UNITS:
            stream = appraisal_stream(sample.CYCLE, unit)
            await self.tick(stream, OpenAppraisal(cycle=sample.CYCLE, appraisee=unit))
            if opening:
                await self.tick(stream, OpenStep(step=StepName.GOALS))
        return await self.shown(done)

    async def shown(self, done: Done) -> Done:
        """Waits until the views show everything in the log."""
        assert await self.operations.wait(await self.log.head())
        return done

    async def act(self, task: str, actor: str, action: str | None = None, **fields: Any) -> Done:  # noqa: ANN401 - JSON
        """Acts on a task of the sample cycle."""
        return await self.operations.tasks.complete(f"{sample.CYCLE}:{task}", actor, action, fields, uuid4())


@dataclass
class Ran:
    """What a command line left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
async def world(database: Database, log: Log, keys: DataKeys) -> AsyncIterator[World]:
    nudge = Nudge()
    views = engine(database.reader_url)
    projector = await Projector.open(database.views_url, every_view(), nudge=nudge, of=log.nudge)
    await projector.prepare()
    keeping = asyncio.create_task(projector.run())
    made: list[World] = []

    async def clock() -> datetime:
        return made[0].now

    executor = Executor(log, keys, AGGREGATES, clock=clock)
    operations = Operations(log, keys, executor, BallotBox(log.pool), views, clock=clock, shown=nudge)
    made.append(World(log, executor, operations))
    yield made[0]
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping
    await projector.close()
    await views.dispose()


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=create_app(world.operations))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1/api/v1") as opened:
        yield opened


Kaohe = Callable[..., Awaitable[Ran]]


@pytest.fixture
def kaohe(world: World, capsys: pytest.CaptureFixture[str]) -> Kaohe:
    """Runs the command line in this process."""
    return lambda *arguments: run_connected(world, capsys, *arguments)


async def run_connected(world: World, capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Ran:
    """Runs a command in this process, over the world's store."""

    @asynccontextmanager
    async def connect() -> AsyncIterator[Operations]:
        yield world.operations

    connection.provide(connect)
    return await run_command(capsys, *arguments)


async def run_command(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Ran:
    """Runs a command in this process; one that needs no store needs no more."""
    capsys.readouterr()
    code = 0
    try:
        await command_line.run_async([str(argument) for argument in arguments], exit_on_error=False)
    except SystemExit as ended:
        code = int(ended.code or 0)
    said = capsys.readouterr()
    return Ran(code, said.out, said.err)


def writing(actor: str | None = None, key: str | None = None, **more: str) -> dict[str, str]:
    """Headers of a write."""
    named = {} if actor is None else {"Kaohe-Actor": actor}
    return {"Idempotency-Key": key or str(uuid4()), **named, **more}
