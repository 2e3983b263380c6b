"""Status: where the log stands, and how far behind it the views are."""

from api.operations.store import Store, views_answering
from domain.event import Record


class Status(Record):
    """Positions count from 0; -1 stands before the first event."""

    head: int
    shown: int

    @property
    def lag(self) -> int:
        """Events that the views do not show yet."""
        return max(self.head - self.shown, 0)


async def status(store: Store) -> Status:
    """Raises `LogUnavailable` when the log or the views do not answer."""
    with views_answering():
        shown = await store.shown.position()
    return Status(head=await store.log.head(), shown=shown)
