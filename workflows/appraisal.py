"""One appraisee's way through the cycle, step by step, as the regulation orders it."""

from datetime import timedelta

from temporalio import workflow

from activities.contracts import (
    ADDED_STEPS,
    ADVANCE_STEP,
    APPRAISAL,
    CLOSE_APPRAISAL,
    READ_STEP,
    WAKE,
    AppraisalEnd,
    StepAt,
    StepClock,
    StepMoment,
    StreamRef,
    Wake,
)
from domain.appraisal.clock import Moment
from domain.schedule import StepName
from workflows.asking import ask


@workflow.defn(name=APPRAISAL)
class Appraisal:
    """Opens, reminds, escalates and ends the steps of one appraisal; what happens in them stands in the log alone.

    The signal `wake` says that the log may hold something new. Everything the workflow knows it reads from there, so a
    run can begin at any moment of an appraisal's life.
    """

    @workflow.init
    def __init__(self, wake: Wake) -> None:
        self._first = wake
        self._stream = wake.stream
        self._wakes = 0
        self._began_under: str | None = None
        self._released = False
        self._added: tuple[StepName, ...] = ()

    @workflow.run
    async def run(self, wake: Wake) -> None:
        for step in (
            StepName.GOALS,
            StepName.COUNSELING,
            StepName.REPORTING,
            StepName.VERIFICATION,
            StepName.SCORING,
            StepName.RESULT,
            StepName.NOTICE,
            StepName.FEEDBACK,
        ):
            if step in ADDED_STEPS and step not in self._added:
                continue
            await self._go_through(step)
            self._continue_as_new_after_a_release(wake)
        end = await ask(CLOSE_APPRAISAL, StreamRef(stream=self._stream), AppraisalEnd)
        if not end.closed:
            workflow.continue_as_new(wake)

    @workflow.signal(name=WAKE)
    def wake(self, _wake: Wake) -> None:
        """The log holds something new about this appraisal or its cycle."""
        self._wakes += 1

    async def _go_through(self, step: StepName) -> None:
        """Waits from moment to moment until the step has ended; a wake makes it look at the log again.

        It begins anew when the appraisal was reopened at an earlier step.
        """
        seen = self._wakes
        clock = await self._read(step)
        while not clock.ended:
            if clock.back:
                workflow.continue_as_new(self._first)
            moment = None if clock.paused else clock.next
            if moment and await self._reached(moment, seen):
                clock = await self._advance(step, moment)
                continue
            await workflow.wait_condition(lambda: self._wakes != seen)  # noqa: B023 - asked only while it waits here
            seen = self._wakes
            clock = await self._read(step)

    async def _reached(self, moment: Moment, seen: int) -> bool:
        """Waits for the moment's instant; False when woken before."""
        left = moment.at - workflow.now()
        if left > timedelta():
            try:
                await workflow.wait_condition(
                    lambda: self._wakes != seen, timeout=left, timeout_summary=moment.action.value
                )
            except TimeoutError:
                return True
        return self._wakes == seen

    async def _read(self, step: StepName) -> StepClock:
        return self._noted(await ask(READ_STEP, StepAt(stream=self._stream, step=step), StepClock))

    async def _advance(self, step: StepName, moment: Moment) -> StepClock:
        reached = StepMoment(stream=self._stream, step=step, moment=moment)
        return self._noted(await ask(ADVANCE_STEP, reached, StepClock))

    def _noted(self, clock: StepClock) -> StepClock:
        self._began_under = self._began_under or clock.release
        self._released = clock.release != self._began_under
        self._added = clock.added
        return clock

    def _continue_as_new_after_a_release(self, wake: Wake) -> None:
        if self._released or workflow.info().is_continue_as_new_suggested():
            workflow.continue_as_new(wake)
