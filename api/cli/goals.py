"""`kaohe goals`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from uuid import uuid4

from api.cli.answering import operating
from api.cli.options import Actor, CommandId, Document, Json
from api.cli.output import as_json, instant, line, table
from domain.appraisal.goal_setting.events import Voice


async def show(appraisal: str, *, json: Json = False) -> None:
    """Show the goals of an appraisee, and how far they have come.

    Args:
        appraisal: CYCLE:APPRAISEE.
    """
    async with operating() as operations:
        found = await operations.goals.show(appraisal)
    if json:
        as_json(found)
        return
    table(
        ("indicator", "name", "class", "target", "state"),
        [(one.indicator, one.name, one.goal_class, one.target, one.state) for one in found.goals],
        empty="No goals are set.",
    )
    if found.comments_until:
        line(f"Comments until {instant(found.comments_until)}: {found.comments}")
    if found.publication:
        line(f"Published: {found.publication}")


async def comment(  # noqa: PLR0913 - the fields of a comment
    appraisal: str,
    text: str,
    *,
    actor: Actor = None,
    voice: Voice = Voice.UNIT,
    command: CommandId = None,
    document: Document = None,
) -> None:
    """Comment on audited goals, while they are open for comments.

    Args:
        appraisal: CYCLE:APPRAISEE.
        text: What should be otherwise, and why.
        voice: Whose comment it is; the performance office writes down what the public and service objects say.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.goals.comment(appraisal, text, actor, command, voice=voice)
    again = ", as it was before" if done.replayed else ""
    line(f"Comment on the goals of {appraisal}: {done.says}{again}, at version {done.version} of its appraisal.")
