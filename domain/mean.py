"""Means of scores, some of which may be missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from domain.exact import simplest, text
from domain.explanation import Explanation
from domain.regulation import Missing


@dataclass(frozen=True, slots=True)
class Part:
    """One score and how it came about; its weight among its siblings is theirs to say."""

    score: Fraction | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean, nothing when nothing was there; the rule in words; the parts, with the weights they counted with."""

    score: Fraction | None
    rule: str
    children: tuple[Explanation, ...]


def weighted_mean(parts: Sequence[tuple[Part, Decimal | Fraction]], policy: Missing) -> Mean:
    """The mean of what is there, with zeros for what is missing if that is the policy."""
    there = [(part.score, Fraction(weight)) for part, weight in parts if part.score is not None]
    absent = [part.explanation.label for part, _ in parts if part.score is None]
    if not there:
        children = tuple(part.explanation.model_copy(update={"weight": weight}) for part, weight in parts)
        return Mean(None, f"nothing to take a mean of, since all is missing: {', '.join(absent)}", children)
    counting = Fraction(sum(weight for _, weight in there))
    rule = "weighted mean"
    if policy is Missing.ZERO:
        counting += sum(Fraction(weight) for part, weight in parts if part.score is None)
        rule += f"; counted as 0, being missing: {', '.join(absent)}" if absent else ""
    elif absent:
        rule += f"; left out, being missing: {', '.join(absent)}; the other weights are divided by {_text(counting)}"
    score = Fraction(sum(score * weight for score, weight in there)) / counting
    return Mean(score, rule, tuple(_with_weight(part, weight, counting, policy) for part, weight in parts))


def plain_mean(scores: Sequence[Decimal | Fraction]) -> Fraction:
    """The arithmetic mean of at least one score."""
    return Fraction(sum(Fraction(score) for score in scores)) / len(scores)


def _with_weight(part: Part, weight: Decimal | Fraction, counting: Fraction, policy: Missing) -> Explanation:
    left_out = part.score is None and policy is Missing.LEFT_OUT
    counted = Fraction(0) if left_out else Fraction(weight) / counting
    inputs = dict(part.explanation.inputs)
    if counted != weight:
        inputs["counted weight"] = _text(counted)
    return part.explanation.model_copy(update={"weight": weight, "inputs": inputs})


def _text(value: Fraction) -> str:
    return text(simplest(value))
