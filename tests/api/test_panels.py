"""Panels at the doors: members find their task and score, the office seats somebody, interests are declared."""

import httpx
import pytest

from tests.api.conftest import Kaohe, World, writing
from tests.api.panels import publish, ready, to_scoring
from tests.domain.panels import EXPERTS, LATE
from tests.sample import AUTHORITY, CYCLE, OFFICE

pytestmark = pytest.mark.anyio

SCORES = [{"indicator": "conduct", "value": "8"}, {"value": "7"}]


async def mine(world: World, person: str) -> list[str]:
    await world.operations.wait(await world.log.head())
    return [task.id for task in (await world.operations.tasks.listed(person)).tasks]


async def test_a_member_finds_the_task_and_scores(world: World) -> None:
    await ready(world)
    await to_scoring(world)
    assert await mine(world, "expert-1") == [f"{CYCLE}:finance:score.experts.expert-1"]
    task = await world.operations.tasks.show(f"{CYCLE}:finance:score.experts.expert-1")
    assert {way.action: list(way.fields["properties"]) for way in task.ways} == {
        "score": ["scores", "reason"],
        "recuse": ["statement"],
    }
    assert [one.indicator for one in task.subjects] == ["conduct"]

    await world.act("finance:score.experts.expert-1", "expert-1", scores=SCORES)

    history = await world.operations.history.of(f"{CYCLE}:finance")
    assert history.happenings[-1].what == "A member of panel experts gave 2 scores."
    assert await mine(world, "expert-1") == []


async def test_an_interest_declared_keeps_its_person_from_scoring(world: World, kaohe: Kaohe) -> None:
    await ready(world)
    told = ("--authority", AUTHORITY, "--ground", "A sister works there", "--as", "expert-1")
    ran = await kaohe("directory", "declare-interest", "expert-1", "finance", *told)
    await to_scoring(world)

    assert (ran.code, await mine(world, "expert-1")) == (0, [])
    assert (await world.operations.directories.show(AUTHORITY)).interests == {"expert-1": ("finance",)}
    over = ("--authority", AUTHORITY, "--reason", "She moved away", "--as", OFFICE)
    ended = await kaohe("directory", "end-interest", "expert-1", "finance", *over)
    assert (ended.code, (await world.operations.directories.show(AUTHORITY)).interests) == (0, {})


async def test_the_office_seats_somebody_on_a_panel(world: World, kaohe: Kaohe, client: httpx.AsyncClient) -> None:
    await ready(world)
    await to_scoring(world)
    await publish(world, *EXPERTS, LATE, "expert-5")
    why = ("--reason", "Too few are left", "--as", OFFICE)

    ran = await kaohe("panel", "replace", f"{CYCLE}:finance", "experts", LATE, "--instead-of", "expert-1", *why)
    body = {"panel": "experts", "person": "expert-2", "successor": "expert-5", "reason": "Too few are left"}
    answer = await client.post(f"/appraisals/{CYCLE}:finance/seats", json=body, headers=writing(OFFICE))

    assert (ran.code, answer.status_code) == (0, 200)
    assert [await mine(world, one) for one in ("expert-1", LATE, "expert-5")] == [
        [],
        [f"{CYCLE}:finance:score.experts.{LATE}"],
        [f"{CYCLE}:finance:score.experts.expert-5"],
    ]


async def test_interests_are_declared_over_http(world: World, client: httpx.AsyncClient) -> None:
    await ready(world)
    body = {"person": "expert-1", "unit": "finance", "ground": "A sister works there"}
    path = f"/directories/{AUTHORITY}/interests"

    first = await client.post(path, json=body, headers=writing("expert-1"))
    again = await client.post(path, json=body, headers=writing("expert-1"))
    over = await client.post(
        f"{path}/end", json={"person": "expert-1", "unit": "finance", "reason": "Over"}, headers=writing(OFFICE)
    )

    assert [first.status_code, again.status_code, over.status_code] == [200, 409, 200]
