"""The scored indicators of a document with what they have from their groups."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.regulation import Indicator, Rulebook


class Leaf(NamedTuple):
    """A leaf, its number, the appraisees it is for by name (all, where nothing is said), and the goals it serves."""

    node: Indicator
    number: str
    appraisees: frozenset[str] | None
    goals: frozenset[str]


def leaves(rulebook: Rulebook) -> tuple[Leaf, ...]:
    """All leaves in the document's order."""
    return tuple(_leaves(rulebook.indicators, "", None, frozenset()))


def together(one: Leaf, other: Leaf) -> bool:
    """Whether an appraisee may have both."""
    return one.appraisees is None or other.appraisees is None or not one.appraisees.isdisjoint(other.appraisees)


def _leaves(
    siblings: Sequence[Indicator], prefix: str, within: frozenset[str] | None, above: frozenset[str]
) -> Iterator[Leaf]:
    for position, node in enumerate(siblings, start=1):
        own = within
        if node.applies_to is not None:
            own = frozenset(node.applies_to) if within is None else within & frozenset(node.applies_to)
        goals = above | set(node.goals)
        if node.children:
            yield from _leaves(node.children, f"{prefix}{position}.", own, goals)
        else:
            yield Leaf(node, f"{prefix}{position}", own, goals)
