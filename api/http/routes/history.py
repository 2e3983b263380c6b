"""Histories and scores."""

from fastapi import APIRouter, Response

from api.http.reading import Doors, StrictRoute
from api.http.replies import tag
from api.operations.history import Histories
from api.operations.scores import Score

router = APIRouter(tags=["history"], route_class=StrictRoute)


@router.get("/history/{ref}")
async def show_history(ref: str, doors: Doors) -> Histories:
    """Shows what happened to CYCLE, CYCLE:APPRAISEE or the score CYCLE:APPRAISEE:INDICATOR."""
    return await doors.history.of(ref)


@router.get("/scores/{ref}")
async def show_score(ref: str, doors: Doors, response: Response) -> Score:
    """Shows the result of CYCLE:APPRAISEE with its explanation."""
    shown = await doors.scores.of(ref)
    tag(response, shown.version)
    return shown
