"""Cases."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.http.reading import Actor, CommandId, Doors, ExpectedVersion, StrictRoute
from api.http.replies import Written, tag, written
from api.operations.cases import CaseLine, CaseShown
from domain.case.doing import DoAct, ReturnToAct, WithdrawRequest
from domain.case.opening import OpenCase
from domain.event import Record

router = APIRouter(prefix="/cases", tags=["cases"], route_class=StrictRoute)


class Wanted(Record):
    """Which cases to list."""

    cycle: str | None = None
    appraisee: str | None = None
    unsettled: bool = False


@router.post("", status_code=201)
async def open_case(
    wish: OpenCase, doors: Doors, command: CommandId, response: Response, actor: Actor = None
) -> Written:
    """Opens a case by doing the first act of its procedure."""
    done = await doors.cases.open(wish, actor, command)
    return written(response, done, location=f"/api/v1/cases/{wish.case}")


@router.get("")
async def list_cases(wanted: Annotated[Wanted, Query()], doors: Doors) -> tuple[CaseLine, ...]:
    """Lists cases, the latest first."""
    return await doors.cases.listed(wanted.cycle, wanted.appraisee, unsettled=wanted.unsettled)


@router.get("/{case}")
async def show_case(case: str, doors: Doors, response: Response) -> CaseShown:
    """Shows a case with every act so far."""
    shown = await doors.cases.show(case)
    tag(response, shown.version)
    return shown


@router.post("/{case}/acts")
async def do_act(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    case: str,
    wish: DoAct,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Does an act of a case."""
    return written(response, await doors.cases.act(case, wish, actor, command, expected_version=expected))


@router.post("/{case}/returns")
async def return_to_act(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    case: str,
    wish: ReturnToAct,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Sends the matter back to an earlier act."""
    done = await doors.cases.send_back(case, wish.act, wish.reason, actor, command, expected_version=expected)
    return written(response, done)


@router.post("/{case}/withdrawal")
async def withdraw_case(  # noqa: PLR0913, PLR0917 - what FastAPI fills in
    case: str,
    wish: WithdrawRequest,
    doors: Doors,
    command: CommandId,
    expected: ExpectedVersion,
    response: Response,
    actor: Actor = None,
) -> Written:
    """Takes back what was asked for."""
    done = await doors.cases.withdraw(case, wish.reason, actor, command, expected_version=expected)
    return written(response, done)
