"""Whether the weights of siblings add up to 1 for every appraisee they apply to."""

import math
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction

from domain.exact import simplest, text
from domain.regulation.document import Indicator
from domain.regulation.finding import Finding
from domain.regulation.tree import walk

_NAMED_IN_FULL = 3


def weight_findings(indicators: Sequence[Indicator]) -> tuple[Finding, ...]:
    """One finding for each group and each different sum in it that is not 1.

    Looked at are all appraisees that `applies_to` names anywhere, and any other. A group without an applicable child
    does not count for an appraisee.
    """
    named = sorted({appraisee for _, node in walk(indicators) for appraisee in node.applies_to or ()})
    return _Weights(named).findings(indicators)


class _Weights:
    """Sets of appraisees are the bits of an integer: one for each name, and the highest for any other."""

    def __init__(self, named: Sequence[str]) -> None:
        self._named = named
        self._bit = {appraisee: 1 << position for position, appraisee in enumerate(named)}
        self._everyone = (1 << len(named) + 1) - 1
        self._findings: list[Finding] = []

    def findings(self, indicators: Sequence[Indicator]) -> tuple[Finding, ...]:
        self._counting(indicators, "", self._everyone)
        return tuple(self._findings)

    def _counting(self, siblings: Sequence[Indicator], prefix: str, asked: int) -> int:
        """For whom of those asked about any sibling counts; notes sums that are wrong on the way."""
        counts: list[int] = []
        for position, node in enumerate(siblings, start=1):
            own = asked & self._applies(node)
            counts.append(self._counting(node.children, f"{prefix}{position}.", own) if node.children else own)
        for (total, members), appraisees in self._sums(siblings, counts).items():
            if total != 1:
                self._findings.append(_finding(siblings, prefix, members, total, self._names(appraisees)))
        union = 0
        for count in counts:
            union |= count
        return union

    def _applies(self, node: Indicator) -> int:
        if node.applies_to is None:
            return self._everyone
        return sum(self._bit[appraisee] for appraisee in set(node.applies_to))

    def _sums(
        self, siblings: Sequence[Indicator], counts: Sequence[int]
    ) -> dict[tuple[Fraction, tuple[int, ...]], int]:
        """Appraisees by the sum of the weights that count for them, and the positions of those weights."""
        scale = math.lcm(*(node.weight.as_integer_ratio()[1] for node in siblings))
        units = [int(Fraction(node.weight) * scale) for node in siblings]
        sums: dict[tuple[Fraction, tuple[int, ...]], int] = defaultdict(int)
        for position in range(len(self._named) + 1):
            members = tuple(place for place, count in enumerate(counts) if count >> position & 1)
            if members:
                sums[Fraction(sum(units[place] for place in members), scale), members] |= 1 << position
        return sums

    def _names(self, appraisees: int) -> str:
        if appraisees == self._everyone:
            return "every appraisee"
        names = [name for name in self._named if self._bit[name] & appraisees]
        if appraisees >> len(self._named) & 1:
            names.append("every appraisee not named")
        if len(names) > _NAMED_IN_FULL + 1:
            names = [*names[:_NAMED_IN_FULL], f"{len(names) - _NAMED_IN_FULL} others"]
        return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _finding(
    siblings: Sequence[Indicator], prefix: str, members: tuple[int, ...], total: Fraction, names: str
) -> Finding:
    last = siblings[members[-1]]
    number = f"{prefix}{members[-1] + 1}"
    rest, right = simplest(total - Fraction(last.weight)), Fraction(last.weight) + 1 - total
    others = f"its siblings {text(rest)}" if len(members) > 1 else "which has no siblings,"
    example = f", for example by a weight of {text(simplest(right))} for {number}" if right > 0 else ""
    return Finding(
        place=f"indicators.{number}.weight",
        problem=f"indicator {number} weighs {text(last.weight)}, {others} for {names}: "
        f"{text(simplest(total))} in all, and a group must add up to 1",
        mend=f"Make the group add up to 1{example}",
    )
