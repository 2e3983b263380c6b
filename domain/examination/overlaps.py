"""Indicators that overlap, so that one merit or fault may count twice: alike in name, definition or data source."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from domain.event import Record
from domain.exact import Exact
from domain.examination.advice import Advice, Matter
from domain.examination.likeness import alike, grams
from domain.examination.saying import NAMED, listed, percent
from domain.regulation import Indicator, Rulebook

ALIKE = Fraction(7, 10)
"""From this likeness on two texts are alike."""

MOST_ALIKE = 20
"""Overlaps of one indicator in one field that are counted; more say nothing more."""

_FIELDS = ("name", "definition", "source")
_MENDS = {
    "name": "Merge them, or name what sets them apart",
    "definition": "Merge them, or define what sets them apart",
    "source": "Take the value once and derive the other from it (value_from), or count only one of them",
}


class Overlap(Record):
    """Two indicators that some appraisee has both of, alike in one field; ids in alphabetical order."""

    field: str
    indicators: tuple[str, str]
    likeness: Exact


def overlaps(rulebook: Rulebook) -> tuple[Overlap, ...]:
    """The pairs of leaves that overlap, field by field; of one leaf no more than `MOST_ALIKE` in each."""
    leaves = sorted(_leaves(rulebook.indicators, "", None), key=lambda leaf: leaf[0].id)
    return tuple(overlap for field in _FIELDS for overlap in _overlaps(leaves, field))


def overlap_advice(rulebook: Rulebook, found: Sequence[Overlap]) -> Iterator[Advice]:
    """One piece of advice for an indicator and a field, at the first by id, with all that come after it."""
    numbers = {leaf.id: number for leaf, number, _ in _leaves(rulebook.indicators, "", None)}
    others: dict[tuple[str, str], list[Overlap]] = defaultdict(list)
    for overlap in found:
        others[overlap.field, overlap.indicators[0]].append(overlap)
    for (field, first), those in others.items():
        said = [f"{one.indicators[1]} ({percent(one.likeness)} alike)" for one in those[:NAMED]]
        said += [one.indicators[1] for one in those[NAMED:]]
        yield Advice(
            matter=Matter.OVERLAP,
            place=f"indicators.{numbers[first]}.{field}",
            problem=f"{first} has much the same {field} as {listed(said)}",
            mend=_MENDS[field],
        )


_Leaf = tuple[Indicator, str, frozenset[str] | None]
"""A leaf with its number and the appraisees it is for, all where nothing is said."""


def _leaves(siblings: Sequence[Indicator], prefix: str, within: frozenset[str] | None) -> Iterator[_Leaf]:
    for position, node in enumerate(siblings, start=1):
        own = within
        if node.applies_to is not None:
            own = frozenset(node.applies_to) if within is None else within & frozenset(node.applies_to)
        if node.children:
            yield from _leaves(node.children, f"{prefix}{position}.", own)
        else:
            yield node, f"{prefix}{position}", own


def _overlaps(leaves: Sequence[_Leaf], field: str) -> Iterator[Overlap]:
    texts = [grams(getattr(leaf, field) or "") for leaf, _, _ in leaves]
    for one, other, found in sorted(alike(texts, ALIKE, MOST_ALIKE)):
        first, second = leaves[one], leaves[other]
        if first[0].id != second[0].id and _together(first[2], second[2]):
            yield Overlap(field=field, indicators=(first[0].id, second[0].id), likeness=found)


def _together(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    return one is None or other is None or not one.isdisjoint(other)
