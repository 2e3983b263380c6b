"""Certificates and standing in, at every door; the inbox and the history of whoever stands in."""

import json
from datetime import timedelta

import httpx
import pytest

from tests.api.conftest import Kaohe, World, writing
from tests.api.journey import GOALS
from tests.sample import AUTHORITY, CYCLE, OFFICE

pytestmark = pytest.mark.anyio

TASK = f"{CYCLE}:finance:set-goals"
SPAN = ("--authority", AUTHORITY, "--begins", "2020-01-01T00:00:00+08:00", "--reason", "On leave")


def _ends(world: World) -> str:
    return (world.now + timedelta(days=9)).isoformat()


async def _open_tasks(kaohe: Kaohe, person: str) -> list[str]:
    listed = json.loads((await kaohe("task", "list", "--as", person, "--json")).out)["tasks"]
    return [task["id"] for task in listed]


async def test_a_substitute_finds_the_tasks_of_the_other_and_does_them(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    assert TASK not in await _open_tasks(kaohe, "health-head")
    arranged = await kaohe(
        *("directory", "substitute", "finance-head", "health-head", *SPAN, "--ends", _ends(world), "--as", OFFICE)
    )
    assert (arranged.code, arranged.err) == (0, "")
    assert arranged.out.startswith("Standing in by health-head, number 1: recorded")
    assert TASK in await _open_tasks(kaohe, "health-head")
    await world.act("finance:set-goals", "health-head", **GOALS)
    last = json.loads((await kaohe("history", f"{CYCLE}:finance", "--json")).out)["happenings"][-1]
    assert (last["actor"]["id"], last["acting_for"]["id"], last["role"], last["mandate"]) == (
        "health-head",
        "finance-head",
        "head",
        "substitution:1",
    )
    told = await kaohe("history", f"{CYCLE}:finance")
    assert "(health-head), as head, for Name of finance-head (finance-head), by substitution:1  [event" in told.out
    ended = await kaohe(
        *("directory", "end-substitution", "1", "--authority", AUTHORITY, "--reason", "Back", "--as", "finance-head")
    )
    assert (ended.code, ended.err) == (0, "")
    assert f"{CYCLE}:health:set-goals" in await _open_tasks(kaohe, "health-head")
    assert not [task for task in await _open_tasks(kaohe, "health-head") if ":finance:" in task]


async def test_roles_of_the_own_post_are_handed_on(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    ran = await kaohe("directory", "delegate", "health-head", *SPAN, "--ends", _ends(world), "--as", "finance-head")
    assert (ran.code, ran.err) == (0, "")
    shown = json.loads((await kaohe("directory", "show", AUTHORITY, "--json")).out)["substitutions"]
    assert [(one["kind"], one["person"], one["substitute"], one["roles"]) for one in shown] == [
        ("delegation", "finance-head", "health-head", ["head"])
    ]
    assert "delegation\thealth-head\tfinance-head\thead" in (await kaohe("directory", "show", AUTHORITY)).out


async def test_somebody_is_certified_on_the_command_line(world: World, kaohe: Kaohe) -> None:
    await world.publish()
    span = ("--begins", "2026-01-01T00:00:00+08:00", "--ends", "2027-01-01T00:00:00+08:00", "--training", "T-7")
    ran = await kaohe(
        *(
            "directory",
            "certify",
            "supervision-1",
            "--authority",
            AUTHORITY,
            "--role",
            "verifier",
            *span,
            "--as",
            OFFICE,
        )
    )
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Certificate of supervision-1: recorded")
    assert "supervision-1\tverifier\t" in (await kaohe("directory", "show", AUTHORITY)).out


async def test_all_of_it_is_done_over_http(world: World, client: httpx.AsyncClient) -> None:
    await world.publish()
    span = {"begins": "2026-01-01T00:00:00+08:00", "ends": _ends(world)}
    sent = (
        ("certificates", {"person": "supervision-1", "role": "verifier", "training": "T-7", **span}),
        ("substitutions", {"person": "finance-head", "substitute": "health-head", "reason": "On leave", **span}),
        ("substitutions/1/end", {"reason": "Back"}),
    )
    for path, body in sent:
        answer = await client.post(f"/directories/{AUTHORITY}/{path}", json=body, headers=writing(OFFICE))
        assert (answer.status_code, answer.json()["says"]) == (200, "recorded")
    shown = (await client.get(f"/directories/{AUTHORITY}")).json()
    assert [one["training"] for one in shown["certificates"]] == ["T-7"]
    assert [one["substitute"] for one in shown["substitutions"]] == ["health-head"]
