"""Why a score is what it is: a tree from the total down to values, evidence, rules and events."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from pydantic import Field

from domain.event import Record
from domain.exact import Exact, Rounding, RoundingMode, rounded, text

_READABLE = 20
_SHOWN = Rounding(mode=RoundingMode.HALF_EVEN, places=4)


class Explanation(Record):
    """One step of a computation; everything in it is text or an exact number, so that it survives JSON unchanged.

    `score` is `out_of` so many points, 100 where it says nothing, or missing. `works` is the sum as an expression of
    the rulebook's language, in which c1 is the score of the first child, and which evaluates to the score. `weight` is
    the one the rulebook gives among siblings; where it counts with another, because siblings are missing, `inputs` says
    so as "counted weight". `cites` are versions of events in the appraisal's stream. What bears on a grade without
    being a score, as a veto does, does not have `scores`.
    """

    label: str
    rule: str
    score: Exact | None
    out_of: Exact | None = None
    works: str | None = None
    weight: Exact | None = None
    inputs: dict[str, str] = Field(default_factory=dict)
    rounding: str | None = None
    cites: tuple[int, ...] = ()
    evidence: tuple[str, ...] = ()
    children: tuple["Explanation", ...] = ()
    scores: bool = True


def render(explanation: Explanation) -> str:
    """The tree as indented text for a terminal; long fractions are shown to 4 places as "about"."""
    return "\n".join(_lines(explanation, ""))


def _lines(node: Explanation, indent: str) -> Iterator[str]:
    score = "missing" if node.score is None else readable(node.score)
    weight = "" if node.weight is None else f", weight {_weight(node)}"
    out_of = "" if not node.out_of or node.score is None else f" of {readable(node.out_of)}"
    yield f"{indent}{node.label}: {score}{out_of}{weight}" if node.scores else f"{indent}{node.label}"
    inner = f"{indent}    "
    yield f"{inner}{node.rule}"
    if node.rounding:
        yield f"{inner}rounded {node.rounding}"
    if node.cites:
        yield f"{inner}from event{'' if len(node.cites) == 1 else 's'} {', '.join(map(str, node.cites))}"
    for reference in node.evidence:
        yield f"{inner}evidence: {reference}"
    for child in node.children:
        yield from _lines(child, inner)


def _weight(node: Explanation) -> str:
    stated = "" if node.weight is None else readable(node.weight)
    counted = node.inputs.get("counted weight")
    return f"{stated}, counted as {counted}" if counted else stated


def readable(value: Decimal | Fraction) -> str:
    """The number itself where it is short, else "about" and 4 places; for reading only."""
    exact = text(value)
    return exact if len(exact) <= _READABLE else f"about {text(rounded(value, _SHOWN))}"
