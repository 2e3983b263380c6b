"""A term of five years whose years remind every month, on a server that skips time: from its launch to its close."""

import asyncio
import tempfile
import time
from datetime import date, datetime
from pathlib import Path

from activities.contracts import TERM_CYCLE
from domain.schedule import Period
from domain.streams import cycle_stream
from tests.bench.measure import Bench, Took
from tests.conftest import Database
from tests.skipping import skipping
from tests.workflows.terms import LAUNCH, ONCE, SHANGHAI, TERM, begin_term

LIMIT = 10.0
_MONTHLY = {
    "step": "reporting",
    "opens": {"after": "period_start"},
    "due": "P1Y",
    "reminders": [f"P{month}M" for month in range(1, 12)],
    "ends": "P1D",
}
_RULEBOOKS = (
    {"id": "years", "kind": "annual", "steps": [_MONTHLY]},
    {
        "id": "terms",
        "kind": "term",
        "steps": ONCE,
        "contains": [{"rulebook": "years", "kind": "annual", "every": "year"}],
    },
)


def measure(bench: Bench) -> list[Took]:
    bench.say(f"a {TERM_CYCLE} of {bench.size.years} years")
    with bench.database() as database, tempfile.TemporaryDirectory(prefix="kaohe-bench-") as folder:
        return [asyncio.run(_measure(database, Path(folder), bench.size.years))]


async def _measure(database: Database, folder: Path, years: int) -> Took:
    first = LAUNCH.year
    period = Period(start=date(first, 1, 1), end=date(first + years - 1, 12, 31))
    async with skipping(database, folder) as it:
        began = time.perf_counter()
        await begin_term(it, period, _RULEBOOKS)
        await it.reach(datetime(first + years, 2, 1, tzinfo=SHANGHAI))
        took = time.perf_counter() - began
        log = await it.runtime.core.log.read_after(limit=100_000)
    if (cycle_stream(TERM), "CycleClosed") not in {(one.stream, one.type) for one in log}:
        raise RuntimeError("the term did not close")
    reminders = sum(one.type == "StepReminded" for one in log)
    name = f"term of {years} years, reminding every month, on a skipping server"
    return Took(name, took, LIMIT, f"{reminders} reminders, {len(log)} events")
