"""Public notices: results that are on notice, and objections to them by anybody of the directory."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from api.operations.known import regulation_of, require_cycle
from api.operations.store import Done, Store, person
from domain.appraisal.notice import RaiseObjection, grade_that_stands
from domain.appraisal.state import Appraisal
from domain.cycle.state import Cycle
from domain.event import Record
from domain.exact import Exact
from domain.refusal import Reason, Refused
from domain.streams import appraisal_stream, cycle_stream
from store.views.definitions.tables import task as tasks

CLOSING = "close-notice"
"""The duty that is open as long as a notice is."""


class NoticeShown(Record):
    """A result on public notice: where it can be seen, and until when at least it may be objected to."""

    cycle: str
    appraisee: str
    where: str
    total: Exact | None
    grade: str | None
    until: datetime | None
    objections: int
    unanswered: int
    closed: bool
    version: int


class Notices:
    """Shows what is on public notice, and takes objections."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def listed(self, cycle: str | None = None) -> tuple[NoticeShown, ...]:
        """The results on notice now, of one cycle or of all, by cycle and appraisee."""
        wanted = select(tasks.c.cycle, tasks.c.appraisee).where(tasks.c.key == CLOSING)
        if cycle is not None:
            await require_cycle(self._store, cycle)
            wanted = wanted.where(tasks.c.cycle == cycle)
        async with self._store.reading() as connection:
            rows = (await connection.execute(wanted.order_by(tasks.c.cycle, tasks.c.appraisee))).all()
        return tuple([await self.show(row.cycle, row.appraisee) for row in rows])

    async def show(self, cycle: str, appraisee: str) -> NoticeShown:
        """The notice of one result, open or closed; refuses a result that has not been on notice."""
        loaded, state = await self._store.load(appraisal_stream(cycle, appraisee), Appraisal)
        if state.notice.until is None:
            mend = "See 'kaohe notice list' for what is on notice"
            raise Refused(Reason.NOT_FOUND, f"notice of {cycle}:{appraisee}", "has not been published", mend)
        rule = (await regulation_of(self._store, cycle)).public_notice
        _, of = await self._store.load(cycle_stream(cycle), Cycle)
        return NoticeShown(
            cycle=cycle,
            appraisee=appraisee,
            where=rule.where if rule else "",
            total=state.total,
            grade=grade_that_stands(state, of),
            until=state.notice.until,
            objections=len(state.notice.objections),
            unanswered=len(state.notice.unanswered),
            closed=state.notice.closed,
            version=loaded.version,
        )

    async def object(  # noqa: PLR0913, PLR0917 - what makes an objection
        self,
        cycle: str,
        appraisee: str,
        grounds: str,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Objects to a result on notice."""
        wish, stream = RaiseObjection(grounds=grounds), appraisal_stream(cycle, appraisee)
        return await self._store.write(command_id, person(actor), stream, wish, expected_version=expected_version)
