"""Nothing that an address can carry breaks the doors: it is found, or refused as a problem."""

import base64
import json
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest

from api.http import create_app
from tests.api.conftest import World
from tests.sample import CYCLE

pytestmark = pytest.mark.anyio

DUE = "2026-11-23T12:00:00+00:00"
HOSTILE = [
    "\0",
    f"{CYCLE}\0",
    f"{CYCLE}:\0",
    f"{CYCLE}:finance:\0",
    f"{CYCLE}:finance:verify.\0",
    "%ED%A0%80",
    f"{CYCLE}:finance:%ED%A0%80",
    "::",
    "a:b:c:d",
    "'; DROP TABLE es.event; --",
    "..",
    "%2e%2e%2f",
    "x" * 5000,
    "[" * 5000,
    "💣",
    "NOPE",
    "nope",
    "-1",
    "1e999",
]


def _cursor(*parts: Any) -> str:  # noqa: ANN401 - JSON
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


CURSORS = {
    "nul": _cursor(DUE, "appraisal:a\0:b", "c"),
    "nul in the key": _cursor(DUE, "appraisal:a:b", "verify.\0"),
    "half a character": _cursor(DUE, "appraisal:\ud800:b", "c"),
    "naive": _cursor("2026-11-23T12:00:00", f"appraisal:{CYCLE}:finance", "set-goals"),
    "before all time": _cursor("0001-01-01T00:00:00+14:00", f"appraisal:{CYCLE}:finance", "set-goals"),
    "after all time": _cursor("9999-12-31T23:59:59-12:00", f"appraisal:{CYCLE}:finance", "set-goals"),
    "deep": base64.urlsafe_b64encode(b"[" * 40_000).decode(),
    "long number": base64.urlsafe_b64encode(b"9" * 5000).decode(),
    "numbers": _cursor(1, 2, 3),
    "too few": _cursor(DUE, f"appraisal:{CYCLE}:finance"),
    "no list": base64.urlsafe_b64encode(b"null").decode(),
    "no base64": "ä",
    "no text": base64.urlsafe_b64encode(b"\xff\xfe").decode(),
}


def _routes() -> list[tuple[str, str]]:
    """Every address with a part that a caller fills in, with its method."""
    app = create_app(None)  # type: ignore[arg-type] # nothing is asked of it
    found = [(method, path) for path, ways in app.openapi()["paths"].items() if "{" in path for method in ways]
    assert len(found) == 75, "an address came or went"
    return [(method.upper(), path.removeprefix("/api/v1")) for method, path in found]


def _require_refused(answer: httpx.Response) -> None:
    assert 400 <= answer.status_code < 500, answer.text
    if answer.status_code != 405:
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(("method", "path"), _routes())
async def test_no_part_of_an_address_is_a_fault(
    world: World, client: httpx.AsyncClient, method: str, path: str
) -> None:
    await world.launch()
    head = await world.log.head()
    before, _, after = path.partition("{")
    bodies: dict[str, Any] = {
        "pause": {"reason": "x"},
        "extensions": {"step": "goals", "by": "P1D", "reason": "x"},
        "completion": {"fields": {}},
        "facts": {"facts": [{"fact": "joint_part", "indicator": "budget", "role": "lead"}]},
        "quota-approvals": {"quota": 1, "reason": "x"},
        "consultation": {},
        "comments": {"text": "x"},
        "close": {"response": "x"},
        "waiver": {"reason": "x"},
        "approval": {"hash": "x"},
        "return": {"reason": "x"},
        "retirement": {"reason": "x"},
        "opening": {"present": ["x"]},
        "recusals": {"item": "x", "ground": "x"},
        "motions": {"item": "x", "grade": "good", "statement": "x"},
        "votes": {"motion": 1, "vote": "for"},
        "conclusions": {"item": "x", "reasons": "x"},
        "closing": {"minutes": {"number": "x", "sha256": "x"}},
    }
    body = bodies.get(after.rpartition("/")[2])
    for value in HOSTILE:
        filled = before + (value if value.startswith("%") else quote(value, safe="")) + after.partition("}")[2]
        headers = {"Idempotency-Key": str(uuid4()), "Kaohe-Actor": "office-1"}
        _require_refused(await client.request(method, filled, json=body, headers=headers))
    assert await world.log.head() == head


@pytest.mark.parametrize("name", ["person", "cycle", "overdue", "limit", "after", "colour"])
async def test_no_part_of_a_query_is_a_fault(world: World, client: httpx.AsyncClient, name: str) -> None:
    await world.launch()
    for value in HOSTILE:
        _require_refused(await client.get("/tasks", params={name: value}))


@pytest.mark.parametrize("cursor", CURSORS.values(), ids=CURSORS.keys())
async def test_a_cursor_that_no_list_gave_is_refused(client: httpx.AsyncClient, cursor: str) -> None:
    answer = await client.get("/tasks", params={"after": cursor})
    assert (answer.status_code, answer.json()["problem"]) == (422, "is none that a list gave")


async def test_no_actor_is_a_fault(world: World, client: httpx.AsyncClient) -> None:
    await world.launch()
    for actor in ("system:clock", "\x7f", "\xff", "x" * 5000, "A", ""):
        headers = {"Idempotency-Key": str(uuid4()), "Kaohe-Actor": actor.encode("latin-1")}
        answer = await client.post(f"/cycles/{CYCLE}/pause", json={"reason": "x"}, headers=headers)  # type: ignore[arg-type] # bytes stay bytes
        _require_refused(answer)


async def test_whom_or_what_a_list_does_not_know_is_said_by_name(world: World, client: httpx.AsyncClient) -> None:
    await world.launch()
    await world.operations.wait(await world.log.head())
    for query, thing in (({"person": "ghost"}, "person ghost"), ({"cycle": "nope"}, "cycle nope")):
        answer = await client.get("/tasks", params=query)
        assert (answer.status_code, answer.json()["thing"]) == (404, thing)
