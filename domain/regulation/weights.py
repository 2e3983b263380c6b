"""Whether the weights of siblings add up to 1 for every appraisee they apply to."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import NamedTuple

from domain.exact import simplest, text
from domain.regulation.finding import Finding
from domain.regulation.indicator import Combine, Element, Indicator
from domain.regulation.tree import walk

_NAMED_IN_FULL = 3


def weight_findings(
    indicators: Sequence[Indicator], combine: Combine, *, unfinished: bool = False
) -> tuple[Finding, ...]:
    """One finding for each group and each different sum in it that is not 1; groups that add up points have no weights.

    Looked at are all appraisees that `applies_to` names anywhere, and any other. A group without an applicable child
    does not count for an appraisee. In a tree that is `unfinished`, a group may weigh less until a scheme completes it.
    """
    named = sorted({appraisee for _, node in walk(indicators) for appraisee in node.applies_to or ()})
    return _Weights(named, unfinished=unfinished).findings(indicators, combine)


def weighs(node: Indicator) -> bool:
    """Whether the node counts among its siblings; an additional element does not."""
    return node.element is not Element.ADDITIONAL


def _conditional(node: Indicator) -> bool:
    """Whether it depends on attributes who the node is for or what it weighs, so that each appraisee is looked at."""
    return node.applies_when is not None or any(variant.weight is not None for variant in node.variants)


class _Sum(NamedTuple):
    """What so many siblings weigh together, up to the last of them, for these appraisees."""

    total: Fraction
    last: int
    size: int
    appraisees: int


class _Weights:
    """Sets of appraisees are the bits of an integer: one for each name, and the highest for any other."""

    def __init__(self, named: Sequence[str], *, unfinished: bool) -> None:
        self._named = named
        self._unfinished = unfinished
        self._bit = {appraisee: 1 << position for position, appraisee in enumerate(named)}
        self._everyone = (1 << len(named) + 1) - 1
        self._findings: list[Finding] = []

    def findings(self, indicators: Sequence[Indicator], combine: Combine) -> tuple[Finding, ...]:
        self._counting(indicators, combine, "", self._everyone)
        return tuple(self._findings)

    def _counting(self, siblings: Sequence[Indicator], combine: Combine, prefix: str, asked: int) -> int:
        """For whom of those asked about any sibling counts; notes sums that are wrong on the way."""
        counts: list[int] = []
        for position, node in enumerate(siblings, start=1):
            own = asked & self._applies(node)
            below = f"{prefix}{position}."
            counts.append(self._counting(node.children, node.combine, below, own) if node.children else own)
        if combine is Combine.WEIGHTED_MEAN and not any(map(_conditional, siblings)):
            counted = [count if weighs(node) else 0 for node, count in zip(siblings, counts, strict=True)]
            for found in self._sums(siblings, counted):
                if found.total > 1 or (found.total < 1 and not self._unfinished):
                    self._findings.append(_finding(siblings, prefix, found, self._names(found.appraisees)))
        return reduce(or_, counts, 0)

    def _applies(self, node: Indicator) -> int:
        if node.applies_to is None:
            return self._everyone
        return sum(self._bit[appraisee] for appraisee in set(node.applies_to))

    def _sums(self, siblings: Sequence[Indicator], counts: Sequence[int]) -> Iterator[_Sum]:
        """The sums of weights that count together, each for whom they do.

        Most siblings count for everybody of the group; only the others are looked at one appraisee after another.
        """
        shares = [node.share.as_integer_ratio() for node in siblings]
        scale = math.lcm(*[below for _, below in shares])
        units = [above * (scale // below) for above, below in shares]
        union = reduce(or_, counts, 0)
        common = [place for place, count in enumerate(counts) if count == union]
        own: dict[int, list[int]] = defaultdict(list)
        for place, count in enumerate(counts):
            for bit in _bits(count) if count != union else ():
                own[bit].append(place)
        alike: dict[tuple[int, ...], int] = defaultdict(int)
        for bit, counting in own.items():
            alike[tuple(counting)] |= bit
        if rest := union - sum(own):
            alike[()] = rest
        shared = sum(units[place] for place in common)
        for places, appraisees in sorted(alike.items(), key=lambda entry: entry[1] & -entry[1]):
            total = Fraction(shared + sum(units[place] for place in places), scale)
            yield _Sum(total, max(*common[-1:], *places[-1:], -1), len(common) + len(places), appraisees)

    def _names(self, appraisees: int) -> str:
        if appraisees == self._everyone:
            return "every appraisee"
        names = [name for name in self._named if self._bit[name] & appraisees]
        if appraisees >> len(self._named) & 1:
            names.append("every appraisee not named")
        if len(names) > _NAMED_IN_FULL + 1:
            names = [*names[:_NAMED_IN_FULL], f"{len(names) - _NAMED_IN_FULL} others"]
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _bits(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest
        mask ^= lowest


def _finding(siblings: Sequence[Indicator], prefix: str, found: _Sum, names: str) -> Finding:
    last, total = siblings[found.last], found.total
    number = f"{prefix}{found.last + 1}"
    rest, right = simplest(total - Fraction(last.share)), Fraction(last.share) + 1 - total
    others = f"its siblings {text(rest)}" if found.size > 1 else "which has no siblings,"
    example = f", for example by a weight of {text(simplest(right))} for {number}" if right > 0 else ""
    return Finding(
        place=f"indicators.{number}.weight",
        problem=f"indicator {number} weighs {text(last.share)}, {others} for {names}: "
        f"{text(simplest(total))} in all, and a group must add up to 1",
        mend=f"Make the group add up to 1{example}",
    )
