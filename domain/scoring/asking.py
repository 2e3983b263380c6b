"""What the expressions of a rulebook ask for by name: the indicator's own numbers, its peers', and other indicators."""

import re
from decimal import Decimal

from domain.regulation import Direction, Indicator
from domain.scoring.columns import Peers
from domain.scoring.measure import Number
from domain.scoring.rules import require_peers

_REFERENCE = re.compile(r'(?P<of>value|score)\("(?P<id>[^"]+)"\)')


def referred(name: str) -> tuple[str, str] | None:
    """Whether a name is of an indicator's value or score, and which indicator's; nothing for any other name."""
    found = _REFERENCE.fullmatch(name)
    return (found["of"], found["id"]) if found else None


def of_peers(node: Indicator, name: str, peers: Peers | None) -> Number | None:
    """What a name of `PEER_NAMES` stands for; nothing where no peer has a value."""
    column = peers.values(node.id) if peers else None
    if column is None:
        raise require_peers(node)
    match name:
        case "peer_mean":
            return column.mean
        case "peer_median":
            return column.median
        case "peer_best":
            return column.best(upwards=node.direction is not Direction.DOWN) if column.values else None
        case _:
            return Decimal(len(column.values))
