"""In which order things that are computed from each other are computed."""

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from domain.expression.error import ExpressionError

_SHOWN = 12
"""Names of a circle that a message lists."""


def order(uses: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The keys of `uses`, each after the keys that it uses; what is used and is no key is given and needs no order.

    Raises `ExpressionError` naming a circle, as "density -> growth -> density", where each uses the next.
    """
    graph = {name: sorted(uses.keys() & set(used)) for name, used in sorted(uses.items())}
    try:
        return tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise ExpressionError(f"{_around(error.args[1])} is a circle", "let one of them do without the next") from None


def _around(circle: list[str]) -> str:
    """The names of a circle, each using the next, from the first in the alphabet and back to it.

    The circle given runs the other way, and its first name is its last too.
    """
    names = circle[:0:-1]
    first = names.index(min(names))
    names = names[first:] + names[:first]
    left_out = [f"({len(names) - _SHOWN:,} more)"] if len(names) > _SHOWN else []
    return " -> ".join([*names[:_SHOWN], *left_out, names[0]])
