"""`kaohe draft`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from api.cli.answering import operating
from api.cli.options import Actor, Json
from api.cli.output import as_json, line
from api.writing import write_yaml
from domain.appraisal.drafting.events import Paper


async def show(appraisal: str, of: Paper, *, actor: Actor = None, json: Json = False) -> None:
    """Show the last draft of a unit's paper, as its fields are handed in.

    Args:
        appraisal: CYCLE:APPRAISEE.
        of: Which paper it is of.
    """
    async with operating() as operations:
        found = await operations.drafts.show(appraisal, of, actor)
    if json:
        as_json(found)
        return
    line(f"# Draft {found.number} of the {found.of.value} of {appraisal}, by {found.by}")
    line(write_yaml(found.fields).rstrip())
