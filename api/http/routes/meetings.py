"""Meetings: convened, held item by item, and shown."""

from fastapi import APIRouter, Response

from api.http.reading import Actor, CommandId, Doors, ExpectedVersion, StrictRoute
from api.http.replies import Written, tag, written
from api.operations.meetings import MeetingLine, MeetingShown
from domain.meeting.closing import CloseMeeting
from domain.meeting.convening import ConveneMeeting
from domain.meeting.deliberation import CastVote, ConcludeItem, MoveMotion
from domain.meeting.sitting import OpenMeeting, RecuseMember

router = APIRouter(prefix="/meetings", tags=["meetings"], route_class=StrictRoute)


@router.post("", status_code=201)
async def convene_meeting(
    wish: ConveneMeeting, doors: Doors, command: CommandId, response: Response, actor: Actor = None
) -> Written:
    """Gives the members of a meeting notice of hour, agenda and documents."""
    done = await doors.meetings.convene(wish, actor, command)
    return written(response, done, location=f"/api/v1/meetings/{wish.meeting}")


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
async def open_meeting(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    meeting: str,
    wish: OpenMeeting,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Opens a meeting with a quorum present."""
    return written(response, await doors.meetings.act(meeting, OpenMeeting, wish, actor, command, expected))


@router.post("/{meeting}/recusals")
async def recuse_member(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    meeting: str,
    wish: RecuseMember,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Takes no part in an item, as a member."""
    return written(response, await doors.meetings.act(meeting, RecuseMember, wish, actor, command, expected))


@router.post("/{meeting}/motions")
async def move_motion(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    meeting: str,
    wish: MoveMotion,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Moves a motion on an item, as a member."""
    return written(response, await doors.meetings.act(meeting, MoveMotion, wish, actor, command, expected))


@router.post("/{meeting}/votes")
async def cast_vote(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    meeting: str,
    wish: CastVote,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Votes on a motion, as a member."""
    return written(response, await doors.meetings.act(meeting, CastVote, wish, actor, command, expected))


@router.post("/{meeting}/conclusions")
async def conclude_item(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    meeting: str,
    wish: ConcludeItem,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Writes down what the meeting concludes on an item."""
    return written(response, await doors.meetings.act(meeting, ConcludeItem, wish, actor, command, expected))


@router.post("/{meeting}/closing")
async def close_meeting(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    meeting: str,
    wish: CloseMeeting,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Closes a meeting with its minutes."""
    return written(response, await doors.meetings.act(meeting, CloseMeeting, wish, actor, command, expected))
