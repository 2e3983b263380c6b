"""`kaohe cycle rank`, `kaohe cycle approve-quota` and `kaohe cycle standings`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from typing import TYPE_CHECKING
from uuid import uuid4

from api.cli.answering import operating
from api.cli.options import Actor, CommandId, Document, Expected, Json
from api.cli.output import as_json, line, table

if TYPE_CHECKING:
    from api.operations.rankings import StandingsShown


async def rank(
    cycle: str, *, actor: Actor = None, command: CommandId = None, document: Document = None, expect: Expected = None
) -> None:
    """Rank the approved results of a cycle under its quotas, and say what follows over the years.

    Args:
        cycle: The id of the cycle.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.rankings.rank(cycle, actor, command, expect)
        line(f"Cycle {cycle}: ranking {done.says}, at version {done.version} of its stream.")


async def approve_quota(  # noqa: PLR0913 - the fields of an approval
    cycle: str,
    quota: int,
    *,
    reason: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
    expect: Expected = None,
) -> None:
    """Approve the higher cap of a quota, as a member of the committee.

    Args:
        cycle: The id of the cycle.
        quota: The number of the quota in the rulebook, from 1.
        reason: Why; it becomes part of the record.
    """
    from domain.cycle.ranking import ApproveQuota  # noqa: PLC0415 - not needed by `--help`

    command = command or uuid4()
    async with operating(command, document) as operations:
        wish = ApproveQuota(quota=quota, reason=reason)
        done = await operations.rankings.approve_quota(cycle, wish, actor, command, expect)
        line(f"Cycle {cycle}: approval of quota {quota} {done.says}, at version {done.version} of its stream.")


async def standings(cycle: str, *, json: Json = False) -> None:
    """Show where everybody stands by the last ranking.

    Args:
        cycle: The id of the cycle.
    """
    async with operating() as operations:
        found = await operations.rankings.standings(cycle)
    as_json(found) if json else _show(found)


def _show(found: "StandingsShown") -> None:
    from domain.explanation import readable  # noqa: PLC0415 - not needed by `--help`

    line(f"Ranking {found.number} of cycle {found.cycle}")
    rows = [
        (
            one.appraisee,
            one.peer_group,
            "" if one.rank is None else f"{one.rank} of {one.of}",
            "" if one.total is None else readable(one.total),
            one.earned,
            one.grade,
            "; ".join(one.reasons),
        )
        for one in found.standings
    ]
    table(("appraisee", "peers", "rank", "total", "earned", "grade", "why"), rows, empty="Nobody is appraised.")
    for quota in found.quotas:
        bounds = [f"at most {quota.most}"] if quota.most is not None else []
        bounds += [f"at least {quota.least}"] if quota.least is not None else []
        approved = ", the higher cap being approved" if quota.approved else ""
        named, kept = " and ".join(quota.grades), "" if quota.kept else ": not kept"
        have = f"Quota of {named} among {quota.among}: {quota.have} of {quota.graded}"
        line(f"{have}, {' and '.join(bounds)}{approved}{kept}")
    for appraisee, came_about in found.follows.items():
        for one in came_about:
            line(f"{appraisee}: {one.name} ({', '.join(map(str, one.years))}): {'; '.join(one.then)}")
