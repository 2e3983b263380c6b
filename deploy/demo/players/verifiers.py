"""The verifiers: compare each value that was drawn with the books, and correct what is not so there."""

from decimal import Decimal

from deploy.demo.door import Task
from deploy.demo.script import LIABILITY
from deploy.demo.stage import Stage
from domain.directory import Role


async def verify(stage: Stage, task: Task) -> None:
    run, unit, indicator = stage.of(task), task.appraisee, task.about
    place = run.authority
    verifier = place.one_of(Role.VERIFIER, f"{unit} {indicator}")
    found = run.recorded(unit, indicator)
    reported = (await stage.door.detail(task)).reported[indicator]
    if Decimal(reported) == Decimal(found):
        await stage.do(verifier, task.id, "confirm")
        return
    leaf = run.indicator(indicator)
    correction = {
        "value": found,
        "unit": leaf.unit,
        "reason": f"The books of {place.name(str(leaf.lead))} say {found}.",
    }
    await stage.do(verifier, task.id, "correct", **correction, found="false_data", liability=LIABILITY)
    stage.say(f"Verification finds {place.name(unit)} out: {indicator} was {found} {leaf.unit}, not {reported}")
