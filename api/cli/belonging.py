"""`kaohe cycle join`, `leave` and `merge`."""

# ruff: noqa: D417, PLR0913 - options that several commands share are described where they are defined; fields are many

from uuid import uuid4

from api.cli.answering import operating
from api.cli.options import Actor, CommandId, Document, Expected
from api.cli.output import line


async def join(
    cycle: str,
    appraisee: str,
    *,
    reason: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Take another appraisee into a running cycle. Steps that have passed get times of its own, or are left out.

    Args:
        cycle: The id of the cycle.
        appraisee: The id of the unit.
        reason: Why; it becomes part of the record.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        fields = {"appraisee": appraisee, "reason": reason}
        done = await operations.cycles.add_appraisee(cycle, fields, actor, command, expect)
        line(f"Cycle {cycle}: joining of {appraisee} {done.says}, at version {done.version}.")


async def leave(
    cycle: str,
    appraisee: str,
    *,
    reason: str,
    to: str | None = None,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Take an appraisee out of a running cycle: it was closed, or is transferred to another cycle.

    Args:
        cycle: The id of the cycle.
        appraisee: The id of the unit.
        reason: Why; it becomes part of the record.
        to: The cycle it is transferred to, and then joins; left out where it was closed.
    """
    command = command or uuid4()
    why = "closed" if to is None else "transferred"
    async with operating(command, document) as operations:
        fields = {"appraisee": appraisee, "why": why, "to": to, "reason": reason}
        done = await operations.cycles.remove_appraisee(cycle, fields, actor, command, expect)
        line(f"Cycle {cycle}: leaving of {appraisee} {done.says}, at version {done.version}.")


async def merge(
    cycle: str,
    appraisees: tuple[str, ...],
    *,
    into: str,
    reason: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Let units that became one be appraised as that one, which joins the cycle if it was not in it.

    Args:
        cycle: The id of the cycle.
        appraisees: The ids of the units that are merged.
        into: The id of the unit they became.
        reason: Why; it becomes part of the record.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        fields = {"appraisees": list(appraisees), "into": into, "reason": reason}
        done = await operations.cycles.merge_appraisees(cycle, fields, actor, command, expect)
        line(f"Cycle {cycle}: merger into {into} {done.says}, at version {done.version}.")
