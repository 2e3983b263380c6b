"""`kaohe rulebook` and `kaohe directory`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from api.cli.answering import REFUSED, operating, refusing
from api.cli.options import Actor, CommandId, Flag, Json
from api.cli.output import as_json, line, table
from api.documents import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.regulation import Rulebook, Scheme
    from domain.scoring import Facts


async def check(
    file: Path,
    *,
    scheme: Path | None = None,
    values: Path | None = None,
    with_in_force: Flag = False,
    json: Json = False,
) -> None:
    """Say everything that is wrong with a rulebook, and examine its indicator system; nothing is recorded.

    What is wrong forbids its publication, and ends with exit code 2. What the examination advises does not.

    Args:
        file: The rulebook, in YAML, JSON or a workbook (.xlsx).
        scheme: A scheme under the rulebook, to be examined with it.
        values: Values of an earlier year, a CSV file or workbook as 'kaohe score' takes it: which scores nobody reaches
            or misses, and how much the ranking hangs on each weight.
        with_in_force: Compare it with every rulebook in force.
    """
    from api.cli.examination import show_findings, show_report  # noqa: PLC0415 - not needed by `--help`
    from api.operations.examining import check as checked  # noqa: PLC0415 - the same

    def earlier(book: "Rulebook", under: "Scheme | None") -> "Mapping[str, Facts]":
        from api.scoring.reading import read_table  # noqa: PLC0415 - the same

        return {} if values is None else read_table(values, book, under, None).facts

    with refusing():
        documents = load(file), load(scheme) if scheme else None
    others: tuple[Rulebook, ...] = ()
    if with_in_force:
        async with operating() as operations:
            others = await operations.regulations.in_force()
    with refusing():
        found = checked(*documents, values=earlier if values else None, others=others)
    if json:
        as_json(found)
    else:
        show_findings(found, file if found.scheme is None or scheme is None else scheme)
        if found.report:
            show_report(found.report)
    if not found.valid:
        sys.exit(REFUSED)


def goals(file: Path, *, scheme: Path | None = None, json: Json = False) -> None:
    """Show how goals come down to departments, teams and people, and what keeps them from it; nothing is recorded.

    Args:
        file: The rulebook, in YAML, JSON or a workbook (.xlsx).
        scheme: A scheme under the rulebook, whose goals and assignments are added to it.
    """
    from api.cli.examination import show_goals  # noqa: PLC0415 - not needed by `--help`
    from api.operations.examining import decomposed  # noqa: PLC0415 - the same

    with refusing():
        found = decomposed(load(file), load(scheme) if scheme else None)
    if json:
        as_json(found)
    else:
        show_goals(found)


async def publish(file: Path, *, actor: Actor = None, command: CommandId = None) -> None:
    """Put a version of a rulebook into force. With nobody named, the operator does.

    Args:
        file: The rulebook, in YAML, JSON or a workbook (.xlsx).
    """
    with refusing():
        document = load(file)
    command = command or uuid4()
    async with operating(command) as operations:
        done = await operations.regulations.publish_rulebook(document, actor, command)
        line(f"Rulebook {document['id']}: publication {done.says}, at version {done.version} of its stream.")


async def publish_directory(file: Path, *, actor: Actor = None, command: CommandId = None) -> None:
    """Add units and people to a directory, or move them. With nobody named, the operator does.

    Args:
        file: The authority with its units and people, in YAML or JSON.
    """
    with refusing():
        document = load(file)
    command = command or uuid4()
    async with operating(command) as operations:
        done = await operations.regulations.publish_directory(document, actor, command)
        line(f"Directory of {document['authority']}: publication {done.says}, at version {done.version} of its stream.")


async def show(rulebook: str, *, json: Json = False) -> None:
    """Show the versions of a rulebook; with --json also the document in force.

    Args:
        rulebook: The id of the rulebook.
    """
    async with operating() as operations:
        found = await operations.regulations.show_rulebook(rulebook)
    if json:
        as_json(found)
        return
    line(f"{found.title} ({found.rulebook}) of {found.authority}, at version {found.version} of its stream")
    rows = [(version, version == found.in_force) for version in found.versions]
    table(("content", "in force"), rows, empty="It has no versions.")


async def show_directory(authority: str, *, json: Json = False) -> None:
    """Show the units and posts of an authority; names stay sealed.

    Args:
        authority: The id of the appraising authority.
    """
    async with operating() as operations:
        found = await operations.regulations.show_directory(authority)
    if json:
        as_json(found)
        return
    line(f"Directory of {found.authority}, at version {found.version} of its stream")
    table(("unit", "name", "kind"), [(unit.id, unit.name, unit.kind) for unit in found.units], empty="It has no units.")
    line()
    rows = [(post.person, post.unit, ", ".join(post.roles)) for post in found.posts]
    table(("person", "unit", "roles"), rows, empty="It has no posts.")
