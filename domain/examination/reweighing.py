"""An indicator system in which one weight is another, its siblings making up for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from domain.examination.shares import counts, full_marks
from domain.regulation import Combine, Indicator


@dataclass(frozen=True, slots=True)
class Reweighed:
    """The indicators with another weight, and which of them are scored otherwise for it.

    In a group that sums, the weights are the points: parts keep what share of their full marks they have, and are
    `scaled`. All that rests on what changed is `touched`.
    """

    indicators: tuple[Indicator, ...]
    touched: frozenset[str]
    scaled: Mapping[str, Fraction] = field(default_factory=dict)


def others(sizes: Sequence[Fraction], place: int, factor: Fraction) -> list[Fraction] | None:
    """The sizes with one of them multiplied, and the rest in proportion for the same sum.

    It goes up half of the way to all there is, and no further, so that something is left of the rest.
    Nothing where there is no rest, so that the size means nothing.
    """
    total, old = sum(sizes), sizes[place]
    if old == total:
        return None
    new = min(old * factor, (old + total) / 2)
    rest = (total - new) / (total - old)
    return [new if position == place else size * rest for position, size in enumerate(sizes)]


def reweighed(
    indicators: tuple[Indicator, ...], combine: Combine, id_: str, factor: Fraction, rests: Mapping[str, Iterable[str]]
) -> Reweighed | None:
    """The indicators with the weight, or points, of one of them multiplied; nothing where that changes nothing.

    `rests` says of every indicator which others it rests on.
    """
    found = _reweighed(indicators, combine, id_, factor)
    if found is None:
        return None
    changed, parents, scaled = found
    return Reweighed(changed, _above(rests, {*parents, *scaled}) | set(parents), scaled)


_Found = tuple[tuple[Indicator, ...], tuple[str, ...], dict[str, Fraction]]
"""The new siblings, the groups that they are in, and what points are multiplied by."""


def _reweighed(siblings: tuple[Indicator, ...], combine: Combine, id_: str, factor: Fraction) -> _Found | None:
    for place, node in enumerate(siblings):
        if node.id == id_:
            return _among(siblings, combine, place, factor) if counts(node) else None
        if below := _reweighed(node.children, node.combine, id_, factor):
            children, parents, scaled = below
            new = node.model_copy(update={"children": children})
            return (*siblings[:place], new, *siblings[place + 1 :]), (node.id, *parents), scaled
    return None


def _among(siblings: tuple[Indicator, ...], combine: Combine, place: int, factor: Fraction) -> _Found | None:
    summing = combine is Combine.SUM
    sizes = [
        (full_marks(node) if summing else Fraction(node.share)) if counts(node) else Fraction(0) for node in siblings
    ]
    new = others(sizes, place, factor)
    if new is None:
        return None
    if summing:
        scaled = {node.id: after / before for node, before, after in zip(siblings, sizes, new, strict=True) if before}
        return siblings, (), scaled
    weighed = tuple(
        node.model_copy(update={"weight": weight}) if counts(node) else node
        for node, weight in zip(siblings, new, strict=True)
    )
    return weighed, (), {}


def _above(rests: Mapping[str, Iterable[str]], changed: Iterable[str]) -> frozenset[str]:
    """All that rests on what changed, directly or not."""
    on: dict[str, list[str]] = defaultdict(list)
    for one, those in rests.items():
        for other in those:
            on[other].append(one)
    found: set[str] = set()
    todo = list(changed)
    while todo:
        for one in on[todo.pop()]:
            if one not in found:
                found.add(one)
                todo.append(one)
    return frozenset(found)
