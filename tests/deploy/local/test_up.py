"""The whole runtime with real servers: what it makes, how it heals, and that nothing of it stays."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from deploy.check import State
from deploy.doctor import examine
from deploy.local import place, postgres
from deploy.local.account import reaches, unprivileged
from deploy.local.ports import choose
from deploy.local.runtime import Runtime, running
from deploy.local.supervisor import Bounds, ChildFailed
from deploy.local.up import Service
from deploy.local.up import running as run
from deploy.settings import load
from domain.refusal import Refused
from tests.deploy.processes import DEADLINE, alive, children, descendants, until, until_sync
from tests.postgres import Server, serve

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[3]
PAUSE = (sys.executable, "-c", "import signal; signal.pause()")


@dataclass
class Started:
    process: subprocess.Popen[str]
    runtime: Runtime

    def named(self, name: str) -> int:
        """The living process of a child, known by its command line."""
        for pid in descendants(self.process.pid):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                if alive(pid) and (Path(os.fsdecode(words[0])).name == name or os.fsencode(name) in words):
                    return pid
        return 0


def driver(data: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "tests.deploy.local.driver", str(data)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@contextlib.contextmanager
def started(data: Path) -> Iterator[Started]:
    with driver(data) as process:
        try:
            assert process.stdout is not None
            said = []
            for line in process.stdout:
                said.append(line)
                if line == "up\n":
                    break
            found = running(data)
            assert found is not None, "".join(said)
            yield Started(process, found)
        finally:
            below = descendants(process.pid)
            process.kill()
            until_sync(lambda: not any(alive(pid) for pid in below), "the end of all children")


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


async def query(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url, timeout=10)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def survives(url: str, sql: str) -> object:
    """The answer, as soon as the server gives one."""
    async with asyncio.timeout(DEADLINE):
        while True:
            try:
                return await query(url, sql)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await asyncio.sleep(0.01)


async def test_from_an_empty_folder_to_a_migrated_database_and_a_clean_end(data: Path) -> None:
    settings = load(data=data)
    async with run(settings, [Service("one", PAUSE)]) as up:
        url = up.runtime.database_url
        assert await query(
            url, "SELECT current_user || ' ' || rolsuper FROM pg_roles WHERE rolname = current_user"
        ) == ("kaohe false")
        assert await query(url, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'kaohe'") == (
            "kaohe_migrator"
        )
        assert await query(url, "SELECT count(*) FROM es.event") == 0
        assert await query(url, "SHOW data_checksums") == "on"
        assert await query(url, "SELECT '财' < '教'") is False  # by code point, as in Python
        with pytest.raises(asyncpg.InvalidPasswordError):
            await query(url.replace(":" + url.split(":")[2].split("@")[0], ":wrong"), "SELECT 1")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await query(url, "CREATE ROLE another")
        rows = {row.name: row for row in await examine(settings)}
        assert {name for name, row in rows.items() if row.state is State.FAIL} == set()
        assert rows["runtime"].found == f"runs as process {os.getpid()}"
        assert rows["database"].found.startswith("PostgreSQL 18")
        assert "keeps finished workflows 365 days" in rows["temporal"].found
        open_to_others = {
            path.name
            for path in files(data)
            if path.stat().st_mode & 0o077 and path.name != "keys.json"  # made by whoever seals first
        }
        assert open_to_others == set()
        assert up.database_folder == data / "postgres"
        assert (data / "postgres" / "socket").stat().st_mode & 0o777 == 0o700
        pids = {up.supervisor.pid(name) for name in ("postgres", "temporal", "one")}
    assert {pid for pid in pids if pid is not None and alive(pid)} == set()
    assert running(data) is None


async def test_each_killed_child_comes_back_on_its_port_with_what_it_had(data: Path) -> None:
    with started(data) as it:
        url = it.runtime.database_url
        owner = postgres.Passwords.model_validate_json((data / "postgres.json").read_text()).migrator
        owner_url = url.replace(url.split("//")[1].split("@")[0], f"kaohe_migrator:{owner}")
        await query(owner_url, "CREATE TABLE kept AS SELECT 42 AS answer")
        for name in ("postgres", "temporal", "first", "second"):
            before = it.named(name)
            assert before != 0, name
            os.kill(before, signal.SIGKILL)
            await until(lambda: it.named(name) not in {0, before}, f"{name} to come back")  # noqa: B023 - awaited here
        assert await survives(owner_url, "SELECT answer FROM kept") == 42
        await until(lambda: not is_closed(int(it.runtime.temporal_address.split(":")[1])), "Temporal on its port")
        assert "DATABASE_URL" in (data / "first").read_text().split()
        assert "DATABASE_OWNER_URL" not in (data / "first").read_text().split()


def is_closed(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


async def test_a_second_up_on_the_folder_names_the_first(data: Path) -> None:
    with started(data) as it:
        with pytest.raises(Refused) as refused:
            async with run(load(data=data), []):
                pass
        assert f"as process {it.process.pid} (API {it.runtime.api_url}" in refused.value.problem


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_asked_to_end_it_ends_well_and_leaves_nothing(data: Path, ending: signal.Signals) -> None:
    with started(data) as it:
        below = descendants(it.process.pid)
        it.process.send_signal(ending)
        assert it.process.wait(60) == 0
        assert {pid for pid in below if alive(pid)} == set()
    assert "database system is shut down" in (data / "logs" / "postgres.log").read_text()


async def test_killed_it_leaves_nothing_and_the_next_goes_on(data: Path) -> None:
    with started(data) as it:
        below = descendants(it.process.pid)
        assert len(below) > 5  # the servers' own processes too
        it.process.kill()
        it.process.wait(60)
        await until(lambda: not any(alive(pid) for pid in below), "the end of all children")
    async with run(load(data=data), []) as up:
        assert await query(up.runtime.database_url, "SELECT 1") == 1


async def test_killed_while_starting_it_leaves_nothing_and_the_next_goes_on(data: Path) -> None:
    with driver(data) as process:
        until_sync((data / "postgres" / "new").exists, "initdb to have begun")
        below = descendants(process.pid)
        process.kill()
    await until(lambda: not any(alive(pid) for pid in below), "the end of all children")
    async with run(load(data=data), []) as up:
        assert await query(up.runtime.database_url, "SELECT 1") == 1


async def test_a_service_that_keeps_dying_ends_everything(data: Path) -> None:
    bad = Service("bad", (sys.executable, "-c", "raise SystemExit('no luck')"))
    before = children(os.getpid())  # servers of other tests in this process
    with pytest.raises(ChildFailed, match=r"bad died 2 times .* exit code 1(.|\n)*no luck"):
        async with run(load(data=data), [bad], bounds=Bounds(deaths=2, first_wait=0)) as up:
            await up.supervisor.failed()
    assert children(os.getpid()) == before
    assert running(data) is None


@pytest.fixture
def theirs() -> Iterator[Server]:
    with serve() as server:
        yield server


async def test_given_servers_replace_the_embedded_ones(data: Path, theirs: Server) -> None:
    await theirs.execute("CREATE DATABASE mine")
    settings = load(
        data=data,
        database_url=theirs.url("mine", "kaohe_theirs"),
        database_owner_url=theirs.url("mine"),
        temporal_address="127.0.0.1:1",
    )
    async with run(settings, [Service("one", PAUSE)]) as up:
        assert [path.name for path in files(settings.logs)] == ["one.log"]
        assert await query(up.runtime.database_url, "SELECT count(*) FROM es.event") == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account for PostgreSQL")
async def test_below_a_closed_folder_the_cluster_lives_elsewhere(made: Path) -> None:
    """And no folder's mode is changed for it."""
    await asyncio.to_thread(made.chmod, 0o700)
    elsewhere = made.parent / "elsewhere"
    server = await postgres.prepare(made, choose(0, setting=""), user="nobody", elsewhere=elsewhere)
    assert mode(made) == 0o700
    assert server.place.folder.parent == elsewhere
    assert server.place.cluster.is_dir()
    assert place.find(made, elsewhere=elsewhere) == server.place


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another account for PostgreSQL")
def test_binaries_below_a_closed_folder_are_copied_where_they_start(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = unprivileged("nobody")
    assert nobody is not None
    data.mkdir()
    monkeypatch.setattr(place, "reaches", lambda _, folder: folder.is_relative_to(data))
    copied = place.binaries(nobody, elsewhere=data / "elsewhere")
    assert copied.is_relative_to(data / "elsewhere")
    done = subprocess.run([copied / "psql", "--version"], user=nobody.uid, check=True, capture_output=True)  # noqa: S603 - our own
    assert done.stdout.startswith(b"psql (PostgreSQL) 18")
    assert reaches(nobody, copied)


async def test_a_cluster_without_its_passwords_is_refused(made: Path) -> None:
    found = place.find(made)
    found.make(found.cluster)
    with pytest.raises(Refused, match=r"its passwords in .* are not"):
        await postgres.prepare(made, 1)


async def test_a_cluster_of_another_version_is_refused(made: Path) -> None:
    (made / "postgres.json").write_text('{"superuser": "a", "migrator": "b", "service": "c"}')
    found = place.find(made)
    found.make(found.cluster)
    (found.cluster / "PG_VERSION").write_text("17\n")
    with pytest.raises(Refused, match="is of PostgreSQL 17, and this is PostgreSQL 18"):
        await postgres.prepare(made, 1)


@pytest.fixture
def stranger() -> Iterator[int]:
    """A process of PostgreSQL's own account, the only kind whose life it can see, that is no PostgreSQL."""
    account = unprivileged(None)
    user = account.uid if account else None
    with subprocess.Popen(["/bin/sh", "-c", "read _"], user=user, cwd="/", stdin=subprocess.PIPE) as process:
        yield process.pid
        process.kill()


async def test_a_strangers_process_number_does_not_keep_the_server_from_starting(data: Path, stranger: int) -> None:
    """As after a restart of the machine, when the number of the killed server is somebody else's."""
    async with run(load(data=data), []):
        pass
    (data / "postgres" / "cluster" / "postmaster.pid").write_text(f"{stranger}\n{data}\n")
    async with run(load(data=data), []) as up:
        assert await query(up.runtime.database_url, "SELECT 1") == 1
        assert up.supervisor.starts("postgres") == 1
