"""A meeting over HTTP: convened, opened, moved and voted in, concluded, closed and shown."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.api.conftest import World, writing
from tests.api.journey import to_result
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

REGULATION: dict[str, Any] = {
    "roles": [{"id": "joint-meeting", "name": "Joint meeting", "held_by": "leader"}],
    "meetings": [{"id": "joint", "name": "Joint", "kind": "joint", "members": "joint-meeting", "notice": "PT1H"}],
    "verification": {"share": "1"},
}
PAPER = {"number": "2026-44", "sha256": "a" * 64}


async def test_a_meeting_is_held_over_http(world: World, client: httpx.AsyncClient) -> None:
    await world.launch(**REGULATION)
    await to_result(world, "finance")
    await world.act("finance:compute", OFFICE)
    at = world.now + timedelta(hours=2)
    wish = {"meeting": "m-1", "cycle": CYCLE, "rule": "joint", "at": at.isoformat(), "papers": [PAPER]}

    convened = await client.post("/meetings", json=wish, headers=writing(OFFICE))

    assert (convened.status_code, convened.headers["location"]) == (201, "/api/v1/meetings/m-1")
    world.now = at
    sitting: list[tuple[str, str, dict[str, Any]]] = [
        (OFFICE, "opening", {"present": ["mayor", "vice-mayor"]}),
        ("mayor", "motions", {"item": "finance", "grade": "good", "statement": "As seen"}),
        ("mayor", "votes", {"motion": 1, "vote": "for"}),
    ]
    for actor, act, body in sitting:
        answer = await client.post(f"/meetings/m-1/{act}", json=body, headers=writing(actor))
        assert answer.status_code in {200, 201}, answer.text
    asked = (await client.get("/tasks/meeting:m-1:vote.1")).json()
    assert [(one["what"], one["text"], one["by"]) for one in asked["matters"]] == [
        ("grade earned", "fair", "mayor"),
        ("grade to recommend", "good", "mayor"),
        ("statement", "As seen", "mayor"),
    ]
    task = "/tasks/meeting:m-1:vote.1/completion"
    assert (await client.post(task, json={"fields": {"vote": "for"}}, headers=writing("vice-mayor"))).is_success
    ending: list[tuple[str, str, dict[str, Any]]] = [
        (OFFICE, "conclusions", {"item": "finance", "reasons": "As moved"}),
        (OFFICE, "closing", {"minutes": PAPER}),
    ]
    for actor, act, body in ending:
        answer = await client.post(f"/meetings/m-1/{act}", json=body, headers=writing(actor))
        assert answer.status_code in {200, 201}, answer.text
    shown = (await client.get("/meetings/m-1")).json()
    assert (shown["stands"], shown["minutes"]) == ("closed", PAPER)
    assert shown["motions"] == [
        {
            "motion": 1,
            "item": "finance",
            "after": "good",
            "votes": {"mayor": "for", "vice-mayor": "for"},
            "carried": True,
        }
    ]
    (item,) = (one for one in shown["agenda"] if one["item"] == "finance")
    assert (item["before"], item["after"], item["concluded"]) == ("fair", "good", True)
    assert [one["meeting"] for one in (await client.get("/meetings", params={"cycle": CYCLE})).json()] == ["m-1"]


async def test_a_refusal_says_what_is_wrong_and_how_to_mend_it(world: World, client: httpx.AsyncClient) -> None:
    await world.launch(**REGULATION)

    answer = await client.post("/meetings/m-1/votes", json={"motion": 1, "vote": "for"}, headers=writing("mayor"))

    assert answer.status_code == 404
    assert answer.json()["detail"] == "meeting m-1: has not been convened. See 'kaohe meeting list' for those that are"


async def test_a_vote_that_is_none_is_refused(world: World, client: httpx.AsyncClient) -> None:
    await world.launch(**REGULATION)

    answer = await client.post("/meetings/m-1/votes", json={"motion": 1, "vote": "maybe"}, headers=writing("mayor"))

    assert answer.status_code == 422
