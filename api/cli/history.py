"""`kaohe history` and `kaohe score`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from typing import TYPE_CHECKING

from api.cli.answering import operating
from api.cli.options import Json
from api.cli.output import as_json, instant, line

if TYPE_CHECKING:
    from api.operations.history import Happening, Histories


async def history(ref: str, *, json: Json = False) -> None:
    """Show what happened, who did it, and what it changed.

    Args:
        ref: CYCLE, CYCLE:APPRAISEE, or the score CYCLE:APPRAISEE:INDICATOR.
    """
    async with operating() as operations:
        found = await operations.history.of(ref)
    if json:
        as_json(found)
        return
    tell(found)


def tell(found: "Histories") -> None:
    """Prints a history, one paragraph for each event."""
    line(found.title)
    for happening in found.happenings:
        _show(happening)


def _show(one: "Happening") -> None:
    who = f"{one.actor.name} ({one.actor.id})" if one.actor.name else one.actor.id
    line()
    line(f"{instant(one.at)}  {who}  [event {one.version} of {one.stream}, position {one.position}]")
    line(f"    {one.what}")
    for change in one.changes:
        line(f"    {change.what}: {change.before or 'none'} → {change.after or 'none'}")
    for name, text in one.texts.items():
        line(f"    {name}: {text}".replace("\n", "\n        "))
