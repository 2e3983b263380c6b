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
from dataclasses import dataclass
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


@dataclass
class TemporalServer:
    """A dev server with its storage in a file."""

    address: str
    _namespaces: Iterator[int]

    def namespace(self) -> str:
        """A namespace nobody has used."""
        return f"test-{next(self._namespaces)}"

    async def connect(self, namespace: str) -> Client:
        return await Client.connect(self.address, namespace=namespace, data_converter=pydantic_data_converter)


@contextmanager
def serve_temporal() -> Iterator[TemporalServer]:
    """Runs a server until the block ends; it dies with this process, too."""
    folder = Path(tempfile.mkdtemp(prefix="kaohe-temporal-"))
    port, http, metrics = free_ports(3)
    command = [
        str(executable()), "server", "start-dev", "--headless", "--ip", "127.0.0.1", "--log-level", "error",
        "--port", str(port), "--http-port", str(http), "--metrics-port", str(metrics),
        "--db-filename", str(folder / "temporal.db"), "--sqlite-pragma", "journal_mode=wal",
        "--sqlite-pragma", "synchronous=off",
    ]  # fmt: skip
    for number in range(_NAMESPACES):
        command += ["--namespace", f"test-{number}"]
    child = [sys.executable, "-I", "-S", child_program.__file__, "--parent", str(os.getpid()), "--", *command]
    running = subprocess.Popen(child, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own
    try:
        server = TemporalServer(f"127.0.0.1:{port}", itertools.count())
        anyio.run(_answers, server)
        yield server
    finally:
        running.terminate()
        running.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


async def _answers(server: TemporalServer) -> None:
    with anyio.fail_after(60):
        while True:
            try:
                await server.connect(f"test-{_NAMESPACES - 1}")
            except RuntimeError:
                await anyio.sleep(0.1)
            else:
                return
