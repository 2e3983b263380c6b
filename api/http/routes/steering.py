"""Steering of single appraisals."""

from fastapi import APIRouter

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written
from api.http.writing import Decide
from domain.appraisal.reopening import ProposeReopening
from domain.appraisal.replacing import ReplaceRater

router = APIRouter(prefix="/appraisals", tags=["steering"], route_class=StrictRoute)


@router.post("/{appraisal}/reopenings")
async def propose_reopening(appraisal: str, wish: ProposeReopening, doors: Doors, write: Decide) -> Written:
    """Proposes that a step of CYCLE:APPRAISEE that has ended begins again; the committee decides, as a task."""
    done = await doors.steering.propose_reopening(appraisal, wish, write.actor, write.command, write.expected)
    return write.written(done)


@router.post("/{appraisal}/raters")
async def replace_rater(appraisal: str, wish: ReplaceRater, doors: Doors, write: Decide) -> Written:
    """Asks another leader to rate CYCLE:APPRAISEE instead of one who has not."""
    return write.written(
        await doors.steering.replace_rater(appraisal, wish, write.actor, write.command, write.expected)
    )
