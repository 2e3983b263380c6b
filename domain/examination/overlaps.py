"""Indicators that overlap, so that one merit or fault may count twice: alike in name, definition or data source."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from domain.event import Record
from domain.exact import Exact
from domain.examination.advice import Advice, Matter
from domain.examination.leaves import Leaf, leaves, together
from domain.examination.likeness import alike, grams
from domain.examination.saying import NAMED, listed, percent
from domain.regulation import Rulebook

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
    by_id = sorted(leaves(rulebook), key=lambda leaf: leaf.node.id)
    return tuple(overlap for field in _FIELDS for overlap in _overlaps(by_id, field))


def overlap_advice(rulebook: Rulebook, found: Sequence[Overlap]) -> Iterator[Advice]:
    """One piece of advice for an indicator and a field, at the first by id, with all that come after it."""
    numbers = {leaf.node.id: leaf.number for leaf in leaves(rulebook)}
    others: dict[tuple[str, str], list[Overlap]] = defaultdict(list)
    for overlap in found:
        others[overlap.field, overlap.indicators[0]].append(overlap)
    for (field, first), those in others.items():
        same = "the same" if all(one.likeness == 1 for one in those) else "much the same"
        said = [_said(one) for one in those[:NAMED]] + [one.indicators[1] for one in those[NAMED:]]
        yield Advice(
            matter=Matter.OVERLAP,
            place=f"indicators.{numbers[first]}.{field}",
            problem=f"{first} has {same} {field} as {listed(said)}",
            mend=_MENDS[field],
        )


def _said(one: Overlap) -> str:
    return one.indicators[1] if one.likeness == 1 else f"{one.indicators[1]} ({percent(one.likeness)} alike)"


def _overlaps(by_id: Sequence[Leaf], field: str) -> Iterator[Overlap]:
    texts = [grams(getattr(leaf.node, field) or "") for leaf in by_id]
    for place, another, found in sorted(alike(texts, ALIKE, MOST_ALIKE)):
        one, other = by_id[place], by_id[another]
        if one.node.id != other.node.id and together(one, other):
            yield Overlap(field=field, indicators=(one.node.id, other.node.id), likeness=found)
