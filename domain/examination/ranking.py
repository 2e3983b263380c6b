"""Two rankings of the same appraisees held against each other."""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

Totals = Mapping[str, Fraction]
"""Totals by appraisee; who has none is not ranked."""


def ranks(totals: Totals) -> dict[str, int]:
    """The rank of each, the highest total first; equals share the better one (1 1 3)."""
    times = Counter(totals.values())
    first: dict[Fraction, int] = {}
    better = 0
    for total in sorted(times, reverse=True):
        first[total] = 1 + better
        better += times[total]
    return {appraisee: first[total] for appraisee, total in totals.items()}


def disagreements(before: Totals, after: Totals) -> int:
    """Pairs that are ordered otherwise (Kendall's distance); a tie made or broken is another order too.

    Both are of the same appraisees.
    """
    pairs = sorted((before[appraisee], after[appraisee]) for appraisee in before)
    seen: list[Fraction] = []
    crossed = 0
    for _, total in pairs:
        crossed += len(seen) - bisect_right(seen, total)
        insort(seen, total)
    both = _tied(pairs)
    return crossed + _tied(list(before.values())) + _tied(list(after.values())) - 2 * both


def _tied(values: Sequence[Fraction | Decimal | tuple[Fraction, Fraction]]) -> int:
    return sum(times * (times - 1) // 2 for times in Counter(values).values())
