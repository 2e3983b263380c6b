"""What every command does alike: opens the operations, and answers what goes wrong in sentences with an exit code."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from api.cli.connection import connect
from domain.refusal import Refused

if TYPE_CHECKING:
    from api.operations import Operations

FAILED, REFUSED = 1, 2


@asynccontextmanager
async def operating(command: UUID | None = None, document: str | None = None) -> AsyncIterator["Operations"]:
    """Open operations. A refusal ends with exit code 2, a store that does not answer with 1.

    With `command`, the id of a write, a failure says how to send the same write again, once and no more. With
    `document` the writes are made by the document of that number.
    """
    from store.faults import LogMisuse, LogUnavailable  # noqa: PLC0415 - not needed by `--help`

    with refusing():
        try:
            async with connect() as operations:
                yield operations.under(document) if document is not None else operations
        except (LogUnavailable, LogMisuse, OSError) as error:
            _say("Failed", str(error))
            if command and not isinstance(error, LogMisuse):
                _say("Mend", f"Run it again with --id {command}; it is carried out once, however often it is sent")
            sys.exit(FAILED)


@contextmanager
def refusing() -> Iterator[None]:
    """Answers a refusal: the thing, the problem and the mend, each on a line of its own."""
    try:
        yield
    except Refused as refused:
        _say("Refused", refused.thing)
        _say("Problem", refused.problem)
        _say("Mend", refused.mend)
        sys.exit(REFUSED)


def _say(what: str, sentence: str) -> None:
    from api.cli.output import clean  # noqa: PLC0415 - rich is not needed by `--help` of a plain terminal

    end = "" if sentence.endswith((".", "?", "!")) or "\n" in sentence else "."
    sys.stderr.write(f"{what}: {clean(sentence)}{end}\n")
