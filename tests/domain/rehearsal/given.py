"""A rehearsal of the sample government, with clocks in working days."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from domain.regulation import parse
from domain.rehearsal import Behaviour, Cycle, Plan
from domain.rehearsal.company import company
from domain.schedule import Period
from tests import sample

YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
CLOCKS = {
    "due": "10 working days",
    "reminders": ["3 working days", "1 working day"],
    "overdue": ["1 working day"],
    "escalates": "PT0S",
    "escalations": [{"after": "2 working days", "to": "leader"}, {"after": "4 working days", "to": "committee"}],
    "ends": "5 working days",
}


def behaviour(late: str = "0", silent: str = "0", cases: str = "0") -> Behaviour:
    return Behaviour(late=Decimal(late), silent=Decimal(silent), cases=Decimal(cases))


def plan(**changes: Any) -> Plan:  # noqa: ANN401 - fields of a plan, or of the rulebook
    """Everybody prompt, unless told otherwise, in one cycle over the sample's units."""
    own: dict[str, Any] = {
        name: changes.pop(name) for name in ("behaviour", "cycles", "seed", "directory") if name in changes
    }
    steps = [{**step, **CLOCKS} for step in sample.sample_steps()]
    rulebook = parse(sample.sample_rulebook(**{"steps": steps, **changes}))
    usual: dict[str, Any] = {
        "rulebook": rulebook,
        "directory": company((rulebook,), sample.UNITS),
        "appraisees": sample.UNITS,
        "cycles": (Cycle("cycle-1", NEW_YEAR, YEAR),),
        "behaviour": behaviour(),
    }
    return Plan(**(usual | own))
