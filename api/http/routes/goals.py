"""Goals of appraisees, and comments on them."""

from fastapi import APIRouter

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written
from api.http.writing import Write
from api.operations.goals import GoalsShown
from domain.appraisal.goal_setting.audit import CommentOnGoals

router = APIRouter(prefix="/appraisals", tags=["goals"], route_class=StrictRoute)


@router.get("/{appraisal}/goals")
async def show_goals(appraisal: str, doors: Doors) -> GoalsShown:
    """Shows the goals of CYCLE:APPRAISEE, and how far they have come."""
    return await doors.goals.show(appraisal)


@router.post("/{appraisal}/goal-comments")
async def comment_on_goals(appraisal: str, wish: CommentOnGoals, doors: Doors, write: Write) -> Written:
    """Comments on the audited goals of CYCLE:APPRAISEE, while they are open for comments."""
    done = await doors.goals.comment(appraisal, wish.comment, write.actor, write.command, voice=wish.voice)
    return write.written(done)
