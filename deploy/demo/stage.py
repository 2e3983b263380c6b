"""The stage: reads the tasks there are and lets those they are asked of act, as notifications would in an office."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping

from deploy.demo.authority import Run
from deploy.demo.door import Door, Refusal, Task
from deploy.demo.script import Nudge

_LOOK = 0.25
"""Seconds between two looks at the tasks; more where a look takes long."""
_TRIES = 40
"""How often somebody who waits for a time to be over tries to go on."""
_AT_ONCE = 24
"""How many people act at the same time."""


class Stage:
    """Where the term is played, in all cycles at once; `say` tells the audience.

    `runs` are the cycles by their ids; one that the clock launches is known by then, since everybody knows the plan.
    """

    def __init__(self, door: Door, runs: Mapping[str, Run], say: Callable[[str], None]) -> None:
        self.door = door
        self.runs = runs
        self.say = say
        self.returned: set[str] = set()
        """The tasks that somebody had to do again."""
        self.recommended = {cycle: asyncio.Event() for cycle, run in runs.items() if run.rulebook.meetings}
        """Set when the joint meeting on a cycle has recommended what the committee may approve."""
        self.cases: dict[str, Run] = {}
        """The cases that were opened, and the cycles they belong to."""
        self.years_over = asyncio.Event()
        """Set when the years of the term are closed, so that the term can be talked about."""
        self._sent_back: set[str] = set()
        self._hands = asyncio.Semaphore(_AT_ONCE)

    async def run(self, players: Mapping[str, "Player"]) -> None:
        """Goes on until cancelled. A task is acted on when it appears, and again when somebody sends it back."""
        known: set[str] = set()
        async with asyncio.TaskGroup() as acts:
            while True:
                began = asyncio.get_running_loop().time()
                tasks = {task.id: task for task in await self.door.tasks() if task.kind in players}
                known, self._sent_back = known - self._sent_back, set()
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

    def of(self, task: Task) -> Run:
        """The cycle that a task belongs to."""
        return self.runs[task.cycle]

    def send_back(self, task: str) -> None:
        """Lets a task be acted on again that may have come back before anybody saw it gone."""
        self.returned.add(task)
        self._sent_back.add(task)

    async def do(self, actor: str, task: str, action: str, /, document: str | None = None, **fields: object) -> None:
        """Lets a person act on a task, known by its id; a decision may rest on a document."""
        async with self._hands:
            await self.door.complete(task, actor, action, fields, document)

    async def do_in_time(self, actor: str, task: str, action: str, /, **fields: object) -> None:
        """Lets a person act on a task as soon as that is allowed, which it is not before some time is over."""
        for _ in range(_TRIES):
            await asyncio.sleep(2 * _LOOK)
            try:
                async with self._hands:
                    await self.door.complete(task, actor, action, fields)
            except Refusal as refusal:
                if not refusal.too_late:
                    raise
            else:
                return

    async def send(
        self, actor: str, path: str, fields: Mapping[str, object] | None = None, *, document: str | None = None
    ) -> None:
        """Lets a person do what no task asks for, at an address of the API."""
        async with self._hands:
            await self.door.act(actor, path, fields or {}, document)

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

    async def happened(self, of: str, kind: str) -> None:
        """Returns when the history says so; the appraisal may be of a cycle that is still to be launched."""
        while True:
            with contextlib.suppress(Refusal):
                if any(event.type == kind for event in await self.door.history(of)):
                    return
            await asyncio.sleep(2 * _LOOK)


Player = Callable[[Stage, Task], Awaitable[None]]
"""Somebody who knows what to do about one kind of task."""
