"""A small government with its rulebook: three units appraised, everybody who appraises them, and clocks in seconds."""

from datetime import date
from typing import Any

from domain.command import Command
from domain.cycle.launch import LaunchCycle
from domain.directory import PublishDirectory
from domain.enactment.approval import ApproveDraft
from domain.enactment.consultation import WaiveConsultation
from domain.enactment.drafting import CheckDraft, DraftRegulation
from domain.enactment.force import PublishDraft
from domain.enactment.instrument import Instrument
from domain.rulebook import RULEBOOK as RULEBOOKS
from domain.schedule import Period

AUTHORITY = "linan"
RULEBOOK = "annual"
SCHEME = "year-2026"
CYCLE = "annual-2026"
UNITS = ("finance", "health", "transport")
OFFICE = "office-1"
COMMITTEE = "committee-1"

STEPS = ("goals", "counseling", "reporting", "verification", "scoring", "result", "feedback")
STEPS_WITH_NOTICE = (*STEPS[:-1], "notice", STEPS[-1])


def sample_steps(due: str = "PT60S", **others: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    """All seven steps, each with the same clock: due so long after it opens, and ended ten seconds after that."""
    return steps(STEPS, due, **others)


def steps(names: tuple[str, ...], due: str = "PT60S", **others: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON
    """These steps, each after the one before, and each with the same clock."""
    clock = {"due": due, "escalates": "PT5S", "ends": "PT10S", "early": True, **others}
    opens = [{"after": "launch"}, *({"after": step} for step in names)]
    return [{"step": step, "opens": after, **clock} for step, after in zip(names, opens, strict=False)]


def on_notice(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """What the sample rulebook says besides, when results are shown for thirty seconds and then published."""
    clock = {"id": "publicity", "name": "Public notice", "after": "the approval", "asked_of": "office"}
    notice = {"where": "in the hall of the government", "clock": "publicity", "then": "publication"}
    return {
        "steps": steps(STEPS_WITH_NOTICE),
        "clocks": [{**clock, "within": "PT30S", "at_least": True}],
        "public_notice": {**notice, **changes},
    }


def sample_rulebook(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A rulebook document, with top-level fields replaced by `changes`."""
    return {
        "id": RULEBOOK,
        "title": "Annual appraisal of departments",
        "authority": AUTHORITY,
        "legal_basis": ["Performance management ordinance, art. 22"],
        "calendar": {"zone": "Asia/Shanghai", "holidays": ["2026-10-01", "2026-10-02"], "make_up_days": ["2026-10-10"]},
        "indicators": [
            {
                "id": "duties",
                "name": "Statutory duties",
                "weight": "0.6",
                "children": [
                    {
                        "id": "budget",
                        "name": "Budget executed",
                        "weight": "0.5",
                        "unit": "%",
                        "direction": "up",
                        "target": "95",
                        "lead": "statistics",
                        "rule": {"shape": "ratio_to_target"},
                    },
                    {
                        "id": "delays",
                        "name": "Mean delay of approvals",
                        "weight": "0.5",
                        "unit": "days",
                        "direction": "down",
                        "target": "12",
                        "lead": "statistics",
                        "rule": {"shape": "met_or_not"},
                    },
                ],
            },
            {
                "id": "service",
                "name": "Service to the public",
                "weight": "0.4",
                "children": [
                    {
                        "id": "hotline",
                        "name": "Hotline calls resolved",
                        "weight": "2/3",
                        "unit": "%",
                        "direction": "up",
                        "target": "90",
                        "lead": "statistics",
                        "rule": {"shape": "ratio_to_target"},
                    },
                    {
                        "id": "conduct",
                        "name": "Conduct of staff",
                        "weight": "1/3",
                        "lead": "supervision",
                        "rule": {"shape": "judged"},
                    },
                ],
            },
        ],
        "evaluators": [
            {"kind": "lead_departments", "weight": "0.6"},
            {"kind": "leaders", "weight": "0.25"},
            {"kind": "internal_ballot", "weight": "0.15", "minimum": 3},
        ],
        "grades": [
            {"grade": "excellent", "from": "90"},
            {"grade": "good", "from": "80"},
            {"grade": "fair", "from": "60"},
            {"grade": "poor", "from": "0"},
        ],
        "steps": sample_steps(),
        "verification": {"share": "1/2"},
        "rounding": {"mode": "half_up", "places": 2},
        "missing": "left_out",
        **changes,
    }


def sample_scheme(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """A scheme document under the sample rulebook, which has to leave something to schemes: `scheme={}`."""
    return {
        "id": SCHEME,
        "title": "Scheme of 2026",
        "authority": AUTHORITY,
        "rulebook": RULEBOOK,
        "targets": {"budget": {"finance": "99"}},
        **changes,
    }


def _person(name: str, unit: str, *roles: str) -> dict[str, Any]:
    return {"id": name, "name": f"Name of {name}", "unit": unit, "roles": list(roles)}


def sample_directory(units: tuple[str, ...] = UNITS) -> dict[str, Any]:
    """A directory document: a head and three staff in each unit, and one or two of everybody else."""
    own = [
        person
        for unit in units
        for person in (
            _person(f"{unit}-head", unit, "head"),
            *(_person(f"{unit}-staff-{number}", unit, "staff") for number in (1, 2, 3)),
        )
    ]
    others = [
        _person("statistics-head", "statistics", "head"),
        _person("supervision-head", "supervision", "head"),
        _person("supervision-1", "supervision", "verifier"),
        _person("supervision-2", "supervision", "supervision"),
        _person("mayor", "government", "leader"),
        _person("vice-mayor", "government", "leader"),
        _person(OFFICE, "performance-office", "office"),
        _person("office-2", "performance-office", "office"),
        _person(COMMITTEE, "committee", "committee"),
    ]
    organs = ("statistics", "supervision", "government", "performance-office", "committee")
    return {
        "authority": AUTHORITY,
        "units": [{"id": unit, "name": unit.replace("-", " ").title()} for unit in (*units, *organs)],
        "people": [*own, *others],
    }


def publish_directory(**changes: Any) -> PublishDirectory:  # noqa: ANN401 - JSON
    return PublishDirectory.model_validate(sample_directory(**changes))


def enact(
    document: dict[str, Any], kind: Instrument = RULEBOOKS, *, officer: str = OFFICE, member: str = COMMITTEE
) -> tuple[tuple[str, Command], ...]:
    """Who sends which command until a document is in force: drafted and checked, urgent, approved and published."""
    return (
        (officer, DraftRegulation(document=document, reason="As decided")),
        (officer, CheckDraft()),
        (officer, WaiveConsultation(reason="The year has begun")),
        (member, ApproveDraft(hash=kind.content(document).hash)),
        (officer, PublishDraft()),
    )


def enact_rulebook(**changes: Any) -> tuple[tuple[str, Command], ...]:  # noqa: ANN401 - JSON
    """The same for the sample rulebook with these fields changed."""
    return enact(sample_rulebook(**changes))


def launch(**changes: Any) -> LaunchCycle:  # noqa: ANN401 - JSON
    """The command that launches the sample cycle over the year 2026."""
    given = {
        "cycle": CYCLE,
        "title": "Annual appraisal 2026",
        "rulebook": RULEBOOK,
        "authority": AUTHORITY,
        "period": Period(start=date(2026, 1, 1), end=date(2026, 12, 31)),
        "appraisees": UNITS,
    }
    return LaunchCycle(**{**given, **changes})
