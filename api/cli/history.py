"""`kaohe history` and `kaohe score`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from typing import TYPE_CHECKING

from api.cli.answering import operating
from api.cli.options import Json
from api.cli.output import as_json, instant, line

if TYPE_CHECKING:
    from api.operations.history import Happening, Histories
    from api.operations.names import Person


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
    line()
    line(f"{instant(one.at)}  {_who(one)}  [event {one.version} of {one.stream}, position {one.position}]")
    line(f"    {one.what}")
    for change in one.changes:
        line(f"    {change.what}: {change.before or 'none'} → {change.after or 'none'}")
    for name, text in one.texts.items():
        line(f"    {name}: {text}".replace("\n", "\n        "))


def _who(one: "Happening") -> str:
    """Who did it, in what capacity, and by which document, as far as the event says so."""
    said = [_named(one.actor)]
    if one.role:
        said.append(f"as {one.role}")
    if one.acting_for:
        said.append(f"for {_named(one.acting_for)}")
    if one.mandate:
        said.append(f"by {one.mandate}")
    if one.document:
        said.append(f"document {one.document}")
    return ", ".join(said)


def _named(person: "Person") -> str:
    return f"{person.name} ({person.id})" if person.name else person.id
