"""Facts about appraisees."""

from fastapi import APIRouter

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written
from api.http.writing import Decide
from domain.appraisal.recording.record import RecordFacts

router = APIRouter(prefix="/appraisals", tags=["facts"], route_class=StrictRoute)


@router.post("/{appraisal}/facts")
async def record_facts(appraisal: str, wish: RecordFacts, doors: Doors, write: Decide) -> Written:
    """Records facts about CYCLE:APPRAISEE besides its report, all of them or none."""
    return write.written(await doors.facts.record(appraisal, wish, write.actor, write.command, write.expected))
