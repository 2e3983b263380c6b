"""Goals at the doors: in the inbox one task at a time, commented on by command line and HTTP, shown as they stand."""

import httpx
import pytest

from tests.api.conftest import Kaohe, World, writing
from tests.api.goal_setting import HEAD, to_comments, to_fixing
from tests.sample import COMMITTEE, CYCLE, OFFICE

pytestmark = pytest.mark.anyio

COMMENT = {"comment": "Open on Saturday", "voice": "public"}


async def mine(world: World, person: str) -> list[str]:
    await world.operations.wait(await world.log.head())
    return [task.id for task in (await world.operations.tasks.listed(person)).tasks]


async def test_comments_come_in_by_command_line_and_http_and_stand_before_whoever_closes_them(
    world: World, kaohe: Kaohe, client: httpx.AsyncClient
) -> None:
    await to_comments(world)

    ran = await kaohe("goals", "comment", f"{CYCLE}:finance", "We need this by May", "--as", "health-head")
    answer = await client.post(f"/appraisals/{CYCLE}:finance/goal-comments", json=COMMENT, headers=writing(OFFICE))

    said = f"Comment on the goals of {CYCLE}:finance: recorded, at version 5 of its appraisal.\n"
    assert (ran.code, ran.out, answer.status_code) == (0, said, 200)
    task = await world.operations.tasks.show(f"{CYCLE}:finance:close-goal-comments")
    assert [(one.what, one.text, one.by) for one in task.matters] == [
        ("own target budget", "98", HEAD),
        ("measures budget", "Spend in time", HEAD),
        ("remarks", "In line with the plan", OFFICE),
        ("comment (unit)", "We need this by May", "health-head"),
        ("comment (public)", "Open on Saturday", OFFICE),
    ]


async def test_each_task_stands_in_the_inbox_of_whoever_it_is_asked_of(world: World) -> None:
    await to_fixing(world)
    assert await mine(world, COMMITTEE) == [f"{CYCLE}:finance:fix-goals"]
    await world.act("finance:fix-goals", COMMITTEE)
    assert await mine(world, "premier") == [f"{CYCLE}:finance:fix-goals.key-work"]
    await world.act("finance:fix-goals.key-work", "premier")
    assert await mine(world, OFFICE) == [f"{CYCLE}:finance:publish-goals"]


async def test_goals_are_shown_as_they_stand(world: World, kaohe: Kaohe, client: httpx.AsyncClient) -> None:
    await to_fixing(world)
    await world.act("finance:fix-goals", COMMITTEE)
    await world.act("finance:fix-goals.key-work", "premier")
    await world.act("finance:publish-goals", OFFICE, publication="Gazette 2026/4")

    ran = await kaohe("goals", "show", f"{CYCLE}:finance")
    answer = await client.get(f"/appraisals/{CYCLE}:finance/goals")

    shown = answer.json()
    assert shown["goals"] == [
        {
            "indicator": "budget",
            "name": "Budget executed",
            "goal_class": "key-work",
            "target": "98",
            "state": "fixed",
        }
    ]
    assert (shown["comments"], shown["publication"]) == (0, "Gazette 2026/4")
    assert ran.out.splitlines()[-1] == "Published: Gazette 2026/4"


async def test_what_happened_to_goals_is_told(world: World) -> None:
    await to_fixing(world)
    await world.act("finance:fix-goals", COMMITTEE)

    history = await world.operations.history.of(f"{CYCLE}:finance")

    assert [one.what for one in history.happenings[3:]] == [
        "The goals were audited and may go on. They may be commented on until 2026-12-07 12:00:00 UTC.",
        "The comments on the goals were closed, 0 comments.",
        "The side of the head agreed to the goals.",
        "The side of the office agreed to the goals.",
        "The goals were fixed; none was set, and the rulebook's stand.",
    ]


@pytest.mark.parametrize(("appraisal", "problem"), [("finance", "is no appraisal"), (f"{CYCLE}:x", "does not exist")])
async def test_goals_are_those_of_an_appraisal(world: World, kaohe: Kaohe, appraisal: str, problem: str) -> None:
    await to_comments(world)
    ran = await kaohe("goals", "show", appraisal)
    assert (ran.code, f"Problem: {problem}." in ran.err) == (2, True)
