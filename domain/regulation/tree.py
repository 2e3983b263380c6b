"""Finding one's way in the indicator system."""

import difflib
from collections.abc import Iterator, Sequence

from domain.refusal import Reason, Refused
from domain.regulation.document import Rulebook
from domain.regulation.indicator import Indicator
from domain.regulation.tailoring import tailored


def walk(indicators: Sequence[Indicator], prefix: str = "") -> Iterator[tuple[str, Indicator]]:
    """Every node with its number, "2.1" for the first child of the second, parents before children."""
    for position, node in enumerate(indicators, start=1):
        number = f"{prefix}{position}"
        yield number, node
        yield from walk(node.children, f"{number}.")


def depth(indicators: Sequence[Indicator]) -> int:
    """How many levels the tree has; 0 without indicators."""
    return max((1 + depth(node.children) for node in indicators), default=0)


def numbers(rulebook: Rulebook) -> dict[str, str]:
    """The number of every indicator in the system ("2.1"), by id."""
    return {node.id: number for number, node in walk(rulebook.indicators)}


def leaves_for(rulebook: Rulebook, appraisee: str) -> tuple[Indicator, ...]:
    """The scored indicators of an appraisee, in the rulebook's order: leaves that apply and whose groups all do."""
    own = tailored(rulebook, appraisee)
    return tuple(node for _, node in walk(own.indicators) if not node.children)


def indicator(rulebook: Rulebook, id: str) -> Indicator:  # noqa: A002 - an indicator's id, as the document calls it
    """The indicator with that id; refuses an unknown one, with the nearest known."""
    nodes = {node.id: node for _, node in walk(rulebook.indicators)}
    if id in nodes:
        return nodes[id]
    near = difflib.get_close_matches(id, nodes, n=1)
    raise Refused(
        Reason.NOT_FOUND,
        f"indicator {id}",
        f"is not in rulebook {rulebook.id}",
        f"Did you mean {near[0]}?" if near else "See the rulebook for its indicators",
    )
