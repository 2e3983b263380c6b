"""Where cycles and appraisals stand, and who has a task: folded by the same code that decides.

A task is an open duty of an appraisal's state, so the inbox shows what the decider would accept, and nothing else.
"""

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.aggregates import AGGREGATES, TASKS
from domain.appraisal.events import (
    AppraisalCancelled,
    AppraisalClosed,
    AppraisalReopened,
    StepCompleted,
    StepFellDue,
    StepLapsed,
)
from domain.appraisal.state import Appraisal
from domain.cycle.events import (
    AppraiseeJoined,
    AppraiseeLeft,
    CycleBroughtForward,
    CycleExtended,
    CycleLaunched,
    CycleResumed,
)
from domain.cycle.state import Cycle
from domain.event import Event
from domain.exact import text
from domain.streams import appraisal_stream, cycle_stream, kind
from store.codec import decode
from store.log import StoredEvent
from store.views.definitions.counts import Count, count_anew, moves, write_counts, write_overdue
from store.views.definitions.tables import appraisal, cycle, cycle_step, event, task
from store.views.view import Recorded

_CACHED_STREAMS = 20_000
_KINDS = frozenset({"cycle", "appraisal", *TASKS})
_RESCHEDULES = (CycleLaunched, CycleExtended, CycleBroughtForward, CycleResumed)

_KEY = ("cycle", "appraisee")


@dataclass
class _Changes:
    """What a batch of events changes besides the rows of its own streams."""

    counts: Counter[Count] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)
    launched: dict[str, StoredEvent] = field(default_factory=dict)
    rescheduled: set[str] = field(default_factory=set)
    late: set[str] = field(default_factory=set)
    """Cycles whose overdue appraisals are others now."""
    cycles: set[str] = field(default_factory=set)
    """Cycles, as streams, of the appraisals concerned."""
    anew: set[str] = field(default_factory=set)
    """Cycles, as streams, whose counts are taken anew."""

    def note(self, stored: StoredEvent, happened: Event, after: object) -> None:
        if isinstance(after, Appraisal):
            self.counts.update(moves(after, happened))
            self.closed[after.cycle] += isinstance(happened, AppraisalClosed | AppraisalCancelled)
            if isinstance(happened, StepFellDue | StepCompleted | StepLapsed | AppraisalReopened):
                self.late.add(after.cycle)
            if isinstance(happened, AppraisalReopened):
                self.anew.add(cycle_stream(after.cycle))
            self.cycles.add(cycle_stream(after.cycle))
        if isinstance(happened, AppraiseeJoined | AppraiseeLeft):
            self.anew.add(stored.stream)
        if isinstance(happened, _RESCHEDULES):
            self.rescheduled.add(stored.stream)
        if isinstance(happened, CycleLaunched):
            self.launched[stored.stream] = stored


class Progress:
    """The views `cycle`, `cycle_step`, `appraisal` and `task`."""

    name = "progress"
    version = 6
    tables: Sequence[Table] = (cycle, cycle_step, appraisal, task)

    def __init__(self) -> None:
        self._states: OrderedDict[str, tuple[int, Any]] = OrderedDict()

    async def apply(self, connection: AsyncConnection, batch: Sequence[Recorded]) -> None:
        """Folds the streams concerned forward and writes the rows that follow from them."""
        concerned = [recorded for recorded in batch if kind(recorded.stored.stream) in _KINDS]
        changes = _Changes()
        for stored, happened in concerned:
            before = await self._state(connection, stored.stream, stored.version - 1)
            after = AGGREGATES[kind(stored.stream)].evolve(before, happened)
            self._keep(stored.stream, stored.version, after)
            changes.note(stored, happened, after)
        latest = {stored.stream: stored.version for stored, _ in concerned}
        for stream, version in latest.items():
            if kind(stream) == "cycle":
                await self._write_cycle(connection, stream, version, changes.launched.get(stream))
        for stream in changes.rescheduled:
            await _write_schedule(connection, self._states[stream][1])
        await write_counts(connection, changes.counts, changes.closed)
        appraisals = {stream: version for stream, version in latest.items() if kind(stream) == "appraisal"}
        if appraisals:
            await self._write_appraisals(connection, appraisals)
        position = batch[-1].stored.position
        for stream in sorted(changes.anew | changes.cycles):
            state: Cycle = await self._as_of(connection, stream, position)
            if stream in changes.anew or state.left:  # what a leaver's appraisal still does is not counted
                await count_anew(connection, state)
        asking = {stream for stream in latest if kind(stream) in TASKS}
        for stream in changes.rescheduled:
            asking |= set(await _with_own_times(connection, self._states[stream][1]))
        await self._write_tasks(connection, sorted(asking), position)
        await write_overdue(connection, changes.late | {self._states[stream][1].id for stream in changes.rescheduled})

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

    async def _known(self, connection: AsyncConnection, stream: str, position: int) -> Any:  # noqa: ANN401 - any state
        """The state of a stream whose every event up to the position has been folded, from memory if it is there."""
        known = self._states.get(stream)
        return known[1] if known else await self._as_of(connection, stream, position)

    # ------------------------------------------------------------ rows

    async def _write_cycle(
        self, connection: AsyncConnection, stream: str, version: int, launched: StoredEvent | None
    ) -> None:
        state: Cycle = self._states[stream][1]
        moving = {
            "appraisees": len(state.appraisees),
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
        states = {stream: await self._known(connection, stream, position) for stream in streams}
        others = {name for stream, state in states.items() for name in TASKS[kind(stream)].reads(state)}
        read = {name: await self._as_of(connection, name, position) for name in sorted(others)}
        rows = [row for stream, state in states.items() for row in _task_rows(stream, state, read)]
        if rows:
            await connection.execute(insert(task), rows)


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
        # What has no end, such as a charge, comes up in a step and keeps a clock of its own.
        of_step = (task.c.cycle == state.id) & (task.c.step == times.step.value) & task.c.ends.is_not(None)
        still = task.c.overdue & (task.c.due >= times.due)  # an extension gives those who were late time again
        await connection.execute(update(task).where(of_step).values(overdue=still, **instants))


async def _with_own_times(connection: AsyncConnection, state: Cycle) -> list[str]:
    """The appraisals of a cycle, of those that are open, whose clocks are not simply the cycle's."""
    own = appraisal.c.own_times | appraisal.c.appraisee.in_(state.joined)
    rows = await connection.execute(select(appraisal.c.appraisee).where(appraisal.c.cycle == state.id, own))
    return [appraisal_stream(state.id, appraisee) for appraisee in rows.scalars()]


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
        "opened": [name.value for name in state.steps],
        "ended": [name.value for name, step in state.steps.items() if step.ended],
        "lapsed": [name.value for name, step in state.steps.items() if step.lapsed],
        "own_times": state.own is not None,
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
