"""A workflow of an earlier release, kept so that a release in mid-cycle can be rehearsed with code that did change."""

from temporalio import workflow

from activities.contracts import ADDED_STEPS, APPRAISAL, CLOSE_APPRAISAL, AppraisalEnd, StreamRef, Wake
from domain.schedule import StepName
from workflows.appraisal import Appraisal
from workflows.asking import ask


@workflow.defn(name=APPRAISAL)
class AppraisalOfTheFirstRelease(Appraisal):
    """The workflow as it was before public notice: seven steps, whatever the cycle has."""

    @workflow.init
    def __init__(self, wake: Wake) -> None:
        super().__init__(wake)

    @workflow.run
    async def run(self, wake: Wake) -> None:
        for step in StepName:
            if step not in ADDED_STEPS:
                await self._go_through(step)
                self._continue_as_new_after_a_release(wake)
        end = await ask(CLOSE_APPRAISAL, StreamRef(stream=self._stream), AppraisalEnd)
        if not end.closed:
            workflow.continue_as_new(wake)
