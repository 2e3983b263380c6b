"""Cycles."""

from fastapi import APIRouter, Response

from api.http.reading import Doors, StrictRoute
from api.http.replies import Written, tag
from api.http.writing import Decide, Write
from api.operations.cases import OfferLine
from api.operations.cycles import CycleLine, CycleStatus
from api.operations.draws import DrawShown
from api.operations.linked import Linked
from domain.cycle.belonging import AddAppraisee, MergeAppraisees, RemoveAppraisee
from domain.cycle.cancelling import CancelCycle
from domain.cycle.forwarding import BringForward
from domain.cycle.steering import ExtendCycle, PauseCycle
from domain.event import Record
from domain.schedule import Period

router = APIRouter(prefix="/cycles", tags=["cycles"], route_class=StrictRoute)


class Launch(Record):
    """A cycle to launch, by a rulebook, or by a scheme, which says under which rulebook and may say over which period.

    The authority is the rulebook's when it is left out.
    """

    cycle: str
    rulebook: str | None = None
    scheme: str | None = None
    period: Period | None = None
    appraisees: tuple[str, ...] = ()
    title: str | None = None
    authority: str | None = None
    within: str | None = None
    follows: str | None = None
    matter: str | None = None


@router.post("", status_code=201)
async def launch_cycle(wish: Launch, doors: Doors, write: Write) -> Written:
    """Launches a cycle of the versions of rulebook and scheme in force, over the appraisees named."""
    done = await doors.cycles.launch(wish.model_dump(mode="json", exclude_none=True), write.actor, write.command)
    return write.written(done, location=f"/api/v1/cycles/{wish.cycle}")


@router.get("")
async def list_cycles(doors: Doors) -> tuple[CycleLine, ...]:
    """Lists all cycles, the latest first."""
    return await doors.cycles.listed()


@router.get("/{cycle}")
async def show_cycle(cycle: str, doors: Doors, response: Response) -> CycleStatus:
    """Shows how far a cycle has come."""
    shown = await doors.cycles.status(cycle)
    tag(response, shown.version)
    return shown


@router.get("/{cycle}/draw")
async def show_draw(cycle: str, doors: Doors) -> DrawShown:
    """Shows the draw of the values to verify, and makes it again from what the log holds."""
    return await doors.draws.show(cycle)


@router.get("/{cycle}/linked")
async def show_linked_cycles(cycle: str, doors: Doors) -> Linked:
    """Shows the cycles linked to a cycle, and the appraisals there of the same appraisees, across levels too."""
    return await doors.linked.show(cycle)


@router.get("/{cycle}/offers")
async def list_offers(cycle: str, doors: Doors) -> tuple[OfferLine, ...]:
    """Lists the help that the rulebook offers on the values known so far; nothing is opened by it."""
    return await doors.cases.offered(cycle)


@router.post("/{cycle}/pause")
async def pause_cycle(cycle: str, wish: PauseCycle, doors: Doors, write: Decide) -> Written:
    """Pauses the cycle: clocks and submissions stop, or open steps run on and no further one opens."""
    done = await doors.cycles.pause(
        cycle, wish.reason, write.actor, write.command, write.expected, basis=wish.basis, clocks=wish.clocks
    )
    return write.written(done)


@router.post("/{cycle}/resume")
async def resume_cycle(cycle: str, doors: Doors, write: Decide) -> Written:
    """Lets clocks and submissions go on."""
    return write.written(await doors.cycles.resume(cycle, write.actor, write.command, write.expected))


@router.post("/{cycle}/extensions")
async def extend_cycle(cycle: str, wish: ExtendCycle, doors: Doors, write: Decide) -> Written:
    """Moves the due instant of a step, and everything after it."""
    return write.written(await doors.cycles.extend(cycle, wish, write.actor, write.command, write.expected))


@router.post("/{cycle}/earlier-deadlines")
async def bring_step_forward(cycle: str, wish: BringForward, doors: Doors, write: Decide) -> Written:
    """Moves the due instant of a step, and what follows from it, earlier; later steps stay."""
    return write.written(await doors.cycles.bring_forward(cycle, wish, write.actor, write.command, write.expected))


@router.post("/{cycle}/cancellation")
async def cancel_cycle(cycle: str, wish: CancelCycle, doors: Doors, write: Decide) -> Written:
    """Ends the cycle without results."""
    return write.written(await doors.cycles.cancel(cycle, wish, write.actor, write.command, write.expected))


@router.post("/{cycle}/appraisees")
async def add_appraisee(cycle: str, wish: AddAppraisee, doors: Doors, write: Decide) -> Written:
    """Takes another appraisee into a running cycle; steps that have passed get times of its own, or are left out."""
    return write.written(await doors.cycles.add_appraisee(cycle, wish, write.actor, write.command, write.expected))


@router.post("/{cycle}/departures")
async def remove_appraisee(cycle: str, wish: RemoveAppraisee, doors: Doors, write: Decide) -> Written:
    """Takes an appraisee out of a running cycle: closed, or transferred to another cycle."""
    return write.written(await doors.cycles.remove_appraisee(cycle, wish, write.actor, write.command, write.expected))


@router.post("/{cycle}/mergers")
async def merge_appraisees(cycle: str, wish: MergeAppraisees, doors: Doors, write: Decide) -> Written:
    """Lets units that became one be appraised as that one, which joins the cycle if it was not in it."""
    return write.written(await doors.cycles.merge_appraisees(cycle, wish, write.actor, write.command, write.expected))
