"""The comparing cycle behind the doors: launched, reported on, and being scored."""

from typing import Any
from uuid import uuid4

from domain.appraisal.clock import OpenStep
from domain.appraisal.decide import OpenAppraisal
from domain.appraisal.recording.record import CloseRecord
from domain.appraisal.result import ApproveResult, ComputeResult
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle.passage import RecordStepPassed
from domain.cycle.peers import TabulatePeers
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from tests import comparing, sample
from tests.api.conftest import World

UNITS = tuple(comparing.REPORTS)


def stream(unit: str) -> str:
    return appraisal_stream(sample.CYCLE, unit)


async def to_recording(world: World, **rulebook: Any) -> None:  # noqa: ANN401 - fields of the rulebook document
    """All have reported, and are being scored; nothing has been recorded."""
    await world.operations.directories.publish(sample.sample_directory(), None, uuid4())
    execute, office = world.executor.execute, sample.OFFICE
    await world.enact(sample.sample_rulebook(**comparing.CHANGES | rulebook))
    await execute(uuid4(), office, cycle_stream(sample.CYCLE), sample.launch())
    for unit in UNITS:
        await world.tick(stream(unit), OpenAppraisal(cycle=sample.CYCLE, appraisee=unit))
        await world.tick(stream(unit), OpenStep(step=StepName.REPORTING))
        await execute(uuid4(), f"{unit}-head", stream(unit), comparing.REPORTS[unit])
        await world.tick(stream(unit), OpenStep(step=StepName.SCORING))


async def to_result(world: World) -> None:
    """Everything is recorded, the peers are tabulated, and all results are approved."""
    await to_recording(world)
    await conclude(world, *UNITS)


async def conclude(world: World, *units: str) -> None:
    """These units are recorded about; then the peers are tabulated, and all results computed and approved."""
    execute, cycle = world.executor.execute, cycle_stream(sample.CYCLE)
    for unit in units:
        for actor, wish in comparing.facts(unit):
            await execute(uuid4(), actor, stream(unit), wish)
        await execute(uuid4(), sample.OFFICE, stream(unit), CloseRecord())
    await execute(uuid4(), SYSTEM_LOG, cycle, RecordStepPassed(step=StepName.SCORING, count=len(UNITS)))
    await execute(uuid4(), SYSTEM_CLOCK, cycle, TabulatePeers())
    for unit in UNITS:
        await world.tick(stream(unit), OpenStep(step=StepName.RESULT))
        await execute(uuid4(), sample.OFFICE, stream(unit), ComputeResult())
        await execute(uuid4(), "committee-1", stream(unit), ApproveResult())
    await world.operations.wait(await world.log.head())
