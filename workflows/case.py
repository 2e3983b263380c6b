"""One procedure of the regulation, carried out act by act: a notice, a review, a change of goals, an improvement."""

from temporalio import workflow

from activities.contracts import CASE, CLOSE_CASE, NOTE_CASE, CaseEnd, StreamRef, Wake
from workflows.asking import ask
from workflows.clocked import Clocked


@workflow.defn(name=CASE)
class Case(Clocked):
    """Notes the case in the appraisal, keeps the time of its acts, and carries out what was granted at its end."""

    @workflow.init
    def __init__(self, wake: Wake) -> None:
        super().__init__(wake)

    @workflow.run
    async def run(self, wake: Wake) -> None:
        await ask(NOTE_CASE, StreamRef(stream=self._stream), CaseEnd)
        await self._keep_time(wake)
        end = await ask(CLOSE_CASE, StreamRef(stream=self._stream), CaseEnd)
        if not end.closed:
            workflow.continue_as_new(wake)
