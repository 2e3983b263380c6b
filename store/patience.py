"""Patience: what is to go on for ever waits for a database that is away, and goes on when it is back."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from store.faults import LogUnavailable, translated
from store.nudge import SLOWEST_POLL

Result = TypeVar("Result")

_AWAY = ("08", "53", "57P")
"""SQLSTATEs of a server that cannot be reached, is full, or is starting or ending."""

_log = structlog.get_logger(__name__)


@contextmanager
def answering() -> Iterator[None]:
    """Turns every way in which a database does not answer, through asyncpg or SQLAlchemy, into `LogUnavailable`."""
    with translated():
        try:
            yield
        except PoolTimeoutError as error:
            raise LogUnavailable("too many ask the database at once; try again") from error
        except DBAPIError as error:
            if error.connection_invalidated or sqlstate(error).startswith(_AWAY):
                raise LogUnavailable(
                    f"the database does not answer ({type(error.orig).__name__}); try again"
                ) from error
            raise


async def patiently(who: str, act: Callable[[], Awaitable[Result]]) -> Result:
    """Does something again for as long as the database is away; so it must be safe to repeat.

    `who` is waiting, as the log names it: `<who>.away` once, and `<who>.back`.
    """
    away = False
    while True:
        try:
            with answering():
                result = await act()
        except LogUnavailable as error:
            if not away:
                _log.warning(f"{who}.away", error=str(error))
            away = True
            await asyncio.sleep(SLOWEST_POLL)
            continue
        if away:
            _log.info(f"{who}.back")
        return result


def sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
