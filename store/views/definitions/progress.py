"""Where cycles and appraisals stand, and who has a task: folded by the same code that decides.

A task is an open duty of an appraisal's state, so the inbox shows what the decider would accept, and nothing else.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.aggregates import AGGREGATES, TASKS
from domain.appraisal.events import (
    AppraisalCancelled,
    AppraisalClosed,
    StepCompleted,
    StepFellDue,
    StepLapsed,
    StepOpened,
)
from domain.appraisal.state import Appraisal
from domain.cycle.events import CycleBroughtForward, CycleExtended, CycleLaunched, CycleResumed
from domain.cycle.state import Cycle
from domain.event import Event
from domain.exact import text
from domain.schedule import StepName
from domain.streams import kind
from store.codec import decode
from store.log import StoredEvent
from store.views.definitions.tables import appraisal, cycle, cycle_step, event, task
from store.views.view import Recorded

_CACHED_STREAMS = 20_000
_KINDS = frozenset({"cycle", "appraisal", *TASKS})
_RESCHEDULES = (CycleLaunched, CycleExtended, CycleBroughtForward, CycleResumed)

_KEY = ("cycle", "appraisee")

_Count = tuple[str, StepName, str]
"""A column of `cycle_step` to move: cycle, step, column."""


class Progress:
    """The views `cycle`, `cycle_step`, `appraisal` and `task`."""

    name = "progress"
    version = 5
    tables: Sequence[Table] = (cycle, cycle_step, appraisal, task)

    def __init__(self) -> None:
        self._states: OrderedDict[str, tuple[int, Any]] = OrderedDict()

    async def apply(self, connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
        """Folds the streams concerned forward and writes the rows that follow from them."""
        concerned = [recorded for recorded in batch if kind(recorded.stored.stream) in _KINDS]
        counts: Counter[_Count] = Counter()
        closed: Counter[str] = Counter()
        launched: dict[str, StoredEvent] = {}
        rescheduled: set[str] = set()
        late: set[str] = set()
        for stored, happened in concerned:
            before = await self._state(connection, stored.stream, stored.version - 1)
            after = AGGREGATES[kind(stored.stream)].evolve(before, happened)
            self._keep(stored.stream, stored.version, after)
            if isinstance(after, Appraisal):
                counts.update(_moves(after, happened))
                closed[after.cycle] += isinstance(happened, AppraisalClosed | AppraisalCancelled)
                if isinstance(happened, StepFellDue | StepCompleted | StepLapsed):
                    late.add(after.cycle)
            if isinstance(happened, _RESCHEDULES):
                rescheduled.add(stored.stream)
            if isinstance(happened, CycleLaunched):
                launched[stored.stream] = stored
        latest = {stored.stream: stored.version for stored, _ in concerned}
        for stream, version in latest.items():
            if kind(stream) == "cycle":
                await self._write_cycle(connection, stream, version, launched.get(stream))
        for stream in rescheduled:
            await _write_schedule(connection, self._states[stream][1])
        await _write_counts(connection, counts, closed)
        appraisals = {stream: version for stream, version in latest.items() if kind(stream) == "appraisal"}
        if appraisals:
            await self._write_appraisals(connection, appraisals)
        await self._write_tasks(connection, [s for s in latest if kind(s) in TASKS], batch[-1].stored.position)
        await _write_overdue(connection, late | {self._states[stream][1].id for stream in rescheduled})

    # ------------------------------------------------------------ states

    async def _state(self, connection: AsyncConnection, stream: str, version: int) -> Any:  # noqa: ANN401 - either state
        """The state of a stream at a version, from memory or else from the log."""
        known = self._states.get(stream)
        if known and known[0] == version:
            return known[1]
        state = AGGREGATES[kind(stream)].initial()
        if version:
            own = select(event).where(event.c.stream == stream, event.c.version <= version).order_by(event.c.version)
            rows = await connection.execute(own)
            for row in rows:
                state = AGGREGATES[kind(stream)].evolve(state, decode(StoredEvent._make(row)))
        return state

    def _keep(self, stream: str, version: int, state: object) -> None:
        self._states[stream] = (version, state)
        self._states.move_to_end(stream)
        if len(self._states) > _CACHED_STREAMS:
            self._states.popitem(last=False)

    async def _as_of(self, connection: AsyncConnection, stream: str, position: int) -> Any:  # noqa: ANN401 - any state
        """The state of a stream as it stood at a position of the log."""
        head = select(func.max(event.c.version)).where(event.c.stream == stream, event.c.position <= position)
        version = int((await connection.execute(head)).scalar_one() or 0)
        found = await self._state(connection, stream, version)
        self._keep(stream, version, found)
        return found

    # ------------------------------------------------------------ rows

    async def _write_cycle(
        self, connection: AsyncConnection, stream: str, version: int, launched: StoredEvent | None
    ) -> None:
        state: Cycle = self._states[stream][1]
        moving = {
            "all_closed": state.appraisals_closed,
            "paused": state.paused_at is not None,
            "cancelled": state.cancelled,
            "closed": state.closed,
            "version": version,
        }
        if launched and state.period:
            fixed = {
                "cycle": state.id,
                "title": state.title,
                "authority": state.authority,
                "rulebook": state.rulebook,
                "rulebook_hash": state.rulebook_hash,
                "scheme": state.scheme,
                "scheme_hash": state.scheme_hash,
                "kind": state.kind.value,
                "starts": state.period.start,
                "ends": state.period.end,
                "within": state.within,
                "follows": state.after,
                "matter": state.matter,
                "appraisees": len(state.appraisees),
                "launched_at": launched.occurred_at,
                "appraisals_closed": 0,
            }
            await connection.execute(insert(cycle).values(**fixed, **moving))
        else:
            await connection.execute(update(cycle).where(cycle.c.cycle == state.id).values(**moving))
        for step in state.passed:
            passed = (cycle_step.c.cycle == state.id) & (cycle_step.c.step == step.value)
            await connection.execute(update(cycle_step).where(passed).values(passed=True))

    async def _write_appraisals(self, connection: AsyncConnection, versions: dict[str, int]) -> None:
        rows = [_appraisal_row(version, self._states[stream][1]) for stream, version in versions.items()]
        upsert = insert(appraisal)
        changed = {name: upsert.excluded[name] for name in rows[0] if name not in _KEY}
        keys = [appraisal.c.cycle, appraisal.c.appraisee]
        await connection.execute(upsert.on_conflict_do_update(index_elements=keys, set_=changed), rows)

    async def _write_tasks(self, connection: AsyncConnection, streams: Sequence[str], position: int) -> None:
        """The open duties of streams; what they show of other streams is as it stood at the position."""
        if not streams:
            return
        await connection.execute(delete(task).where(task.c.stream.in_(streams)))
        states = {stream: self._states[stream][1] for stream in streams}
        others = {name for stream, state in states.items() for name in TASKS[kind(stream)].reads(state)}
        read = {name: await self._as_of(connection, name, position) for name in sorted(others)}
        rows = [row for stream, state in states.items() for row in _task_rows(stream, state, read)]
        if rows:
            await connection.execute(insert(task), rows)


def _moves(after: Appraisal, happened: Event) -> Iterable[_Count]:
    """The counts one event of an appraisal moves up."""
    match happened:
        case StepOpened(step=step):
            yield after.cycle, step, "opened"
        case StepCompleted(step=step) | StepLapsed(step=step):
            yield after.cycle, step, "ended"
            if isinstance(happened, StepLapsed):
                yield after.cycle, step, "lapsed"
        case _:
            return


async def _write_schedule(connection: AsyncConnection, state: Cycle) -> None:
    """The instants of every step, in the cycle and in its open tasks."""
    for ordinal, times in enumerate(state.schedule.values()):
        instants = {"due": times.due, "ends": times.ends}
        zero = dict.fromkeys(("opened", "ended", "lapsed", "overdue"), 0)
        row = insert(cycle_step).values(
            cycle=state.id,
            step=times.step.value,
            ordinal=ordinal,
            opens=times.opens,
            passed=times.step in state.passed,
            **instants,
            **zero,
        )
        keys = [cycle_step.c.cycle, cycle_step.c.step]
        await connection.execute(
            row.on_conflict_do_update(index_elements=keys, set_={"opens": times.opens, **instants})
        )
        of_step = (task.c.cycle == state.id) & (task.c.step == times.step.value)
        still = task.c.overdue & (task.c.due >= times.due)  # an extension gives those who were late time again
        await connection.execute(update(task).where(of_step).values(overdue=still, **instants))


async def _write_counts(connection: AsyncConnection, counts: Counter[_Count], closed: Counter[str]) -> None:
    steps = {(name, step) for name, step, _ in counts}
    for name, step in sorted(steps):
        moved = {column: counts[name, step, column] for column in ("opened", "ended", "lapsed")}
        row = (cycle_step.c.cycle == name) & (cycle_step.c.step == step.value)
        values = {column: cycle_step.c[column] + by for column, by in moved.items() if by}
        if values:
            await connection.execute(update(cycle_step).where(row).values(**values))
    for name, by in closed.items():
        if by:
            more = {"appraisals_closed": cycle.c.appraisals_closed + by}
            await connection.execute(update(cycle).where(cycle.c.cycle == name).values(**more))


async def _write_overdue(connection: AsyncConnection, cycles: set[str]) -> None:
    """How many appraisals are late in each step, counted from their tasks: an extension makes them fewer."""
    late = (
        select(func.count(task.c.appraisee.distinct()))
        .where(task.c.cycle == cycle_step.c.cycle, task.c.step == cycle_step.c.step, task.c.overdue)
        .scalar_subquery()
    )
    if cycles:
        await connection.execute(update(cycle_step).where(cycle_step.c.cycle.in_(cycles)).values(overdue=late))


def _appraisal_row(version: int, state: Appraisal) -> dict[str, Any]:
    current = state.current
    return {
        "cycle": state.cycle,
        "appraisee": state.appraisee,
        "step": current.name.value if current else None,
        "total": None if state.total is None else text(state.total),
        "grade": state.grade,
        "approved": state.approved,
        "closed": state.closed,
        "version": version,
    }


def _task_rows(stream: str, state: object, states: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    source = TASKS[kind(stream)]
    place = source.place(state)
    for asked in source.open_duties(state, states):
        yield {
            "stream": stream,
            "key": asked.duty.key,
            "title": asked.title,
            "authority": place.authority,
            "cycle": place.cycle,
            "appraisee": place.appraisee,
            "step": place.step,
            "role": asked.duty.role.value,
            "unit": asked.duty.unit,
            "persons": list(asked.duty.persons),
            "due": asked.due,
            "ends": asked.ends,
            "overdue": asked.overdue,
        }
