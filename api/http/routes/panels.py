"""Panels whose members score in person."""

from fastapi import APIRouter

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written
from api.http.writing import Write
from domain.appraisal.panel.giving import ReplaceEvaluator

router = APIRouter(prefix="/appraisals", tags=["panels"], route_class=StrictRoute)


@router.post("/{appraisal}/seats")
async def replace_evaluator(appraisal: str, wish: ReplaceEvaluator, doors: Doors, write: Write) -> Written:
    """Seats somebody on a panel of CYCLE:APPRAISEE, instead of a member who has not scored or on an empty seat."""
    return write.written(await doors.panels.replace(appraisal, wish, write.actor, write.command))
