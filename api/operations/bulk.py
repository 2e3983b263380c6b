"""Many tasks at once: first a preview that says of each what would become of it, then exactly that, or nothing.

A preview has a number, which stands for all it says: the tasks, the versions they were looked at on, and what would
become of each. The same is carried out under that number only while it is still so.
"""

import hashlib
from typing import Any
from uuid import UUID, uuid5

from pydantic import Field

from api.operations.store import Store, person
from api.operations.tasks import Tasks
from domain.event import Record
from domain.refusal import Reason, Refused
from domain.tasks import split
from store.canonical import canonical

_DIGITS = 12


class Selection(Record):
    """Tasks to act on alike: of one kind of duty, in a cycle, in the way named (the usual one when left out)."""

    cycle: str
    duty: str
    action: str | None = None
    fields: dict[str, Any] = Field(default_factory=dict)


class BulkItem(Record):
    """What becomes of one task; `refused` says why not, and with what mend."""

    task: str
    version: int
    refused: str | None = None


class BulkShown(Record):
    """What a selection comes to, each task by itself; `number` confirms it."""

    number: str
    done: bool
    items: tuple[BulkItem, ...]


class Bulk:
    """Previews and carries out acts on many tasks."""

    def __init__(self, store: Store, tasks: Tasks) -> None:
        self._store = store
        self._tasks = tasks

    async def preview(self, selection: Selection, actor: str | None) -> BulkShown:
        """What would become of each task of the selection that is the actor's; nothing is written."""
        acting = person(actor)
        items = [await self._considered(task, selection, acting) for task in await self._own(selection, acting)]
        if not items:
            thing = f"tasks {selection.duty} of cycle {selection.cycle}"
            mend = "See 'kaohe task list --as YOU' for your own tasks"
            raise Refused(Reason.NOT_FOUND, thing, f"are none that is asked of {acting} now", mend)
        said = [acting, self._store.document, selection.model_dump(), [item.model_dump() for item in items]]
        number = hashlib.sha256(canonical(said).encode()).hexdigest()[:_DIGITS]
        return BulkShown(number=number, done=False, items=tuple(items))

    async def carry_out(self, selection: Selection, number: str, actor: str | None, command_id: UUID) -> BulkShown:
        """Does what the preview of that number said would be done; refused as stale when it is not so any more."""
        preview = await self.preview(selection, actor)
        if preview.number != number:
            raise Refused(
                Reason.STALE,
                f"preview {number}",
                "does not say what would happen now: something has changed, or it was of another selection",
                f"Look at the new preview ({preview.number}), and confirm that",
            )
        items = [await self._done(item, selection, actor, command_id) for item in preview.items]
        return preview.model_copy(update={"done": True, "items": tuple(items)})

    async def _own(self, selection: Selection, actor: str) -> list[str]:
        """The ids of the actor's tasks that are selected, page by page."""
        found, after = [], None
        while True:
            page = await self._tasks.listed(actor, cycle=selection.cycle, after=after)
            found += [one.id for one in page.tasks if split(one.id)[1].partition(".")[0] == selection.duty]
            after = page.after
            if after is None:
                return sorted(found)

    async def _considered(self, task: str, selection: Selection, actor: str) -> BulkItem:
        version = 0
        try:
            stream, wish = await self._tasks.wish(task, selection.action, selection.fields)
            version = (await self._store.executor.load(stream)).version
            await self._store.executor.consider(actor, stream, wish, document=self._store.document)
        except Refused as refused:
            return BulkItem(task=task, version=version, refused=f"{refused.problem}. {refused.mend}")
        return BulkItem(task=task, version=version)

    async def _done(self, item: BulkItem, selection: Selection, actor: str | None, command_id: UUID) -> BulkItem:
        if item.refused:
            return item
        own, fields = uuid5(command_id, item.task), selection.fields
        try:
            done = await self._tasks.complete(
                item.task, actor, selection.action, fields, own, expected_version=item.version
            )
        except Refused as refused:
            return item.model_copy(update={"refused": f"{refused.problem}. {refused.mend}"})
        return item.model_copy(update={"version": done.version})
