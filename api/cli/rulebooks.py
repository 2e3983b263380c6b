"""`kaohe rulebook` and `kaohe directory`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

import sys
from pathlib import Path
from uuid import uuid4

from api.cli.answering import REFUSED, operating, refusing
from api.cli.options import Actor, CommandId, Json
from api.cli.output import as_json, clean, line, table
from api.documents import load


def check(file: Path, *, json: Json = False) -> None:
    """Say everything that is wrong with a rulebook; nothing is recorded.

    Args:
        file: The rulebook, in YAML or JSON.
    """
    from api.operations.rulebooks import check as checked  # noqa: PLC0415 - not needed by `--help`

    with refusing():
        found = checked(load(file))
    if json:
        as_json(found)
    elif found.valid:
        line(f"Rulebook {found.rulebook} is in order. Its content is {found.hash}.")
    else:
        findings = "1 problem" if len(found.findings) == 1 else f"{len(found.findings)} problems"
        sys.stderr.write(clean(f"Rulebook {found.rulebook or file} has {findings}:\n"))
        for finding in found.findings:
            end = "" if str(finding).endswith((".", "?")) else "."
            sys.stderr.write(clean(f"- {finding}{end}\n"))
    if not found.valid:
        sys.exit(REFUSED)


async def publish(file: Path, *, actor: Actor = None, command: CommandId = None) -> None:
    """Put a version of a rulebook into force. With nobody named, the operator does.

    Args:
        file: The rulebook, in YAML or JSON.
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
