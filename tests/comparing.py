"""A rulebook in which units are compared, rated, excused and graded under a quota, and three units' year under it."""

from collections.abc import Mapping
from typing import Any

from domain.appraisal.recording.record import RecordFacts
from domain.appraisal.reporting import SubmitReport
from tests.sample import sample_steps


def _leaf(id: str, weight: str, rule: dict[str, Any], **fields: Any) -> dict[str, Any]:  # noqa: A002, ANN401 - an id, as the document calls it and JSON
    measured = {"unit": "%", "direction": "up", "lead": "statistics"}
    return {"id": id, "name": id.title(), "weight": weight, "rule": rule, **measured, **fields}


INDICATORS: list[dict[str, Any]] = [
    _leaf("growth", "0.2", {"shape": "rank", "points": ["100", "80", "60"], "rest": "0", "ties": "better"}),
    _leaf("water", "0.1", {"shape": "ratio_to_target"}, target="90", missing="peer_mean"),
    _leaf("exports", "0.1", {"shape": "ratio_to_target"}, target="50", relief=["left_out", "other_target"]),
    _leaf("jobs", "0.1", {"shape": "improvement", "years": 2}),
    _leaf("bridge", "0.1", {"shape": "ratio_to_target"}, target="100", joint={"lead": "1", "cooperating": "1/2"}),
    _leaf("both", "0.1", {"shape": "ratio_to_target"}, target="100", value_from='value("growth") + value("exports")'),
    {
        "id": "petitions",
        "name": "Petitions",
        "weight": "0.1",
        "unit": "cases",
        "lead": "supervision",
        "rule": {"shape": "count_deduction", "kinds": {"grave": "30", "plain": "10"}},
    },
    {"id": "service", "name": "Service", "weight": "0.2", "type": "service", "rule": {"shape": "rated"}},
]

CHANGES: dict[str, Any] = {
    "indicators": INDICATORS,
    "types": [{"id": "service", "name": "Service", "panels": {"citizens": "0.6", "experts": "0.4"}}],
    "panels": [
        {"id": "citizens", "name": "Citizens", "kind": "public", "anonymous": True, "minimum": 3, "turnout": "1/2"},
        {"id": "experts", "name": "Experts", "kind": "experts", "highest": "10", "differentiate": True},
        {"id": "congress", "name": "Congress", "kind": "peoples_congress"},
    ],
    "evaluators": [
        {"kind": "lead_departments", "weight": "0.8"},
        {"kind": "peoples_congress", "weight": "0.2", "panel": "congress"},
    ],
    "adjustments": [
        {"id": "awards", "name": "Awards", "rule": {"shape": "bonus", "kinds": {"national": "2"}, "cap": "3"}},
        {
            "id": "placed",
            "name": "Placed",
            "rule": {"shape": "rank", "given": True, "points": ["1", "0.5"], "rest": "0", "ties": "better"},
        },
    ],
    "vetoes": [{"id": "accident", "name": "Grave accident", "best": "good"}],
    "quotas": [{"grades": ["excellent"], "most": "1/3", "with_approval": "2/3", "approved_by": "committee"}],
    "consequences": [
        {"id": "twice", "name": "Excellent twice", "grades": ["excellent"], "years": 2, "then": ["A reward"]},
    ],
    "external_causes": {"ruled_by": "the committee", "heard_by": "the lead department"},
    "grades": [
        {"grade": "excellent", "from": "50"},
        {"grade": "good", "from": "30"},
        {"grade": "fair", "from": "0"},
    ],
    "steps": [step for step in sample_steps() if step["step"] in {"reporting", "scoring", "result", "feedback"}],
}  # fmt: skip
CHANGES["steps"][0]["opens"] = {"after": "launch"}
CHANGES["steps"][1]["opens"] = {"after": "reporting"}
PROOF = [{"reference": "minutes 12"}]


