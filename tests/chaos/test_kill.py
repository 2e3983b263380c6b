"""`kill -9` of every process in the midst of a cycle, one at a time: nothing acknowledged is lost, nothing done twice.

All tests share one runtime, a cycle each, so each accident also happens to a runtime that has had others.
"""

import asyncio
import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from temporalio.client import Client

from deploy.local.up import Up
from store.connect import engine
from store.execute import event_id
from store.log import Log, StoredEvent
from store.views.definitions.every import every_view
from store.views.projector import Projector
from tests.chaos import year
from tests.chaos.clients import Clients, Failure, Sending
from tests.chaos.outcome import Told, check_log, check_sample, told
from tests.deploy.processes import DEADLINE, descendants, until

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("chaos")]

AT_LEAST = 20
"""Commands unanswered at the moment of the kill."""
UNDER_WAY = 28
"""Commands on their way before it comes to that: an answer may have left the API and not been read."""
IN_THE_LOG = 5
"""Events that commands of the wave have brought into the log by then: an answer lost is not a command lost."""


CHILDREN = ("postgres", "temporal", "log", "worker", "api")


@dataclass
class Accident:
    """What was under way when a process was killed."""

    clients: Clients
    killed: int
    unanswered: Sequence[Sending]


@contextlib.asynccontextmanager
async def accident(up: Up, cycle: str, victim: Callable[[], int]) -> AsyncIterator[Accident]:
    """Launches a cycle and plays it, with the accident at its busiest; leaving waits for the cycle's end.

    Up to the kill the log services are stopped, so that nothing is shown and what is recorded waits for its answer.
    Nobody else dies of it.
    """
    wave = asyncio.Event()
    services = child(up, "log")
    before = {name: child(up, name) for name in CHILDREN}

    def begin() -> None:
        os.kill(services, signal.SIGSTOP)
        wave.set()

    async with Clients.open(up.runtime.api_url) as clients:
        await year.launch(clients, cycle)
        async with asyncio.TaskGroup() as playing:
            playing.create_task(year.Year(clients, cycle, at_wave=begin).play())
            await wave.wait()
            try:
                pid, unanswered = await kill_under_way(up, clients, victim)
            finally:
                with contextlib.suppress(ProcessLookupError):  # they may be the victim
                    os.kill(services, signal.SIGCONT)
            assert len(unanswered) >= AT_LEAST
            yield Accident(clients, pid, unanswered)
    assert {name: child(up, name) for name, own in before.items() if own != pid} == {
        name: own for name, own in before.items() if own != pid
    }


async def kill_under_way(up: Up, clients: Clients, victim: Callable[[], int]) -> tuple[int, Sequence[Sending]]:
    """Kills as soon as enough commands are unanswered and some of them recorded; who, and what was unanswered then."""
    log = await Log.open(up.runtime.database_url)
    try:
        head = await log.head()
        async with asyncio.timeout(DEADLINE):
            while await log.head() < head + IN_THE_LOG or len(clients.unanswered) < UNDER_WAY:
                pass
        pid, unanswered = victim(), tuple(clients.unanswered.values())
        os.kill(pid, signal.SIGKILL)
    finally:
        log.pool.terminate()
    return pid, unanswered


def child(up: Up, name: str) -> int:
    """The living process of a child; the test fails when there is none."""
    pid = up.supervisor.pid(name)
    assert pid is not None, name
    return pid


async def held_down(up: Up, name: str, killed: int) -> int:
    """Stops the killed child's successor in its first moment, so that it is away until it is told to go on."""
    await until(lambda: up.supervisor.pid(name) not in {None, killed}, f"another {name}")
    pid = child(up, name)
    os.kill(pid, signal.SIGSTOP)
    return pid


# ---------------------------------------------------------------- what must be so afterwards


async def check(up: Up, cycle: str, clients: Clients, calm: Told) -> None:
    """Everything that must be so when the cycle is closed."""
    log = await Log.open(up.runtime.database_url)
    try:
        events = await log.read_after(limit=100_000)
        check_log(events)
        check_acknowledged(events, clients.sent)
        check_sample(events, cycle)
        assert told(events, cycle) == calm
        await until_settled(up, log, cycle)
        assert await log.pool.fetchval("SELECT count(*) FROM ballot.box") == 0
        assert [row["stream"] for row in await log.pool.fetch("SELECT stream FROM follower.parked")] == []
    finally:
        await log.close()
    await check_views(up)


