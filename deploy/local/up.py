"""`kaohe up`: one machine's whole runtime in one terminal, from an empty folder to services that answer."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deploy.local import database, postgres, runtime
from deploy.local.ports import choose
from deploy.local.runtime import Runtime
from deploy.local.supervisor import BOUNDS, Bounds, Child, Supervisor
from deploy.local.temporal import Temporal
from deploy.settings import Settings

_POLL = 0.05


@dataclass(frozen=True)
class Service:
    """One of Kaohe's own processes; `ready`, given its environment, returns when it serves (None: once it runs)."""

    name: str
    command: tuple[str, ...]
    ready: Callable[[Mapping[str, str]], Awaitable[None]] | None = None


async def api_answers(environment: Mapping[str, str]) -> None:
    """Returns when something listens where the API should."""
    while True:
        try:
            _, writer = await asyncio.open_connection(environment["KAOHE_API_HOST"], int(environment["KAOHE_API_PORT"]))
        except OSError:
            await asyncio.sleep(_POLL)
        else:
            writer.close()
            await writer.wait_closed()
            return


def _own(command: str) -> tuple[str, ...]:
    return (sys.executable, "-P", "-m", "deploy.main", command)


SERVICES = (
    Service("log", _own("log")),
    Service("worker", _own("worker")),
    Service("api", _own("api"), ready=api_answers),
)
"""Started in this order: what people call comes last, when everything behind it is there."""


@dataclass(frozen=True)
class Up:
    """A runtime that is up."""

    settings: Settings
    """With every address and port filled in, as the services have them."""
    runtime: Runtime
    supervisor: Supervisor
    database_folder: Path | None
    """Where the embedded PostgreSQL keeps its files."""


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    services: Sequence[Service] = SERVICES,
    *,
    say: Callable[[str], None] = lambda _: None,
    bounds: Bounds = BOUNDS,
    started: Callable[[Supervisor], None] = lambda _: None,
) -> AsyncIterator[Up]:
    """Starts everything, lets the body run, ends everything. Call it from the main thread.

    `say` hears what is being done, `started` gets the supervisor before its first child.

    Raises:
        Refused: the folder is taken, a port is taken, or the machine lacks something.
        ChildFailed: a process does not come up; later deaths are told by `Up.supervisor.failed()`.
    """
    with runtime.lock(settings.data):
        supervisor = Supervisor(settings.logs, bounds)
        started(supervisor)
        try:
            server, settings = await _database(settings, supervisor, say)
            settings = await _temporal(settings, supervisor, say)
            settings = settings.model_copy(update={"api_port": choose(settings.api_port, setting="KAOHE_API_PORT")})
            for service in services:
                say(f"Starting {service.name}")
                await supervisor.start(_child(service, settings))
            up = Up(settings, _runtime(settings, server), supervisor, server.place.folder if server else None)
            runtime.publish(settings.data, up.runtime)
            yield up
        finally:
            try:
                say("Stopping")
            finally:  # a terminal that is gone must not keep the children
                await asyncio.shield(supervisor.stop())


async def up(
    settings: Settings,
    services: Sequence[Service] = SERVICES,
    *,
    say: Callable[[str], None],
    ready: Callable[[Up], None],
    bounds: Bounds = BOUNDS,
) -> None:
    """Runs until Ctrl-C, SIGTERM or SIGHUP; a second one does not wait for an orderly end.

    Raises:
        Refused: it cannot start.
        ChildFailed: a process died too often; everything has been ended.
    """
    supervisors: list[Supervisor] = []

    async def serve() -> None:
        async with running(settings, services, say=say, bounds=bounds, started=supervisors.append) as it:
            ready(it)
            await it.supervisor.failed()

    serving = asyncio.create_task(serve())
    asked = 0

    def ask() -> None:
        nonlocal asked
        asked += 1
        if asked == 1:
            serving.cancel()
        else:
            for supervisor in supervisors:
                supervisor.hurry()

    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in signals:
        loop.add_signal_handler(number, ask)
    try:
        await serving
    except asyncio.CancelledError:
        if not asked:  # we are cancelled ourselves, not asked to end
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
            raise
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


async def _database(
    settings: Settings, supervisor: Supervisor, say: Callable[[str], None]
) -> tuple[postgres.Postgres | None, Settings]:
    if settings.database_url is not None:
        if settings.database_owner_url is not None:
            say("Migrating the database")
            await database.migrate_external(settings.database_owner_url, settings.database_url)
        else:
            say("Taking the database as it is: DATABASE_OWNER_URL is not set, so nothing is migrated")
        return None, settings
    say("Starting PostgreSQL")
    port = choose(settings.postgres_port, setting="KAOHE_POSTGRES_PORT")
    server = await postgres.prepare(settings.data, port, user=settings.postgres_user)
    await supervisor.start(server.child())
    say("Migrating the database")
    await database.found(server)
    await database.migrate_embedded(server)
    return server, settings.model_copy(update={"database_url": server.service_url, "postgres_port": port})


async def _temporal(settings: Settings, supervisor: Supervisor, say: Callable[[str], None]) -> Settings:
    if settings.temporal_address is not None:
        return settings
    say("Starting Temporal")
    ports = {
        name: choose(getattr(settings, f"temporal_{name}"), setting=f"KAOHE_TEMPORAL_{name.upper()}")
        for name in ("port", "http_port", "metrics_port")
    }
    server = Temporal(database=settings.data / "temporal.db", namespace=settings.temporal_namespace, **ports)
    await supervisor.start(server.child())
    return settings.model_copy(
        update={"temporal_address": server.address} | {f"temporal_{name}": port for name, port in ports.items()}
    )


def _child(service: Service, settings: Settings) -> Child:
    environment = {**os.environ, **settings.environment()}
    environment.pop("DATABASE_OWNER_URL", None)
    ready = service.ready
    return Child(
        name=service.name,
        command=service.command,
        environment=environment,
        folder=settings.data,
        ready=None if ready is None else lambda: ready(environment),
    )


def _runtime(settings: Settings, server: postgres.Postgres | None) -> Runtime:
    host = f"[{settings.api_host}]" if ":" in settings.api_host else settings.api_host
    return Runtime(
        pid=os.getpid(),
        started=datetime.now(UTC),
        database_url=settings.database_url or "",
        database_port=server.port if server else None,
        temporal_address=settings.temporal_address or "",
        temporal_namespace=settings.temporal_namespace,
        task_queue=settings.task_queue,
        api_url=f"http://{host}:{settings.api_port}",
    )
