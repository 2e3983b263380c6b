"""From a write to its being shown: how long after a command is sent its effect stands in the views.

Commands come evenly, whether or not those before them are shown yet. The views are kept in this process, which the
append nudges, and then in a process of their own, which polls.
"""

import asyncio
import multiprocessing
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from uuid import uuid4

from deploy import logging
from domain.aggregates import AGGREGATES
from domain.appraisal.clock import OpenStep
from domain.appraisal.decide import OpenAppraisal
from domain.appraisal.goals import GoalEntry, SetGoals
from domain.command import SYSTEM_CLOCK, SYSTEM_OPERATOR, Command
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream, directory_stream, rulebook_stream
from store.connect import engine
from store.execute import Executor
from store.keys import DataKeys, FileKeyProvider
from store.log import Log
from store.nudge import Nudge
from store.views.definitions.every import every_view
from store.views.projector import Projector
from store.views.shown import Shown
from tests import sample
from tests.bench.measure import Bench, Delayed
from tests.conftest import Database

LIMIT = 0.1
RATE = 50
"""Commands a second: the peak of a government of some thousand units, on its last day of reporting."""
_PATIENCE = 30.0


def measure(bench: Bench) -> list[Delayed]:
    findings = []
    for where, keeping in (("in this process", _kept_here), ("by another process", _kept_elsewhere)):
        name = f"write to visible, views kept {where}"
        bench.say(f"{name}: {bench.size.writes} writes, {RATE} a second")
        with bench.database() as database, keeping(database) as here:
            findings.append(Delayed(name, asyncio.run(_measure(database, bench.size.writes, here=here)), LIMIT))
    return findings


@contextmanager
def _kept_here(_database: Database) -> Iterator[bool]:
    yield True


@contextmanager
def _kept_elsewhere(database: Database) -> Iterator[bool]:
    """Views kept by a process of their own, as `kaohe log` is one."""
    process = multiprocessing.get_context("spawn").Process(target=_keep, args=(database.views_url,), daemon=True)
    process.start()
    try:
        yield False
    finally:
        process.kill()
        process.join()


def _keep(url: str) -> None:
    logging.configure(level="error")  # standard output is the report's
    asyncio.run(_project(url))


async def _project(url: str, shown: Nudge | None = None, of: Nudge | None = None) -> None:
    projector = await Projector.open(url, every_view(), nudge=shown, of=of)
    try:
        await projector.run()
    finally:
        await projector.close()


async def _measure(database: Database, writes: int, *, here: bool) -> tuple[float, ...]:
    """The delay of each write, from its being sent to its being shown."""
    async with AsyncExitStack() as stack:
        log = await Log.open(database.writer_url)
        stack.push_async_callback(log.close)
        views = engine(database.reader_url)
        stack.push_async_callback(views.dispose)
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kaohe-bench-"))
        executor = Executor(log, await DataKeys.open(log.pool, FileKeyProvider(Path(folder) / "key")), AGGREGATES)
        moved = Nudge() if here else None
        if here:
            await stack.enter_async_context(_running(database.views_url, moved, log.nudge))
        shown = Shown(views, moved)
        units = [f"unit-{number}" for number in range(writes)]
        last = await _open_goals(executor, units)
        assert await shown.wait_for(last, _PATIENCE), "the views do not come after"

        async def write(number: int, begins: float) -> float:
            await asyncio.sleep(begins - time.perf_counter())
            sent = time.perf_counter()
            position = await _set_goals(executor, units[number])
            assert await shown.wait_for(position, _PATIENCE), f"position {position} is never shown"
            return time.perf_counter() - sent

        begin = time.perf_counter()
        return tuple(await asyncio.gather(*(write(number, begin + number / RATE) for number in range(writes))))


@asynccontextmanager
async def _running(url: str, shown: Nudge | None, of: Nudge) -> AsyncIterator[None]:
    task = asyncio.create_task(_project(url, shown, of))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _open_goals(executor: Executor, units: list[str]) -> int:
    """A cycle with the first step of every unit open, conducted without Temporal; returns the last position."""

    async def do(actor: str, stream: str, wish: Command) -> int:
        return (await executor.execute(uuid4(), actor, stream, wish)).position

    await do(SYSTEM_OPERATOR, directory_stream(sample.AUTHORITY), sample.publish_directory(units=tuple(units)))
    for actor, wish in sample.enact_rulebook(steps=sample.sample_steps("P30D")):
        await do(actor, rulebook_stream(sample.RULEBOOK), wish)
    last = await do(sample.OFFICE, cycle_stream(sample.CYCLE), sample.launch(appraisees=tuple(units)))
    for unit in units:
        stream = appraisal_stream(sample.CYCLE, unit)
        await do(SYSTEM_CLOCK, stream, OpenAppraisal(cycle=sample.CYCLE, appraisee=unit))
        last = await do(SYSTEM_CLOCK, stream, OpenStep(step=StepName.GOALS))
    return last


async def _set_goals(executor: Executor, unit: str) -> int:
    wish = SetGoals(goals=(GoalEntry(indicator="budget", target="98", measures="Spend in time"),))
    stream = appraisal_stream(sample.CYCLE, unit)
    return (await executor.execute(uuid4(), f"{unit}-head", stream, wish)).position
