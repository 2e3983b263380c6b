"""Tasks: what is asked of whom, how to do it, and doing it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from api.mistakes import of_validation
from api.operations.ballots import Ballots
from api.operations.case_matters import matters_of_case
from api.operations.drafts import DraftsOfUnits
from api.operations.hints import hints
from api.operations.inbox import BALLOT, Inbox, TaskLine
from api.operations.known import regulation_of
from api.operations.matters import Matter, matters
from api.operations.past import with_past
from api.operations.peers import AmongPeers, among_peers
from api.operations.previews import would_become
from api.operations.store import Done, Store, person
from api.operations.subjects import Subject, subjects
from api.operations.uses import to_decide
from api.operations.ways import Way, ways
from domain.aggregates import TASKS
from domain.appraisal.drafting.signing import SignPaper
from domain.appraisal.rights import asked_of
from domain.appraisal.state import Appraisal
from domain.case.state import Case
from domain.command import Command
from domain.cycle.state import Cycle
from domain.directory import Role
from domain.refusal import Reason, Refused
from domain.streams import cycle_stream, kind, slug
from domain.tasks import OpenDuty, TaskSource, split, task_id

_FEEDBACK = ("issue-feedback", "answer-feedback")


class TaskShown(TaskLine):
    """A task with all that is needed to do it; `state` is waiting, open, done or over."""

    state: str
    role: Role
    persons: tuple[str, ...]
    version: int
    ways: tuple[Way, ...]
    subjects: tuple[Subject, ...]
    matters: tuple[Matter, ...] = ()
    peers: AmongPeers | None = None


class Tasks(Inbox):
    """Lists, shows and completes tasks."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._ballots = Ballots(store)
        self._drafts = DraftsOfUnits(store)

    async def show(self, task: str) -> TaskShown:
        """A task by its id, done or not, with every way to act on it."""
        stream, key = split(task)
        source = _source(task, stream)
        version, state = await self._load(task, stream)
        found = await self._find(task, stream, state, key)
        place = source.place(state)
        of_appraisal = isinstance(state, Appraisal)
        return TaskShown(
            id=task,
            title=found.title,
            authority=place.authority,
            cycle=place.cycle,
            appraisee=place.appraisee,
            step=_step_of(state, key) if isinstance(state, Appraisal) else None,
            asked_of=asked_of(found.duty),
            due=found.due,
            ends=found.ends,
            overdue=found.overdue,
            state=found.stands.value,
            role=found.duty.role,
            persons=found.duty.persons,
            version=version,
            ways=ways(source, key),
            subjects=await self._subjects(state, key) if isinstance(state, Appraisal) else (),
            matters=(
                *await self._matters(key, stream),
                *(await hints(self._store, key, state) if of_appraisal else ()),
                *_proposed(state, key),
            ),
            peers=await self._peers(state, key) if isinstance(state, Appraisal) else None,
        )

    async def _subjects(self, state: Appraisal, key: str) -> tuple[Subject, ...]:
        """What the task is about; whoever gives or answers feedback sees the years before, too."""
        about = subjects(key, state, await regulation_of(self._store, state.cycle))
        return await with_past(self._store, about, state.cycle, state.appraisee) if key in _FEEDBACK else about

    async def _peers(self, state: Appraisal, key: str) -> AmongPeers | None:
        """What whoever gives or answers feedback sees of the peers."""
        if key not in _FEEDBACK:
            return None
        _, cycle = await self._store.load(cycle_stream(state.cycle), Cycle)
        return among_peers(cycle, state.appraisee)

    async def _matters(self, key: str, stream: str) -> tuple[Matter, ...]:
        if kind(stream) == "case":
            _, case = await self._store.load(stream, Case)
            return (*await matters_of_case(self._store, stream), *await would_become(self._store, case))
        return await matters(self._store, key, stream)

    async def _load(self, task: str, stream: str) -> tuple[int, Any]:
        loaded = await self._store.executor.load(stream)
        if not loaded.version:
            raise Refused(
                Reason.NOT_FOUND,
                f"task {task}",
                f"belongs to {_said(stream)}, which does not exist",
                "See 'kaohe task list' for the tasks there are",
            )
        return loaded.version, loaded.state

    async def _find(self, task: str, stream: str, state: object, key: str) -> OpenDuty:
        source = _source(task, stream)
        states = {name: (await self._store.executor.load(name)).state for name in source.reads(state)}
        found = source.find(state, states, key)
        if found is None:
            known = ", ".join(task_id(stream, asked.duty.key) for asked in source.open_duties(state, states))
            raise Refused(
                Reason.NOT_FOUND,
                f"task {task}",
                "does not exist, or its step has not opened",
                f"Open tasks of this {kind(stream)} are: {known or 'none'}",
            )
        return found

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
        stream, key = split(task)
        if key == BALLOT:
            _source(task, stream)
            await self._load(task, stream)
            return await self._ballots.cast(task, stream, acting, action, fields)
        stream, wish = await self.wish(task, action, fields)
        return await self._store.write(command_id, acting, stream, wish, expected_version=expected_version)

    async def wish(self, task: str, action: str | None, fields: Mapping[str, Any]) -> tuple[str, Command]:
        """The stream of a task, and the command that acts on it in the way named."""
        stream, key = split(task)
        source = _source(task, stream)
        _, state = await self._load(task, stream)
        if not source.ways(key):
            await self._find(task, stream, state, key)
        try:
            wish = source.command_for(key, action, fields)
        except ValidationError as error:
            model = source.ways(key)[action or next(iter(source.ways(key)))]
            raise of_validation(f"task {task}", error, model) from error
        return stream, await self._drafts.to_sign(stream, wish) if isinstance(wish, SignPaper) else wish


def _source(task: str, stream: str) -> TaskSource:
    for part in stream.split(":"):
        slug(part, "part of a task's id")
    try:
        return TASKS[kind(stream)]
    except KeyError:
        mend = "See 'kaohe task list' for the tasks there are"
        raise Refused(Reason.NOT_FOUND, f"task {task}", "is of a kind that asks nothing", mend) from None


def _said(stream: str) -> str:
    what, _, which = stream.partition(":")
    return f"{what} {which}"


def _step_of(state: Appraisal, key: str) -> str | None:
    return next((step.name.value for step in state.steps.values() for duty in step.duties if duty.key == key), None)


def _proposed(state: object, key: str) -> tuple[Matter, ...]:
    """The uses of results that a task of a cycle is to decide on."""
    return to_decide(state) if isinstance(state, Cycle) and key == "decide-uses" else ()
