"""The verification sample: drawn by a published rule from what is recorded, so that anyone can draw it again."""

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

Item = tuple[str, str]
"""A reported value: its appraisee and its indicator."""
Frame = Mapping[str, Mapping[str, int]]
"""What may be drawn: the weight of each value, 1 or more, by appraisee and indicator."""


def draw(seed: str, frame: Sequence[Item], share: Decimal | Fraction) -> tuple[Item, ...]:
    """Draws, for each appraisee, its share of (appraisee, indicator) items, rounded up to whole ones.

    The items are those with the smallest SHA-256 of "seed|appraisee|indicator"; the order of the frame does not matter,
    and an item listed twice counts once. The sample comes sorted by appraisee, then in the order drawn.
    """
    return _smallest(set(frame), share, lambda item: _hash(seed, *item))


def draw_by_value(
    frame_sha256: str, salt: str, value: str, frame: Frame, share: Decimal | Fraction
) -> tuple[Item, ...]:
    """Draws, for each appraisee, its share of the values in the frame, rounded up to whole ones.

    An item of weight w has w tickets, the k-th of which is the SHA-256 of
    "frame_sha256|salt|value|appraisee|indicator|k"; the items with the smallest tickets are drawn. The sample comes
    sorted by appraisee, then in the order drawn.
    """

    def ticket(item: Item) -> bytes:
        appraisee, indicator = item
        numbers = range(1, frame[appraisee][indicator] + 1)
        return min(_hash(frame_sha256, salt, value, *item, str(number)) for number in numbers)

    return _smallest(items_of(frame), share, ticket)


def frame_digest(frame: Frame) -> str:
    """The SHA-256 over the lines `appraisee|indicator|weight` in the order of their names, joined by line feeds."""
    lines = ("|".join((*item, str(frame[item[0]][item[1]]))) for item in sorted(items_of(frame)))
    return digest("\n".join(lines))


def digest(written: str) -> str:
    """The SHA-256 of a text in UTF-8, as hexadecimal."""
    return hashlib.sha256(written.encode()).hexdigest()


def items_of(frame: Frame) -> tuple[Item, ...]:
    return tuple((appraisee, indicator) for appraisee, weights in frame.items() for indicator in weights)


def _smallest(items: Iterable[Item], share: Decimal | Fraction, lot: Callable[[Item], bytes]) -> tuple[Item, ...]:
    drawn: list[Item] = []
    for _, own in groupby(sorted(items), key=lambda item: item[0]):
        lots = sorted((lot(item), item) for item in own)
        count = math.ceil(Fraction(share) * len(lots))
        drawn.extend(item for _, item in lots[:count])
    return tuple(drawn)


def _hash(*parts: str) -> bytes:
    return hashlib.sha256("|".join(parts).encode()).digest()