def check_acknowledged(events: Sequence[StoredEvent], sent: Sequence[Sending]) -> None:
    """Every command was acknowledged in the end, and stands where its acknowledgement said."""
    assert [sending.path for sending in sent if sending.answer is None] == []
    places = {stored.event_id: stored for stored in events}
    at = {(stored.stream, stored.version): stored for stored in events}
    for sending in sent:
        if sending.ballot:
            continue  # its key is kept nowhere; `told` compares how many were counted
        assert sending.answer is not None
        first, last = places[event_id(sending.key, 0)], at[sending.answer["stream"], sending.answer["version"]]
        assert json.loads(first.meta)["command"] == json.loads(last.meta)["command"] == str(sending.key)
        assert last.position == sending.answer["position"]


async def until_settled(up: Up, log: Log, cycle: str) -> None:
    """Returns when no workflow of the cycle runs any more, and follower and views have come to the log's end."""
    client = await Client.connect(up.runtime.temporal_address, namespace=up.runtime.temporal_namespace)
    async with asyncio.timeout(DEADLINE):
        while True:
            running = [execution.id async for execution in client.list_workflows("ExecutionStatus = 'Running'")]
            followed = await log.pool.fetchval("SELECT position FROM follower.cursor")
            projected = await log.pool.fetchval("SELECT position FROM view.cursor")
            if not any(cycle in name for name in running) and followed == projected == await log.head():
                return
            await asyncio.sleep(0.05)


async def check_views(up: Up) -> None:
    """The views show what a rebuild from zero shows."""
    before = await shown(up)
    projector = await Projector.open(up.runtime.database_url, every_view())
    try:
        await projector.rebuild()
    finally:
        await projector.close()
    assert await shown(up) == before


async def shown(up: Up) -> dict[str, list[Any]]:
    views = engine(up.runtime.database_url)
    try:
        async with views.connect() as connection:
            return {
                table.name: [*await connection.execute(select(table).order_by(*table.primary_key.columns))]
                for view in every_view()
                for table in view.tables
            }
    finally:
        await views.dispose()


# ---------------------------------------------------------------- the accidents


@pytest.mark.parametrize("name", ["worker", "temporal", "log"])
async def test_commands_are_recorded_while_what_they_do_not_need_is_away(up: Up, calm: Told, name: str) -> None:
    """Everything under way is answered at the first try; without log services it is recorded and not yet shown."""
    cycle = f"without-{name}"
    starts = up.supervisor.starts(name)
    async with accident(up, cycle, lambda: child(up, name)) as it:
        successor = await held_down(up, name, it.killed)
        await until(lambda: all(sending.answer for sending in it.unanswered), "an answer to what was under way")
        os.kill(successor, signal.SIGCONT)
    assert it.clients.failures == []
    if name == "log":
        assert {sending.status for sending in it.unanswered if not sending.ballot} == {202}
    assert up.supervisor.starts(name) == starts + 1
    await check(up, cycle, it.clients, calm)


async def test_what_the_api_did_not_answer_is_answered_by_its_successor(up: Up, calm: Told) -> None:
    """Nobody gets an answer that is wrong: the connection breaks, or is refused until it is back."""
    async with accident(up, "without-api", lambda: child(up, "api")) as it:
        pass
    assert set(it.clients.failures) == {Failure(None)}
    assert len([sending for sending in it.unanswered if sending.failures]) >= AT_LEAST
    await check(up, "without-api", it.clients, calm)


def postmaster(up: Up) -> int:
    return child(up, "postgres")


def backend(up: Up) -> int:
    """A process that serves one connection; after its death PostgreSQL ends all others too, and recovers."""
    return max(pid for pid in descendants(postmaster(up)) if b"127.0.0.1" in title(pid))


def title(pid: int) -> bytes:
    """What a process says it is doing; nothing when it has ended."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@pytest.mark.parametrize("victim", [postmaster, backend])
async def test_without_postgresql_clients_are_told_when_to_come_back(
    up: Up, calm: Told, victim: Callable[[Up], int]
) -> None:
    """It answers 503 as a problem with Retry-After, never anything else."""
    cycle = f"without-{victim.__name__}"
    async with accident(up, cycle, lambda: victim(up)) as it:
        pass
    assert set(it.clients.failures) == {Failure(503, "application/problem+json", "1")}
    await check(up, cycle, it.clients, calm)
