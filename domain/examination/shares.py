"""What each leaf weighs in the whole indicator system, counted down the tree."""

from collections.abc import Sequence
from fractions import Fraction

from domain.regulation import HUNDRED, Combine, Indicator, Rulebook
from domain.regulation.weights import weighs


def shares(own: Rulebook) -> dict[str, Fraction]:
    """The share of every leaf of a tailored rulebook in its indicator system, by id; together they are 1.

    In a group that takes the mean a part is its weight, in one that sums its full marks. Extra points and additional
    elements have no share; what a rule of a group makes of its score is not looked at.
    """
    found: dict[str, Fraction] = {}
    _spread(own.indicators, own.combine, Fraction(1), found)
    return found


def full_marks(node: Indicator) -> Fraction:
    """The full marks of a node: those it states, else what the children of a sum add up to, else 100."""
    if node.points is not None or node.combine is not Combine.SUM or not node.children:
        return Fraction(HUNDRED if node.points is None else node.points)
    return Fraction(sum(full_marks(child) for child in node.children if counts(child)))


def counts(node: Indicator) -> bool:
    """Whether a node is part of what its group adds up to."""
    return weighs(node) and not node.extra


def _spread(siblings: Sequence[Indicator], combine: Combine, whole: Fraction, found: dict[str, Fraction]) -> None:
    sizes = [_size(node, combine) if counts(node) else Fraction(0) for node in siblings]
    total = sum(sizes)
    for node, size in zip(siblings, sizes, strict=True):
        share = whole * size / total if total else Fraction(0)
        if node.children:
            _spread(node.children, node.combine, share, found)
        else:
            found[node.id] = share


def _size(node: Indicator, combine: Combine) -> Fraction:
    return full_marks(node) if combine is Combine.SUM else Fraction(node.share)
