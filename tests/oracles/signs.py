"""Signs a second time, from what the how-to page says of them and from nothing else."""

from collections.abc import Sequence
from fractions import Fraction
from statistics import median


def usual(values: Sequence[Fraction]) -> Fraction:
    """The deviation from the median that is usual: the median one, or the mean one where the median one is nothing."""
    middle = median(values)
    deviations = [abs(value - middle) for value in values]
    return median(deviations) if median(deviations) != 0 else sum(deviations, Fraction(0)) / len(deviations)


def far_from_peers(value: Fraction, peers: Sequence[Fraction], multiple: Fraction) -> bool:
    if len(peers) < 3:
        return False
    return abs(value - median(peers)) > multiple * usual(peers) > 0


def far_from_past(value: Fraction, past: Sequence[Fraction], multiple: Fraction) -> bool:
    if not past or median(past) == 0:
        return False
    return abs(value - median(past)) > multiple * abs(median(past))
