"""The embedded PostgreSQL 18: made once, run in the foreground as a child, reached over loopback by password."""

import asyncio
import contextlib
import os
import secrets
import shutil
import signal
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import structlog
from pydantic import BaseModel

from deploy.local import place as places
from deploy.local.place import Place
from deploy.local.ports import LOOPBACK
from deploy.local.supervisor import Child, spawn
from domain.refusal import Reason, Refused

SUPERUSER = "postgres"
MIGRATOR = "kaohe_migrator"
"""Owns the database and migrates it; may create roles, is no superuser."""
SERVICE = "kaohe"
"""The login of all services."""
DATABASE = "kaohe"
VERSION = "18"

_log = structlog.stdlib.get_logger("deploy.postgres")
_POLL = 0.05
_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
    # what people wrote must not reach the log through a failing statement or the detail of a violated key
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class Passwords(BaseModel):
    """One password per login, made once; kept in `<data>/postgres.json`, which only its owner reads."""

    superuser: str
    migrator: str
    service: str


@dataclass(frozen=True)
class Postgres:
    """A cluster that exists, and where it will listen."""

    place: Place
    binaries: Path
    port: int
    passwords: Passwords = field(repr=False)

    @property
    def superuser_url(self) -> str:
        return self._url(SUPERUSER, self.passwords.superuser, "postgres")

    @property
    def owner_url(self) -> str:
        return self._url(MIGRATOR, self.passwords.migrator, DATABASE)

    @property
    def service_url(self) -> str:
        return self._url(SERVICE, self.passwords.service, DATABASE)

    def _url(self, login: str, password: str, database: str) -> str:
        return f"postgresql://{login}:{password}@{LOOPBACK}:{self.port}/{database}?sslmode=disable"

    def child(self) -> Child:
        """The server. It has no time limit to become ready: recovery after a crash takes what it takes.

        Killed together with the supervisor it gets SIGQUIT: its backends then end at once instead of noticing by
        themselves, and what they had acknowledged is in the write-ahead log.
        """
        socket = self.place.socket
        settings = _SETTINGS | {"port": str(self.port), "unix_socket_directories": str(socket or "")}
        return Child(
            name="postgres",
            command=(
                str(self.binaries / "postgres"),
                "-D",
                str(self.place.cluster),
                *(word for name, value in settings.items() for word in ("-c", f"{name}={value}")),
            ),
            environment=_environment(self.place),
            folder=self.place.folder,
            account=self.place.account,
            ready=self.ready,
            ready_within=None,
            stop_signal=signal.SIGINT,
            stop_within=120,
            death_signal=signal.SIGQUIT,
        )

    async def ready(self) -> None:
        """Returns when the server lets the superuser in; says every ten seconds that it is still waiting."""
        loop = asyncio.get_running_loop()
        said = loop.time()
        while True:
            try:
                connection = await asyncpg.connect(self.superuser_url, timeout=5)
            except (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError, TimeoutError):
                if loop.time() - said > 10:  # noqa: PLR2004 - as the docstring says
                    said = loop.time()
                    _log.info("waiting for PostgreSQL, it may be recovering from a crash")
                await asyncio.sleep(_POLL)
            else:
                await connection.close()
                return


async def prepare(data: Path, port: int, *, user: str | None = None, elsewhere: Path = places.ELSEWHERE) -> Postgres:
    """Makes the cluster of a data folder if there is none, and says where it is.

    Raises:
        Refused: the cluster is of another version of PostgreSQL, or is there without its passwords.
    """
    place = places.find(data, user=user, elsewhere=elsewhere)
    binaries = places.binaries(place.account, elsewhere=elsewhere)
    passwords = _passwords(data, exists=place.cluster.is_dir())
    server = Postgres(place, binaries, port, passwords)
    if place.cluster.is_dir():
        _check_version(place.cluster)
        _forget_stale_pid(place.cluster)
    else:
        await _initdb(server)
    if place.socket is not None:
        place.make(place.socket)
    return server


def _passwords(data: Path, *, exists: bool) -> Passwords:
    file = data / "postgres.json"
    if file.exists():
        return Passwords.model_validate_json(file.read_text(encoding="utf-8"))
    if exists:
        raise Refused(
            Reason.CONFLICT,
            f"the database of {data}",
            f"is there, but its passwords in {file} are not",
            f"Bring {file} back from a backup, or start with an empty data folder",
        )
    made = Passwords(**{login: secrets.token_urlsafe(32) for login in Passwords.model_fields})
    handle, half = tempfile.mkstemp(dir=data, prefix=".postgres-")  # 0600 from its first moment
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(made.model_dump_json())
    Path(half).rename(file)
    return made


def _check_version(cluster: Path) -> None:
    version = (cluster / "PG_VERSION").read_text(encoding="utf-8").strip()
    if version != VERSION:
        raise Refused(
            Reason.CONFLICT,
            f"the database in {cluster}",
            f"is of PostgreSQL {version}, and this is PostgreSQL {VERSION}",
            f"Dump it with PostgreSQL {version} and load the dump into a new data folder",
        )


def _forget_stale_pid(cluster: Path) -> None:
    """Removes the pid file of a server that was killed when its number now belongs to a stranger.

    PostgreSQL takes any living process of that number for itself and would not start. The data folder's lock is ours,
    so no server of ours is running; one that works in the cluster's folder is left to PostgreSQL to judge.
    """
    file = cluster / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError, ValueError, IndexError, PermissionError):
        pid = int(file.read_text(encoding="utf-8").split()[0])
        if Path(f"/proc/{pid}/cwd").readlink() != cluster:
            file.unlink()


async def _initdb(server: Postgres) -> None:
    """Makes the cluster beside its final place and moves it there when it is whole, so half a cluster is never used."""
    place = server.place
    half, password, output = place.folder / "new", place.folder / "new.password", place.folder / "initdb.log"
    shutil.rmtree(half, ignore_errors=True)
    password.unlink(missing_ok=True)
    handle = os.open(password, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(server.passwords.superuser)
    if place.account is not None:
        os.chown(password, place.account.uid, place.account.gid)
    making = Child(
        name="initdb",
        command=(
            str(server.binaries / "initdb"),
            f"--pgdata={half}",
            f"--username={SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",  # the same order of text on every machine
            "--locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions",
        ),
        environment=_environment(place),
        folder=place.folder,
        account=place.account,
    )
    descriptor = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        process = await spawn(making, output=descriptor)
    finally:
        os.close(descriptor)
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        password.unlink(missing_ok=True)
    if code != 0:
        said = output.read_text(encoding="utf-8", errors="replace").strip()
        raise Refused(
            Reason.CONFLICT,
            f"the database in {place.folder}",
            f"cannot be made: {said}",
            "Mend what it says, or set DATABASE_URL to a PostgreSQL of your own",
        )
    half.rename(place.cluster)


def _environment(place: Place) -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(place.folder), "TZ": "UTC"}
