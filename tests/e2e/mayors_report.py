"""The Mayor's Management Report, where it lies beside the repository: table, our profile, published verdicts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from api.importing import Plan, Profile, Table, draw_up

_ROOT = Path(__file__).parents[2]
_FOLDER = _ROOT.parent / "shared" / "data" / "nyc-mmr"
TABLE = _FOLDER / "indicators.csv"
PROFILE = _ROOT / "docs" / "examples" / "mayors-management-report" / "profile.yaml"

needs_table = pytest.mark.skipif(
    not TABLE.exists(), reason=f"the Mayor's Management Report is not part of this repository, and {TABLE} is not there"
)


def profile() -> Profile:
    return Profile.load(PROFILE)


def plan(edit: Callable[[bytes], bytes] = bytes) -> Plan:
    """The import's plan, of the table as it is or as edited."""
    return draw_up(Table.parse(edit(TABLE.read_bytes()), TABLE.name), profile())


def published(made: Plan) -> dict[str, str]:
    """The verdicts in the table, by indicator, of those rows that the plan counts; blank and NA are none."""
    cells = {row.number: row.cells for row in Table.load(TABLE).rows}
    verdicts = {entry.indicator: cells[entry.row]["Success"] for unit in made.appraisees for entry in unit.entries}
    return {indicator: verdict for indicator, verdict in verdicts.items() if verdict not in ("", "NA")}
