"""Goals behind the doors, under a rulebook that says how they are audited, negotiated and fixed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from domain.appraisal.clock import OpenStep
from domain.appraisal.decide import OpenAppraisal
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from tests import sample
from tests.api.conftest import World
from tests.domain.goal_setting import GOAL_SETTING, PREMIER, ROLES, STEPS, indicators
from tests.sample import CYCLE, OFFICE

HEAD = "finance-head"
GOALS: dict[str, Any] = {"goals": [{"indicator": "budget", "target": "98", "measures": "Spend in time"}]}


async def to_audit(world: World) -> None:
    """The unit has set its goals, under a rulebook that says how they go on."""
    document = sample.sample_directory()
    document["people"].append(PREMIER)
    await world.operations.directories.publish(document, None, uuid4())
    changes = {"roles": ROLES, "goal_setting": GOAL_SETTING, "indicators": indicators(), "steps": STEPS}
    await world.enact(sample.sample_rulebook(**changes))
    await world.executor.execute(uuid4(), OFFICE, cycle_stream(CYCLE), sample.launch(appraisees=("finance",)))
    await world.tick(appraisal_stream(CYCLE, "finance"), OpenAppraisal(cycle=CYCLE, appraisee="finance"))
    await world.tick(appraisal_stream(CYCLE, "finance"), OpenStep(step=StepName.GOALS))
    await world.act("finance:set-goals", HEAD, **GOALS)


async def to_comments(world: World) -> None:
    """The office has audited the goals; they are open for comments for ten working days."""
    await to_audit(world)
    await world.act("finance:audit-goals", OFFICE, remarks="In line with the plan")


async def to_fixing(world: World) -> None:
    """Nobody has commented, and both sides agree."""
    await to_comments(world)
    world.now += timedelta(days=30)
    await world.act("finance:close-goal-comments", OFFICE)
    await world.act("finance:negotiate-goals", HEAD)
    await world.act("finance:negotiate-goals-by-office", OFFICE)
