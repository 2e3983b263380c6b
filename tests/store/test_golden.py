"""History stays readable: every stored form there ever was decodes, and today's encode to the same bytes."""

from pathlib import Path
from uuid import UUID

import pytest

import domain.aggregates  # noqa: F401 - registers the events
from domain.event import event_types
from store.codec import decode, encode_body
from store.log import StoredEvent
from tests.store.events import NOON
from tests.store.golden import FOLDER, fixture

FIXTURES = sorted(FOLDER.glob("*.json"))


def stored(path: Path) -> StoredEvent:
    name, version = path.stem.rsplit(".v", 1)
    body = path.read_text(encoding="utf-8").removesuffix("\n")
    return StoredEvent(0, "golden", 1, UUID(int=0), name, int(version), NOON, NOON, body, "{}")


def test_every_type_has_golden_bytes_for_every_version() -> None:
    expected = {
        fixture(name, version)
        for name, cls in event_types().items()
        if cls.__module__.startswith("domain.")
        for version in range(1, cls.schema_version + 1)
    }

    assert set(FIXTURES) == expected, "run python -m tests.store.golden for what is new; never delete what is old"


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_golden_bytes_can_be_read_and_come_out_the_same(path: Path) -> None:
    event = stored(path)

    read = decode(event)

    assert type(read).__name__ == event.type
    if event.schema_version == read.schema_version:
        assert encode_body(read) == event.body
