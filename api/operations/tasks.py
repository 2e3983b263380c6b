"""Tasks: what is asked of whom, how to do it, and doing it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from api.mistakes import of_validation
from api.operations.ballots import Ballots
from api.operations.inbox import BALLOT, Inbox, TaskLine
from api.operations.known import regulation_of
from api.operations.matters import Matter, matters
from api.operations.store import Done, Store, person
from api.operations.subjects import Subject, subjects
from api.operations.ways import Way, ways
from domain.appraisal.events import Duty
from domain.appraisal.rights import asked_of
from domain.appraisal.state import Appraisal, Step
from domain.appraisal.tasks import actions, command_for, title
from domain.command import Command
from domain.cycle.state import Cycle
from domain.directory import Role
from domain.refusal import Reason, Refused
from domain.streams import appraisal_stream, cycle_stream


class TaskShown(TaskLine):
    """A task with all that is needed to do it; `state` is waiting, open, done or over."""

    state: str
    role: Role
    persons: tuple[str, ...]
    version: int
    ways: tuple[Way, ...]
    subjects: tuple[Subject, ...]
    matters: tuple[Matter, ...] = ()


class Tasks(Inbox):
    """Lists, shows and completes tasks."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._ballots = Ballots(store)

    async def show(self, task: str) -> TaskShown:
        """A task by its id, done or not, with every way to act on it."""
        cycle, appraisee, key = split(task)
        version, state = await self._appraisal(task, cycle, appraisee)
        step, duty = _find(state, task, key)
        _, of = await self._store.load(cycle_stream(cycle), Cycle)
        times = of.schedule[step.name]
        return TaskShown(
            id=task,
            title=title(key),
            cycle=cycle,
            appraisee=appraisee,
            step=step.name.value,
            asked_of=asked_of(duty),
            due=times.due,
            ends=times.ends,
            overdue=step.overdue(times.due) and duty in step.open_duties,
            state=_stands(step, duty),
            role=duty.role,
            persons=duty.persons,
            version=version,
            ways=ways(key),
            subjects=subjects(key, state, await regulation_of(self._store, cycle)),
            matters=await matters(self._store, key, appraisal_stream(cycle, appraisee)),
        )

    async def _appraisal(self, task: str, cycle: str, appraisee: str) -> tuple[int, Appraisal]:
        loaded, state = await self._store.load(appraisal_stream(cycle, appraisee), Appraisal)
        if not state.opened:
            raise Refused(
                Reason.NOT_FOUND,
                f"task {task}",
                f"belongs to appraisal {cycle}:{appraisee}, which does not exist",
                "See 'kaohe task list' for the tasks there are",
            )
        return loaded.version, state

    # ------------------------------------------------------------ doing

    async def complete(  # noqa: PLR0913 - what makes an act, each by its name
        self,
        task: str,
        actor: str | None,
        action: str | None,
        fields: Mapping[str, Any],
        command_id: UUID,
        *,
        expected_version: int | None = None,
    ) -> Done:
        """Acts on a task in the way named, by default the usual one."""
        acting = person(actor)
        cycle, appraisee, key = split(task)
        stream = appraisal_stream(cycle, appraisee)
        _, state = await self._appraisal(task, cycle, appraisee)
        if key == BALLOT:
            return await self._ballots.cast(task, stream, acting, action, fields)
        if not actions(key):
            _find(state, task, key)
        wish = _command(task, key, action, fields)
        return await self._store.write(command_id, acting, stream, wish, expected_version=expected_version)


def split(task: str) -> tuple[str, str, str]:
    """The cycle, the appraisee and the duty that a task's id names."""
    match task.split(":"):
        case [cycle, appraisee, key] if cycle and appraisee and key:
            return cycle, appraisee, key
        case _:
            raise Refused(
                Reason.INVALID,
                f"task {task!r}",
                "is no id of a task",
                "Write it as CYCLE:APPRAISEE:DUTY, as 'kaohe task list' shows it",
            )


def _command(task: str, key: str, action: str | None, fields: Mapping[str, Any]) -> Command:
    try:
        return command_for(key, action, fields)
    except ValidationError as error:
        model = actions(key)[action or next(iter(actions(key)))]
        raise of_validation(f"task {task}", error, model) from error


def _find(state: Appraisal, task: str, key: str) -> tuple[Step, Duty]:
    for step in state.steps.values():
        for duty in step.duties:
            if duty.key == key:
                return step, duty
    open_now = [f"{state.cycle}:{state.appraisee}:{duty.key}" for duty in _open(state.current)]
    raise Refused(
        Reason.NOT_FOUND,
        f"task {task}",
        "does not exist, or its step has not opened",
        f"Open tasks of this appraisal are: {', '.join(open_now) or 'none'}",
    )


def _open(step: Step | None) -> Sequence[Duty]:
    return step.open_duties if step else ()


def _stands(step: Step, duty: Duty) -> str:
    if duty.key in step.done:
        return "done"
    if step.ended:
        return "over"
    return "open" if duty in step.open_duties else "waiting"
