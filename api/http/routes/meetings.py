"""Meetings: convened, held item by item, and shown."""

from fastapi import APIRouter, Response

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written, tag
from api.http.writing import Decide, Write
from api.operations.meetings import MeetingLine, MeetingShown
from domain.meeting.closing import CloseMeeting
from domain.meeting.convening import ConveneMeeting
from domain.meeting.deliberation import CastVote, ConcludeItem, MoveMotion
from domain.meeting.sitting import OpenMeeting, RecuseMember

router = APIRouter(prefix="/meetings", tags=["meetings"], route_class=StrictRoute)


@router.post("", status_code=201)
async def convene_meeting(wish: ConveneMeeting, doors: Doors, write: Write) -> Written:
    """Gives the members of a meeting notice of hour, agenda and documents."""
    done = await doors.meetings.convene(wish, write.actor, write.command)
    return write.written(done, location=f"/api/v1/meetings/{wish.meeting}")


@router.get("")
async def list_meetings(doors: Doors, cycle: str | None = None) -> tuple[MeetingLine, ...]:
    """Lists meetings, the latest first."""
    return await doors.meetings.listed(cycle)


@router.get("/{meeting}")
async def show_meeting(meeting: str, doors: Doors, response: Response) -> MeetingShown:
    """Shows a meeting with its agenda, motions and votes."""
    shown = await doors.meetings.show(meeting)
    tag(response, shown.version)
    return shown


@router.post("/{meeting}/opening")
async def open_meeting(meeting: str, wish: OpenMeeting, doors: Doors, write: Decide) -> Written:
    """Opens a meeting with a quorum present."""
    return write.written(
        await doors.meetings.act(meeting, OpenMeeting, wish, write.actor, write.command, write.expected)
    )


@router.post("/{meeting}/recusals")
async def recuse_member(meeting: str, wish: RecuseMember, doors: Doors, write: Decide) -> Written:
    """Takes no part in an item, as a member."""
    return write.written(
        await doors.meetings.act(meeting, RecuseMember, wish, write.actor, write.command, write.expected)
    )


@router.post("/{meeting}/motions")
async def move_motion(meeting: str, wish: MoveMotion, doors: Doors, write: Decide) -> Written:
    """Moves a motion on an item, as a member."""
    return write.written(
        await doors.meetings.act(meeting, MoveMotion, wish, write.actor, write.command, write.expected)
    )


@router.post("/{meeting}/votes")
async def cast_vote(meeting: str, wish: CastVote, doors: Doors, write: Decide) -> Written:
    """Votes on a motion, as a member."""
    return write.written(await doors.meetings.act(meeting, CastVote, wish, write.actor, write.command, write.expected))


@router.post("/{meeting}/conclusions")
async def conclude_item(meeting: str, wish: ConcludeItem, doors: Doors, write: Decide) -> Written:
    """Writes down what the meeting concludes on an item."""
    return write.written(
        await doors.meetings.act(meeting, ConcludeItem, wish, write.actor, write.command, write.expected)
    )


@router.post("/{meeting}/closing")
async def close_meeting(meeting: str, wish: CloseMeeting, doors: Doors, write: Decide) -> Written:
    """Closes a meeting with its minutes."""
    return write.written(
        await doors.meetings.act(meeting, CloseMeeting, wish, write.actor, write.command, write.expected)
    )
