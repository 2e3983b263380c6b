"""`kaohe fact`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from pathlib import Path
from uuid import uuid4

from api.cli.answering import operating, refusing
from api.cli.options import Actor, CommandId, Document, Expected
from api.cli.output import line
from api.documents import load


async def record(  # noqa: PLR0913 - what makes a write
    appraisal: str,
    file: Path,
    *,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Record facts about an appraisee, all in the file or none.

    Args:
        appraisal: CYCLE:APPRAISEE.
        file: A file with a list of facts, in YAML or JSON, as 'Record facts and rank' shows them.
    """
    with refusing():
        fields = load(file)
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.facts.record(appraisal, fields, actor, command, expect)
    again = ", as it was before" if done.replayed else ""
    line(f"Facts of {appraisal}: {done.says}{again}, at version {done.version} of its appraisal.")
