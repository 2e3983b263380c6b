"""`kaohe task`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

import json as json_text
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

from cyclopts import Parameter

from api.cli.answering import operating, refusing
from api.cli.options import Actor, CommandId, Document, Expected, Json
from api.cli.output import as_json, instant, line, table
from api.documents import LARGEST, load, parse, parse_json
from domain.refusal import Reason, Refused
from domain.streams import kind
from domain.tasks import split

if TYPE_CHECKING:
    from api.operations.tasks import TaskShown
    from api.operations.ways import Way

SOMETHING = r"\S"
"""The pattern of a text that says something; any other is that of a number."""


async def listed(
    *,
    actor: Actor = None,
    cycle: str | None = None,
    overdue: bool = False,
    after: str | None = None,
    json: Json = False,
) -> None:
    """List open tasks, those of one person with --as, the first due first.

    Args:
        cycle: Of this cycle only.
        overdue: Overdue ones only.
        after: Go on after an earlier list, as its end says.
    """
    async with operating() as operations:
        page = await operations.tasks.listed(actor, cycle=cycle, overdue=overdue, after=after)
    if json:
        as_json(page)
        return
    table(
        ("task", "what", "asked of", "due", "overdue"),
        [(task.id, task.title, task.asked_of, task.due, task.overdue) for task in page.tasks],
        empty="No tasks are open." if actor is None else f"No tasks are open for {actor}.",
    )
    if page.after:
        sys.stderr.write(f"There are more: --after {page.after}\n")


async def show(task: str, *, json: Json = False) -> None:
    """Show a task with every way to act on it.

    Args:
        task: The id of the task, CYCLE:APPRAISEE:DUTY or case:ID:ACT.
    """
    async with operating() as operations:
        found = await operations.tasks.show(task)
    as_json(found) if json else _show(found)


def _show(found: "TaskShown") -> None:
    line(f"{found.title} ({found.id})")
    line(f"It is {found.state}, asked of {found.asked_of}; {_clock(found)}")
    line(f"The {kind(split(found.id)[0])} is at version {found.version}.")
    if found.subjects:
        line()
        table(
            ("indicator", "name", "unit", "direction", "target", "maximum", "reported", "short", "past"),
            [
                (
                    one.indicator,
                    f"{one.number} {one.name}",
                    one.unit,
                    one.direction,
                    one.target,
                    one.maximum,
                    one.reported,
                    one.short,
                    ", ".join(f"{year}: {'none' if past is None else past}" for year, past in one.past.items()),
                )
                for one in found.subjects
            ],
            empty="",
        )
    if found.matters:
        line()
    for matter in found.matters:
        line(f"{matter.what} (by {matter.by}): {matter.text}".replace("\n", "\n    "))
    if found.peers:
        line()
        own, peers = found.peers.rank, found.peers
        line(f"Among {peers.of} of {peers.group}: rank {own}, mean of their totals {peers.mean}, best {peers.best}.")
    for way in found.ways:
        line()
        line(f"--action {way.action}: {way.says}")
        for name, about in _fields(way):
            line(f"    {name}: {about}")


def _clock(found: "TaskShown") -> str:
    what = "it" if found.step is None else f"step {found.step}"
    if found.due is None:
        return f"{what} has no due instant."
    ends = "" if found.ends is None else f" and ends {instant(found.ends)}"
    return f"{what} is due {instant(found.due)}{ends}."


def _fields(way: "Way") -> list[tuple[str, str]]:
    """The fields of a way with what they take, in a few words."""
    required, known = way.fields.get("required", ()), way.fields.get("$defs", {})
    fields = way.fields.get("properties", {})
    return [(name, _kind(field, known) + ("" if name in required else " (optional)")) for name, field in fields.items()]


def _kind(field: dict[str, Any], known: dict[str, Any]) -> str:
    if "$ref" in field:
        inner = known[field["$ref"].rpartition("/")[2]]
        return (
            "{" + ", ".join(f"{name}: {_kind(one, known)}" for name, one in inner.get("properties", {}).items()) + "}"
        )
    if "anyOf" in field:
        return " or ".join(_kind(one, known) for one in field["anyOf"] if one.get("type") != "null")
    if field.get("type") == "array":
        return f"list of {_kind(field.get('items', {}), known)}"
    if "pattern" in field and field["pattern"] != SOMETHING:
        return "number"
    return {"string": "text", "integer": "whole number", "boolean": "true or false"}.get(
        str(field.get("type")), "value"
    )


async def complete(  # noqa: PLR0913 - what makes an act
    task: str,
    *,
    actor: Actor = None,
    action: str | None = None,
    data: str | None = None,
    set_: Annotated[tuple[str, ...], Parameter(name="--set")] = (),
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Act on a task, in the usual way unless another is named.

    Args:
        task: The id of the task, CYCLE:APPRAISEE:DUTY or case:ID:ACT.
        action: The way to act, as 'kaohe task show' lists them.
        data: A file with the fields, in YAML or JSON; - reads standard input.
        set_: A field, NAME=TEXT, or NAME:=JSON for lists and the like; as often as needed.
    """
    with refusing():
        fields = fields_of(data, set_)
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.tasks.complete(task, actor, action, fields, command, expected_version=expect)
    again = ", as it was before" if done.replayed else ""
    line(f"Task {task}: {done.says}{again}, at version {done.version} of its {kind(done.stream)}.")


def fields_of(data: str | None, given: tuple[str, ...]) -> dict[str, Any]:
    """The fields in a file and those given one by one, which count where both say something."""
    return _read(data) | dict(map(_assignment, given))


def _read(data: str | None) -> dict[str, Any]:
    match data:
        case None:
            return {}
        case "-":
            return parse(sys.stdin.buffer.read(LARGEST + 1), "standard input")
        case _:
            return load(Path(data))


def _assignment(given: str) -> tuple[str, Any]:
    name, equals, value = given.partition("=")
    if not equals or not name.removesuffix(":"):
        raise Refused(Reason.INVALID, f"--set {given}", "is no field with a value", "Write NAME=TEXT or NAME:=JSON")
    if not name.endswith(":"):
        return name, value
    try:
        return name[:-1], parse_json(value, f"--set {name}", numbers_as_text=True)
    except json_text.JSONDecodeError as error:
        raise Refused(
            Reason.INVALID, f"--set {given}", f"is no JSON: {error.msg}", "Write JSON, or NAME=TEXT for plain text"
        ) from error
