"""`kaohe cycle recompute`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

import sys

from api.cli.answering import FAILED, operating
from api.cli.options import Json
from api.cli.output import as_json, line


async def recompute(cycle: str, *, json: Json = False) -> None:
    """Compute every result, peer table and ranking of a cycle again from the log, and compare; exit 1 if one differs.

    Args:
        cycle: The id of the cycle.
    """
    from api.sentences.words import number  # noqa: PLC0415 - not needed by `--help`

    async with operating() as operations:
        found = await operations.recomputing.of(cycle)
    if json:
        as_json(found)
    else:
        tables, rankings = number(found.tables, "peer table"), number(found.rankings, "ranking")
        counted = f"{number(found.results, 'result')}, {tables} and {rankings}"
        outcome = number(len(found.differences), "difference") if found.differences else "all as they are stored"
        line(f"Cycle {cycle}: {counted} computed again, {outcome}.")
        for one in found.differences:
            line(f"- {one.type}, event {one.version} of {one.stream}, {one.place or 'the whole'}:")
            line(f"    stored     {one.stored}")
            line(f"    recomputed {one.recomputed}")
    if found.differences:
        sys.exit(FAILED)
