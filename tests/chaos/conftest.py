"""The whole runtime as it is shipped, and a cycle played on it without any accident, to compare others with."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from deploy.local.up import Up
from deploy.local.up import running as run
from deploy.settings import load
from store.log import Log
from tests.chaos import year
from tests.chaos.clients import Clients
from tests.chaos.outcome import Told, check_log, told
from tests.deploy.processes import alive, children, descendants

CALM = "calm-2026"


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """A data folder that PostgreSQL's account can pass into, which pytest's own folders forbid to it."""
    above = Path(tempfile.mkdtemp(prefix="kaohe-chaos-"))
    above.chmod(0o711)
    yield above / "data"
    shutil.rmtree(above)


@pytest.fixture(scope="module")
async def up(anyio_backend: str, data: Path) -> AsyncIterator[Up]:
    """Every process of `kaohe up`, with nothing changed; in the end none of them is left."""
    before = children(os.getpid())  # servers of other tests in this process
    with pytest.MonkeyPatch.context() as environment:
        for name in [*os.environ]:
            if name.startswith("KAOHE_") or name in {"DATABASE_URL", "DATABASE_OWNER_URL", "TEMPORAL_ADDRESS"}:
                environment.delenv(name)
        settings = load(data=data)
        async with run(settings) as it:
            yield it
            own = children(os.getpid()) - before
            below = own | {pid for parent in own for pid in descendants(parent)}
            assert len(below) > 5
    assert {pid for pid in below if alive(pid)} == set()


@pytest.fixture(scope="module")
async def calm(up: Up) -> Told:
    """What happens when nothing happens."""
    async with Clients.open(up.runtime.api_url) as clients:
        await year.publish(clients)
        await year.launch(clients, CALM)
        await year.Year(clients, CALM).play()
    assert clients.failures == []
    log = await Log.open(up.runtime.database_url)
    events = await log.read_after(limit=100_000)
    await log.close()
    check_log(events)
    return told(events, CALM)
