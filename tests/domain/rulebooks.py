"""Rulebook documents to test with."""

from typing import Any

from domain.regulation import Rulebook, parse


def leaf(id: str, weight: str = "1", **fields: Any) -> dict[str, Any]:  # noqa: A002, ANN401 - an id, as the document calls it and fields of a document
    """A leaf with a ratio to the target 100, upwards, unless told otherwise."""
    measured = {"unit": "%", "direction": "up", "target": "100", "rule": {"shape": "ratio_to_target"}}
    return {"id": id, "name": id.title(), "weight": weight, "lead": "statistics", **measured, **fields}


def judged(id: str, weight: str = "1", **fields: Any) -> dict[str, Any]:  # noqa: A002, ANN401 - an id, as the document calls it and fields of a document
    rule = {"shape": "judged"}
    return {"id": id, "name": id.title(), "weight": weight, "lead": "statistics", "rule": rule, **fields}


def verdict(id: str, weight: str = "1", **fields: Any) -> dict[str, Any]:  # noqa: A002, ANN401 - an id, as the document calls it and fields of a document
    rule = {"shape": "met_or_not", "verdicts": {"met": "Met_Goal", "not_met": "Did_Not_Meet"}}
    return leaf(id, weight, **{"rule": rule, **fields})


def group(id: str, weight: str, *children: dict[str, Any], **fields: Any) -> dict[str, Any]:  # noqa: A002, ANN401 - an id, as the document calls it and fields of a document
    return {"id": id, "name": id.title(), "weight": weight, "children": list(children), **fields}


def document(*indicators: dict[str, Any], **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    """A whole, valid document around the indicators."""
    return {
        "id": "annual",
        "title": "Annual appraisal",
        "authority": "linjiang",
        "legal_basis": ["Ordinance, art. 22"],
        "calendar": {"zone": "Asia/Shanghai", "holidays": ["2026-10-01"], "make_up_days": ["2026-10-10"]},
        "indicators": list(indicators) or [leaf("growth")],
        "evaluators": [
            {"kind": "lead_departments", "weight": "0.6"},
            {"kind": "leaders", "weight": "0.3", "minimum": 2},
            {"kind": "internal_ballot", "weight": "0.1"},
        ],
        "grades": [
            {"grade": "excellent", "from": "90"},
            {"grade": "good", "from": "75"},
            {"grade": "poor", "from": "0"},
        ],
        "steps": [
            {"step": "goals", "opens": {"after": "launch"}, "due": "10 working days", "reminders": ["3 working days"]},
            {
                "step": "reporting",
                "opens": {"after": "period_end", "wait": "P1D"},
                "early": True,
                "due": "P30D",
                "reminders": ["P7D", "P1D"],
                "escalates": "2 working days",
                "ends": "P10D",
            },
            {"step": "verification", "opens": {"after": "reporting"}, "due": "P14D", "ends": "P1D"},
        ],
        "verification": {"share": "0.2"},
        "rounding": {"mode": "half_up", "places": 2},
        "missing": "left_out",
        **fields,
    }


def rulebook(*indicators: dict[str, Any], **fields: Any) -> Rulebook:  # noqa: ANN401 - fields of a document
    return parse(document(*indicators, **fields))


INDICATORS_ONLY = [{"kind": "lead_departments", "weight": "1"}]
