"""The proof of a score: what its explanation says, computed again from the bottom up."""

from fractions import Fraction

from domain.explanation import Explanation
from domain.expression import work_out


def reevaluate(explanation: Explanation) -> Fraction | None:
    """The score of an explanation by its `works` alone; nothing where there is no score.

    The scores of its children are not taken from it but worked out too, all the way down. An explanation is true if
    this is its score, and so for each of its children. Raises `ExpressionError` where a sum cannot be computed.
    """
    if explanation.works is None:
        return None
    names = {f"c{place}": reevaluate(child) for place, child in enumerate(explanation.children, start=1)}
    outcome = work_out(explanation.works, names)
    return outcome if isinstance(outcome, Fraction) else None
