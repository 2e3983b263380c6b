"""A toy view: how often each stream was counted, and the last position that counted it."""

from collections import Counter
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy import BigInteger, Column, Table, Text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from store.views.view import Recorded, metadata
from tests.store.toy import ToyCounted

tally = Table(
    "toy_tally",
    metadata,
    Column("stream", Text, primary_key=True),
    Column("total", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
)


async def nothing(_connection: AsyncConnection, _batch: Sequence[Recorded]) -> None:
    """Nothing happens on the way."""


class Tally:
    name = "tally"
    tables = (tally,)

    def __init__(
        self,
        version: int = 1,
        meanwhile: Callable[[AsyncConnection, Sequence[Recorded]], Awaitable[None]] = nothing,
    ) -> None:
        self.version = version
        self.meanwhile = meanwhile

    async def apply(self, connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
        totals: Counter[str] = Counter()
        for stored, event in batch:
            if isinstance(event, ToyCounted):
                totals[stored.stream] += event.by
        for stream, total in totals.items():
            row = insert(tally).values(stream=stream, total=total, at=batch[-1].stored.position)
            await connection.execute(
                row.on_conflict_do_update(
                    index_elements=[tally.c.stream],
                    set_={"total": tally.c.total + row.excluded.total, "at": row.excluded.at},
                )
            )
        await self.meanwhile(connection, batch)
