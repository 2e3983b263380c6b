"""What each indicator rests on: the children it adds up, and the indicators that its expressions refer to."""

from collections.abc import Iterator, Sequence

from domain.expression import parse
from domain.regulation.indicator import Indicator
from domain.regulation.shapes import Formula
from domain.regulation.tree import walk


def rests_on(indicators: Sequence[Indicator]) -> dict[str, set[str]]:
    """By id, the ids of all indicators that must be known before the one is."""
    return {
        node.id: {other for text in _expressions(node) for other in parse(text).indicators}
        | {child.id for child in node.children}
        for _, node in walk(indicators)
    }


def _expressions(node: Indicator) -> Iterator[str]:
    yield from (exemption.when for exemption in node.exemptions)
    if isinstance(node.rule, Formula):
        yield node.rule.points
    if node.value_from is not None:
        yield node.value_from
