"""`kaohe task bulk`."""

# ruff: noqa: D417, PLR0913 - options that several commands share are described where they are defined; fields are many

from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

from cyclopts import Parameter

from api.cli.answering import operating, refusing
from api.cli.options import Actor, CommandId, Document, Flag, Json
from api.cli.output import as_json, line, table
from api.cli.tasks import fields_of
from domain.refusal import Reason, Refused

if TYPE_CHECKING:
    from api.operations.bulk import BulkShown


async def bulk(
    duty: str,
    *,
    cycle: str,
    actor: Actor = None,
    action: str | None = None,
    data: str | None = None,
    set_: Annotated[tuple[str, ...], Parameter(name="--set")] = (),
    dry_run: Flag = False,
    confirm: str | None = None,
    command: CommandId = None,
    document: Document = None,
    json: Json = False,
) -> None:
    """Act alike on all your open tasks of one kind in a cycle: first with --dry-run, then with the number it gives.

    Args:
        duty: The kind of duty, such as confirm-goals: the last part of a task's id.
        cycle: The id of the cycle.
        action: The way to act, as 'kaohe task show' lists them.
        data: A file with the fields, in YAML or JSON; - reads standard input.
        set_: A field, NAME=TEXT, or NAME:=JSON for lists and the like; as often as needed.
        dry_run: Only say what would become of each task.
        confirm: The number of a preview: what it says is done, unless something has changed.
    """
    with refusing():
        if dry_run is (confirm is not None):
            mend = "Look with --dry-run first, then give its number with --confirm"
            raise Refused(Reason.INVALID, "bulk action", "is neither previewed nor confirmed, or both", mend)
        fields = fields_of(data, set_)
    command = command or uuid4()
    async with operating(command, document) as operations:
        from api.operations.bulk import Selection  # noqa: PLC0415 - not needed by `--help`

        selection = Selection(cycle=cycle, duty=duty, action=action, fields=fields)
        if confirm is None:
            shown = await operations.bulk.preview(selection, actor)
        else:
            shown = await operations.bulk.carry_out(selection, confirm, actor, command)
    as_json(shown) if json else _show(shown)


def _show(shown: "BulkShown") -> None:
    did = "done" if shown.done else "would be done"
    rows = [(item.task, did if item.refused is None else f"refused: {item.refused}") for item in shown.items]
    table(("task", "what becomes of it"), rows, empty="")
    count = sum(item.refused is None for item in shown.items)
    line(f"{count} of {len(shown.items)} {did}.")
    if not shown.done:
        line(f"To do exactly this: --confirm {shown.number}")
