"""Those who score: heads of lead organs judge, leaders rate, and a unit's own staff vote, some of them not."""

import asyncio

from deploy.demo.door import Task
from deploy.demo.script import ABSTAIN
from deploy.demo.stage import Stage


async def judge(stage: Stage, task: Task) -> None:
    run = stage.of(task)
    leaf = run.indicator(task.about)
    lead = run.authority.head(str(leaf.lead))
    await stage.do(lead, task.id, "judge", points=run.opinion(lead, task.appraisee, run.maximum(leaf.id)))


async def rate(stage: Stage, task: Task) -> None:
    leader = task.about
    await stage.do(leader, task.id, "rate", score=stage.of(task).opinion(leader, task.appraisee))


async def vote(stage: Stage, task: Task) -> None:
    """Each of the electorate casts a ballot; those who abstain just do not."""
    run, unit = stage.of(task), task.appraisee
    electorate = (await stage.door.detail(task)).persons
    voting = electorate[: len(electorate) - ABSTAIN.get((run.year, unit), 0)]
    await asyncio.gather(*(stage.vote(person, task, run.opinion(person, unit)) for person in voting))
    if len(voting) < len(electorate):
        stage.say(f"{run.authority.name(unit)}: {len(voting)} of {len(electorate)} vote, the others abstain")
