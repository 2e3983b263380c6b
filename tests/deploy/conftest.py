"""What the tests of the runtime share: a data folder of their own, and waiting for a condition."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that PostgreSQL's account can pass into, which pytest's own folders forbid to it."""
    above = Path(tempfile.mkdtemp(prefix="kaohe-test-"))
    above.chmod(0o711)
    yield above / "data"
    shutil.rmtree(above)


@pytest.fixture
def made(data: Path) -> Path:
    """The data folder, there already."""
    data.mkdir(mode=0o711)
    return data


@pytest.fixture(autouse=True)
def _environment_of_a_stranger(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*os.environ]:
        if name.startswith("KAOHE_") or name in {"DATABASE_URL", "DATABASE_OWNER_URL", "TEMPORAL_ADDRESS"}:
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = [*root.handlers], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
