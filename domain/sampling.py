"""The verification sample: drawn from a recorded seed by a published rule, so that anyone can draw it again."""

import hashlib
import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby


def draw(seed: str, frame: Sequence[tuple[str, str]], share: Decimal | Fraction) -> tuple[tuple[str, str], ...]:
    """Draws, for each appraisee, its share of (appraisee, indicator) items, rounded up to whole ones.

    The items are those with the smallest SHA-256 of "seed|appraisee|indicator"; the order of the frame does not matter,
    and an item listed twice counts once. The sample comes sorted by appraisee, then in the order drawn.
    """
    drawn: list[tuple[str, str]] = []
    for _, items in groupby(sorted(set(frame)), key=lambda item: item[0]):
        lots = sorted((hashlib.sha256("|".join((seed, *item)).encode()).digest(), item) for item in items)
        count = math.ceil(Fraction(share) * len(lots))
        drawn.extend(item for _, item in lots[:count])
    return tuple(drawn)