def report(growth: str, water: str | None, exports: str, jobs: str, bridge: str) -> SubmitReport:
    """What a unit reports; petitions are recorded case by case, and what is derived or rated is not asked for."""
    values = {"growth": growth, "water": water, "exports": exports, "jobs": jobs, "bridge": bridge}
    entries = [
        {"indicator": name, "value": value, "unit": "%", "note": None if value else "The gauge broke"}
        for name, value in values.items()
    ]
    petitions = {"indicator": "petitions", "unit": "cases", "note": "See the record"}
    return SubmitReport.model_validate({"values": [*entries, petitions]})


REPORTS: Mapping[str, SubmitReport] = {
    "finance": report("8", "81", "60", "12", "100"),
    "health": report("6", None, "20", "9", "90"),
    "transport": report("8", "90", "50", "10", "80"),
}


def panel(
    panel: str,
    *scores: str | None,
    indicator: str | None = None,
    names: bool = True,
    **more: Any,  # noqa: ANN401 - JSON
) -> dict[str, Any]:
    given = [{"value": value, **({"by": f"e-{n}"} if names else {})} for n, value in enumerate(scores, start=1)]
    return {"fact": "panel_scores", "indicator": indicator, "panel": panel, "scores": given, **more}


def case(provision: str, case: str, kind: str | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "fact": "case",
        "provision": provision,
        "case": case,
        "kind": kind,
        "reason": "Found",
        "evidence": PROOF,
        **more,
    }


def recorded(*facts: dict[str, Any]) -> RecordFacts:
    return RecordFacts.model_validate({"facts": facts})


PAST = {"fact": "past_values", "indicator": "jobs", "unit": "%", "evidence": PROOF,
        "values": [{"year": 2024, "value": "9"}, {"year": 2025, "value": "10"}]}  # fmt: skip
CLAIM = {"fact": "claim", "indicator": "exports", "cause": "The port was shut", "evidence": PROOF}
HEARING = {"fact": "hearing", "indicator": "exports", "finding": "It was"}
RULING = {"fact": "ruling", "indicator": "exports", "upheld": True, "effect": "left_out", "reason": "Nobody could"}

_OFFICE: Mapping[str, tuple[dict[str, Any], ...]] = {
    "finance": (
        panel("citizens", "80", "90", None, "70", indicator="service", names=False, invited=6),
        panel("experts", "9", "8", indicator="service"),
        panel("congress", "90", "80"),
        case("awards", "prize", "national"),
        {"fact": "adjustment_value", "adjustment": "placed", "value": "2", "evidence": PROOF},
        {"fact": "joint_part", "indicator": "bridge", "role": "lead"},
    ),
    "health": (
        panel("citizens", "60", "60", "60", indicator="service", names=False, invited=6),
        panel("experts", "9", "7", indicator="service"),
        panel("congress", "60"),
        case("accident", "fire"),
        {"fact": "joint_part", "indicator": "bridge", "role": "cooperating"},
    ),
    "transport": (
        panel("citizens", "99", indicator="service", names=False, invited=6),
        panel("experts", "6", "6", indicator="service"),
        panel("congress", "85"),
        {"fact": "joint_part", "indicator": "bridge", "role": "cooperating"},
    ),
}


def facts(unit: str) -> tuple[tuple[str, RecordFacts], ...]:
    """Who records what about a unit, in order."""
    own: list[tuple[str, RecordFacts]] = [
        ("office-1", recorded(*_OFFICE[unit])),
        ("statistics-head", recorded(PAST)),
    ]
    if unit == "finance":
        own.append(("supervision-head", recorded(case("petitions", "p-1", "plain"), case("petitions", "p-2", "grave"))))
        own.append(("supervision-head", recorded(
            {"fact": "withdrawal", "provision": "petitions", "case": "p-2", "reason": "Unfounded"}
        )))  # fmt: skip
    if unit == "health":
        own += [
            ("health-head", recorded(CLAIM)),
            ("statistics-head", recorded(HEARING)),
            ("committee-1", recorded(RULING)),
        ]
    return tuple(own)
