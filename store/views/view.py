"""What a view is: tables in the schema `view`, and how a batch of events changes them."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, MetaData, Table, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateIndex, CreateTable

from domain.event import Event
from store.log import StoredEvent

SCHEMA = "view"
NEXT_SCHEMA = "view_next"
OLD_SCHEMA = "view_old"

metadata = MetaData(schema=SCHEMA)
"""Views define their tables on this; readers select from them as they are, even while they are being rebuilt."""

cursor = Table(
    "cursor",
    metadata,
    Column("one", Boolean, CheckConstraint("one"), primary_key=True, default=True),
    Column("position", BigInteger, nullable=False),
    Column("definition", Text, nullable=False),
)
"""The one row: all views show everything up to this position, and were built by this definition."""


class Recorded(NamedTuple):
    """An event as stored and as its class."""

    stored: StoredEvent
    event: Event


class View(Protocol):
    """Tables and the rule that keeps them: a function of the events alone, so that a rebuild gives the same rows."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> int:
        """Raised when `apply` changes its mind, so that the views are rebuilt; a changed table is noticed without."""

    @property
    def tables(self) -> Sequence[Table]: ...

    async def apply(self, connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
        """Applies consecutive events within the transaction that moves the cursor.

        Statements name the tables through SQLAlchemy, not in plain text: during a rebuild they stand in another schema.
        """


def definition(views: Sequence[View]) -> str:
    """A hash of the tables and versions of views: when it differs from what the views were built by, rebuild."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy's dialects have untyped constructors
    parts = []
    for view in sorted(views, key=lambda view: view.name):
        parts.append(f"{view.name} {view.version}")
        for table in view.tables:
            parts.append(str(CreateTable(table).compile(dialect=dialect)))
            indexes = sorted(table.indexes, key=lambda index: str(index.name))
            parts += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
