"""The stage: reads the tasks there are and lets those they are asked of act, as notifications would in an office."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from deploy.demo.city import City
from deploy.demo.door import Door, Refusal, Task
from deploy.demo.script import Nudge

_LOOK = 0.25
"""Seconds between two looks at the tasks; more where a look takes long."""
_AT_ONCE = 24
"""How many people act at the same time."""


class Stage:
    """Where the year of one cycle is played; `say` tells the audience."""

    def __init__(self, city: City, door: Door, cycle: str, say: Callable[[str], None]) -> None:
        self.city = city
        self.door = door
        self.cycle = cycle
        self.say = say
        self.returned: set[str] = set()
        """The tasks that somebody had to do again."""
        self._hands = asyncio.Semaphore(_AT_ONCE)

    async def run(self, players: Mapping[str, "Player"]) -> None:
        """Goes on until cancelled. A task is acted on when it appears, and again when it reappears after being gone."""
        known: set[str] = set()
        async with asyncio.TaskGroup() as acts:
            while True:
                began = asyncio.get_running_loop().time()
                tasks = {task.id: task for task in await self.door.tasks(self.cycle)}
                for task in (task for name, task in tasks.items() if name not in known):
                    acts.create_task(self._act(players[task.kind], task), name=task.id)
                known = set(tasks)
                await asyncio.sleep(max(_LOOK, 3 * (asyncio.get_running_loop().time() - began)))

    async def _act(self, player: "Player", task: Task) -> None:
        try:
            await player(self, task)
        except Refusal as refusal:
            if not refusal.too_late:
                raise

    async def do(self, actor: str, task: str, action: str, /, **fields: object) -> None:
        """Lets a person act on a task, known by its id."""
        async with self._hands:
            await self.door.complete(task, actor, action, fields)

    async def vote(self, actor: str, task: Task, score: str) -> None:
        """Lets a person cast a ballot."""
        async with self._hands:
            await self.door.vote(task, actor, score)

    async def nudged(self, task: Task, nudge: Nudge) -> None:
        """Returns when the appraisal's history says that the task's step was reminded of, fell due or was escalated."""
        while True:
            history = await self.door.history(f"{task.cycle}:{task.appraisee}")
            opened = [at for at, event in enumerate(history) if event.type == "StepOpened"]
            if any(event.type == nudge.value for event in history[opened[-1] :]):
                return
            await asyncio.sleep(2 * _LOOK)


Player = Callable[[Stage, Task], Awaitable[None]]
"""Somebody who knows what to do about one kind of task."""
