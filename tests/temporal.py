"""A real Temporal server for a test process, with a namespace for each test, since workflow ids repeat."""

import itertools
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from deploy.local import child as child_program

_NAMESPACES = 48


def executable() -> Path:
    """The `temporal` command of this environment's wheel."""
    found = Path(sys.executable).parent / "temporal"
    if not found.exists():
        raise FileNotFoundError(f"{found} is not there: run 'make install'")
    return found


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
    finally:
        for one in sockets:
            one.close()


class TemporalServer:
    """A dev server with its storage in a file; tests may kill it, take its storage away, and bring it back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ports = free_ports(3)
        self._numbers = itertools.count()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._ports[0]}"

    def namespace(self) -> str:
        """A namespace nobody has used."""
        return f"test-{next(self._numbers)}"

    async def connect(self, namespace: str, identity: str | None = None) -> Client:
        return await Client.connect(
            self.address, namespace=namespace, data_converter=pydantic_data_converter, identity=identity
        )

    async def start(self) -> None:
        """Starts on what storage there is, and returns when it answers."""
        port, http, metrics = map(str, self._ports)
        command = [
            str(executable()), "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--log-level", "error",
            "--port", port, "--http-port", http, "--metrics-port", metrics,
            "--db-filename", str(self.folder / "temporal.db"), "--sqlite-pragma", "journal_mode=wal",
            "--sqlite-pragma", "synchronous=off",
        ]  # fmt: skip
        for number in range(_NAMESPACES):
            command += ["--namespace", f"test-{number}"]
        child = [sys.executable, "-I", "-S", child_program.__file__, "--parent", str(os.getpid()), "--", *command]
        self._process = subprocess.Popen(child, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603, ASYNC220 - our own, and it returns at once
        with anyio.fail_after(60):
            while True:
                try:
                    await self.connect(f"test-{_NAMESPACES - 1}")
                except RuntimeError:
                    await anyio.sleep(0.1)
                else:
                    return

    def kill(self) -> None:
        """Ends it at once, as a lost machine would."""
        if self._process:
            self._process.kill()
            self._process.wait(30)

    def files(self) -> list[Path]:
        """The files of its storage."""
        return sorted(self.folder.glob("temporal.db*"))

    def lose_storage(self) -> None:
        for file in self.files():
            file.unlink()

    def copy_storage(self, to: Path) -> None:
        to.mkdir(exist_ok=True)
        for file in self.files():
            shutil.copy(file, to)

    def restore_storage(self, source: Path) -> None:
        self.lose_storage()
        for file in source.iterdir():
            shutil.copy(file, self.folder)


@contextmanager
def serve_temporal() -> Iterator[TemporalServer]:
    """Runs a server until the block ends; it dies with this process, too."""
    with tempfile.TemporaryDirectory(prefix="kaohe-temporal-") as folder:
        server = TemporalServer(Path(folder))
        anyio.run(server.start)
        try:
            yield server
        finally:
            server.kill()
