"""Public notices through their doors: what is on notice, objections to it, and the tasks that follow."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from domain.schedule import StepName
from tests import sample
from tests.api.conftest import Kaohe, World
from tests.api.journey import opens, to_result
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

HEALTH = {"Kaohe-Actor": "health-head"}


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


async def on_notice(world: World) -> None:
    """The result of finance is shown."""
    await world.launch(**sample.on_notice())
    await to_result(world, "finance")
    await world.act("finance:compute", OFFICE)
    await world.act("finance:approve", "committee-1")
    await opens(world, "finance", StepName.NOTICE)
    await world.act("finance:publish-notice", OFFICE)


async def tasks(world: World) -> list[str]:
    await world.operations.wait(await world.log.head())
    listed = (await world.operations.tasks.listed(OFFICE)).tasks
    return [one.id for one in listed if one.step == "notice"]


async def test_an_objection_over_http_becomes_a_task_that_shows_its_grounds(
    world: World, client: httpx.AsyncClient
) -> None:
    await on_notice(world)
    (shown,) = (await client.get("/notices", params={"cycle": CYCLE})).json()
    said = {name: shown[name] for name in ("appraisee", "where", "grade", "objections", "closed")}
    assert said == {
        "appraisee": "finance",
        "where": "in the hall of the government",
        "grade": "fair",
        "objections": 0,
        "closed": False,
    }

    body: dict[str, Any] = {"grounds": "The hotline was down in May"}
    answer = await client.post(f"/notices/{CYCLE}/finance/objections", json=body, headers={**HEALTH, **key()})
    assert answer.status_code == 200, answer.text
    assert await tasks(world) == [f"{CYCLE}:finance:answer-objection.1", f"{CYCLE}:finance:close-notice"]

    task = await world.operations.tasks.show(f"{CYCLE}:finance:answer-objection.1")
    assert [(one.what, one.text, one.by) for one in task.matters] == [
        ("grounds", "The hotline was down in May", "health-head")
    ]
    assert task.ways[0].fields["required"] == ["upheld", "answer"]
    shown = (await client.get(f"/notices/{CYCLE}/finance")).json()
    assert (shown["objections"], shown["unanswered"]) == (1, 1)


async def test_the_command_line_shows_a_notice_and_takes_an_objection(world: World, kaohe: Kaohe) -> None:
    await on_notice(world)
    await kaohe("notice", "object", CYCLE, "finance", "--grounds", "Late", "--as", "mayor")
    await world.act("finance:answer-objection.1", OFFICE, upheld=False, answer="It was in time")
    ran = await kaohe("notice", "show", CYCLE, "finance")
    assert ran.out == (
        "The result of finance in annual-2026, grade fair, is shown in the hall of the government; the notice is open "
        "until 2026-11-23 12:00:30Z at least.\nObjections: 1, of which 0 unanswered.\n"
    )
    listed = await kaohe("notice", "list")
    assert listed.out.splitlines()[1].split()[:3] == ["annual-2026", "finance", "fair"]


async def test_what_was_never_on_notice_is_refused(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    ran = await kaohe("notice", "show", CYCLE, "finance")
    assert (ran.code, ran.err) == (
        2,
        (
            "Refused: notice of annual-2026:finance.\nProblem: has not been published.\n"
            "Mend: See 'kaohe notice list' for what is on notice.\n"
        ),
    )
    assert (await kaohe("notice", "list")).err == "Nothing is on public notice.\n"
