"""The committee: approves results, which it never computes; it returns one to be looked at again."""

from deploy.demo.door import Task
from deploy.demo.script import DOUBTED
from deploy.demo.stage import Stage
from domain.directory import Role


async def approve(stage: Stage, task: Task) -> None:
    member = stage.city.one_of(Role.COMMITTEE, task.appraisee)
    if task.appraisee == DOUBTED and task.id not in stage.returned:
        stage.returned.add(task.id)
        await stage.do(
            member, task.id, "return", reason="The best result of all: compute it again and look at the ballot."
        )
        stage.say(f"The committee returns the result of {stage.city.name(DOUBTED)} once")
        return
    await stage.do(member, task.id, "approve")
