"""The page of a feedback task: own targets and past first, then the remedies, and the peers after everything else."""

from typing import Any

import pytest

from tests.api.conftest import Kaohe, World
from tests.api.journey import to_feedback
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

REVIEW: dict[str, Any] = {
    "roles": [{"id": "agency", "name": "Agency"}],
    "clocks": [{"id": "asking", "name": "Asking", "after": "it", "asked_of": "unit", "within": "3 working days"}],
    "remedies": [{"id": "review", "name": "Review", "open_to": ["units"], "to": "agency", "clocks": ["asking"]}],
}


def findings(*indicators: str) -> list[dict[str, str]]:
    return [{"indicator": name, "cause": f"Why {name}", "recommendation": f"Mend {name}"} for name in indicators]


async def test_the_office_sees_which_values_are_below_their_targets(world: World) -> None:
    await world.launch()
    corrected = await to_feedback(world, "finance")
    shown = await world.operations.tasks.show(f"{CYCLE}:finance:issue-feedback")
    targets = {one.indicator: str(one.target) for one in shown.subjects}
    assert targets == {"budget": "96", "delays": "12", "hotline": "90"}
    assert {one.indicator for one in shown.subjects if one.short} == {corrected, "hotline"}
    assert [way.action for way in shown.ways] == ["issue"]


async def test_the_head_reads_findings_and_remedies_and_where_the_unit_stands_last(world: World, kaohe: Kaohe) -> None:
    await world.launch(**REVIEW)
    corrected = await to_feedback(world, "finance")
    words = {"causes": "A slow year", "recommendations": "Begin early"}
    given = findings(*sorted({corrected, "hotline"}))
    await world.act("finance:issue-feedback", OFFICE, **words, findings=given)

    shown = await world.operations.tasks.show(f"{CYCLE}:finance:answer-feedback")
    said = {one.what: one.text for one in shown.matters}
    assert said["remedy Review"] == "may be asked for of agency, until 2026-11-26 12:00:00 UTC"
    assert said["cause hotline"] == "Why hotline"
    assert said["recommendation hotline"] == "Mend hotline"
    assert shown.peers is None  # nobody has been ranked yet

    ran = await kaohe("task", "show", f"{CYCLE}:finance:answer-feedback")
    lines = ran.out.splitlines()
    targets, remedy = (next(n for n, one in enumerate(lines) if what in one) for what in ("12", "remedy Review"))
    assert targets < remedy
