"""Panels whose members score in person."""

from fastapi import APIRouter, Response

from api.http.reading import Actor, CommandId, Doors, StrictRoute
from api.http.replies import Written, written
from domain.appraisal.panel.giving import ReplaceEvaluator

router = APIRouter(prefix="/appraisals", tags=["panels"], route_class=StrictRoute)


@router.post("/{appraisal}/seats")
async def replace_evaluator(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    appraisal: str,
    wish: ReplaceEvaluator,
    doors: Doors,
    command: CommandId,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Seats somebody on a panel of CYCLE:APPRAISEE, instead of a member who has not scored or on an empty seat."""
    return written(response, await doors.panels.replace(appraisal, wish, actor, command))
