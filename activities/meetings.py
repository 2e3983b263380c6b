"""What the workflow of a meeting may ask for besides the time: that its conclusions be recorded where they belong."""

import asyncio

from temporalio import activity

from activities.contracts import REPORT_MEETING, MeetingEnd, StreamRef, command_id
from activities.giving import give
from domain.appraisal.recommendation import TakeRecommendation
from domain.command import Command
from domain.cycle.recommendations import RecordRecommendations
from domain.meeting.closing import FinishMeeting
from domain.meeting.state import Meeting
from domain.regulation.meetings import MeetingKind
from domain.streams import appraisal_stream, cycle_stream
from store.execute import Executor

_AT_ONCE = 16


class MeetingActivities:
    """The meeting activities over one log."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    @activity.defn(name=REPORT_MEETING)
    async def report_meeting(self, which: StreamRef) -> MeetingEnd:
        """Records what a closed meeting concluded: in its cycle, then in each appraisal, and last in its own stream.

        An appraisal whose result is another by now takes nothing in. It has not ended when it is not closed: the log
        was taken back to an earlier moment while the workflow was not.
        """
        meeting = await self._meeting(which)
        if meeting.closed and not meeting.reported:
            await self._give(cycle_stream(meeting.cycle), which, RecordRecommendations(meeting=meeting.id))
            if meeting.kind is MeetingKind.JOINT:
                await self._tell_appraisals(meeting, which)
            await self._give(which.stream, which, FinishMeeting())
            meeting = await self._meeting(which)
        return MeetingEnd(ended=meeting.reported or meeting.lapsed)

    async def _tell_appraisals(self, meeting: Meeting, which: StreamRef) -> None:
        todo = iter(meeting.concluded)

        async def work() -> None:
            for appraisee in todo:
                own = appraisal_stream(meeting.cycle, appraisee)
                await self._give(own, which, TakeRecommendation(meeting=meeting.id))
                activity.heartbeat()

        async with asyncio.TaskGroup() as group:
            for _ in range(_AT_ONCE):
                group.create_task(work())

    async def _meeting(self, which: StreamRef) -> Meeting:
        found: Meeting = (await self._executor.load(which.stream)).state
        return found

    async def _give(self, stream: str, meeting: StreamRef, wish: Command) -> None:
        """Sends a command once; one that was given before, or is overtaken, changes nothing."""
        await give(self._executor, command_id(stream, meeting.stream, type(wish).__name__), stream, wish)
