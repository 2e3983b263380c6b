"""Facts about appraisees."""

from fastapi import APIRouter, Response

from api.http.reading import Actor, CommandId, Doors, ExpectedVersion, StrictRoute
from api.http.replies import Written, written
from domain.appraisal.recording.record import RecordFacts

router = APIRouter(prefix="/appraisals", tags=["facts"], route_class=StrictRoute)


@router.post("/{appraisal}/facts")
async def record_facts(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    appraisal: str,
    wish: RecordFacts,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Records facts about CYCLE:APPRAISEE besides its report, all of them or none."""
    return written(response, await doors.facts.record(appraisal, wish, actor, command, expected))
