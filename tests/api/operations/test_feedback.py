"""The page of a feedback task: own targets and past first, then the remedies, and the peers after everything else."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from api.operations.past import with_past
from api.operations.subjects import Subject
from domain.schedule import Period
from domain.streams import appraisal_stream, cycle_stream
from tests.api.conftest import Kaohe, World
from tests.api.journey import to_feedback
from tests.sample import CYCLE, OFFICE, launch

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


async def test_values_of_the_cycle_before_stand_beside_those_of_this_one(world: World) -> None:
    await world.launch()
    await to_feedback(world, "finance")
    before = (await world.executor.load(appraisal_stream(CYCLE, "finance"))).state.reported
    period = Period(start=date(2027, 1, 1), end=date(2027, 12, 31))
    wish = launch(cycle="annual-2027", follows=CYCLE, period=period)
    await world.executor.execute(uuid4(), OFFICE, cycle_stream("annual-2027"), wish)

    subject = Subject(indicator="hotline", number="2.1", name="Hotline", past={2025: Decimal(70)})
    (shown,) = await with_past(world.operations.tasks._store, (subject,), "annual-2027", "finance")
    assert shown.past == {2025: Decimal(70), 2026: before["hotline"].value}
