"""Which cases there are and how they stand: each event moves its own case's row."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.case import events as e
from domain.event import Event
from domain.streams import kind
from store.views.definitions.tables import case
from store.views.view import Recorded

_NO_ACT = {"act": None, "due": None, "overdue": False}


class Cases:
    """The view `case`."""

    name = "cases"
    version = 1
    tables: Sequence[Table] = (case,)

    async def apply(self, connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
        """Moves the rows of the cases concerned, event by event."""
        for stored, happened in batch:
            if kind(stored.stream) != "case":
                continue
            if isinstance(happened, e.CaseOpened):
                fixed = {"opened_at": stored.occurred_at, "version": stored.version}
                await connection.execute(insert(case).values(**_opened(happened), **fixed))
            else:
                row = case.c.case == stored.stream.partition(":")[2]
                moved = {**_moved(happened), "version": stored.version}
                await connection.execute(update(case).where(row).values(**moved))


def _opened(happened: e.CaseOpened) -> Mapping[str, Any]:
    return {
        "case": happened.case,
        "kind": happened.kind.value,
        "procedure": happened.procedure,
        "authority": happened.authority,
        "cycle": happened.cycle,
        "appraisee": happened.appraisee,
        "outcome": None,
        "granted": False,
        "stands": "open",
        **_NO_ACT,
    }


def _moved(happened: Event) -> Mapping[str, Any]:
    match happened:
        case e.ActOpened(act=act, clock=clock):
            return {"act": act, "due": clock.due, "overdue": False}
        case e.ActFellDue():
            return {"overdue": True}
        case e.CaseDecided(outcome=outcome, granted=granted):
            return {"outcome": outcome, "granted": granted, "stands": "decided", **_NO_ACT}
        case e.RequestWithdrawn():
            return {"stands": "withdrawn", **_NO_ACT}
        case e.CaseClosed():
            return {"stands": "closed"}
        case _:
            return {}
