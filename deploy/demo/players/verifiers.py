"""The verifiers: compare each value that was drawn with the books, and correct what is not so there."""

from decimal import Decimal

from deploy.demo.door import Task
from deploy.demo.stage import Stage
from domain.directory import Role


async def verify(stage: Stage, task: Task) -> None:
    city, unit, indicator = stage.city, task.appraisee, task.about
    verifier = city.one_of(Role.VERIFIER, f"{unit} {indicator}")
    found = city.recorded(unit, indicator)
    reported = (await stage.door.detail(task)).reported[indicator]
    if Decimal(reported) == Decimal(found):
        await stage.do(verifier, task.id, "confirm")
        return
    leaf = city.indicator(indicator)
    reason = f"The books of {city.name(str(leaf.lead))} say {found}."
    await stage.do(verifier, task.id, "correct", value=found, unit=leaf.unit, reason=reason)
    stage.say(f"Verification finds {city.name(unit)} out: {indicator} was {found} {leaf.unit}, not {reported}")
