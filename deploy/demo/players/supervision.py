"""The supervision organ: throws dice when all have reported, so that nobody can know what will be verified."""

import secrets

from deploy.demo.door import Task
from deploy.demo.stage import Stage
from domain.directory import Role

_DICE = 10


async def give_value(stage: Stage, task: Task) -> None:
    thrown = "".join(str(1 + secrets.randbelow(6)) for _ in range(_DICE))
    place = stage.of(task).authority
    stage.say(f"All have reported; the supervision organ of {place.id} throws {thrown}, and the sample follows")
    await stage.do(place.holders(Role.SUPERVISION)[0], task.id, "give", value=thrown)
