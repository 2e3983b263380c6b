"""Bulk actions: a preview that says of each task what would become of it, then exactly that or nothing."""

import json
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import Kaohe, World, writing
from tests.api.journey import GOALS
from tests.sample import CYCLE, OFFICE, UNITS

pytestmark = pytest.mark.anyio

BULK = ("task", "bulk", "confirm-goals", "--cycle", CYCLE, "--as", OFFICE)
TASKS = [f"{CYCLE}:{unit}:confirm-goals" for unit in UNITS]


async def _set_by(world: World, *units: str) -> None:
    for unit in units:
        done = await world.act(f"{unit}:set-goals", f"{unit}-head", **GOALS)
    await world.shown(done)


async def _confirmed(world: World) -> list[str]:
    return [
        unit
        for unit in UNITS
        if "GoalsConfirmed" in [one.type for one in await world.log.read_stream(f"appraisal:{CYCLE}:{unit}")]
    ]


async def test_a_preview_writes_nothing_and_its_number_does_what_it_says(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    await _set_by(world, *UNITS)
    head = await world.log.head()
    preview = await kaohe(*BULK, "--dry-run", "--json")
    assert (preview.code, preview.err, await world.log.head()) == (0, "", head)
    shown = json.loads(preview.out)
    assert [(item["task"], item["refused"]) for item in shown["items"]] == [(task, None) for task in TASKS]
    assert await _confirmed(world) == []
    done = await kaohe(*BULK, "--confirm", shown["number"])
    assert (done.code, done.out.splitlines()[-1]) == (0, "3 of 3 done.")
    assert await _confirmed(world) == list(UNITS)


async def test_a_number_is_refused_when_the_state_has_moved_on(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    await _set_by(world, "finance", "health")
    number = json.loads((await kaohe(*BULK, "--dry-run", "--json")).out)["number"]
    await _set_by(world, "transport")
    done = await kaohe(*BULK, "--confirm", number)
    assert done.code == 2
    assert done.err.startswith(f"Refused: preview {number}.\nProblem: does not say what would happen now")
    assert await _confirmed(world) == []


async def test_each_task_is_answered_for_itself(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    await _set_by(world, "finance", "health")
    await world.act("health:confirm-goals", OFFICE, "return", reason="Too few")
    await world.shown(await world.act("health:set-goals", "health-head", **GOALS))
    returned = json.loads((await kaohe(*BULK, "--action", "return", "--set", "reason=", "--dry-run", "--json")).out)
    assert [item["refused"] for item in returned["items"]] == [
        "returns the goals without a reason. Say what is to be changed in them"
    ] * 2
    done = await kaohe(*BULK, "--action", "return", "--set", "reason=", "--confirm", returned["number"])
    assert done.out.splitlines()[-1] == "0 of 2 done."


async def test_it_is_previewed_or_confirmed_and_not_both(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    for options in ((), ("--dry-run", "--confirm", "7")):
        assert (await kaohe(*BULK, *options)).code == 2


async def test_the_same_is_done_over_http(world: World, client: httpx.AsyncClient) -> None:
    await world.launch()
    await _set_by(world, "finance")
    wanted = {"cycle": CYCLE, "duty": "confirm-goals"}
    preview = (await client.post("/tasks/bulk/preview", json=wanted, headers=writing(OFFICE))).json()
    assert (preview["done"], len(preview["items"])) == (False, 1)
    confirmed = wanted | {"number": preview["number"]}
    done = await client.post("/tasks/bulk", json=confirmed, headers=writing(OFFICE, str(uuid4())))
    assert (done.status_code, done.json()["done"], await _confirmed(world)) == (200, True, ["finance"])
    again = await client.post("/tasks/bulk", json=confirmed, headers=writing(OFFICE, str(uuid4())))
    assert again.status_code == 404
