"""What can go wrong with the log besides a conflict, which is a value; and how PostgreSQL's errors become these."""

import contextlib
from collections.abc import Iterator

import asyncpg

MISUSE = "ES000"
CONFLICT = "ES001"
APPEND_ONLY = "ES900"

_MISUSES = (
    asyncpg.NotNullViolationError,
    asyncpg.CheckViolationError,
    asyncpg.NumericValueOutOfRangeError,
    asyncpg.CharacterNotInRepertoireError,
    asyncpg.ProgramLimitExceededError,
    asyncpg.DataError,
)


class LogMisuse(ValueError):  # noqa: N818 - the name says it: the caller's mistake
    """The log was asked for something it never does; nothing was written, and asking again will not help."""


class HistoryIsAppendOnly(Exception):  # noqa: N818 - a promise, kept
    """Somebody tried to change or remove what is recorded."""


class LogUnavailable(ConnectionError):  # noqa: N818 - what the caller is told
    """PostgreSQL cannot be reached, or had no turn for an append in time.

    What was sent may or may not be recorded. Sending it again with the same event ids is safe and tells.
    """


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turns errors of PostgreSQL and of the connection into those of this file; others pass."""
    try:
        yield
    except LogUnavailable:
        raise
    except _MISUSES as error:
        raise LogMisuse(str(error)) from error
    except (
        asyncpg.LockNotAvailableError,
        asyncpg.TransactionTimeoutError,
        asyncpg.CannotConnectNowError,
        asyncpg.OperatorInterventionError,
        asyncpg.PostgresConnectionError,
        asyncpg.TooManyConnectionsError,
        OSError,
    ) as error:
        raise _unavailable(error) from error
    except asyncpg.PostgresError as error:
        if error.sqlstate == MISUSE:
            raise LogMisuse(str(error)) from error
        if error.sqlstate == APPEND_ONLY:
            raise HistoryIsAppendOnly(str(error)) from error
        raise
    except (asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        # "connection is closed", "... was closed in the middle of operation"; and for a connection whose end has been
        # announced and not yet come, "cannot switch to state ...".
        if "clos" in str(error) or "cannot switch to state" in str(error):
            raise _unavailable(error) from error
        raise


def _unavailable(error: Exception) -> LogUnavailable:
    return LogUnavailable(f"the log does not answer ({type(error).__name__}: {error}); send the same command again")
