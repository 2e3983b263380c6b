"""A meeting: its members are reminded, it falls through without a quorum in time, and what it concludes is reported."""

from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

from activities.contracts import MEETING, REPORT_MEETING, MeetingEnd, StreamRef, Wake
from workflows.clocked import Clocked


@workflow.defn(name=MEETING)
class Meeting(Clocked):
    """Keeps the time of the meeting until it is closed or lapsed, and reports its conclusions to cycle and appraisals.

    What is said and voted in it stands in the log alone.
    """

    @workflow.init
    def __init__(self, wake: Wake) -> None:
        super().__init__(wake)

    @workflow.run
    async def run(self, wake: Wake) -> None:
        await self._keep_time(wake)
        end: MeetingEnd = await workflow.execute_activity(
            REPORT_MEETING,
            StreamRef(stream=self._stream),
            result_type=MeetingEnd,
            start_to_close_timeout=timedelta(hours=2),
            heartbeat_timeout=timedelta(seconds=30),
            retry_policy=RetryPolicy(initial_interval=timedelta(seconds=1), maximum_interval=timedelta(minutes=1)),
        )
        if not end.ended:
            workflow.continue_as_new(wake)
