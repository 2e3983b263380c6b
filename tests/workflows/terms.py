"""A term whose rulebook wants years within it, and theirs months, begun on a skipping server."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.command import SYSTEM_OPERATOR
from domain.schedule import Period
from domain.streams import cycle_stream, directory_stream, rulebook_stream
from tests import sample
from tests.skipping import Skipping

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAUNCH = datetime(2027, 1, 1, 9, tzinfo=SHANGHAI)
TERM, YEARS = "term", 5
OF_TERM = Period(start=date(2027, 1, 1), end=date(2031, 12, 31))
MONTHLY = [
    {"step": "reporting", "opens": {"after": "period_start"}, "due": "P20D", "reminders": ["P5D"], "ends": "P5D"}
]
YEARLY = [{"step": "goals", "opens": {"after": "period_start"}, "due": "P30D", "reminders": ["P5D"], "ends": "P5D"}]
ONCE = [{"step": "feedback", "opens": {"after": "period_end"}, "due": "P30D", "ends": "P5D"}]
RULEBOOKS: tuple[dict[str, Any], ...] = (
    {"id": "months", "kind": "peacetime", "steps": MONTHLY},
    {
        "id": "years",
        "kind": "annual",
        "steps": YEARLY,
        "contains": [{"rulebook": "months", "kind": "peacetime", "every": "month"}],
    },
    {
        "id": "terms",
        "kind": "term",
        "steps": ONCE,
        "contains": [{"rulebook": "years", "kind": "annual", "every": "year"}],
    },
)


async def begin_term(it: Skipping, period: Period, rulebooks: Sequence[dict[str, Any]] = RULEBOOKS) -> None:
    """The term is launched at its beginning, with the rulebooks of its years and months in force."""
    runtime = it.runtime
    await it.server.sleep(LAUNCH - await runtime.core.clock())
    await runtime.do(SYSTEM_OPERATOR, directory_stream(sample.AUTHORITY), sample.publish_directory())
    for document in rulebooks:
        for actor, wish in sample.enact(sample.sample_rulebook(**document)):
            await runtime.do(actor, rulebook_stream(document["id"]), wish)
    launch = sample.launch(cycle=TERM, title="Term", rulebook="terms", period=period, appraisees=("finance",))
    await runtime.do(sample.OFFICE, cycle_stream(TERM), launch)
