"""What the workflows of all streams that keep time share: they wait for the next moment, and have it carried out."""

from datetime import timedelta

from temporalio import workflow

from activities.contracts import ADVANCE_CLOCK, READ_CLOCK, WAKE, Clock, ClockMoment, StreamRef, Wake
from domain.timed import Moment
from workflows.asking import ask


class Clocked:
    """Keeps the time of one stream; a workflow that does so calls `_keep_time` and goes on when it returns.

    The signal `wake` says that the log may hold something new. Everything else is read from there, so that a run can
    begin at any moment of the stream's life.
    """

    def __init__(self, wake: Wake) -> None:
        self._stream = wake.stream
        self._wakes = 0

    @workflow.signal(name=WAKE)
    def wake(self, _wake: Wake) -> None:
        """The log holds something new about this stream."""
        self._wakes += 1

    async def _keep_time(self, wake: Wake) -> None:
        """Waits from moment to moment until time has no more to do.

        While it waits it holds nothing, so it may begin anew after a release.
        """
        seen = self._wakes
        clock = await ask(READ_CLOCK, StreamRef(stream=self._stream), Clock)
        began_under = clock.release
        while not clock.ended:
            if clock.release != began_under or workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(wake)
            if clock.next and await self._reached(clock.next, seen):
                clock = await ask(ADVANCE_CLOCK, ClockMoment(stream=self._stream, moment=clock.next), Clock)
                continue
            await workflow.wait_condition(lambda: self._wakes != seen)  # noqa: B023 - asked only while it waits here
            seen = self._wakes
            clock = await ask(READ_CLOCK, StreamRef(stream=self._stream), Clock)

    async def _reached(self, moment: Moment, seen: int) -> bool:
        """Waits for the moment's instant; False when woken before."""
        left = moment.at - workflow.now()
        if left > timedelta():
            try:
                await workflow.wait_condition(lambda: self._wakes != seen, timeout=left, timeout_summary=moment.name)
            except TimeoutError:
                return True
        return self._wakes == seen
