"""How the command line reaches the store: by what the one place that wires has provided."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

from domain.refusal import Reason, Refused

if TYPE_CHECKING:  # a second of imports, which `--help` can do without
    from api.operations import Operations

Connect = Callable[[], "AbstractAsyncContextManager[Operations]"]
"""Opens the operations over a store, and closes what it opened."""

_connect: list[Connect] = []


def provide(connect: Connect) -> None:
    """Sets how operations are opened; the latest call counts."""
    _connect[:] = [connect]


def connect() -> "AbstractAsyncContextManager[Operations]":
    """Opens operations; refuses when nobody has said how."""
    if not _connect:
        raise Refused(
            Reason.INVALID,
            "the store",
            "is not known to this command line",
            "Start Kaohe with 'kaohe up' in another terminal, or set DATABASE_URL",
        )
    return _connect[0]()
