"""Chance from a seed: the same for the same question, whatever was asked before it."""

import hashlib
from datetime import datetime, timedelta
from fractions import Fraction

_BYTES = 8
_WHOLE = 2 ** (8 * _BYTES)


def chance(seed: str, *about: object) -> Fraction:
    """A number from 0 up to 1 that follows from the seed and from what it is about."""
    digest = hashlib.sha256("|".join((seed, *map(str, about))).encode()).digest()
    return Fraction(int.from_bytes(digest[:_BYTES]), _WHOLE)


def between(first: datetime, last: datetime, part: Fraction) -> datetime:
    """The instant that lies a part of the way from the first to the last, to the second."""
    return first + timedelta(seconds=int((last - first) // timedelta(seconds=1) * part))
