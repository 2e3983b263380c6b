"""What the workflow of a case may ask for besides the time: that it be noted in the appraisal, and carried out."""

from temporalio import activity

from activities.contracts import CLOSE_CASE, NOTE_CASE, CaseEnd, StreamRef, command_id
from activities.giving import give
from domain.appraisal.cases import NoteCase
from domain.case.decide import CloseCase
from domain.case.effects import EFFECTS
from domain.case.state import Case
from domain.command import Command
from domain.streams import appraisal_stream
from store.execute import Executor


class CaseActivities:
    """The case activities over one log."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    @activity.defn(name=NOTE_CASE)
    async def note_case(self, which: StreamRef) -> CaseEnd:
        """Notes the case in the appraisal that it concerns, if it concerns one."""
        case = await self._case(which)
        if case.appraisee is not None:
            await self._give(appraisal_stream(case.cycle, case.appraisee), which, NoteCase(case=case.id))
        return CaseEnd(closed=case.closed)

    @activity.defn(name=CLOSE_CASE)
    async def close_case(self, which: StreamRef) -> CaseEnd:
        """Carries out what was granted, closes the case, and tells whether it is closed.

        What the appraisal refuses by now does not take effect, and the case closes saying so. It stays open when acts
        lie ahead: the log was taken back to an earlier moment while the workflow was not.
        """
        case = await self._case(which)
        took_effect = False
        effect = EFFECTS.get(case.kind) if case.kind and case.granted else None
        if effect and case.appraisee is not None:
            took_effect = await self._give(appraisal_stream(case.cycle, case.appraisee), which, effect(case.id))
        await self._give(which.stream, which, CloseCase(took_effect=took_effect))
        return CaseEnd(closed=(await self._case(which)).closed)

    async def _case(self, which: StreamRef) -> Case:
        found: Case = (await self._executor.load(which.stream)).state
        return found

    async def _give(self, stream: str, case: StreamRef, wish: Command) -> bool:
        """Whether the stream took the command, now or before; one that is overtaken changes nothing."""
        return await give(self._executor, command_id(stream, case.stream, type(wish).__name__), stream, wish)
