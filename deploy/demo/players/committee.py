"""The committee: approves results, which it never computes; it returns one to be looked at again."""

from deploy.demo.door import Task
from deploy.demo.script import DOUBTED
from deploy.demo.stage import Stage
from domain.directory import Role


async def approve(stage: Stage, task: Task) -> None:
    """Approves what the joint meeting has recommended, where there is one, by the number of a document."""
    run = stage.of(task)
    member = run.authority.one_of(Role.COMMITTEE, task.appraisee)
    if task.appraisee == DOUBTED and task.id not in stage.returned:
        await stage.do(member, task.id, "return", reason="The best result of all: compute it again, value by value.")
        stage.send_back(task.id)
        stage.send_back(task.id.replace(":approve", ":compute"))
        stage.say(f"The committee returns the result of {run.authority.name(DOUBTED)} once")
        return
    if task.cycle in stage.recommended:
        await stage.recommended[task.cycle].wait()
    await stage.do(member, task.id, "approve", document=f"Results {task.cycle}")


async def approve_revision(stage: Stage, task: Task) -> None:
    """Approves a result that a review has changed, by the number of another document."""
    run = stage.of(task)
    member = run.authority.one_of(Role.COMMITTEE, task.appraisee)
    await stage.do(member, task.id, "approve", document=f"Revised results {task.cycle}")
    stage.say(f"The committee approves the revised result of {run.authority.name(task.appraisee)}")
