"""A real Temporal server for this test process."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.conftest import Database
from tests.runtime import Running, running
from tests.temporal import TemporalServer, serve_temporal


@pytest.fixture(scope="session")
def temporal() -> Iterator[TemporalServer]:
    with serve_temporal() as server:
        yield server


@pytest.fixture
def own_temporal() -> Iterator[TemporalServer]:
    """A server of the test's own, to kill and to look into."""
    with serve_temporal() as server:
        yield server


@pytest.fixture
async def runtime(database: Database, temporal: TemporalServer, tmp_path: Path) -> AsyncIterator[Running]:
    """Log services and worker on a database and a namespace of their own."""
    client = await temporal.connect(temporal.namespace())
    async with running(database, client, tmp_path) as it:
        yield it
