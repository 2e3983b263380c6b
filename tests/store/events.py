"""Ready-made stored forms for tests of the log, which does not care what an event says."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from store.log import EncodedEvent

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def encoded(event_id: UUID | None = None, body: str = "{}", meta: str = "{}") -> EncodedEvent:
    return EncodedEvent(event_id or uuid4(), "Happened", 1, body, meta)
