"""A small table of indicators with its profile, of our own making: three offices of a town."""

from pathlib import Path
from typing import Any

import yaml

from api.importing import Plan, Profile, Table, draw_up
from tests.sample import sample_steps

HEADING = "No,Office,What,Better,Goal,Result"
ROWS = (
    "1,Parks & Gardens,Trees planted,more,100,104.50",
    "2,Parks & Gardens,Days to answer,less,5,7",
    "3,Children's Office,Places in day care,more,1200,1200",
    "4,Parks & Gardens,Benches mended,more,9,n/a",
    "5,Library,Books lent,more,n/a,31000",
    "6,n/a,Complaints,less,10,3",
    "7,Library,Visits,more,0.1,0.1",
)
OFFICER, COMMITTEE = "office-1", "committee-1"
CYCLE = "town-2026"


def csv(*rows: str, heading: str = HEADING) -> bytes:
    """A table of these rows, or of the sample's."""
    return "\r\n".join((heading, *(rows or ROWS), "")).encode()


def changed(number: int, row: str) -> bytes:
    """The sample's table with one row written anew."""
    return csv(*(row if place == number else old for place, old in enumerate(ROWS, start=1)))


def profile(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """The profile document; keys such as `indicators__lead` change what is further in, None takes it away."""
    document: dict[str, Any] = {
        "cycle": CYCLE,
        "title": "Town report 2026",
        "authority": "town",
        "period": {"start": "2026-01-01", "end": "2026-12-31"},
        "table": {"not_given": ["", "n/a"]},
        "rows": {"where_given": ["Goal", "Office"]},
        "appraisees": {"name": {"column": "Office"}},
        "indicators": {
            "id": {"column": "No", "prefix": "t-"},
            "name": {"column": "What"},
            "direction": {"column": "Better", "values": {"more": "up", "less": "down"}},
            "target": {"column": "Goal"},
            "value": {"column": "Result"},
            "unit": {"constant": "as named"},
            "lead": "audit",
            "rule": {"shape": "met_or_not", "verdicts": {"met": "yes", "not_met": "no"}},
        },
        "units": [{"id": "audit", "name": "Audit"}, {"id": "hall", "name": "Town hall"}],
        "people": [
            {"id": OFFICER, "name": "Officer", "unit": "hall", "roles": ["office"]},
            {"id": COMMITTEE, "name": "Chair", "unit": "hall", "roles": ["committee"]},
        ],
        "rulebook": {
            "id": "town-report",
            "title": "Town report",
            "calendar": {"zone": "Asia/Shanghai"},
            "evaluators": [{"kind": "lead_departments", "weight": "1"}],
            "steps": [
                {**rule, "opens": {"after": "launch"}}
                for rule in sample_steps()
                if rule["step"] in ("reporting", "result", "feedback")
            ],
            "verification": {"share": "1"},
            "rounding": {"mode": "half_up", "places": "2"},
            "missing": "left_out",
        },
    }
    for path, value in changes.items():
        *way, last = path.split("__")
        inside = document
        for step in way:
            inside = inside[step]
        if value is None:
            del inside[last]
        else:
            inside[last] = value
    return document


def plan(content: bytes | None = None, cycle: str | None = None, **changes: Any) -> Plan:  # noqa: ANN401 - JSON
    """The plan for a table, or the sample's, by the sample's profile with these changes."""
    table = Table.parse(csv() if content is None else content, "town.csv")
    return draw_up(table, Profile.model_validate(profile(**changes)), cycle)


def files(folder: Path, content: bytes | None = None, **changes: Any) -> tuple[Path, Path]:  # noqa: ANN401 - JSON
    """Table and profile as files."""
    table, form = folder / "town.csv", folder / "profile.yaml"
    table.write_bytes(csv() if content is None else content)
    form.write_text(yaml.safe_dump(profile(**changes), allow_unicode=True, sort_keys=False))
    return table, form
