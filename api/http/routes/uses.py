"""Uses of results."""

from fastapi import APIRouter, Response

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written, tag
from api.http.writing import Decide
from api.operations.uses import UsesShown
from domain.cycle.uses.deciding import AnswerReferral, DecideUses

router = APIRouter(prefix="/cycles/{cycle}/uses", tags=["uses"], route_class=StrictRoute)


@router.get("")
async def list_uses(cycle: str, doors: Doors, response: Response, *, undecided: bool = False) -> UsesShown:
    """Lists what the results of a cycle are proposed to be used for, and what was decided."""
    shown = await doors.uses.listed(cycle, undecided=undecided)
    tag(response, shown.version)
    return shown


@router.post("/proposals")
async def propose_uses(cycle: str, doors: Doors, write: Decide) -> Written:
    """Proposes uses by the rules of the rulebook, from the ranking that counts."""
    return write.written(await doors.uses.propose(cycle, write.actor, write.command, write.expected))


@router.post("/decisions")
async def decide_uses(cycle: str, wish: DecideUses, doors: Doors, write: Decide) -> Written:
    """Adopts, declines or defers proposed uses, as a member of the committee."""
    return write.written(await doors.uses.decide(cycle, wish, write.actor, write.command, write.expected))


@router.post("/outcomes")
async def answer_referral(cycle: str, wish: AnswerReferral, doors: Doors, write: Decide) -> Written:
    """Records what came of a referral for accountability."""
    return write.written(await doors.uses.answer(cycle, wish, write.actor, write.command, write.expected))
