"""A regulation rehearsed over a term of years, with everything that it has: goals, cases, verification, a notice."""

import time
from datetime import date
from decimal import Decimal

from api import shipped
from api.operations.rehearsing import Asked, rehearse_regulation
from domain.regulation import parse, parse_scheme
from domain.rehearsal import Behaviour
from tests.bench.measure import Bench, Finding, Took

LIMIT = 10.0
_UNITS = 30
_NAME = "hangzhou-2015"


def measure(bench: Bench) -> list[Finding]:
    years = bench.size.years
    bench.say(f"rehearsing {years} years of {_UNITS} appraisees")
    rulebook = parse(shipped.load(_NAME))
    scheme = parse_scheme(shipped.load_scheme(_NAME) or {}, rulebook)
    asked = Asked(begin=date(2026, 1, 1), years=years, units=_UNITS, behaviour=Behaviour(cases=Decimal("0.2")))
    began = time.perf_counter()
    events = rehearse_regulation(rulebook, scheme, asked).report.events
    seconds = time.perf_counter() - began
    return [Took(f"rehearse {years} years of {_UNITS} appraisees", seconds, LIMIT, f"{events:,} events")]
