"""`rulebook check`, from the document as it is read to everything that is said of it.

With the values of a year before, every weight is tried on everybody's scores; that has no limit, and is there to be
known.
"""

import random
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from api.operations.examining import ValuesOf, check
from domain.regulation import Rulebook, Scheme, leaves_for
from domain.scoring import Fact, Facts
from tests.bench.measure import Bench, Delayed, Finding, Took
from tests.domain.rulebooks import document, group

LIMIT = 2.0
_EACH = 10
"""Indicators in a group."""
_APPRAISEES = 17
_ZONES = ("coast", "hills", "islands")
_THINGS = ("permits", "roads", "forests", "schools", "clinics", "waters", "fires", "budgets", "archives", "markets")
_DOINGS = ("issued", "inspected", "planted", "opened", "repaired", "cleaned", "audited", "insured", "published", "lit")


def measure(bench: Bench) -> list[Finding]:
    count = bench.size.indicators
    name = f"rulebook check of {count}"
    bench.say(name)
    given = regulation(count)
    delays = tuple(_seconds(given) for _ in range(2 * bench.size.pairs))
    bench.say(f"{name}, with values")
    with_values = _seconds(given, values=_values)
    beside = f"{_APPRAISEES} appraisees"
    return [Delayed(name, delays, LIMIT), Took(f"{name}, with values", with_values, limit=None, beside=beside)]


def _seconds(given: dict[str, Any], values: ValuesOf | None = None) -> float:
    began = time.perf_counter()
    checked = check(given, values=values)
    taken = time.perf_counter() - began
    assert checked.valid, checked.findings
    return taken


def _values(rulebook: Rulebook, _scheme: Scheme | None) -> dict[str, Facts]:
    chance = random.Random(20260302)  # noqa: S311 - nothing secret, and the same numbers in every run
    return {
        one.id: Facts(
            values={leaf.id: Fact(value=Decimal(chance.randint(50, 110))) for leaf in leaves_for(rulebook, one.id)}
        )
        for one in rulebook.appraisees
    }


def regulation(count: int) -> dict[str, Any]:
    """So many indicators in groups of ten, with targets and weights by zone and population, for 17 appraisees."""
    appraisees = [
        {"id": f"unit-{number}", "attributes": {"zone": _ZONES[number % 3], "population": str(20 + 7 * number)}}
        for number in range(_APPRAISEES)
    ]
    groups = count // _EACH
    return document(
        *(group(f"group-{number}", f"1/{groups}", *_indicators(number)) for number in range(groups)),
        attributes=[{"name": "zone", "kind": "text", "values": list(_ZONES)}, {"name": "population", "kind": "number"}],
        appraisees=appraisees,
        peer_groups=[{"id": zone, "name": zone.title(), "when": f'zone == "{zone}"'} for zone in _ZONES],
        goals=[{"id": f"goal-{number}", "name": f"Goal {number}"} for number in range(groups)],
    )


def _indicators(of: int) -> Iterator[dict[str, Any]]:
    """Eight for everybody, two of which have targets and weights by zone and population; two for one zone each."""
    for number in range(_EACH - 2):
        yield _leaf(of, number, weight="0.1", variants=_variants(number) if number < 2 else [])
    for number, zones in ((_EACH - 2, 'zone == "coast"'), (_EACH - 1, 'zone != "coast"')):
        yield _leaf(of, number, weight="0.2", applies_when=zones)


def _variants(number: int) -> list[dict[str, Any]]:
    """The first gives up in the hills what the second gains there."""
    weight = "0.05" if number == 0 else "0.15"
    return [
        {"when": 'zone == "hills" and population > 40', "weight": weight, "target": "80"},
        {"when": "population < 60", "target": "85"},
    ]


def _leaf(of: int, number: int, **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    what = f"{_THINGS[of % 10]} {_DOINGS[number]} in district {of // 10 + 1}"
    return {
        "id": f"indicator-{of}-{number}",
        "name": what.capitalize(),
        "lead": f"bureau-{of % 7}",
        "definition": f"Share of {what} in time among all that fall due within the year.",
        "source": f"Register of {_THINGS[of % 10]}, table {number + 1}",
        "boundary": "The whole district, without what is run by the state",
        "asked": 4,
        "goals": [f"goal-{of}"],
        "balance": ["quality" if number % 2 else "quantity", "society" if of % 2 else "economy"],
        "unit": "%",
        "direction": "up",
        "target": "90",
        "rule": {"shape": "ratio_to_target"} if number % 3 else {"shape": "deduction", "step": "2"},
        **fields,
    }
