"""Uses of results."""

from fastapi import APIRouter, Response

from api.http.reading import Actor, CommandId, Doors, ExpectedVersion, StrictRoute
from api.http.replies import Written, tag, written
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
async def propose_uses(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    cycle: str, doors: Doors, command: CommandId, expected: ExpectedVersion, response: Response, actor: Actor = None
) -> Written:
    """Proposes uses by the rules of the rulebook, from the ranking that counts."""
    return written(response, await doors.uses.propose(cycle, actor, command, expected))


@router.post("/decisions")
async def decide_uses(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    cycle: str,
    wish: DecideUses,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Adopts, declines or defers proposed uses, as a member of the committee."""
    return written(response, await doors.uses.decide(cycle, wish, actor, command, expected))


@router.post("/outcomes")
async def answer_referral(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    cycle: str,
    wish: AnswerReferral,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Records what came of a referral for accountability."""
    return written(response, await doors.uses.answer(cycle, wish, actor, command, expected))
