"""Panels behind the doors, whose members score in person."""

from uuid import uuid4

from domain.appraisal.clock import OpenStep
from domain.appraisal.decide import OpenAppraisal
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from tests import sample
from tests.api.conftest import World
from tests.domain.panels import EXPERTS, RULES
from tests.sample import CYCLE, OFFICE


async def publish(world: World, *people: str) -> None:
    """The directory, with these experts in it."""
    document = sample.sample_directory()
    document["people"] += [
        {"id": one, "name": f"Name of {one}", "unit": "government", "roles": ["expert"]} for one in people
    ]
    await world.operations.directories.publish(document, None if people == EXPERTS else "office-2", uuid4())


async def to_scoring(world: World) -> None:
    await world.executor.execute(uuid4(), OFFICE, cycle_stream(CYCLE), sample.launch(appraisees=("finance",)))
    await world.tick(appraisal_stream(CYCLE, "finance"), OpenAppraisal(cycle=CYCLE, appraisee="finance"))
    await world.tick(appraisal_stream(CYCLE, "finance"), OpenStep(step=StepName.SCORING))


async def ready(world: World) -> None:
    await publish(world, *EXPERTS)
    await world.enact(sample.sample_rulebook(**RULES))
