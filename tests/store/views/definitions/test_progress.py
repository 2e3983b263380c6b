"""The views of cycles and tasks: the same rows, whether they are kept event by event or rebuilt in one go."""

from collections.abc import AsyncIterator, Sequence
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.aggregates import AGGREGATES
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG, SYSTEM_OPERATOR, Command
from domain.cycle.launch import CheckLaunch, RecordAppraisalsOpened
from domain.cycle.passage import RecordStepPassed
from domain.schedule import StepName
from domain.streams import cycle_stream, directory_stream, rulebook_stream
from store.connect import engine
from store.execute import Executor
from store.keys import DataKeys
from store.log import Log
from store.views.definitions.progress import Progress
from store.views.projector import Projector
from tests import sample
from tests.conftest import Database

pytestmark = pytest.mark.anyio

HAPPENING: Sequence[tuple[str, str, Command]] = (
    (SYSTEM_OPERATOR, directory_stream(sample.AUTHORITY), sample.publish_directory()),
    *((actor, rulebook_stream(sample.RULEBOOK), wish) for actor, wish in sample.enact_rulebook()),
    (sample.OFFICE, cycle_stream(sample.CYCLE), sample.launch()),
    (SYSTEM_CLOCK, cycle_stream(sample.CYCLE), CheckLaunch()),
    (SYSTEM_CLOCK, cycle_stream(sample.CYCLE), RecordAppraisalsOpened()),
    (SYSTEM_LOG, cycle_stream(sample.CYCLE), RecordStepPassed(step=StepName.GOALS, count=len(sample.UNITS))),
)


@pytest.fixture
async def projector(database: Database) -> AsyncIterator[Projector]:
    opened = await Projector.open(database.views_url, [Progress()])
    yield opened
    await opened.close()


async def rows(database: Database) -> dict[str, list[Any]]:
    reader = engine(database.reader_url)
    try:
        async with reader.connect() as connection:
            return {
                table.name: [*await connection.execute(select(table).order_by(*table.primary_key.columns))]
                for table in Progress.tables
            }
    finally:
        await reader.dispose()


async def test_a_rebuild_shows_the_gates_that_were_passed(
    database: Database, log: Log, keys: DataKeys, projector: Projector
) -> None:
    executor = Executor(log, keys, AGGREGATES)
    for actor, stream, wish in HAPPENING:
        await executor.execute(uuid4(), actor, stream, wish)
        await projector.project()
    kept = await rows(database)
    assert [row.step for row in kept["cycle_step"] if row.passed] == [StepName.GOALS]

    await projector.rebuild()

    assert await rows(database) == kept
