"""Public notices, and objections to what is on notice."""

from fastapi import APIRouter, Response

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written, tag
from api.http.writing import Decide
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
async def raise_objection(cycle: str, appraisee: str, wish: RaiseObjection, doors: Doors, write: Decide) -> Written:
    """Objects to a result on public notice."""
    return write.written(
        await doors.notices.object(cycle, appraisee, wish.grounds, write.actor, write.command, write.expected)
    )
