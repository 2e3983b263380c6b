"""Counseling talks: opened by the head in one half of the units, by the performance office in the other."""

from deploy.demo.door import Task
from deploy.demo.script import FIRST, SILENT
from deploy.demo.stage import Stage
from domain.directory import Role


async def hold(stage: Stage, task: Task) -> None:
    """Both sides in turn: one opens and names the topic, the other proposes, the first agrees, both close.

    One head never answers, and the talk stays open until its step lapses. The talk on a term is held after its years.
    """
    run, unit = stage.of(task), task.appraisee
    if run.is_term:
        await stage.years_over.wait()
    place, silent = run.authority, unit == SILENT and run.is_annual and run.year == FIRST
    head = place.head(unit), task.id
    office = place.one_of(Role.OFFICE, unit), f"{task.id}-by-office"
    by_office = silent or place.appraisees.index(unit) % 2
    first, second = (office, head) if by_office else (head, office)
    await stage.do(*first, "open", topic="Where it stands against its goals, and what stands in the way")
    if silent:
        stage.say(f"{place.name(unit)} does not answer the invitation to a talk")
        return
    actions = ["A clerk for the figures in each section", "A look at the goals together in the third quarter"]
    await stage.do(*second, "propose", actions=actions)
    await stage.do(*first, "agree")
    await stage.do(*second, "close")
    await stage.do(*first, "close")


async def attend(_stage: Stage, _task: Task) -> None:
    """Does nothing of its own: the office's turns are taken in `hold`."""
