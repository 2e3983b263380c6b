"""Which target counts for an indicator: a ruling's, a confirmed goal's, or the rulebook's."""

from domain.exact import Exact
from domain.regulation import Direction, Effect, Indicator
from domain.scoring.facts import Facts


def target_for(node: Indicator, facts: Facts) -> tuple[Exact | None, str]:
    """The target and where it is from: a ruling comes before confirmed goals, and those before the rulebook."""
    ruling = facts.rulings.get(node.id)
    if ruling is not None and ruling.upheld and ruling.effect is Effect.OTHER_TARGET:
        return ruling.target, "ruling on an external cause"
    if node.id in facts.targets:
        return facts.targets[node.id], "confirmed goals"
    return node.target, "rulebook"


def falls_short(value: Exact, target: Exact, direction: Direction | None) -> bool:
    """Whether the value is worse than the target; away from a midpoint it is, in either direction."""
    match direction:
        case Direction.DOWN:
            return value > target
        case Direction.MIDPOINT:
            return value != target
        case _:
            return value < target
