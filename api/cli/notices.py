"""`kaohe notice`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from uuid import uuid4

from api.cli.answering import operating
from api.cli.options import PLAIN, Json, Write
from api.cli.output import as_json, instant, line, table


async def listed(*, cycle: str | None = None, json: Json = False) -> None:
    """List the results that are on public notice now.

    Args:
        cycle: Of this cycle only.
    """
    async with operating() as operations:
        found = await operations.notices.listed(cycle)
    if json:
        as_json(found)
        return
    table(
        ("cycle", "appraisee", "grade", "where", "until", "objections", "unanswered"),
        [(one.cycle, one.appraisee, one.grade, one.where, one.until, one.objections, one.unanswered) for one in found],
        empty="Nothing is on public notice.",
    )


async def show(cycle: str, appraisee: str, *, json: Json = False) -> None:
    """Show the public notice of a result.

    Args:
        cycle: The id of the cycle.
        appraisee: The id of the appraisee.
    """
    async with operating() as operations:
        found = await operations.notices.show(cycle, appraisee)
    if json:
        as_json(found)
        return
    until = f"until {instant(found.until)} at least" if found.until else ""
    stands = "closed" if found.closed else f"open {until}"
    grade = f"grade {found.grade}" if found.grade else "no grade"
    line(f"The result of {appraisee} in {cycle}, {grade}, is shown {found.where}; the notice is {stands}.")
    line(f"Objections: {found.objections}, of which {found.unanswered} unanswered.")


async def object_(cycle: str, appraisee: str, *, grounds: str, write: Write = PLAIN) -> None:
    """Object to a result on public notice.

    Args:
        cycle: The id of the cycle.
        appraisee: The id of the appraisee.
        grounds: What is wrong with the result, so that it can be looked into.
    """
    command = write.command or uuid4()
    async with operating(command, write.document) as operations:
        done = await operations.notices.object(cycle, appraisee, grounds, write.actor, command, write.expect)
        said = f"Objection to {cycle}:{appraisee}: {done.says}, at version {done.version} of its appraisal."
        as_json(done) if write.json else line(said)
