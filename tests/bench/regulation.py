"""Regulations as large as they come, and facts of appraisees under them: what scoring is timed on.

Ten criteria have six indicators each, measured by ten shapes in turn. Of five panels of different kinds, with three
evaluators each, either every panel rates every indicator, which is then a group of a measured and a rated leaf; or they
rate the appraisee as a whole, four of them beside the lead departments, who are the fifth kind.
"""

import random
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from domain.regulation import Rulebook, parse
from domain.scoring import Fact, Facts, Score, Scores
from tests.domain.rulebooks import document, group

CRITERIA, EACH = 10, 6
EVALUATORS = 3
"""Who score in each panel."""
PANELS: Mapping[str, dict[str, Any]] = {
    "bureaus": {"kind": "peers", "weight": "0.1"},
    "residents": {"kind": "public", "weight": "0.3", "anonymous": True, "minimum": 3},
    "applicants": {"kind": "service_objects", "weight": "0.25", "mean": "trimmed", "trim": 1},
    "deputies": {"kind": "peoples_congress", "weight": "0.15"},
    "experts": {"kind": "experts", "weight": "0.2", "mean": "weighted"},
}
MEASURED: Mapping[str, dict[str, Any]] = {
    "ratio-up": {"rule": {"shape": "ratio_to_target"}},
    "ratio-down": {"direction": "down", "rule": {"shape": "ratio_to_target"}},
    "deduction": {"rule": {"shape": "deduction", "step": "1.5"}},
    "started": {
        "rule": {"shape": "deduction", "threshold": "peer_mean", "step": "2", "per": "3", "counting": "started"}
    },
    "table": {
        "rule": {
            "shape": "step_table",
            "bands": [
                {"at_least": "90", "points": "100"},
                {"at_least": "75", "points": "80"},
                {"at_least": "60", "points": "60"},
                {"points": "0"},
            ],
        }
    },
    "line": {
        "rule": {
            "shape": "linear",
            "of": "percent_of_target",
            "low": {"value": "50", "points": "0"},
            "high": {"value": "110", "points": "100"},
        }
    },
    "met": {"rule": {"shape": "met_or_not"}},
    "rank": {"rule": {"shape": "rank", "ties": "better", "series": {"first": "100", "step": "-0.02", "limit": "20"}}},
    "best": {"rule": {"shape": "proportional_to_best"}},
    "formula": {"rule": {"shape": "formula", "points": "value / target * 80 + 5"}},
}
"""How an indicator is measured, and what its leaf says for that; target and direction are 90 and up elsewhere."""
TARGET = "90"


EVALUATORS_OF_ALL = {"residents": "0.2", "applicants": "0.1", "deputies": "0.1", "experts": "0.1"}
"""The panels that rate the appraisee as a whole, and their weights in the total."""


class Kind(Enum):
    """What the panels rate."""

    EACH_INDICATOR = "panels rate each indicator"
    AS_A_WHOLE = "panels rate the whole"


def indicators() -> Iterator[tuple[str, str]]:
    """The id of each of the 60, and how it is measured."""
    shapes = list(MEASURED)
    for number in range(CRITERIA * EACH):
        yield f"indicator-{number + 1}", shapes[number % len(shapes)]


def rulebook(kind: Kind) -> Rulebook:
    """The regulation, with grades, and rounding of leaves to 4 places and of the total to 2."""
    ids = list(indicators())
    make = _measured_and_rated if kind is Kind.EACH_INDICATOR else _measured
    criteria = [
        group(
            f"criterion-{number + 1}",
            "0.1",
            *(make(*one, "0.15" if position else "0.25") for position, one in enumerate(chunk)),
        )
        for number, chunk in enumerate(ids[start : start + EACH] for start in range(0, len(ids), EACH))
    ]
    panels = [
        {"id": id_, "name": id_.title(), **{field: said for field, said in fields.items() if field != "weight"}}
        for id_, fields in PANELS.items()
    ]
    types = [{"id": "rated", "name": "Rated", "panels": {id_: fields["weight"] for id_, fields in PANELS.items()}}]
    return parse(
        document(
            *criteria,
            panels=panels,
            types=types if kind is Kind.EACH_INDICATOR else [],
            evaluators=_evaluators(kind),
            leaf_rounding={"mode": "half_up", "places": 4},
        )
    )


def _evaluators(kind: Kind) -> list[dict[str, Any]]:
    if kind is Kind.EACH_INDICATOR:
        return [{"kind": "lead_departments", "weight": "1"}]
    others = [{"kind": PANELS[id_]["kind"], "panel": id_, "weight": said} for id_, said in EVALUATORS_OF_ALL.items()]
    return [{"kind": "lead_departments", "weight": "0.5"}, *others]


def _measured(id_: str, shape: str, weight: str) -> dict[str, Any]:
    said = {"unit": "%", "direction": "up", "target": TARGET, **MEASURED[shape]}
    return {"id": id_, "name": id_.title(), "weight": weight, "lead": "statistics", **said}


def _measured_and_rated(id_: str, shape: str, weight: str) -> dict[str, Any]:
    rated = {"id": f"{id_}-rated", "name": f"{id_.title()}, rated", "weight": "0.4", "type": "rated"}
    return group(f"{id_}-group", weight, _measured(id_, shape, "0.6"), {**rated, "rule": {"shape": "rated"}})


def facts(kind: Kind, appraisees: int) -> dict[str, Facts]:
    """Facts of so many appraisees, the same ones in every run."""
    chance = random.Random(20260302)  # noqa: S311 - nothing secret, and the same numbers in every run
    ids = [id_ for id_, _ in indicators()]
    return {f"unit-{number}": _facts(kind, chance, ids) for number in range(appraisees)}


def _facts(kind: Kind, chance: random.Random, ids: list[str]) -> Facts:
    values = {id_: Fact(value=Decimal(chance.randint(4000, 11000)).scaleb(-2)) for id_ in ids}
    if kind is Kind.AS_A_WHOLE:
        return Facts(year=2026, values=values, overall={panel: _scores(chance, panel) for panel in EVALUATORS_OF_ALL})
    scores = {f"{id_}-rated": {panel: _scores(chance, panel) for panel in PANELS} for id_ in ids}
    return Facts(year=2026, values=values, scores=scores)


def _scores(chance: random.Random, panel: str) -> Scores:
    return Scores(given=tuple(_score(chance.randint(50, 100), panel, position) for position in range(EVALUATORS)))


@cache
def _score(value: int, panel: str, position: int) -> Score:
    """One object for equal scores, or those of thousands of appraisees would take gigabytes."""
    by = None if panel == "residents" else f"{panel}-{position}"
    return Score(value=Decimal(value), by=by, weight=Decimal(position + 1 if panel == "experts" else 1))
