"""In what capacity and by which document something was done: given at every door, shown by the history."""

import json
from collections.abc import Iterator
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from cyclopts import App

from api.cli import app
from domain.refusal import Refused
from tests.api.conftest import Kaohe, World, writing
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

NUMBER = "府办〔2026〕7号"
SAID = {"role": "office", "acting_for": None, "mandate": "post:performance-office", "document": NUMBER}


async def _last(client: httpx.AsyncClient) -> dict[str, object]:
    last = (await client.get(f"/history/{CYCLE}")).json()["happenings"][-1]
    return {name: last[name] for name in SAID}


@pytest.mark.parametrize("header", [quote(NUMBER), NUMBER.encode()])
async def test_a_document_named_over_http_stands_in_the_history(
    world: World, client: httpx.AsyncClient, header: str | bytes
) -> None:
    await world.launch()
    headers = [(name, value) for name, value in writing(OFFICE).items()]
    sent = [*((name.encode(), value.encode()) for name, value in headers), (b"Kaohe-Document", _bytes(header))]
    answer = await client.post(f"/cycles/{CYCLE}/pause", json={"reason": "Flood"}, headers=sent)
    assert answer.status_code == 200
    assert await _last(client) == SAID


def _bytes(header: str | bytes) -> bytes:
    return header.encode() if isinstance(header, str) else header


@pytest.mark.parametrize(("header", "status"), [(b"\xff", 400), (b"%00", 422), (b"x" * 81, 422)])
async def test_a_document_that_cannot_be_recorded_is_refused(
    world: World, client: httpx.AsyncClient, header: bytes, status: int
) -> None:
    await world.launch()
    sent = [*((name.encode(), value.encode()) for name, value in writing(OFFICE).items()), (b"Kaohe-Document", header)]
    answer = await client.post(f"/cycles/{CYCLE}/pause", json={"reason": "Flood"}, headers=sent)
    assert answer.status_code == status


async def test_a_document_named_on_the_command_line_stands_in_the_history(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    paused = await kaohe("cycle", "pause", CYCLE, "--reason", "Flood", "--as", OFFICE, "--document", NUMBER)
    assert (paused.code, paused.err) == (0, "")
    told = await kaohe("history", CYCLE)
    assert f"({OFFICE}), as office, by post:performance-office, document {NUMBER}  [event" in told.out
    last = json.loads((await kaohe("history", CYCLE, "--json")).out)["happenings"][-1]
    assert {name: last[name] for name in SAID} == SAID


async def test_the_same_write_by_another_document_is_another_write(world: World) -> None:
    await world.launch()
    command = uuid4()
    first = world.operations.under(NUMBER).cycles
    done = await first.pause(CYCLE, "Flood", OFFICE, command)
    again = await first.pause(CYCLE, "Flood", OFFICE, command)
    assert (again.position, again.replayed) == (done.position, True)
    with pytest.raises(Refused, match="with other content"):
        await world.operations.under("8").cycles.pause(CYCLE, "Flood", OFFICE, command)


def test_every_command_that_writes_takes_a_document() -> None:
    without = []
    for name, command in _commands(app):
        options = {one for argument in command.assemble_argument_collection() for one in argument.names}
        if "--id" in options and "--document" not in options:
            without.append(name)
    assert without == []


def _commands(of: App, *way: str) -> Iterator[tuple[str, App]]:
    for name in of:
        if name.startswith("-"):
            continue
        command = of[name]
        if any(not inner.startswith("-") for inner in command):
            yield from _commands(command, *way, name)
        else:
            yield " ".join((*way, name)), command
