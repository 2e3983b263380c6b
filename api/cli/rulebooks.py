"""`kaohe rulebook` and `kaohe directory`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

import sys
from pathlib import Path
from uuid import uuid4

from api.cli.answering import REFUSED, operating, refusing
from api.cli.options import Actor, CommandId, Json
from api.cli.output import as_json, line
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
        sys.stderr.write(f"Rulebook {found.rulebook or file} has {findings}:\n")
        for finding in found.findings:
            sys.stderr.write(f"- {finding}.\n" if not str(finding).endswith((".", "?")) else f"- {finding}\n")
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
