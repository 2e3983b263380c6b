"""A year in seconds: on a skipping clock, every moment of every step comes at its instant, holidays and all."""

import asyncio
import shutil
import sysconfig
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from activities.follower import Follower
from activities.wakes import Waker
from domain.streams import appraisal_stream
from tests.conftest import Database
from tests.runtime import QUEUE, Running, running
from tests.sample import CYCLE, UNITS

pytestmark = pytest.mark.anyio

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
async def skipping() -> AsyncIterator[WorkflowEnvironment]:
    server = shutil.which("temporal-test-server", path=sysconfig.get_path("scripts"))
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=server, data_converter=pydantic_data_converter
    )
    async with environment:
        yield environment


@pytest.fixture
async def year(database: Database, skipping: WorkflowEnvironment, tmp_path: Path) -> AsyncIterator[Running]:
    """A runtime that keeps the skipping server's time; its follower has no bookmark, which that server cannot keep."""

    async def clock() -> datetime:
        return (await skipping.get_current_time()).astimezone(UTC)

    with skipping.auto_time_skipping_disabled():
        async with running(database, skipping.client, tmp_path, clock=clock, services=False) as it:
            it.start_worker()
            following = asyncio.create_task(Follower(it.core.log, Waker(it.client, QUEUE))._follow())
            yield it
            following.cancel()


def _steps() -> list[dict[str, Any]]:
    """Goals and reporting of a regulation that counts in working days."""
    return [
        {
            "step": "goals",
            "opens": {"after": "launch", "wait": "3 working days"},
            "due": "20 working days",
            "reminders": ["10 working days", "1 working days"],
            "escalates": "2 working days",
            "ends": "5 working days",
        },
        {
            "step": "reporting",
            "opens": {"after": "goals", "wait": "P1M"},
            "due": "P30D",
            "reminders": ["P7D"],
            "escalates": "P2D",
            "ends": "10 working days",
        },
    ]


# Worked out by hand on a wall calendar. Spring festival closes 5 to 11 February; Sunday the 14th is worked instead.
CALENDAR = {
    "zone": "Asia/Shanghai",
    "holidays": [f"2027-02-{day:02}" for day in range(5, 12)],
    "make_up_days": ["2027-02-14"],
}
LAUNCH = datetime(2027, 1, 11, 9, tzinfo=SHANGHAI)
EXPECTED = [
    ("StepOpened", "2027-01-14"),
    ("StepReminded", "2027-01-28"),
    ("StepReminded", "2027-02-16"),
    ("StepFellDue", "2027-02-17"),
    ("StepEscalated", "2027-02-19"),
    ("StepLapsed", "2027-02-24"),
    ("StepOpened", "2027-03-24"),
    ("StepReminded", "2027-04-16"),
    ("StepFellDue", "2027-04-23"),
    ("StepEscalated", "2027-04-25"),
    ("StepLapsed", "2027-05-07"),
]


async def test_every_moment_of_a_year_comes_at_its_instant(year: Running, skipping: WorkflowEnvironment) -> None:
    await skipping.sleep(LAUNCH - await year.core.clock())
    await year.set_up(calendar=CALENDAR, steps=_steps())

    for count, (name, day) in enumerate(EXPECTED, start=1):
        at = datetime.fromisoformat(day).replace(hour=9, tzinfo=SHANGHAI)
        await skipping.sleep(max(timedelta(), at + timedelta(seconds=2) - await year.core.clock()))
        for unit in UNITS:
            assert [when for when, _ in await _steps_of(year, unit, count)][-1] == name

    for unit in UNITS:
        happened = await _steps_of(year, unit, len(EXPECTED))
        assert [(name, at.strftime("%Y-%m-%d %H:%M")) for name, at in happened] == [
            (name, f"{day} 09:00") for name, day in EXPECTED
        ]


async def _steps_of(year: Running, unit: str, count: int) -> list[tuple[str, datetime]]:
    """What the clock did to a unit's steps, and when by the wall clock, once it has done `count` things."""
    stream = appraisal_stream(CYCLE, unit)

    async def happened() -> list[tuple[str, datetime]]:
        events = await year.core.log.read_stream(stream)
        return [(e.type, e.occurred_at.astimezone(SHANGHAI)) for e in events if e.type.startswith("Step")]

    async def enough() -> bool:
        return len(await happened()) >= count

    await year.until(enough)
    return await happened()
