"""Which meetings there are and how they stand: each event moves its own meeting's row."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.event import Event
from domain.meeting import events as e
from domain.streams import kind
from store.views.definitions.tables import meeting
from store.views.view import Recorded


class Meetings:
    """The view `meeting`."""

    name = "meetings"
    version = 1
    tables: Sequence[Table] = (meeting,)

    async def apply(self, connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
        """Moves the rows of the meetings concerned, event by event."""
        for stored, happened in batch:
            if kind(stored.stream) != "meeting":
                continue
            if isinstance(happened, e.MeetingConvened):
                await connection.execute(insert(meeting).values(**_convened(happened), version=stored.version))
            else:
                row = meeting.c.meeting == stored.stream.partition(":")[2]
                moved = {**_moved(happened), "version": stored.version}
                await connection.execute(update(meeting).where(row).values(**moved))


def _convened(happened: e.MeetingConvened) -> Mapping[str, Any]:
    return {
        "meeting": happened.meeting,
        "authority": happened.authority,
        "cycle": happened.cycle,
        "rule": happened.rule,
        "kind": happened.kind.value,
        "at": happened.at,
        "items": len(happened.agenda),
        "concluded": 0,
        "minutes": None,
        "stands": "convened",
    }


def _moved(happened: Event) -> Mapping[str, Any]:
    match happened:
        case e.MeetingOpened():
            return {"stands": "open"}
        case e.ItemConcluded():
            return {"concluded": meeting.c.concluded + 1}
        case e.MeetingClosed(minutes=minutes):
            return {"stands": "closed", "minutes": minutes.number}
        case e.MeetingLapsed():
            return {"stands": "lapsed"}
        case _:
            return {}
