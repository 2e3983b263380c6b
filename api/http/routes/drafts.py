"""Drafts of a unit's papers, for the unit alone."""

from fastapi import APIRouter

from api.http.reading import Actor, Doors, StrictRoute
from api.operations.drafts import DraftShown
from domain.appraisal.drafting.events import Paper

router = APIRouter(prefix="/appraisals", tags=["drafts"], route_class=StrictRoute)


@router.get("/{appraisal}/drafts/{of}")
async def show_draft(appraisal: str, of: Paper, doors: Doors, actor: Actor = None) -> DraftShown:
    """Shows the last draft of a paper of CYCLE:APPRAISEE to those in the unit who write, review and sign it."""
    return await doors.drafts.show(appraisal, of, actor)
