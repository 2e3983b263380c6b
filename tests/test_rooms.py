"""The import rules know every module of the rooms they close."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_all_of_activities_but_its_contracts_is_closed_to_workflows_and_doors() -> None:
    modules = {f"activities.{file.stem}" for file in (ROOT / "activities").glob("*.py")}
    closed = modules - {"activities.__init__", "activities.contracts"}
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    for room in ("workflows", "api"):
        forbidden = {
            name for rule in rules if room in rule.get("source_modules", ()) for name in rule["forbidden_modules"]
        }
        assert closed - forbidden == set(), room
