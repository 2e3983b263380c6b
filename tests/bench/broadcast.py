"""A broadcast: how long it takes to acknowledge that a cycle goes on, with many appraisals to tell and with few.

Acknowledged is what stands in the log. The follower tells the appraisals after that, a page at a time, and the views
show it after that; whoever steers waits for neither, and so the number of appraisals makes no difference.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

from domain.aggregates import AGGREGATES
from domain.appraisal.decide import OpenAppraisal
from domain.command import SYSTEM_CLOCK, SYSTEM_OPERATOR, Command
from domain.cycle.steering import PauseCycle, ResumeCycle
from domain.directory import PublishDirectory
from domain.streams import appraisal_stream, cycle_stream, directory_stream, rulebook_stream
from store.execute import Executor
from store.log import Log
from tests import sample
from tests.bench.measure import Bench, Compared, pairs
from tests.bench.place import open_keys
from tests.conftest import Database

BAR = 1 / 1.3
"""Acknowledging a broadcast to all takes at most 1.3 times as long as one to a few."""
_STREAM = cycle_stream(sample.CYCLE)
_ROUNDS = 20
_AT_ONCE = 16


def measure(bench: Bench) -> list[Compared]:
    many, few = bench.size.broadcast, max(bench.size.broadcast // 100, 1)
    name = f"acknowledging a broadcast to {many:,} appraisals"
    bench.say(f"{name}: {_ROUNDS} at a time")
    with bench.database() as wide, bench.database() as narrow:
        return [asyncio.run(_measure(name, wide, narrow, many, few, bench.size.pairs))]


async def _measure(name: str, wide: Database, narrow: Database, many: int, few: int, count: int) -> Compared:
    async with _cycle_of(wide, many) as to_many, _cycle_of(narrow, few) as to_few:
        rates = await pairs(count, lambda: _acknowledged(to_many), lambda: _acknowledged(to_few))
    return Compared(name, "a second", rates, f"to {few:,}", BAR)


@asynccontextmanager
async def _cycle_of(database: Database, count: int) -> AsyncIterator[Executor]:
    """A cycle with so many open appraisals."""
    log = await Log.open(database.writer_url)
    try:
        async with open_keys(database) as keys:
            executor = Executor(log, keys, AGGREGATES)
            await _launch(executor, tuple(f"unit-{number}" for number in range(count)))
            yield executor
    finally:
        await log.close()


async def _launch(executor: Executor, units: tuple[str, ...]) -> None:
    directory = sample.sample_directory()
    directory["units"] += [{"id": unit, "name": unit} for unit in units]
    directory["people"] += [{"id": f"{unit}-head", "name": unit, "unit": unit, "roles": ["head"]} for unit in units]
    published = PublishDirectory.model_validate(directory)
    await _do(executor, SYSTEM_OPERATOR, directory_stream(sample.AUTHORITY), published)
    for actor, wish in sample.enact_rulebook(steps=sample.sample_steps("P30D")):
        await _do(executor, actor, rulebook_stream(sample.RULEBOOK), wish)
    await _do(executor, sample.OFFICE, _STREAM, sample.launch(appraisees=units))
    todo = iter(units)

    async def opening() -> None:
        for unit in todo:
            wish = OpenAppraisal(cycle=sample.CYCLE, appraisee=unit)
            await _do(executor, SYSTEM_CLOCK, appraisal_stream(sample.CYCLE, unit), wish)

    await asyncio.gather(*(opening() for _ in range(_AT_ONCE)))


async def _acknowledged(executor: Executor) -> float:
    """Broadcasts acknowledged a second, one after the other; the pauses in between are not counted."""
    took = 0.0
    for _ in range(_ROUNDS):
        await _do(executor, sample.OFFICE, _STREAM, PauseCycle(reason="Flood"))
        sent = time.perf_counter()
        await _do(executor, sample.OFFICE, _STREAM, ResumeCycle())
        took += time.perf_counter() - sent
    return _ROUNDS / took


async def _do(executor: Executor, actor: str, stream: str, wish: Command) -> None:
    await executor.execute(uuid4(), actor, stream, wish)
