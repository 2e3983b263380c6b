"""The view of cases: how each stands, and the same rows when it is rebuilt in one go."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select

from domain.aggregates import AGGREGATES
from domain.case.doing import DoAct
from domain.case.opening import OpenCase
from domain.command import SYSTEM_OPERATOR, Command
from domain.streams import case_stream, cycle_stream, directory_stream, rulebook_stream
from store.connect import engine
from store.execute import Executor
from store.keys import DataKeys
from store.log import Log
from store.views.definitions.cases import Cases
from store.views.definitions.tables import case
from store.views.projector import Projector
from tests import sample
from tests.conftest import Database
from tests.domain.case_rules import case_rules

pytestmark = pytest.mark.anyio


@pytest.fixture
async def projector(database: Database) -> AsyncIterator[Projector]:
    opened = await Projector.open(database.views_url, [Cases()])
    yield opened
    await opened.close()


async def rows(database: Database) -> list[Any]:
    reader = engine(database.reader_url)
    try:
        async with reader.connect() as connection:
            return [*(await connection.execute(select(case).order_by(case.c.case))).mappings()]
    finally:
        await reader.dispose()


async def test_cases_are_shown_as_they_stand_and_a_rebuild_shows_the_same(
    database: Database, log: Log, keys: DataKeys, projector: Projector
) -> None:
    executor = Executor(log, keys, AGGREGATES)

    async def do(actor: str, stream: str, wish: Command) -> None:
        await executor.execute(uuid4(), actor, stream, wish)
        await projector.project()

    await do(SYSTEM_OPERATOR, directory_stream(sample.AUTHORITY), sample.publish_directory())
    for actor, wish in sample.enact_rulebook(**case_rules(within="10 working days")):
        await do(actor, rulebook_stream(sample.RULEBOOK), wish)
    await do(sample.OFFICE, cycle_stream(sample.CYCLE), sample.launch())
    for name, unit in (("c-1", "finance"), ("c-2", "health")):
        notice = {"case": name, "procedure": "notice", "cycle": sample.CYCLE, "appraisee": unit}
        wish = OpenCase.model_validate({**notice, "states": {"problem": "Reports are late"}})
        await do(sample.OFFICE, case_stream(name), wish)
    await do("finance-head", case_stream("c-1"), DoAct(act="answer"))

    shown = await rows(database)
    assert [(row["case"], row["appraisee"], row["act"], row["stands"], row["version"]) for row in shown] == [
        ("c-1", "finance", None, "decided", 6),
        ("c-2", "health", "answer", "open", 4),
    ]
    await projector.rebuild()
    assert await rows(database) == shown
