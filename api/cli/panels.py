"""`kaohe panel`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from uuid import uuid4

from api.cli.answering import operating
from api.cli.options import Actor, CommandId, Document
from api.cli.output import line


async def replace(  # noqa: PLR0913 - what makes an act
    appraisal: str,
    panel: str,
    successor: str,
    *,
    reason: str,
    instead_of: str | None = None,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
) -> None:
    """Seat somebody on a panel, instead of a member who has not scored, or where a seat is empty.

    Args:
        appraisal: CYCLE:APPRAISEE.
        panel: The id of the panel.
        successor: The id of who is seated.
        reason: Why; it becomes part of the record.
        instead_of: The id of the member who makes room.
    """
    command = command or uuid4()
    fields = {"panel": panel, "person": instead_of, "successor": successor, "reason": reason}
    async with operating(command, document) as operations:
        done = await operations.panels.replace(appraisal, fields, actor, command)
        line(f"Panel {panel}: {done.says}, at version {done.version} of its appraisal.")
