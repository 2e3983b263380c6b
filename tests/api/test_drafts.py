"""Drafts at the doors: shown to their unit alone, opened for the head's signature, never told outside."""

from uuid import uuid4

import httpx
import pytest

from domain.appraisal.clock import OpenStep
from domain.appraisal.decide import OpenAppraisal
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from store.keys import DataKeys
from tests import sample
from tests.api.conftest import Kaohe, World
from tests.api.journey import GOALS
from tests.domain.papers import DEPUTY, LIAISON, PEOPLE, RULES
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

HEAD = "finance-head"


async def to_draft(world: World) -> None:
    """The liaison has drafted the goals and handed them in."""
    document = sample.sample_directory()
    document["people"] += PEOPLE
    await world.operations.directories.publish(document, None, uuid4())
    await world.enact(sample.sample_rulebook(**RULES))
    await world.executor.execute(uuid4(), OFFICE, cycle_stream(CYCLE), sample.launch(appraisees=("finance",)))
    await world.tick(appraisal_stream(CYCLE, "finance"), OpenAppraisal(cycle=CYCLE, appraisee="finance"))
    await world.tick(appraisal_stream(CYCLE, "finance"), OpenStep(step=StepName.GOALS))
    await world.act("finance:draft-goals", LIAISON, **GOALS)
    await world.act("finance:draft-goals", LIAISON, "hand-in")


@pytest.mark.parametrize("who", [LIAISON, DEPUTY, HEAD])
async def test_a_draft_is_shown_to_those_in_the_unit_who_write_review_and_sign(
    world: World, kaohe: Kaohe, who: str
) -> None:
    await to_draft(world)

    ran = await kaohe("draft", "show", f"{CYCLE}:finance", "goals", "--as", who)

    assert (ran.code, ran.out.splitlines()[0]) == (0, f"# Draft 1 of the goals of {CYCLE}:finance, by {LIAISON}")
    assert "Plan each quarter" in ran.out


@pytest.mark.parametrize("who", [OFFICE, "health-head", "finance-staff-1"])
async def test_a_draft_is_shown_to_nobody_else(world: World, client: httpx.AsyncClient, who: str) -> None:
    await to_draft(world)

    answer = await client.get(f"/appraisals/{CYCLE}:finance/drafts/goals", headers={"Kaohe-Actor": who})
    history = await world.operations.history.of(f"{CYCLE}:finance")
    task = await world.operations.tasks.show(f"{CYCLE}:finance:review-goals")

    assert answer.status_code == 403
    assert [(one.what, one.texts) for one in history.happenings[-2:]] == [
        ("Draft 1 of the goals was written.", {}),
        ("Draft 1 of the goals was handed in within the unit.", {}),
    ]
    assert task.matters == ()


async def test_the_head_signs_the_draft_without_writing_it_again(world: World) -> None:
    await to_draft(world)
    await world.act("finance:review-goals", DEPUTY)

    await world.act("finance:set-goals", HEAD, "sign")

    history = await world.operations.history.of(f"{CYCLE}:finance")
    assert [(one.what, one.texts) for one in history.happenings[-2:]] == [
        ("Draft 1 of the goals was signed.", {}),
        ("Goals were set for budget.", {"measures budget": "Plan each quarter"}),
    ]


async def test_the_ways_of_a_paper_ask_for_nothing_that_the_door_fills_in(world: World) -> None:
    await to_draft(world)

    task = await world.operations.tasks.show(f"{CYCLE}:finance:set-goals")

    assert {way.action: list(way.fields["properties"]) for way in task.ways} == {
        "set": ["goals"],
        "sign": [],
        "draft": ["goals"],
        "return": ["reason"],
    }


async def test_a_draft_whose_author_was_erased_cannot_be_signed(world: World, kaohe: Kaohe, keys: DataKeys) -> None:
    await to_draft(world)
    await keys.erase(LIAISON)

    ran = await kaohe("draft", "show", f"{CYCLE}:finance", "goals", "--as", HEAD)

    assert (ran.code, "cannot be opened any more" in ran.err) == (2, True)


async def test_a_paper_without_a_draft_has_none_to_show(world: World, kaohe: Kaohe) -> None:
    await to_draft(world)
    ran = await kaohe("draft", "show", f"{CYCLE}:finance", "report", "--as", HEAD)
    assert (ran.code, "Problem: does not exist." in ran.err) == (2, True)
