"""Cycles: launched, steered, and how far they have come."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from api.mistakes import fitting
from api.operations.known import require_cycle
from api.operations.store import Done, NotShown, Store, person
from domain.command import Command
from domain.cycle.belonging import AddAppraisee, MergeAppraisees, RemoveAppraisee
from domain.cycle.cancelling import CancelCycle
from domain.cycle.events import Clocks
from domain.cycle.forwarding import BringForward
from domain.cycle.launch import LaunchCycle
from domain.cycle.regulation import version_in_force
from domain.cycle.steering import ExtendCycle, PauseCycle, ResumeCycle
from domain.event import Record
from domain.rulebook import Rulebooks
from domain.scheme import Schemes
from domain.streams import cycle_stream, rulebook_stream, scheme_stream
from store.views.definitions.tables import appraisal as appraisals
from store.views.definitions.tables import cycle as cycles
from store.views.definitions.tables import cycle_step as steps

Wish = TypeVar("Wish", bound=Command)


class CycleLine(Record):
    """A cycle in a list."""

    cycle: str
    title: str
    authority: str
    rulebook: str
    rulebook_hash: str
    scheme: str | None
    scheme_hash: str | None
    kind: str
    starts: date
    ends: date
    within: str | None
    follows: str | None
    matter: str | None
    appraisees: int
    launched_at: datetime
    appraisals_closed: int
    paused: bool
    cancelled: bool
    closed: bool
    version: int

    @property
    def stands(self) -> str:
        """How it stands, in a word."""
        if self.cancelled:
            return "cancelled"
        return "closed" if self.closed else "paused" if self.paused else "running"


class StepStatus(Record):
    """A step of a cycle, and in how many appraisals it has opened, is overdue, and has ended."""

    step: str
    opens: datetime
    due: datetime
    ends: datetime
    opened: int
    ended: int
    lapsed: int
    overdue: int
    passed: bool


class AppraisalLine(Record):
    """Where one appraisal stands."""

    appraisee: str
    step: str | None
    total: str | None
    grade: str | None
    approved: bool
    closed: bool
    version: int


class InnerLine(Record):
    """A cycle within another, in a list."""

    cycle: str
    title: str
    kind: str
    authority: str
    starts: date
    ends: date
    stands: str


class CycleStatus(CycleLine):
    """A cycle with the cycles within it, its steps and appraisals."""

    inner: tuple[InnerLine, ...]
    steps: tuple[StepStatus, ...]
    appraisals: tuple[AppraisalLine, ...]


class Cycles:
    """Launches, steers and shows cycles."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def launch(self, fields: Mapping[str, Any] | LaunchCycle, actor: str | None, command_id: UUID) -> Done:
        """Launches a cycle. Without a title it is called by its id.

        Without an authority it is its rulebook's; without rulebook, period or authority, it is as its scheme says.
        """
        wish = fields if isinstance(fields, LaunchCycle) else await self._launch(dict(fields))
        return await self._store.write(command_id, person(actor), cycle_stream(wish.cycle), wish)

    async def _launch(self, fields: dict[str, Any]) -> LaunchCycle:
        if isinstance(fields.get("scheme"), str):
            _, schemes = await self._store.load(scheme_stream(fields["scheme"]), Schemes)
            _, scheme = version_in_force(f"scheme {fields['scheme']}", schemes)
            said = {"rulebook": scheme.rulebook, "authority": scheme.authority, "period": scheme.period}
            fields = {name: value for name, value in said.items() if value is not None} | fields
        if "authority" not in fields and isinstance(fields.get("rulebook"), str):
            _, rulebooks = await self._store.load(rulebook_stream(fields["rulebook"]), Rulebooks)
            _, rulebook = version_in_force(f"rulebook {fields['rulebook']}", rulebooks)
            fields["authority"] = rulebook.authority
        fields.setdefault("authority", "")  # not asked for: the rulebook, which is, will name it
        fields.setdefault("title", fields.get("cycle", ""))
        fields.setdefault("appraisees", [])
        return fitting(LaunchCycle, fields, f"cycle {fields.get('cycle', '')}".strip())

    async def pause(  # noqa: PLR0913 - what makes a pause
        self,
        cycle: str,
        reason: str,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
        *,
        basis: str | None = None,
        clocks: Clocks | str = Clocks.STOP,
    ) -> Done:
        """Pauses a cycle: all of it, or but for the steps that are open."""
        wish = fitting(PauseCycle, {"reason": reason, "basis": basis, "clocks": clocks}, f"pause of cycle {cycle}")
        return await self._steer(cycle, wish, actor, command_id, expected_version)

    async def resume(
        self, cycle: str, actor: str | None, command_id: UUID, expected_version: int | None = None
    ) -> Done:
        return await self._steer(cycle, ResumeCycle(), actor, command_id, expected_version)

    async def extend(
        self,
        cycle: str,
        fields: Mapping[str, Any] | ExtendCycle,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Moves the due instant of a step, and all behind it, by a duration."""
        wish = fitting(ExtendCycle, fields, f"extension of cycle {cycle}")
        return await self._steer(cycle, wish, actor, command_id, expected_version)

    async def bring_forward(
        self,
        cycle: str,
        fields: Mapping[str, Any] | BringForward,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Lets a step fall due and end earlier by a duration."""
        wish = fitting(BringForward, fields, f"earlier deadline of cycle {cycle}")
        return await self._steer(cycle, wish, actor, command_id, expected_version)

    async def add_appraisee(
        self,
        cycle: str,
        fields: Mapping[str, Any] | AddAppraisee,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Takes another appraisee into a running cycle."""
        wish = fitting(AddAppraisee, fields, f"joining of cycle {cycle}")
        return await self._steer(cycle, wish, actor, command_id, expected_version)

    async def remove_appraisee(
        self,
        cycle: str,
        fields: Mapping[str, Any] | RemoveAppraisee,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Takes an appraisee out of a running cycle."""
        wish = fitting(RemoveAppraisee, fields, f"leaving of cycle {cycle}")
        return await self._steer(cycle, wish, actor, command_id, expected_version)

    async def merge_appraisees(
        self,
        cycle: str,
        fields: Mapping[str, Any] | MergeAppraisees,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Lets units that became one be appraised as that one."""
        wish = fitting(MergeAppraisees, fields, f"merger in cycle {cycle}")
        return await self._steer(cycle, wish, actor, command_id, expected_version)

    async def cancel(
        self,
        cycle: str,
        fields: Mapping[str, Any] | CancelCycle,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Ends a cycle without results."""
        wish = fitting(CancelCycle, fields, f"cancellation of cycle {cycle}")
        return await self._steer(cycle, wish, actor, command_id, expected_version)

    async def _steer(
        self, cycle: str, wish: Command, actor: str | None, command_id: UUID, expected_version: int | None
    ) -> Done:
        await require_cycle(self._store, cycle)
        return await self._store.write(
            command_id, person(actor), cycle_stream(cycle), wish, expected_version=expected_version
        )

    async def listed(self) -> tuple[CycleLine, ...]:
        """All cycles, the latest first."""
        latest = select(cycles).order_by(cycles.c.launched_at.desc(), cycles.c.cycle)
        async with self._store.reading() as connection:
            rows = (await connection.execute(latest)).mappings().all()
        return tuple(CycleLine.model_validate(_line(row)) for row in rows)

    async def status(self, cycle: str) -> CycleStatus:
        """How far a cycle has come, as the views show it."""
        cycle_stream(cycle)  # refuses what is no identifier
        async with self._store.reading() as connection:
            found = (await connection.execute(select(cycles).where(cycles.c.cycle == cycle))).mappings().one_or_none()
            of_step = select(steps).where(steps.c.cycle == cycle).order_by(steps.c.ordinal)
            of_appraisal = select(appraisals).where(appraisals.c.cycle == cycle).order_by(appraisals.c.appraisee)
            within = select(cycles).where(cycles.c.within == cycle).order_by(cycles.c.starts, cycles.c.cycle)
            inner = (await connection.execute(within)).mappings().all()
            clock = (await connection.execute(of_step)).mappings().all()
            standing = (await connection.execute(of_appraisal)).mappings().all()
        if found is None:
            await require_cycle(self._store, cycle)
            raise NotShown(f"cycle {cycle} is recorded, not yet shown; ask again")
        return CycleStatus.model_validate(
            {
                **_line(found),
                "inner": [_inner(CycleLine.model_validate(_line(row))) for row in inner],
                "steps": [_without(row, "cycle", "ordinal") for row in clock],
                "appraisals": [{name: row[name] for name in AppraisalLine.model_fields} for row in standing],
            }
        )


def _line(row: Mapping[Any, Any]) -> dict[str, Any]:
    return _without(row, "all_closed")


def _inner(one: CycleLine) -> InnerLine:
    return InnerLine(
        cycle=one.cycle,
        title=one.title,
        kind=one.kind,
        authority=one.authority,
        starts=one.starts,
        ends=one.ends,
        stands=one.stands,
    )


def _without(row: Mapping[Any, Any], *columns: str) -> dict[str, Any]:
    return {str(name): value for name, value in row.items() if name not in columns}
