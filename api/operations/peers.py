"""How an appraisee stands among its peers, for whoever gives or answers feedback; the own values come first."""

from fractions import Fraction

from domain.cycle.state import Cycle
from domain.event import Record
from domain.exact import Exact, simplest


class AmongPeers(Record):
    """Where the ranking of the cycle puts the appraisee: rank, of how many, and the mean and best of their totals."""

    group: str
    rank: int | None
    of: int
    mean: Exact | None
    best: Exact | None


def among_peers(cycle: Cycle, appraisee: str) -> AmongPeers | None:
    """The standing of an appraisee in its peer group; nothing before the cycle is ranked."""
    if cycle.standings is None:
        return None
    own = cycle.standings.of(appraisee)
    totals = [
        Fraction(one.total)
        for one in cycle.standings.standings
        if one.peer_group == own.peer_group and one.total is not None
    ]
    return AmongPeers(
        group=own.peer_group,
        rank=own.rank,
        of=own.of,
        mean=simplest(sum(totals, Fraction()) / len(totals)) if totals else None,
        best=simplest(max(totals)) if totals else None,
    )
