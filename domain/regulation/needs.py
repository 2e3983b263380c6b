"""What a leaf must state for its rule to be applied, and what no rule of its shape looks at."""

from collections.abc import Iterator

from domain.regulation.indicator import Indicator
from domain.regulation.shapes import (
    Bonus,
    CountDeduction,
    Deduction,
    Formula,
    Improvement,
    Judged,
    Linear,
    MetOrNot,
    Of,
    Piecewise,
    ProportionalToBest,
    Rank,
    Rated,
    RatioToTarget,
    Shape,
    StepTable,
    Threshold,
)


def needs(node: Indicator) -> Iterator[str]:
    """The fields that the leaf's rule needs and that are empty, in the document's order.

    A leaf that says itself what becomes of it when it is missing needs no target: who has none is missing.
    """
    assert node.rule is not None  # noqa: S101 - asked for leaves with a rule
    needed = _needed(node.rule)
    targeted = node.target is not None or node.targets or any(one.target is not None for one in node.variants)
    targeted = targeted or node.missing is not None
    for field in ("lead", "unit", "direction", "target"):
        if field in needed and not (targeted if field == "target" else getattr(node, field) is not None):
            yield field


def unused(node: Indicator) -> Iterator[str]:
    """The fields that the leaf states and nothing looks at."""
    if isinstance(node.rule, Judged | Rated):
        for field in ("direction", "target", "value_from"):
            if getattr(node, field) is not None:
                yield field


def _needed(rule: Shape) -> set[str]:  # noqa: PLR0911 - one return for each kind of shape reads best
    match rule:
        case Judged() | Bonus():
            return {"lead"}
        case Rated():
            return set()
        case RatioToTarget() | MetOrNot():
            return {"lead", "unit", "direction", "target"}
        case Deduction(threshold=threshold):
            return {"lead", "unit", "direction"} | ({"target"} if threshold is Threshold.TARGET else set())
        case Rank(given=given):
            return {"lead", "unit"} if given else {"lead", "unit", "direction"}
        case ProportionalToBest() | Improvement():
            return {"lead", "unit", "direction"}
        case StepTable(of=of) | Linear(of=of) | Piecewise(of=of):
            return {"lead", "unit"} | ({"target"} if of is Of.PERCENT_OF_TARGET else set())
        case CountDeduction() | Formula():
            return {"lead", "unit"}
