"""Public notices, and objections to what is on notice."""

from fastapi import APIRouter, Response

from api.http.reading import Actor, CommandId, Doors, ExpectedVersion, StrictRoute
from api.http.replies import Written, tag, written
from api.operations.notices import NoticeShown
from domain.appraisal.notice import RaiseObjection

router = APIRouter(prefix="/notices", tags=["notices"], route_class=StrictRoute)


@router.get("")
async def list_notices(doors: Doors, cycle: str | None = None) -> tuple[NoticeShown, ...]:
    """Lists the results that are on public notice now."""
    return await doors.notices.listed(cycle)


@router.get("/{cycle}/{appraisee}")
async def show_notice(cycle: str, appraisee: str, doors: Doors, response: Response) -> NoticeShown:
    """Shows the public notice of a result, open or closed."""
    shown = await doors.notices.show(cycle, appraisee)
    tag(response, shown.version)
    return shown


@router.post("/{cycle}/{appraisee}/objections")
async def raise_objection(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    cycle: str,
    appraisee: str,
    wish: RaiseObjection,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Objects to a result on public notice."""
    return written(response, await doors.notices.object(cycle, appraisee, wish.grounds, actor, command, expected))
