"""Cases: opened, acted on, withdrawn, and how they stand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select

from api.mistakes import fitting
from api.operations.known import regulation_of, require_case, require_cycle
from api.operations.store import Done, NotShown, Store, person
from domain.appraisal.rights import asked_of
from domain.appraisal.state import Appraisal
from domain.case.doing import DoAct, ReturnToAct, WithdrawRequest
from domain.case.offers import offers
from domain.case.opening import OpenCase
from domain.case.state import Case, Turn
from domain.command import Command
from domain.event import Record
from domain.regulation import Act
from domain.streams import appraisal_stream, case_stream
from store.views.definitions.tables import case as cases

Wish = TypeVar("Wish", bound=Command)


class CaseLine(Record):
    """A case in a list."""

    case: str
    kind: str
    procedure: str
    authority: str
    cycle: str
    appraisee: str | None
    opened_at: datetime
    act: str | None
    due: datetime | None
    overdue: bool
    outcome: str | None
    granted: bool
    stands: str
    version: int


class TurnLine(Record):
    """An act of a case that was asked for: of whom, by when, and who did it with which outcome."""

    act: str
    title: str
    asked_of: str
    due: datetime | None
    late: bool
    done_by: tuple[str, ...]
    outcome: str | None


class Asked(Record):
    """What the open act must state and bring, the outcomes to choose from, and the act it may be sent back to."""

    act: str
    does: str
    states: tuple[str, ...]
    content: str | None
    outcomes: tuple[str, ...]
    grants: tuple[str, ...]
    returns_to: str | None


class CaseShown(CaseLine):
    """A case with every act so far, and what the open one asks."""

    asks: Asked | None
    against: str | None
    opened_by: str
    turns: tuple[TurnLine, ...]


class OfferLine(Record):
    """Help that the rulebook offers an appraisee on the values known so far, and why."""

    appraisee: str
    procedure: str
    name: str
    why: str


class Cases:
    """Opens, moves and shows cases."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def open(self, fields: Mapping[str, Any] | OpenCase, actor: str | None, command_id: UUID) -> Done:
        """Opens a case by the first act of its procedure."""
        name = "" if isinstance(fields, OpenCase) else fields.get("case", "")
        wish = fitting(OpenCase, fields, f"case {name}".strip())
        return await self._store.write(command_id, person(actor), case_stream(wish.case), wish)

    async def act(
        self,
        case: str,
        fields: Mapping[str, Any] | DoAct,
        actor: str | None,
        command_id: UUID,
        *,
        expected_version: int | None = None,
    ) -> Done:
        """Does an act of a case."""
        wish = fitting(DoAct, fields, f"case {case}")
        return await self._write(case, wish, actor, command_id, expected_version)

    async def send_back(  # noqa: PLR0913 - what makes an act, each by its name
        self,
        case: str,
        act: str,
        reason: str,
        actor: str | None,
        command_id: UUID,
        *,
        expected_version: int | None = None,
    ) -> Done:
        """Sends the matter back to the earlier act that the rulebook names."""
        return await self._write(case, ReturnToAct(act=act, reason=reason), actor, command_id, expected_version)

    async def withdraw(
        self, case: str, reason: str, actor: str | None, command_id: UUID, *, expected_version: int | None = None
    ) -> Done:
        """Takes back what was asked for."""
        return await self._write(case, WithdrawRequest(reason=reason), actor, command_id, expected_version)

    async def _write(self, case: str, wish: Command, actor: str | None, command_id: UUID, expected: int | None) -> Done:
        acting = person(actor)
        await require_case(self._store, case)
        return await self._store.write(command_id, acting, case_stream(case), wish, expected_version=expected)

    async def listed(
        self, cycle: str | None = None, appraisee: str | None = None, *, unsettled: bool = False
    ) -> tuple[CaseLine, ...]:
        """The cases, the latest first; those of a cycle or appraisee, or with acts ahead, where that is asked."""
        wanted = select(cases).order_by(cases.c.opened_at.desc(), cases.c.case)
        for column, value in ((cases.c.cycle, cycle), (cases.c.appraisee, appraisee)):
            wanted = wanted if value is None else wanted.where(column == value)
        if unsettled:
            wanted = wanted.where(cases.c.stands == "open")
        async with self._store.reading() as connection:
            rows = (await connection.execute(wanted)).mappings().all()
        return tuple(CaseLine.model_validate(dict(row)) for row in rows)

    async def offered(self, cycle: str) -> tuple[OfferLine, ...]:
        """What the rulebook offers to whom now; whoever does a procedure's first act takes it up, or does not."""
        state = await require_cycle(self._store, cycle)
        rulebook = await regulation_of(self._store, cycle)
        found: list[OfferLine] = []
        for appraisee in state.appraisees:
            _, appraisal = await self._store.load(appraisal_stream(cycle, appraisee), Appraisal)
            for one in offers(appraisal, rulebook):
                procedure = one.procedure
                line = OfferLine(appraisee=appraisee, procedure=procedure.id, name=procedure.name, why=one.why)
                found.append(line)
        return tuple(found)

    async def _asked(self, state: Case) -> Asked | None:
        if state.current is None:
            return None
        procedures = (await regulation_of(self._store, state.cycle)).procedures
        acts = next(one.acts for one in procedures if one.id == state.procedure)
        return _asks(next(act for act in acts if act.id == state.current.act))

    async def show(self, case: str) -> CaseShown:
        """A case with every act so far."""
        state = await require_case(self._store, case)
        async with self._store.reading() as connection:
            row = (await connection.execute(select(cases).where(cases.c.case == case))).mappings().one_or_none()
        if row is None:
            raise NotShown(f"case {case} is recorded, not yet shown; ask again")
        turns = tuple(_turn(turn) for turn in state.turns)
        return CaseShown.model_validate(
            {
                **row,
                "asks": await self._asked(state),
                "against": state.against,
                "opened_by": state.opened_by,
                "turns": turns,
                "version": state.version,
            }
        )


def _asks(act: Act) -> Asked:
    return Asked(
        act=act.id,
        does=act.does,
        states=act.states,
        content=act.content and act.content.value,
        outcomes=tuple(act.outcomes),
        grants=act.grants,
        returns_to=act.returns_to,
    )


def _turn(turn: Turn) -> TurnLine:
    opened = turn.opened
    return TurnLine(
        act=opened.act,
        title=opened.title,
        asked_of=asked_of(opened.duty),
        due=opened.clock.due,
        late=turn.fell_due,
        done_by=tuple(done.by for done in turn.done),
        outcome=turn.done[-1].outcome if turn.done else None,
    )
