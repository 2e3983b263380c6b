"""`kaohe appraisal`: steering one appraisal."""

# ruff: noqa: D417, PLR0913 - options that several commands share are described where they are defined; fields are many

from uuid import uuid4

from api.cli.answering import operating
from api.cli.options import Actor, CommandId, Document, Expected
from api.cli.output import line


async def reopen(
    appraisal: str,
    *,
    step: str,
    due: str,
    reason: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Propose that a step that has ended, and all behind it, begin again. The committee decides, as a task of its own.

    Args:
        appraisal: CYCLE:APPRAISEE.
        step: The first step to begin again.
        due: When it is due then, such as 2027-03-01T18:00:00+08:00.
        reason: Why; it becomes part of the record.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        fields = {"step": step, "due": due, "reason": reason}
        done = await operations.steering.propose_reopening(appraisal, fields, actor, command, expect)
        line(f"Reopening of {appraisal}: proposal {done.says}, at version {done.version} of the appraisal.")
        line(f"The committee decides in task {appraisal}:decide-reopening.")


async def replace_rater(
    appraisal: str,
    *,
    leader: str,
    successor: str,
    reason: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Ask another leader to rate the unit, instead of one who is asked and has not.

    Args:
        appraisal: CYCLE:APPRAISEE.
        leader: The id of the leader who does not rate.
        successor: The id of the leader who does.
        reason: Why; it becomes part of the record.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        fields = {"leader": leader, "successor": successor, "reason": reason}
        done = await operations.steering.replace_rater(appraisal, fields, actor, command, expect)
        line(f"Rating of {appraisal} by {successor}: {done.says}, at version {done.version} of the appraisal.")
