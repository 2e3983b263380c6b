"""A launch: many appraisals until all their first steps are in the log, against as many empty workflows.

Both are served by workers of this process with the same settings, on one Temporal server. The empty workflows are
started as the follower starts ours, so many at a time, and count as ended with those started last: to ask for each
one's result would be work that nobody has asked of ours.
"""

import asyncio
import itertools
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from activities.wakes import AT_ONCE
from deploy.services import RUNNER
from domain.appraisal.events import StepOpened
from domain.command import SYSTEM_OPERATOR
from domain.streams import cycle_stream, directory_stream
from tests import sample
from tests.bench.empty import Empty
from tests.bench.measure import Bench, Compared, pairs
from tests.conftest import Database
from tests.runtime import running
from tests.temporal import TemporalServer

BAR = 0.35
"""Medians seen on two busy cores were 0.46 to 0.69: below this a launch has become something else than it is today."""
_QUEUE = "empty"
_PATIENCE = 120.0


def measure(bench: Bench) -> list[Compared]:
    """Launches with services and worker in this process."""
    name = f"launch of {bench.size.appraisals} appraisals"
    bench.say(name)
    temporal = bench.temporal()
    with ExitStack() as stack:
        databases = iter([stack.enter_context(bench.database()) for _ in range(bench.size.pairs)])

        async def ours() -> float:
            return await launch(next(databases), temporal, bench.size.appraisals)

        bare = partial(_empty, temporal, bench.size.appraisals)
        rates = asyncio.run(pairs(bench.size.pairs, ours, bare, seconds=_PATIENCE))
    return [Compared(name, "a second", rates, "empty workflows", BAR)]


async def launch(database: Database, temporal: TemporalServer, appraisals: int) -> float:
    """Appraisals a second, from the command that launches their cycle to the last one's first step in the log."""
    units = tuple(f"unit-{number}" for number in range(appraisals))
    client = await temporal.connect(temporal.namespace())
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as folder:
        async with running(database, client, Path(folder)) as runtime:
            await runtime.do(SYSTEM_OPERATOR, directory_stream(sample.AUTHORITY), sample.publish_directory(units=units))
            await runtime.enact(steps=sample.sample_steps("P30D"))  # nothing falls due meanwhile
            before = await runtime.core.log.head()
            began = time.perf_counter()
            await runtime.do(sample.OFFICE, cycle_stream(sample.CYCLE), sample.launch(appraisees=units))
            opened = 0
            async for batch in runtime.core.log.tail(before):
                opened += sum(stored.type == StepOpened.__name__ for stored in batch)
                if opened == appraisals:
                    break
            return appraisals / (time.perf_counter() - began)


async def _empty(temporal: TemporalServer, count: int) -> float:
    """Empty workflows a second."""
    client = await temporal.connect(temporal.namespace())
    worker = Worker(
        client, task_queue=_QUEUE, workflows=[Empty], workflow_runner=RUNNER, max_concurrent_workflow_tasks=8
    )
    async with worker:
        began = time.perf_counter()
        handles = await _start(client, count)
        await asyncio.gather(*(handle.result() for handle in handles[-2 * AT_ONCE :]))
        return count / (time.perf_counter() - began)


async def _start(client: Client, count: int) -> list[WorkflowHandle[Any, None]]:
    todo, handles = itertools.count(), []

    async def start() -> None:
        while (number := next(todo)) < count:
            handles.append(await client.start_workflow(Empty.run, id=f"empty/{number}", task_queue=_QUEUE))

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(start())
    return handles
