"""Steering of single appraisals."""

from fastapi import APIRouter, Response

from api.http.reading import Actor, CommandId, Doors, ExpectedVersion, StrictRoute
from api.http.replies import Written, written
from domain.appraisal.reopening import ProposeReopening
from domain.appraisal.replacing import ReplaceRater

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


@router.post("/{appraisal}/raters")
async def replace_rater(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    appraisal: str,
    wish: ReplaceRater,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Asks another leader to rate CYCLE:APPRAISEE instead of one who has not."""
    return written(response, await doors.steering.replace_rater(appraisal, wish, actor, command, expected))
