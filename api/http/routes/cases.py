"""Cases."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written, tag
from api.http.writing import Decide, Write
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
async def open_case(wish: OpenCase, doors: Doors, write: Write) -> Written:
    """Opens a case by doing the first act of its procedure."""
    done = await doors.cases.open(wish, write.actor, write.command)
    return write.written(done, location=f"/api/v1/cases/{wish.case}")


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
async def do_act(case: str, wish: DoAct, doors: Doors, write: Decide) -> Written:
    """Does an act of a case."""
    return write.written(await doors.cases.act(case, wish, write.actor, write.command, expected_version=write.expected))


@router.post("/{case}/returns")
async def return_to_act(case: str, wish: ReturnToAct, doors: Doors, write: Decide) -> Written:
    """Sends the matter back to an earlier act."""
    done = await doors.cases.send_back(
        case, wish.act, wish.reason, write.actor, write.command, expected_version=write.expected
    )
    return write.written(done)


@router.post("/{case}/withdrawal")
async def withdraw_case(case: str, wish: WithdrawRequest, doors: Doors, write: Decide) -> Written:
    """Takes back what was asked for."""
    done = await doors.cases.withdraw(case, wish.reason, write.actor, write.command, expected_version=write.expected)
    return write.written(done)
