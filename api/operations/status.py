"""Status: where the log stands, and how far behind it the views are."""

from sqlalchemy.exc import DBAPIError

from api.operations.store import Store
from domain.event import Record
from store.faults import LogUnavailable


class Status(Record):
    """Positions count from 0; -1 stands before the first event."""

    head: int
    shown: int

    @property
    def lag(self) -> int:
        """Events that the views do not show yet."""
        return max(self.head - self.shown, 0)


async def status(store: Store) -> Status:
    """Raises `LogUnavailable` when the log does not answer."""
    try:
        shown = await store.shown.position()
    except (OSError, DBAPIError) as error:
        raise LogUnavailable(f"the views do not answer ({type(error).__name__}); try again") from error
    return Status(head=await store.log.head(), shown=shown)
