"""Steering of single appraisals."""

from fastapi import APIRouter, Response

from api.http.reading import Actor, CommandId, Doors, ExpectedVersion, StrictRoute
from api.http.replies import Written, written
from domain.appraisal.reopening import ProposeReopening

router = APIRouter(prefix="/appraisals", tags=["steering"], route_class=StrictRoute)


@router.post("/{appraisal}/reopenings")
async def propose_reopening(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    appraisal: str,
    wish: ProposeReopening,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Proposes that a step of CYCLE:APPRAISEE that has ended begins again; the committee decides, as a task."""
    done = await doors.steering.propose_reopening(appraisal, wish, actor, command, expected)
    return written(response, done)
