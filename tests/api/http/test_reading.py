import asyncio
import json
import threading
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from api.documents import LARGEST
from api.http import create_app
from api.operations.examining import Checked
from api.operations.examining import check as thorough
from domain.regulation import Rulebook
from tests import sample
from tests.api.conftest import World, writing
from tests.sample import CYCLE

pytestmark = pytest.mark.anyio


@pytest.fixture
async def closed() -> AsyncIterator[httpx.AsyncClient]:
    """The doors with nothing behind them, for what is answered at the door."""
    app = create_app(None)  # type: ignore[arg-type] # see above
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1/api/v1") as opened:
        yield opened


JSON = {"Content-Type": "application/json"}


async def test_a_json_float_is_refused_by_its_place(world: World, client: httpx.AsyncClient) -> None:
    head = await world.log.head()
    document = json.dumps(sample.sample_rulebook()).replace('"weight": "0.4"', '"weight": 0.4')
    answer = await client.post("/rulebooks", content=document, headers=writing() | JSON)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "place": "indicators.1.weight",
            "problem": "0.4 is a JSON number with a fraction, which programs read as an inexact binary float",
            "mend": 'Write it as a string, "0.4"',
            "pointer": "/indicators/1/weight",
        }
    ]
    assert await world.log.head() == head


@pytest.mark.parametrize(
    ("content", "status", "problem"),
    [
        (b"{", 400, "is no JSON: Expecting property name enclosed in double quotes at line 1, column 2"),
        (b'{"a": 1, "a": 2}', 422, "has the field 'a' twice in one place"),
        (b'{"a": Infinity}', 422, "holds Infinity, which is no number"),
        (b"[" * 5000, 422, "is nested more than 40 levels deep"),
        (b'"\xff"', 422, "holds bytes that are not UTF-8"),
        (b'{"id": "\\ud800"}', 422, "holds half a character (a lone surrogate)"),
    ],
)
async def test_a_body_that_is_no_strict_json_is_refused(
    closed: httpx.AsyncClient, content: bytes, status: int, problem: str
) -> None:
    answer = await closed.post("/rulebooks/check", content=content, headers=JSON)
    assert (answer.status_code, answer.json()["problem"]) == (status, problem)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_body_that_is_not_said_to_be_json_is_refused(closed: httpx.AsyncClient) -> None:
    answer = await closed.post("/rulebooks/check", content=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 422


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_that_is_too_large_is_refused(closed: httpx.AsyncClient, *, announced: bool) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(LARGEST // 1_000_000 + 1):
            yield b" " * 1_000_000

    content = b" " * (LARGEST + 1) if announced else parts()
    answer = await closed.post("/rulebooks/check", content=content, headers=JSON)
    assert (answer.status_code, answer.json()["problem"]) == (413, "is larger than 5 MB")


async def test_an_unknown_field_is_refused_everywhere(world: World, client: httpx.AsyncClient) -> None:
    await world.launch()
    for path, body in (
        ("/cycles", {"cycle": "a", "colour": "red"}),
        (f"/cycles/{CYCLE}/pause", {"reason": "x", "colour": "red"}),
        ("/directories", {"authority": "a", "colour": "red"}),
        (f"/tasks/{CYCLE}:finance:set-goals/completion", {"colour": "red"}),
    ):
        answer = await client.post(path, json=body, headers=writing("office-1"))
        assert answer.status_code == 422
        assert {"place": "colour", "problem": "unknown field", "mend": "Leave it out", "pointer": "/colour"} in (
            answer.json()["errors"]
        )
    answer = await client.get("/tasks", params={"colour": "red"})
    assert (answer.status_code, answer.json()["thing"]) == (422, "request query")


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver", "127.0.0.1.evil.example", "10.0.0.1", "", "[", "localhost@evil.example"]
)
async def test_a_request_to_another_host_is_refused(closed: httpx.AsyncClient, host: str) -> None:
    answer = await closed.get("/health/live", headers={"Host": host})
    assert (answer.status_code, answer.json()["type"]) == (421, "urn:kaohe:problem:other-host")


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000"])
async def test_a_request_to_this_machine_is_served(closed: httpx.AsyncClient, host: str) -> None:
    answer = await closed.get("/health/live", headers={"Host": host})
    assert (answer.status_code, answer.json()) == (200, {"live": True})
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_what_has_no_address_or_no_such_method_is_a_problem(closed: httpx.AsyncClient) -> None:
    for answer, status in ((await closed.get("/nothing"), 404), (await closed.delete("/cycles"), 405)):
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


async def test_a_fault_is_a_problem_without_a_traceback_and_found_in_the_log(closed: httpx.AsyncClient) -> None:
    with capture_logs() as logged:
        answer = await closed.get("/cycles")  # there are no operations behind these doors
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:kaohe:problem:fault")
    assert "Traceback" not in answer.text
    assert "NoneType" not in answer.text
    assert [(entry["event"], entry["route"]) for entry in logged] == [("http.fault", "/cycles")]
    assert logged[0]["trace"] in answer.json()["detail"]


async def test_a_store_that_is_away_is_said_to_be_with_when_to_ask_again(
    world: World, client: httpx.AsyncClient
) -> None:
    await world.launch()
    await world.log.close()
    answer = await client.get(f"/history/{CYCLE}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


async def test_health_tells_how_far_the_views_are(world: World, client: httpx.AsyncClient) -> None:
    await world.launch()
    await world.operations.wait(await world.log.head())
    answer = await client.get("/health/ready")
    head = await world.log.head()
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "head": head, "shown": head, "lag": 0})


async def test_the_description_of_the_api_names_every_address(closed: httpx.AsyncClient) -> None:
    answer = await closed.get("/openapi.json")
    assert answer.status_code == 200
    paths = {path.removeprefix("/api/v1"): sorted(ways) for path, ways in answer.json()["paths"].items()}
    assert paths == {
        "/rulebooks/check": ["post"],
        "/rulebooks": ["post"],
        "/rulebooks/drafts": ["post"],
        "/rulebooks/{name}": ["get"],
        "/rulebooks/{name}/comparison": ["get"],
        "/rulebooks/{name}/history": ["get"],
        "/rulebooks/{name}/check": ["post"],
        "/rulebooks/{name}/consultation": ["post"],
        "/rulebooks/{name}/consultation/comments": ["post"],
        "/rulebooks/{name}/consultation/close": ["post"],
        "/rulebooks/{name}/consultation/waiver": ["post"],
        "/rulebooks/{name}/approval": ["post"],
        "/rulebooks/{name}/return": ["post"],
        "/rulebooks/{name}/publication": ["post"],
        "/rulebooks/{name}/retirement": ["post"],
        "/schemes/drafts": ["post"],
        "/schemes/{name}": ["get"],
        "/schemes/{name}/comparison": ["get"],
        "/schemes/{name}/history": ["get"],
        "/schemes/{name}/check": ["post"],
        "/schemes/{name}/consultation": ["post"],
        "/schemes/{name}/consultation/comments": ["post"],
        "/schemes/{name}/consultation/close": ["post"],
        "/schemes/{name}/consultation/waiver": ["post"],
        "/schemes/{name}/approval": ["post"],
        "/schemes/{name}/return": ["post"],
        "/schemes/{name}/publication": ["post"],
        "/schemes/{name}/retirement": ["post"],
        "/directories": ["post"],
        "/directories/{authority}": ["get"],
        "/directories/{authority}/certificates": ["post"],
        "/directories/{authority}/substitutions": ["post"],
        "/directories/{authority}/substitutions/{number}/end": ["post"],
        "/cycles": ["get", "post"],
        "/cycles/{cycle}": ["get"],
        "/cycles/{cycle}/draw": ["get"],
        "/cycles/{cycle}/linked": ["get"],
        "/cycles/{cycle}/pause": ["post"],
        "/cycles/{cycle}/resume": ["post"],
        "/cycles/{cycle}/extensions": ["post"],
        "/cycles/{cycle}/earlier-deadlines": ["post"],
        "/cycles/{cycle}/cancellation": ["post"],
        "/cycles/{cycle}/appraisees": ["post"],
        "/cycles/{cycle}/departures": ["post"],
        "/cycles/{cycle}/mergers": ["post"],
        "/cycles/{cycle}/rankings": ["post"],
        "/cycles/{cycle}/quota-approvals": ["post"],
        "/cycles/{cycle}/standings": ["get"],
        "/cycles/{cycle}/offers": ["get"],
        "/cycles/{cycle}/uses": ["get"],
        "/cycles/{cycle}/uses/proposals": ["post"],
        "/cycles/{cycle}/uses/decisions": ["post"],
        "/cycles/{cycle}/uses/outcomes": ["post"],
        "/cycles/{cycle}/recomputation": ["get"],
        "/records": ["post"],
        "/records/evaluations": ["post"],
        "/records/{authority}": ["get"],
        "/appraisals/{appraisal}/facts": ["post"],
        "/appraisals/{appraisal}/reopenings": ["post"],
        "/appraisals/{appraisal}/raters": ["post"],
        "/appraisals/{appraisal}/goals": ["get"],
        "/appraisals/{appraisal}/seats": ["post"],
        "/directories/{authority}/interests": ["post"],
        "/directories/{authority}/interests/end": ["post"],
        "/appraisals/{appraisal}/drafts/{of}": ["get"],
        "/appraisals/{appraisal}/goal-comments": ["post"],
        "/notices": ["get"],
        "/notices/{cycle}/{appraisee}": ["get"],
        "/notices/{cycle}/{appraisee}/objections": ["post"],
        "/cases": ["get", "post"],
        "/cases/{case}": ["get"],
        "/cases/{case}/acts": ["post"],
        "/cases/{case}/returns": ["post"],
        "/cases/{case}/withdrawal": ["post"],
        "/meetings": ["get", "post"],
        "/meetings/{meeting}": ["get"],
        "/meetings/{meeting}/opening": ["post"],
        "/meetings/{meeting}/recusals": ["post"],
        "/meetings/{meeting}/motions": ["post"],
        "/meetings/{meeting}/votes": ["post"],
        "/meetings/{meeting}/conclusions": ["post"],
        "/meetings/{meeting}/closing": ["post"],
        "/tasks": ["get"],
        "/tasks/bulk": ["post"],
        "/tasks/bulk/preview": ["post"],
        "/tasks/{task}": ["get"],
        "/tasks/{task}/completion": ["post"],
        "/history/{ref}": ["get"],
        "/scores/{ref}": ["get"],
        "/health/live": ["get"],
        "/health/ready": ["get"],
    }


async def test_a_rulebook_is_checked_without_stopping_everybody_else(
    closed: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def check(document: dict[str, Any], *, others: Sequence[Rulebook]) -> Checked:
        assert go_on.wait(30)
        return thorough(document, others=others)

    monkeypatch.setattr("api.http.routes.rulebooks.check", check)
    checking = asyncio.create_task(closed.post("/rulebooks/check", json=sample.sample_rulebook()))

    answered = await closed.get("/health/live")  # nobody would answer, did the check hold up the others

    assert (answered.status_code, checking.done()) == (200, False)
    go_on.set()
    assert (await checking).status_code == 200
