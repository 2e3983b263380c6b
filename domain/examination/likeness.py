"""How alike two texts are, Chinese or English: the share of their character n-grams that both have (Dice, 1945)."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

Grams = frozenset[str]

_HAN_RANGE = r"\u3400-\u9fff\U00020000-\U0003134f"
_RUN = re.compile(rf"[{_HAN_RANGE}]+|[^\W_{_HAN_RANGE}]+")
_HAN = re.compile(rf"[{_HAN_RANGE}]")


def plain(given: str) -> str:
    """The text without what does not matter for likeness: case, width, punctuation and spacing."""
    return " ".join(_runs(given))


def grams(given: str) -> Grams:
    """Pairs of neighbouring Chinese characters, and triples of letters and digits with the ends of words marked."""
    found: set[str] = set()
    for run in _runs(given):
        padded, size = (run, 2) if _HAN.match(run) else (f" {run} ", 3)
        found.update(padded[start : start + size] for start in range(max(1, len(padded) - size + 1)))
    return frozenset(found)


def likeness(one: Grams, other: Grams) -> Fraction:
    """From 0 for nothing in common to 1 for the same n-grams; texts without any are like nothing."""
    total = len(one) + len(other)
    return Fraction(2 * len(one & other), total) if total else Fraction(0)


def alike(texts: Sequence[Grams], least: Fraction, most: int) -> Iterator[tuple[int, int, Fraction]]:
    """Pairs of texts that are alike by `least` or more, above 0: the places of both, the smaller first.

    These are all there are, except that a text is compared no more once it is in `most` pairs. Two texts that are so
    alike share one of their rarest n-grams, so only pairs that do are compared; how many of the rarest must be looked
    at follows from the lengths (prefix filtering).
    """
    times = Counter(gram for text in texts for gram in text)
    rank = {gram: place for place, gram in enumerate(sorted(times, key=lambda gram: (times[gram], gram)))}
    ranked = [sorted(rank[gram] for gram in text) for text in texts]
    bits = [sum(1 << place for place in places) for places in ranked]
    pairs, sharing = [0] * len(texts), defaultdict[int, list[int]](list)
    for place, own in enumerate(ranked):
        rarest = own[: _telling(len(own), least)]
        for gram in rarest:
            sharing[gram] = [other for other in sharing[gram] if pairs[other] < most]
        for other in sorted({other for gram in rarest for other in sharing[gram]}):
            shared, total = (bits[place] & bits[other]).bit_count(), len(own) + len(ranked[other])
            if pairs[place] < most and 2 * shared * least.denominator >= total * least.numerator:
                pairs[place] += 1
                pairs[other] += 1
                yield other, place, Fraction(2 * shared, total)
        for gram in rarest:
            sharing[gram].append(place)


def _telling(size: int, least: Fraction) -> int:
    """How many of the rarest of so many n-grams must be looked at: what is alike shares all of the rest but one."""
    shared = -(-size * least // (2 - least))
    return int(size - shared + 1)


def _runs(given: str) -> list[str]:
    return _RUN.findall(unicodedata.normalize("NFKC", given).casefold())
