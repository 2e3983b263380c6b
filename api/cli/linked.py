"""`kaohe cycle linked`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from api.cli.answering import operating
from api.cli.options import Json
from api.cli.output import as_json, line, table


async def linked(cycle: str, *, json: Json = False) -> None:
    """Show the cycles linked to a cycle, and the appraisals there of the same appraisees, across levels too.

    Args:
        cycle: The id of the cycle.
    """
    async with operating() as operations:
        found = await operations.linked.show(cycle)
    if json:
        as_json(found)
        return
    table(
        ("link", "cycle", "title", "kind", "authority", "from", "to", "closed"),
        [
            (one.link, one.cycle, one.title, one.kind, one.authority, one.starts, one.ends, one.closed)
            for one in found.cycles
        ],
        empty=f"Cycle {cycle} is linked to no other.",
    )
    if found.appraisals:
        line()
        table(
            ("appraisee", "cycle", "of", "step", "total", "grade", "approved"),
            [
                (one.appraisee, one.cycle, one.of, one.step, one.total, one.grade, one.approved)
                for one in found.appraisals
            ],
            empty="",
        )
