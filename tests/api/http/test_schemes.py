"""A scheme on its way into force over HTTP, and a cycle launched with it."""

import httpx
import pytest

from domain.rulebook import RULEBOOK
from domain.scheme import SCHEME
from tests import sample
from tests.api.conftest import World, writing
from tests.sample import COMMITTEE, CYCLE, OFFICE

pytestmark = pytest.mark.anyio

RULES = sample.sample_rulebook(scheme={})
DOCUMENT = sample.sample_scheme(period={"start": "2026-01-01", "end": "2026-12-31"})
HASH, UNDER = SCHEME.content(DOCUMENT).hash, RULEBOOK.content(RULES).hash
WAY: tuple[tuple[str, str, dict[str, object] | None], ...] = (
    (OFFICE, "drafts", {"document": DOCUMENT}),
    (OFFICE, "year-2026/check", None),
    (OFFICE, "year-2026/consultation/waiver", {"reason": "Late"}),
    (COMMITTEE, "year-2026/approval", {"hash": HASH}),
    (OFFICE, "year-2026/publication", None),
)


async def _enact(world: World, client: httpx.AsyncClient) -> None:
    await world.publish(scheme={})
    for actor, path, body in WAY:
        answer = await client.post(f"/schemes/{path}", json=body, headers=writing(actor))
        assert answer.is_success, answer.text


async def test_a_scheme_goes_its_whole_way_under_its_rulebook(world: World, client: httpx.AsyncClient) -> None:
    await _enact(world, client)
    shown = (await client.get("/schemes/year-2026")).json()
    assert (shown["kind"], shown["in_force"]) == ("scheme", HASH)
    assert shown["versions"] == [{"number": 1, "hash": HASH, "reason": None, "under": UNDER, "in_force": True}]
    told = (await client.get("/schemes/year-2026/history")).json()
    assert told["title"] == "Scheme Scheme of 2026"


async def test_a_cycle_is_launched_by_its_scheme_alone_and_says_what_it_runs_under(
    world: World, client: httpx.AsyncClient
) -> None:
    await _enact(world, client)
    body = {"cycle": CYCLE, "scheme": "year-2026", "appraisees": list(sample.UNITS)}
    answer = await client.post("/cycles", json=body, headers=writing(OFFICE))
    assert answer.status_code == 201, answer.text
    status = (await client.get(f"/cycles/{CYCLE}")).json()
    assert {name: status[name] for name in ("rulebook", "rulebook_hash", "scheme", "scheme_hash")} == {
        "rulebook": "annual",
        "rulebook_hash": UNDER,
        "scheme": "year-2026",
        "scheme_hash": HASH,
    }
    (launched,) = (await client.get(f"/history/{CYCLE}")).json()["happenings"]
    assert f"by rulebook annual ({UNDER}) and scheme year-2026 ({HASH})." in launched["what"]


async def test_a_launch_that_names_neither_is_told_what_is_missing(world: World, client: httpx.AsyncClient) -> None:
    await world.publish(scheme={})
    answer = await client.post("/cycles", json={"cycle": CYCLE}, headers=writing(OFFICE))
    assert answer.status_code == 422
    assert {one["place"] for one in answer.json()["errors"]} == {"rulebook", "period"}
    body = {"cycle": CYCLE, "scheme": "year-2026"}
    answer = await client.post("/cycles", json=body, headers=writing(OFFICE))
    assert (answer.status_code, answer.json()["thing"]) == (404, "scheme year-2026")
