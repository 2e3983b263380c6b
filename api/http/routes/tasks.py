"""Tasks."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from api.http.reading import Actor, CommandId, Doors, StrictRoute
from api.http.replies import Written, tag
from api.http.writing import Decide
from api.operations.bulk import BulkShown, Selection
from api.operations.inbox import MOST, TaskPage
from api.operations.tasks import TaskShown
from domain.event import Record

router = APIRouter(prefix="/tasks", tags=["tasks"], route_class=StrictRoute)


class Wanted(Record):
    """Which tasks to list; `after` is that of the page before."""

    person: str | None = None
    cycle: str | None = None
    overdue: bool = False
    limit: Annotated[int, Field(ge=1, le=MOST)] = MOST
    after: str | None = None


class Completion(Record):
    """An act on a task: the way (the usual one when it is left out) and its fields, as the task shows them."""

    action: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)


class Confirmed(Selection):
    """A selection with the number of the preview that is confirmed."""

    number: str


@router.post("/bulk/preview")
async def preview_bulk(selection: Selection, doors: Doors, actor: Actor = None) -> BulkShown:
    """Says what would become of each task of a selection that is the actor's; nothing is written."""
    return await doors.bulk.preview(selection, actor)


@router.post("/bulk")
async def act_in_bulk(confirmed: Confirmed, doors: Doors, command: CommandId, actor: Actor = None) -> BulkShown:
    """Does what the preview of that number said would be done; refused when it is not so any more."""
    selection = Selection.model_validate(confirmed.model_dump(exclude={"number"}))
    return await doors.bulk.carry_out(selection, confirmed.number, actor, command)


@router.get("")
async def list_tasks(wanted: Annotated[Wanted, Query()], doors: Doors) -> TaskPage:
    """Lists open tasks, those of a person when one is named, the first due first."""
    return await doors.tasks.listed(
        wanted.person, cycle=wanted.cycle, overdue=wanted.overdue, limit=wanted.limit, after=wanted.after
    )


@router.get("/{task}")
async def show_task(task: str, doors: Doors, response: Response) -> TaskShown:
    """Shows a task with every way to act on it."""
    shown = await doors.tasks.show(task)
    tag(response, shown.version)
    return shown


@router.post("/{task}/completion")
async def complete_task(task: str, act: Completion, doors: Doors, write: Decide) -> Written:
    """Acts on a task. A ballot is secret, so its key is not kept: sent again it is refused, as cast already."""
    done = await doors.tasks.complete(
        task, write.actor, act.action, act.fields, write.command, expected_version=write.expected
    )
    return write.written(done)
