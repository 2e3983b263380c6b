"""Rankings of cycles, approved quotas, the record of earlier years, and all of it computed again."""

from fastapi import APIRouter, Response

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written, tag
from api.http.writing import Decide, Write
from api.operations.rankings import StandingsShown
from api.operations.recomputing import Recomputed
from api.operations.records import RecordShown
from domain.cycle.ranking import ApproveQuota
from domain.evaluations import AttestEvaluations
from domain.record import AttestResults

router = APIRouter(tags=["rankings"], route_class=StrictRoute)


@router.post("/cycles/{cycle}/rankings")
async def rank_cycle(cycle: str, doors: Doors, write: Decide) -> Written:
    """Ranks the approved results of a cycle under its quotas."""
    return write.written(await doors.rankings.rank(cycle, write.actor, write.command, write.expected))


@router.post("/cycles/{cycle}/quota-approvals")
async def approve_quota(cycle: str, wish: ApproveQuota, doors: Doors, write: Decide) -> Written:
    """Approves the higher cap of a quota."""
    return write.written(await doors.rankings.approve_quota(cycle, wish, write.actor, write.command, write.expected))


@router.get("/cycles/{cycle}/standings")
async def show_standings(cycle: str, doors: Doors, response: Response) -> StandingsShown:
    """Shows where everybody stands by the last ranking."""
    shown = await doors.rankings.standings(cycle)
    tag(response, shown.version)
    return shown


@router.post("/records/evaluations")
async def attest_evaluations(wish: AttestEvaluations, doors: Doors, write: Write) -> Written:
    """Attests evaluations of projects and policies, each with its source."""
    return write.written(await doors.records.attest(wish, write.actor, write.command))


@router.post("/records", status_code=201)
async def attest_results(wish: AttestResults, doors: Doors, write: Write) -> Written:
    """Attests results of earlier years, or corrects those attested before."""
    done = await doors.records.attest(wish, write.actor, write.command)
    return write.written(done, location=f"/api/v1/records/{wish.authority}")


@router.get("/records/{authority}")
async def show_record(authority: str, doors: Doors, response: Response) -> RecordShown:
    """Shows the attested results of an authority's appraisees."""
    shown = await doors.records.show(authority)
    tag(response, shown.version)
    return shown


@router.get("/cycles/{cycle}/recomputation")
async def recompute_cycle(cycle: str, doors: Doors) -> Recomputed:
    """Computes every result, peer table and ranking of a cycle again from the log, and says what differs."""
    return await doors.recomputing.of(cycle)
