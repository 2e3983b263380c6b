"""`kaohe directory`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from pathlib import Path
from uuid import uuid4

from api.cli.answering import operating, refusing
from api.cli.options import Actor, CommandId, Document, Json
from api.cli.output import as_json, line, table
from api.documents import load


async def publish(file: Path, *, actor: Actor = None, command: CommandId = None, document: Document = None) -> None:
    """Add units and people to a directory, or move them. With nobody named, the operator does.

    Args:
        file: The authority with its units and people, in YAML or JSON.
    """
    with refusing():
        published = load(file)
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.directories.publish(published, actor, command)
        of = published["authority"]
        line(f"Directory of {of}: publication {done.says}, at version {done.version} of its stream.")


async def show(authority: str, *, json: Json = False) -> None:
    """Show the units and posts of an authority, and who may act for whom; names stay sealed.

    Args:
        authority: The id of the appraising authority.
    """
    async with operating() as operations:
        found = await operations.directories.show(authority)
    if json:
        as_json(found)
        return
    line(f"Directory of {found.authority}, at version {found.version} of its stream")
    table(("unit", "name", "kind"), [(unit.id, unit.name, unit.kind) for unit in found.units], empty="It has no units.")
    line()
    rows = [(post.person, post.unit, ", ".join(post.roles)) for post in found.posts]
    table(("person", "unit", "roles"), rows, empty="It has no posts.")
    if found.certificates:
        line()
        held = [(one.person, one.role, one.begins, one.ends, one.training) for one in found.certificates]
        table(("certified", "for", "from", "until", "training"), held, empty="")
    if found.substitutions:
        line()
        standing = [
            (one.number, one.kind, one.substitute, one.person, ", ".join(one.roles), one.begins, one.ends)
            for one in found.substitutions
        ]
        table(("number", "kind", "who", "acts for", "as", "from", "until"), standing, empty="")
