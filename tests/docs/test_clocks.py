"""The page on clocks shows a step that a rulebook can have, and lists every field of a step's clock."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from domain.calendar import WorkingCalendar
from domain.directory import Role
from domain.planning import plan
from domain.schedule import DEFAULTS, AtEnd, Period, StepRule

PAGE = Path("docs/reference/clocks.md").read_text(encoding="utf-8")


def test_the_step_it_shows_can_be_planned() -> None:
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    rules = [StepRule.model_validate(one) for one in yaml.safe_load(block)]
    period = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))

    (goals,) = plan(rules, WorkingCalendar(zone="Asia/Shanghai"), period, datetime(2026, 1, 5, 1, tzinfo=UTC))

    assert [strike.to for strike in goals.after_due] == [Role.LEADER, None, Role.COMMITTEE]


def test_every_field_and_every_end_is_told() -> None:
    told = set(re.findall(r"`(\w+)`", PAGE))
    assert set(StepRule.model_fields) - {"step", "early", "basis"} <= told
    assert {end.value for end in AtEnd} <= told
    assert {default.value for defaults in DEFAULTS.values() for default in defaults} <= told
