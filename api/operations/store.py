"""What every operation works on, and how one of them writes: through the one way for commands, until it is shown."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.command import SYSTEM_OPERATOR, Command
from domain.event import Record
from domain.refusal import Reason, Refused
from domain.streams import slug
from store.ballots import BallotBox
from store.clock import Clock
from store.codec import Codec
from store.execute import Executor, Loaded
from store.faults import LogUnavailable
from store.log import Log
from store.patience import answering, sqlstate
from store.views.shown import Shown

PATIENCE = 2.0
"""Seconds a write waits until the views show it."""

_NO_VIEWS = ("3F000", "42P01")  # there is no such schema, or no such table

State = TypeVar("State")


class Done(Record):
    """A write that is recorded for ever; `shown` says whether the views show it already."""

    stream: str
    version: int
    position: int
    replayed: bool
    shown: bool

    @property
    def says(self) -> str:
        """What to tell a person."""
        return "recorded" if self.shown else "recorded, not yet shown"


class NotShown(LogUnavailable):
    """What is asked for is recorded, or may be, but the views do not show it; asking again later helps."""


@dataclass(frozen=True)
class Store:
    """The log, its views and the ballot box, as operations use them.

    Writes are made by the `document` of that number, if there is one.
    """

    executor: Executor
    log: Log
    codec: Codec
    views: AsyncEngine
    shown: Shown
    ballots: BallotBox
    clock: Clock
    patience: float = PATIENCE
    document: str | None = None

    async def write(
        self, command_id: UUID, actor: str, stream: str, wish: Command, *, expected_version: int | None = None
    ) -> Done:
        """Carries out a command and waits a little until the views show it."""
        outcome = await self.executor.execute(
            command_id, actor, stream, wish, expected_version=expected_version, document=self.document
        )
        return Done(
            stream=stream,
            version=outcome.version,
            position=outcome.position,
            replayed=outcome.replayed,
            shown=await self.wait(outcome.position),
        )

    async def wait(self, position: int) -> bool:
        """Whether the views show that position within the time a writer waits."""
        try:
            with views_answering():
                return await self.shown.wait_for(position, self.patience)
        except LogUnavailable:
            return False  # it is recorded all the same

    async def load(self, stream: str, kind: type[State]) -> tuple[Loaded, State]:
        """A stream's version and state; the initial one at version 0 when there is no such stream."""
        loaded = await self.executor.load(stream)
        if not isinstance(loaded.state, kind):
            raise TypeError(f"{stream} holds a {type(loaded.state).__name__}, not a {kind.__name__}")
        return loaded, loaded.state

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to the views.

        Raises `LogUnavailable` when they do not answer, and `NotShown` before there are any.
        """
        with views_answering():
            async with self.views.connect() as connection:
                await connection.execution_options(isolation_level="REPEATABLE READ")  # one answer, one moment
                yield connection


@contextmanager
def views_answering() -> Iterator[None]:
    """Turns the errors of views that do not answer, or are not there yet, into `LogUnavailable` and `NotShown`."""
    with answering():
        try:
            yield
        except DBAPIError as error:
            if sqlstate(error) in _NO_VIEWS:
                where = "start the log services with 'kaohe up' or 'kaohe log'"
                raise NotShown(f"the views are not built yet; {where}") from error
            raise


def person(actor: str | None) -> str:
    """The person who acts, as the caller names himself; names of the system's parts are refused."""
    if actor is None:
        raise Refused(
            Reason.INVALID,
            "the actor",
            "is not named",
            "Say who acts: --as PERSON on the command line, the header Kaohe-Actor over HTTP",
        )
    if actor.startswith("system:"):
        raise Refused(
            Reason.FORBIDDEN, f"actor {actor!r}", "is a part of the system, and no person is called so", "Name a person"
        )
    return slug(actor, "actor")


def publisher(actor: str | None) -> str:
    """The person who publishes, or the operator when nobody is named: a directory has to begin somewhere."""
    return SYSTEM_OPERATOR if actor is None else person(actor)
