"""A rulebook on its way into force over HTTP."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from domain.rulebook import RULEBOOK
from tests import sample
from tests.api.conftest import World, writing
from tests.sample import COMMITTEE, OFFICE

pytestmark = pytest.mark.anyio

FIRST = sample.sample_rulebook()
SECOND = sample.sample_rulebook(title="Annual appraisal, revised")
HASH, OTHER_HASH = RULEBOOK.content(FIRST).hash, RULEBOOK.content(SECOND).hash
WAY: tuple[tuple[str, str, dict[str, Any] | None], ...] = (
    (OFFICE, "annual/check", None),
    (OFFICE, "annual/consultation", {"asked": ["finance"], "until": None}),
    ("finance-head", "annual/consultation/comments", {"text": "Too much"}),
    (OFFICE, "annual/consultation/close", {"response": "So be it"}),
    (COMMITTEE, "annual/approval", {"hash": HASH}),
    (OFFICE, "annual/publication", None),
)


async def _found(world: World) -> None:
    await world.operations.directories.publish(sample.sample_directory(), None, uuid4())


async def test_a_rulebook_goes_its_whole_way_each_step_on_the_version_that_was_shown(
    world: World, client: httpx.AsyncClient
) -> None:
    await _found(world)
    drafted = await client.post("/rulebooks/drafts", json={"document": FIRST}, headers=writing(OFFICE))
    assert (drafted.status_code, drafted.headers["Location"]) == (201, "/api/v1/rulebooks/annual")
    etag = drafted.headers["ETag"]
    for actor, path, body in WAY:
        headers = writing(actor, **{"If-Match": etag})
        answer = await client.post(f"/rulebooks/{path}", json=body, headers=headers)
        assert (answer.status_code, answer.json()["says"]) == (200, "recorded"), answer.text
        shown = await client.get("/rulebooks/annual")
        etag = answer.headers["ETag"]
        assert shown.headers["ETag"] == etag
    assert {name: value for name, value in shown.json().items() if name != "document"} == {
        "kind": "rulebook",
        "id": "annual",
        "title": "Annual appraisal of departments",
        "authority": "linan",
        "version": 7,
        "in_force": HASH,
        "retired": False,
        "versions": [{"number": 1, "hash": HASH, "reason": None, "under": None, "in_force": True}],
        "draft": None,
    }
    assert RULEBOOK.content(shown.json()["document"]).hash == HASH


async def test_a_step_on_a_version_that_has_passed_is_refused_as_stale(world: World, client: httpx.AsyncClient) -> None:
    await world.publish()
    headers = writing(OFFICE, **{"If-Match": '"1"'})
    body = {"document": SECOND, "reason": "Shorter"}
    answer = await client.post("/rulebooks/drafts", json=body, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (412, "urn:kaohe:problem:stale")


async def test_the_same_key_again_writes_once(world: World, client: httpx.AsyncClient) -> None:
    await _found(world)
    headers = writing(OFFICE)
    first = await client.post("/rulebooks/drafts", json={"document": FIRST}, headers=headers)
    again = await client.post("/rulebooks/drafts", json={"document": FIRST}, headers=headers)
    assert again.json() == first.json() | {"replayed": True}


async def test_a_draft_is_shown_with_its_findings_and_compared_with_what_is_in_force(
    world: World, client: httpx.AsyncClient
) -> None:
    await world.publish()
    wrong = SECOND | {"missing": "guess"}
    body = {"document": wrong, "reason": "Shorter"}
    await client.post("/rulebooks/drafts", json=body, headers=writing(OFFICE))
    await client.post("/rulebooks/annual/check", headers=writing(OFFICE))

    draft = (await client.get("/rulebooks/annual")).json()["draft"]
    assert (draft["stage"], draft["reason"], draft["drafters"]) == ("draft", "Shorter", [OFFICE])
    assert [(one["severity"], one["place"], one["problem"]) for one in draft["findings"]] == [
        ("error", "missing", "'guess' is not possible")
    ]
    told = (await client.get("/rulebooks/annual/comparison")).json()
    assert (told["before"], told["after"]) == ("1", "draft")
    changes = {one["place"]: (one["before"], one["after"]) for one in told["changes"]}
    assert changes["title"] == ("Annual appraisal of departments", "Annual appraisal, revised")
    assert changes["missing"] == ("left_out", "guess")


async def test_versions_are_compared_by_number_or_content(world: World, client: httpx.AsyncClient) -> None:
    await world.publish()
    await world.enact(SECOND)
    expected = [
        {"place": "title", "before": "Annual appraisal of departments", "after": "Annual appraisal, revised"},
    ]
    for query in ({}, {"before": "1", "after": "2"}, {"before": HASH, "after": OTHER_HASH}):
        answer = await client.get("/rulebooks/annual/comparison", params=query)
        assert answer.json()["changes"] == expected
    for query in ({"after": "3"}, {"before": "draft"}, {"before": "0"}, {"before": "9" * 5000}):
        answer = await client.get("/rulebooks/annual/comparison", params=query)
        assert (answer.status_code, answer.json()["problem"]) == (404, "does not exist")
    assert (await client.get("/rulebooks/annual/comparison", params={"colour": "red"})).status_code == 422


async def test_a_history_tells_who_did_what_with_the_comments_opened(world: World, client: httpx.AsyncClient) -> None:
    await _found(world)
    await client.post("/rulebooks/drafts", json={"document": FIRST}, headers=writing(OFFICE))
    for actor, path, body in WAY:
        await client.post(f"/rulebooks/{path}", json=body, headers=writing(actor))
    told = (await client.get("/rulebooks/annual/history")).json()
    assert told["title"] == "Rulebook Annual appraisal of departments"
    assert [(one["actor"]["id"], one["what"]) for one in told["happenings"]] == [
        (OFFICE, "The draft of version 1 was written."),
        (OFFICE, "The draft was checked and nothing was found."),
        (OFFICE, "The draft was laid open for comments: finance may comment until it is closed."),
        ("finance-head", "A comment on the draft was made."),
        (OFFICE, "The consultation was closed after 1 comment, with a response."),
        (COMMITTEE, f"The committee approved the draft of content {HASH}."),
        (OFFICE, "Version 1 of annual came into force."),
    ]
    assert [one["texts"] for one in told["happenings"][3:5]] == [{"text": "Too much"}, {"response": "So be it"}]


async def test_the_other_ways_are_refused_and_taken(world: World, client: httpx.AsyncClient) -> None:
    await world.publish()
    body = {"document": SECOND, "reason": "Shorter"}
    await client.post("/rulebooks/drafts", json=body, headers=writing(OFFICE))
    await client.post("/rulebooks/annual/check", headers=writing(OFFICE))
    taken: tuple[tuple[str, str, dict[str, str] | None, int], ...] = (
        (OFFICE, "publication", None, 409),
        (OFFICE, "approval", {"hash": OTHER_HASH}, 403),
        (OFFICE, "consultation/waiver", {"reason": "Flood"}, 200),
        (COMMITTEE, "approval", {"hash": HASH}, 409),
        (COMMITTEE, "return", {"reason": "Longer"}, 200),
        (OFFICE, "retirement", {"reason": "Repealed"}, 200),
    )
    for actor, path, fields, status in taken:
        answer = await client.post(f"/rulebooks/annual/{path}", json=fields, headers=writing(actor))
        assert answer.status_code == status, answer.text
    shown = (await client.get("/rulebooks/annual")).json()
    assert (shown["in_force"], shown["retired"], shown["document"]) == (None, True, None)


async def test_what_was_never_drafted_does_not_exist(client: httpx.AsyncClient) -> None:
    for answer in (
        await client.get("/rulebooks/other"),
        await client.post("/rulebooks/other/check", headers=writing(OFFICE)),
    ):
        assert (answer.status_code, answer.json()["thing"]) == (404, "rulebook other")


async def test_in_one_step_a_rulebook_is_published_before_there_is_an_office_alone(
    world: World, client: httpx.AsyncClient
) -> None:
    await _found(world)
    for actor in (None, OFFICE):
        answer = await client.post("/rulebooks", json=FIRST, headers=writing(actor))
        assert answer.status_code == 403
        assert answer.json()["problem"] == "is published in one step only while linan has no performance office"
