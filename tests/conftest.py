"""Fixtures of all rooms: a PostgreSQL server per test process, a fresh migrated database per test."""

import asyncio
import gc
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from store.keys import DataKeys, FileKeyProvider
from store.log import Log
from store.migrate import migrate
from store.roles import Role, ensure_login
from tests.postgres import OWNER, SUPERUSER, Server, serve

settings.register_profile("kaohe", deadline=None)  # a slow machine is no failure
settings.load_profile("kaohe")

_TEMPLATE = "migrated"
_LOGINS = {
    "test_writer": (Role.WRITER, Role.READER),
    "test_views": (Role.VIEWS,),
    "test_reader": (Role.READER,),
}


@dataclass(frozen=True)
class Database:
    """A migrated database of one test, with a URL for each kind of login."""

    server: Server
    name: str

    @property
    def superuser_url(self) -> str:
        return self.server.url(self.name, SUPERUSER)

    @property
    def owner_url(self) -> str:
        return self.server.url(self.name, OWNER)

    @property
    def writer_url(self) -> str:
        return self.server.url(self.name, "test_writer")

    @property
    def views_url(self) -> str:
        return self.server.url(self.name, "test_views")

    @property
    def reader_url(self) -> str:
        return self.server.url(self.name, "test_reader")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serve() as running:
        asyncio.run(prepare(running))
        yield running


async def prepare(running: Server) -> None:
    """Makes the migrated template and the services' logins."""
    await running.execute(f"CREATE DATABASE {_TEMPLATE}")
    await migrate(running.url(_TEMPLATE))
    for login, roles in _LOGINS.items():
        await ensure_login(running.url(_TEMPLATE), login, running.password, roles)


_numbers = itertools.count(1)


@pytest.fixture
def empty_database(server: Server) -> Iterator[Database]:
    """A database without anything in it, for what tests migrations."""
    with fresh_database(server, "template1") as made:
        yield made


@pytest.fixture
def database(server: Server) -> Iterator[Database]:
    with fresh_database(server) as made:
        yield made


@pytest.fixture
def another_database(server: Server) -> Iterator[Database]:
    """A second one, for comparing two runs."""
    with fresh_database(server) as made:
        yield made


@contextmanager
def fresh_database(running: Server, template: str = _TEMPLATE) -> Iterator[Database]:
    """A database of a prepared server, dropped in the end; its files are copied, which is quicker than by the WAL."""
    made = Database(running, f"test_{next(_numbers)}")
    statements = [f"CREATE DATABASE {made.name} TEMPLATE {template} STRATEGY file_copy"]
    if template == _TEMPLATE:  # a template hands down what is in a database, not the rights on it
        statements.append(f"GRANT CREATE ON DATABASE {made.name} TO {Role.OWNER}, {Role.VIEWS}")
    asyncio.run(running.execute(*statements))
    yield made
    drop = f"DROP DATABASE {made.name} WITH (FORCE)"
    asyncio.run(running.execute(drop, login=SUPERUSER))  # nobody else may end an autovacuum that is at it


@pytest.fixture
async def log(database: Database) -> AsyncIterator[Log]:
    opened = await Log.open(database.writer_url)
    yield opened
    await opened.close()


@pytest.fixture
async def keys(log: Log, tmp_path: Path) -> DataKeys:
    return await DataKeys.open(log.pool, FileKeyProvider(tmp_path / "key"))


class _TogetherScheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist carries no types
    """Gives every test to whoever is free, except those of one runtime, which run on one worker."""

    def _split_scope(self, nodeid: str) -> str:
        return _ONE_RUNTIME if nodeid.startswith(_ONE_RUNTIME) else nodeid


_ONE_RUNTIME = "tests/chaos/"


def pytest_collection_finish() -> None:
    """Takes what was collected out of the garbage collector's way.

    Going through half a million objects stops a process for as long as Temporal gives a workflow's thread.
    """
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling | None:
    """Stands in for `--dist loadgroup`, which pytest 9.2 has made blind to its marks.

    Gone when https://github.com/pytest-dev/pytest-xdist/issues/1386 is closed and `xdist_group` counts again.
    """
    return _TogetherScheduling(config, log) if config.getvalue("dist") == "loadgroup" else None
