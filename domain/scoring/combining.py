"""From the scores of parts, some of which may be missing, to the score of the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from domain.exact import simplest, text, total, weighted_total
from domain.explanation import Explanation
from domain.regulation import Missing

_BEST = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One score out of its full marks, and how it came about; its weight among its siblings is theirs to say.

    An `extra` part adds its points to a sum and nothing to the sum's full marks. A missing part that the whole `awaits`
    leaves no result. `policy` is the part's own, where it has one.
    """

    score: Fraction | None
    explanation: Explanation
    full: Fraction = Fraction(_BEST)
    extra: bool = False
    awaits: bool = False
    policy: Missing | None = None


@dataclass(frozen=True, slots=True)
class Whole:
    """A score, nothing when there was none to have; the rule in words; the parts, with the weights they counted with.

    `works` is the sum as an expression, in which c1 is the score of the first part.
    """

    score: Fraction | None
    rule: str
    children: tuple[Explanation, ...]
    full: Fraction = Fraction(_BEST)
    awaits: bool = False
    works: str | None = None


def weighted_mean(parts: Sequence[tuple[Part, Decimal | Fraction]], policy: Missing) -> Whole:
    """The mean of what is there, in per cent of full marks, with zeros for what is missing if that is the policy."""
    if waiting := _awaited([part for part, _ in parts]):
        return Whole(None, waiting, tuple(_with_weight(part, weight) for part, weight in parts), awaits=True)
    there = [(_per_cent(part), weight) for part, weight in parts if part.score is not None]
    absent = [(part, weight) for part, weight in parts if part.score is None]
    zeros = [(part, weight) for part, weight in absent if _counts_as_zero(part, policy)]
    left_out = [(part, weight) for part, weight in absent if not _counts_as_zero(part, policy)]
    if not there:
        children = tuple(_with_weight(part, weight) for part, weight in parts)
        return Whole(None, f"nothing to take a mean of, since all is missing: {_labels(absent)}", children)
    counting = total(weight for _, weight in (*there, *zeros))
    rule = "weighted mean"
    if zeros:
        rule += f"; counted as 0, being missing: {_labels(zeros)}"
    if left_out:
        rule += f"; left out, being missing: {_labels(left_out)}; the other weights are divided by {_text(counting)}"
    score = weighted_total(there) / counting
    omitted = {id(part) for part, _ in left_out}
    children = tuple(
        _with_weight(part, weight, Fraction(0) if id(part) in omitted else Fraction(weight) / counting)
        for part, weight in parts
    )
    return Whole(score, rule, children, works=_mean(parts, counting))


def _mean(parts: Sequence[tuple[Part, Decimal | Fraction]], counting: Fraction) -> str:
    terms = (
        f"c{position}{_in_per_cent(part)} * {_bracketed(Fraction(weight))}"
        for position, (part, weight) in enumerate(parts, start=1)
        if part.score is not None
    )
    return f"({' + '.join(terms)}) / {_bracketed(counting)}"


def _in_per_cent(part: Part) -> str:
    return "" if part.full == _BEST else f" * 100 / {_bracketed(part.full)}"


def summed(parts: Sequence[Part], policy: Missing, declared: Fraction | None = None) -> Whole:
    """The sum of what is there. What is left out takes its full marks with it, and the rest counts for them.

    `declared` are the group's full marks; without them they are those of its parts.
    """
    full = total(part.full for part in parts if not part.extra)
    whole = full if declared is None else declared
    children = tuple(part.explanation for part in parts)
    if waiting := _awaited(parts):
        return Whole(None, waiting, children, whole, awaits=True)
    there = [part for part in parts if part.score is not None]
    absent = [part for part in parts if part.score is None and not part.extra]
    if not [part for part in there if not part.extra] and absent:
        labels = ", ".join(part.explanation.label for part in absent)
        return Whole(None, f"nothing to add up, since all is missing: {labels}", children, whole)
    zeros = [part for part in absent if _counts_as_zero(part, policy)]
    left_out = [part for part in absent if not _counts_as_zero(part, policy)]
    base = total(part.score for part in there if part.score is not None and not part.extra)
    extra = total(part.score for part in there if part.score is not None and part.extra)
    counted = full - total(part.full for part in left_out)
    rule, factor = "sum", Fraction(1)
    if zeros:
        rule += f"; counted as 0, being missing: {', '.join(part.explanation.label for part in zeros)}"
    if counted and counted != whole:
        factor = whole / counted
        why = ", ".join(part.explanation.label for part in left_out)
        rule += f"; left out, being missing: {why}" if why else ""
        rule += f"; rescaled from {_text(counted)} to {_text(whole)} points"
    return Whole(base * factor + extra, rule, children, whole, works=_sum(parts, factor))


def _sum(parts: Sequence[Part], factor: Fraction) -> str:
    there = [(f"c{position}", part) for position, part in enumerate(parts, start=1) if part.score is not None]
    base = " + ".join(name for name, part in there if not part.extra) or "0"
    extra = "".join(f" + {name}" for name, part in there if part.extra)
    return f"({base}) * {_bracketed(factor)}{extra}" if factor != 1 else f"{base}{extra}"


def plain_mean(scores: Sequence[Decimal | Fraction]) -> Fraction:
    """The arithmetic mean of at least one score."""
    return total(scores) / len(scores)


def _per_cent(part: Part) -> Fraction:
    assert part.score is not None  # noqa: S101 - asked by the caller
    return part.score if part.full == _BEST else part.score * _BEST / part.full


def _counts_as_zero(part: Part, policy: Missing) -> bool:
    return (part.policy or policy) is Missing.ZERO


def _awaited(parts: Sequence[Part]) -> str | None:
    labels = [part.explanation.label for part in parts if part.score is None and part.awaits]
    return f"no result until there is one for {', '.join(labels)}" if labels else None


def _labels(parts: Sequence[tuple[Part, Decimal | Fraction]]) -> str:
    return ", ".join(part.explanation.label for part, _ in parts)


def _with_weight(part: Part, weight: Decimal | Fraction, counted: Fraction | None = None) -> Explanation:
    inputs = part.explanation.inputs
    if counted is not None and counted != weight:
        inputs = {**inputs, "counted weight": _text(counted)}
    return part.explanation.model_copy(update={"weight": weight, "inputs": inputs})


def _text(value: Fraction) -> str:
    return text(simplest(value))


def _bracketed(value: Fraction) -> str:
    said = _text(value)
    return f"({said})" if "/" in said else said
