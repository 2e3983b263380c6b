"""The inbox: which tasks are open, and which of them are somebody's."""

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, any_, func, literal, literal_column, or_, select, tuple_, union

from api.operations.known import directories, require_cycle, require_person
from api.operations.store import Store, person
from domain.appraisal.events import Duty
from domain.appraisal.rights import asked_of
from domain.event import Record
from domain.refusal import Reason, Refused
from domain.streams import slug
from domain.tasks import task_id
from store.views.definitions.tables import cycle as cycles
from store.views.definitions.tables import task as tasks

BALLOT = "ballot"
MOST = 500
"""Tasks in one page of a list."""
_NEVER: ColumnElement[datetime] = literal_column("'infinity'::timestamptz")
_DUE = func.coalesce(tasks.c.due, _NEVER)


class TaskLine(Record):
    """An open task in a list; only what an appraisal asks belongs to a step, and what has no clock is never due."""

    id: str
    title: str
    authority: str
    cycle: str | None
    appraisee: str | None
    step: str | None
    asked_of: str
    due: datetime | None
    ends: datetime | None
    overdue: bool


class TaskPage(Record):
    """Tasks by their due instant, those without one last; `after` continues the list where there is more."""

    tasks: tuple[TaskLine, ...]
    after: str | None = None


class Inbox:
    """Lists open tasks."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def listed(
        self,
        actor: str | None = None,
        *,
        cycle: str | None = None,
        overdue: bool = False,
        limit: int = MOST,
        after: str | None = None,
    ) -> TaskPage:
        """Open tasks, those of a person when one is named, the first due first."""
        wanted = select(tasks).order_by(_DUE, tasks.c.stream, tasks.c.key).limit(limit + 1)
        if cycle is not None:
            await require_cycle(self._store, cycle)
            wanted = wanted.where(tasks.c.cycle == cycle)
        if overdue:
            wanted = wanted.where(tasks.c.overdue)
        if after is not None:
            due, stream, key = _cursor(after)
            place = tuple_(_NEVER if due is None else literal(due), literal(stream), literal(key))
            wanted = wanted.where(tuple_(_DUE, tasks.c.stream, tasks.c.key) > place)
        if actor is not None:
            wanted = wanted.where(await self._asked_of(person(actor)))
        async with self._store.reading() as connection:
            rows = (await connection.execute(wanted)).mappings().all()
        page = rows[:limit]
        shown = [row for row in page if actor is None or not await self._has_voted(row, actor)]
        more = _after(page[-1]) if len(rows) > limit else None
        return TaskPage(tasks=tuple(_line(row) for row in shown), after=more)

    async def _asked_of(self, actor: str) -> ColumnElement[bool]:
        """The condition that a task is the person's: by name, or by a role held or stood in for today."""
        async with self._store.reading() as connection:
            everywhere = union(select(cycles.c.authority), select(tasks.c.authority))
            authorities = (await connection.execute(everywhere)).scalars().all()
        known = await directories(self._store, authorities)
        require_person(actor, known)
        mine: list[ColumnElement[bool]] = [literal(actor) == any_(tasks.c.persons)]
        now = await self._store.clock()
        for authority, directory in known.items():
            mine += [
                and_(
                    tasks.c.authority == authority,
                    func.cardinality(tasks.c.persons) == 0,
                    tasks.c.role.in_([role.value for role in roles]),
                    or_(tasks.c.unit.is_(None), tasks.c.unit == unit),
                )
                for unit, roles in directory.at(now).capacities(actor)
            ]
        return or_(*mine)

    async def _has_voted(self, row: Mapping[Any, Any], actor: str) -> bool:
        if row["key"] != BALLOT:
            return False
        return await self._store.ballots.has_cast(row["cycle"], row["appraisee"], actor)


def _line(row: Mapping[Any, Any]) -> TaskLine:
    duty = Duty(key=row["key"], role=row["role"], unit=row["unit"], persons=tuple(row["persons"]))
    return TaskLine(
        id=task_id(row["stream"], row["key"]),
        title=row["title"],
        authority=row["authority"],
        cycle=row["cycle"],
        appraisee=row["appraisee"],
        step=row["step"],
        asked_of=asked_of(duty),
        due=row["due"],
        ends=row["ends"],
        overdue=row["overdue"],
    )


def _after(row: Mapping[Any, Any]) -> str:
    place = [row["due"] and row["due"].isoformat(), row["stream"], row["key"]]
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _cursor(after: str) -> tuple[datetime | None, str, str]:
    try:
        due, stream, key = json.loads(base64.urlsafe_b64decode(after))
        for part in (*stream.split(":"), *key.split(".", 1)):
            slug(part, "part")
        return None if due is None else _instant(due), stream, key
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, Refused) as error:
        raise Refused(
            Reason.INVALID, f"cursor {after!r}", "is none that a list gave", "Use 'after' of the page before"
        ) from error


def _instant(given: str) -> datetime:
    at = datetime.fromisoformat(given)
    if at.tzinfo is None:
        raise ValueError("an instant without its offset")
    return at.astimezone(UTC)
