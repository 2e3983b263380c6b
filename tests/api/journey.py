"""The way of the sample cycle through its steps, walked through the operations that every door calls."""

from typing import Any
from uuid import uuid4

from domain.appraisal.clock import OpenStep
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle.draw import DrawSample
from domain.cycle.passage import RecordStepPassed
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from tests.api.conftest import World
from tests.sample import CYCLE, OFFICE, UNITS

GOALS: dict[str, Any] = {"goals": [{"indicator": "budget", "target": "96", "measures": "Plan each quarter"}]}
REPORT: dict[str, Any] = {
    "values": [
        {
            "indicator": "budget",
            "value": "97.5",
            "unit": "%",
            "evidence": [{"reference": "ledger 2026/12"}],
            "note": "Closed on the last day",
        },
        {"indicator": "delays", "value": "11", "unit": "days"},
        {"indicator": "hotline", "value": "81", "unit": "%"},
    ]
}


async def opens(world: World, unit: str, step: StepName) -> None:
    await world.tick(appraisal_stream(CYCLE, unit), OpenStep(step=step))


async def to_reporting(world: World, unit: str) -> None:
    """Goals and talk are done, and the report is asked for."""
    await world.act(f"{unit}:set-goals", f"{unit}-head", **GOALS)
    await world.act(f"{unit}:confirm-goals", OFFICE)
    await opens(world, unit, StepName.COUNSELING)
    await world.act(f"{unit}:talk", f"{unit}-head", topic="Where it hurts")
    await world.act(f"{unit}:talk", f"{unit}-head", "propose", actions=["Meet monthly"])
    await world.act(f"{unit}:talk-by-office", OFFICE, "agree")
    await world.act(f"{unit}:talk", f"{unit}-head", "close")
    await world.act(f"{unit}:talk-by-office", OFFICE, "close")
    await opens(world, unit, StepName.REPORTING)


async def to_verification(world: World) -> None:
    """All units have reported, and the sample is drawn."""
    for unit in UNITS:
        await to_reporting(world, unit)
        await world.act(f"{unit}:report", f"{unit}-head", **REPORT)
    stream, execute = cycle_stream(CYCLE), world.executor.execute
    passed = RecordStepPassed(step=StepName.REPORTING, count=len(UNITS))
    await execute(uuid4(), SYSTEM_LOG, stream, passed)
    await execute(uuid4(), SYSTEM_CLOCK, stream, DrawSample())


async def to_scoring(world: World, unit: str) -> str:
    """Of what was drawn the first value is corrected and the others are confirmed; answers which was corrected."""
    await to_verification(world)
    await opens(world, unit, StepName.VERIFICATION)
    await world.operations.wait(await world.log.head())
    drawn = [task.id for task in (await world.operations.tasks.listed("supervision-1")).tasks if task.appraisee == unit]
    corrected, *confirmed = [task.partition("verify.")[2] for task in drawn]
    measured = {"budget": "%", "delays": "days", "hotline": "%"}[corrected]
    await world.act(
        f"{unit}:verify.{corrected}", "supervision-1", "correct", value="20", unit=measured, reason="The ledger says so"
    )
    for indicator in confirmed:
        await world.act(f"{unit}:verify.{indicator}", "supervision-1")
    await opens(world, unit, StepName.SCORING)
    return corrected


async def to_result(world: World, unit: str) -> str:
    """All have scored, and the result is asked for."""
    corrected = await to_scoring(world, unit)
    await world.act(f"{unit}:judge.conduct", "supervision-head", points="87.5", reason="Polite")
    for leader in ("mayor", "vice-mayor"):
        await world.act(f"{unit}:rate.{leader}", leader, score="90")
    for number in (1, 2, 3):
        await world.act(f"{unit}:ballot", f"{unit}-staff-{number}", score=f"8{number}")
    await opens(world, unit, StepName.RESULT)
    return corrected


async def to_feedback(world: World, unit: str) -> str:
    """The result is computed and approved, and feedback is asked for."""
    corrected = await to_result(world, unit)
    await world.act(f"{unit}:compute", OFFICE)
    await world.act(f"{unit}:approve", "committee-1")
    await opens(world, unit, StepName.FEEDBACK)
    return corrected
