import asyncio
from uuid import uuid4

import httpx
import pytest

from api.http import create_app
from api.operations import Operations
from store.ballots import BallotBox
from store.connect import engine
from store.keys import DataKeys
from tests import sample
from tests.api.conftest import World, writing
from tests.api.journey import GOALS
from tests.conftest import Database
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

LAUNCH = {
    "cycle": CYCLE,
    "rulebook": "annual",
    "period": {"start": "2026-01-01", "end": "2026-12-31"},
    "appraisees": list(sample.UNITS),
}
TASK = f"/tasks/{CYCLE}:finance:set-goals"


async def test_what_is_created_has_an_address_and_a_version(client: httpx.AsyncClient) -> None:
    for path, body, actor, location in (
        ("/rulebooks", sample.sample_rulebook(), None, "/api/v1/rulebooks/annual"),
        ("/directories", sample.sample_directory(), None, "/api/v1/directories/linan"),
        ("/cycles", LAUNCH, OFFICE, f"/api/v1/cycles/{CYCLE}"),
    ):
        answer = await client.post(path, json=body, headers=writing(actor))
        assert (answer.status_code, answer.json()["says"]) == (201, "recorded")
        assert answer.headers["Location"] == location
        shown = await client.get(location.removeprefix("/api/v1"))
        assert (shown.status_code, shown.headers["ETag"]) == (200, answer.headers["ETag"])


async def test_the_same_key_with_the_same_content_gets_the_same_answer_and_writes_once(
    world: World, client: httpx.AsyncClient
) -> None:
    await world.launch()
    headers = writing("finance-head")
    first = await client.post(f"{TASK}/completion", json={"fields": GOALS}, headers=headers)
    head = await world.log.head()
    again = await client.post(f"{TASK}/completion", json={"fields": GOALS}, headers=headers)
    assert (first.status_code, again.status_code, await world.log.head()) == (200, 200, head)
    assert again.json() == first.json() | {"replayed": True}


async def test_a_write_without_a_key_is_malformed(world: World, client: httpx.AsyncClient) -> None:
    await world.launch()
    for headers, problem in (({}, "is missing"), ({"Idempotency-Key": "7"}, "'7' does not fit")):
        answer = await client.post(f"{TASK}/completion", json={"fields": GOALS}, headers=headers)
        assert (answer.status_code, answer.json()["problem"]) == (400, problem)
        assert answer.json()["thing"].lower() == "header idempotency-key"


async def test_a_write_on_the_version_that_was_shown_is_carried_out(world: World, client: httpx.AsyncClient) -> None:
    await world.launch()
    shown = await client.get(TASK)
    headers = writing("finance-head", **{"If-Match": shown.headers["ETag"]})
    assert (await client.post(f"{TASK}/completion", json={"fields": GOALS}, headers=headers)).status_code == 200


async def test_an_if_match_that_is_no_etag_is_malformed(world: World, client: httpx.AsyncClient) -> None:
    await world.launch()
    headers = writing(OFFICE, **{"If-Match": "latest"})
    answer = await client.post(f"/cycles/{CYCLE}/resume", headers=headers)
    assert (answer.status_code, answer.json()["thing"]) == (400, "header If-Match (latest)")


async def test_a_cycle_is_paused_resumed_and_extended(world: World, client: httpx.AsyncClient) -> None:
    await world.launch()
    wishes: tuple[tuple[str, dict[str, str] | None], ...] = (
        ("pause", {"reason": "Flood"}),
        ("resume", None),
        ("extensions", {"step": "goals", "by": "PT60S", "reason": "After the flood"}),
    )
    for number, (path, body) in enumerate(wishes, start=2):
        headers = writing(OFFICE, **{"If-Match": f'"{number - 1}"'})
        answer = await client.post(f"/cycles/{CYCLE}/{path}", json=body, headers=headers)
        assert (answer.status_code, answer.headers["ETag"]) == (200, f'"{number}"')


async def test_a_write_that_the_views_do_not_show_in_time_is_accepted(
    world: World, database: Database, keys: DataKeys
) -> None:
    """The operations here look at a database without views, so nothing is ever shown."""
    await world.publish()
    nowhere = engine(database.server.url("postgres"))
    operations = Operations(world.log, keys, world.executor, BallotBox(world.log.pool), nowhere, patience=0.05)
    transport = httpx.ASGITransport(app=create_app(operations))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1/api/v1") as client:
        answer = await client.post("/cycles", json=LAUNCH, headers=writing(OFFICE))
        assert (answer.status_code, answer.json()["says"]) == (202, "recorded, not yet shown")
        unseen = await client.get(f"/cycles/{CYCLE}")
        assert (unseen.status_code, unseen.headers["Retry-After"]) == (503, "1")
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["ready"]) == (503, False)
    await nowhere.dispose()


async def test_the_whole_way_of_a_task_is_told_by_its_resources(world: World, client: httpx.AsyncClient) -> None:
    await world.launch()
    listed = (await client.get("/tasks", params={"person": "finance-head"})).json()
    assert [task["id"] for task in listed["tasks"]] == [f"{CYCLE}:finance:set-goals"]
    shown = (await client.get(TASK)).json()
    assert (shown["state"], shown["ways"][0]["action"]) == ("open", "set")
    await client.post(f"{TASK}/completion", json={"fields": GOALS}, headers=writing("finance-head"))
    history = (await client.get(f"/history/{CYCLE}:finance")).json()
    assert history["happenings"][-1]["what"] == "Goals were set for budget."
    status = (await client.get(f"/cycles/{CYCLE}")).json()
    assert [line["step"] for line in status["appraisals"]] == ["goals"] * 3
    assert (await client.get(f"/scores/{CYCLE}:finance")).status_code == 404


async def test_a_directory_is_shown_without_names(world: World, client: httpx.AsyncClient) -> None:
    await world.publish()
    answer = await client.get("/directories/linan")
    assert "Name of" not in answer.text
    assert len(answer.json()["posts"]) == len(sample.sample_directory()["people"])


async def test_commands_of_one_id_sent_at_once_are_carried_out_once(world: World, client: httpx.AsyncClient) -> None:
    await world.launch()
    head, headers = await world.log.head(), writing("finance-head", str(uuid4()))
    sent = [client.post(f"{TASK}/completion", json={"fields": GOALS}, headers=headers) for _ in range(8)]
    answers = await asyncio.gather(*sent)
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["replayed"] for answer in answers) == [False] + [True] * 7
    assert await world.log.head() == head + 1


async def test_views_that_do_not_answer_are_said_to_be_away_and_hold_no_write_up(world: World, keys: DataKeys) -> None:
    await world.publish()
    nowhere = engine("postgresql://nobody:none@127.0.0.1:1/none")
    operations = Operations(world.log, keys, world.executor, BallotBox(world.log.pool), nowhere)
    transport = httpx.ASGITransport(app=create_app(operations))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1/api/v1") as client:
        assert (await client.post("/cycles", json=LAUNCH, headers=writing(OFFICE))).status_code == 202
        for path in ("/cycles", "/tasks", "/health/ready"):
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    await nowhere.dispose()
