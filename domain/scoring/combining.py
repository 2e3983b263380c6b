"""From the scores of parts, some of which may be missing, to the score of the whole."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from domain.exact import fraction, total, weighted_total
from domain.explanation import Explanation
from domain.regulation import Missing
from domain.scoring.measure import bracketed, factor, shown

_BEST = 100


@dataclass(frozen=True, slots=True)
class Part:
    """One score out of its full marks, and how it came about; its weight among its siblings is theirs to say.

    An `extra` part adds its points to a sum and nothing to the sum's full marks. `policy` says what becomes of a part
    without a score, where the whole's policy does not. `leaves` are the indicators in it, `scored` those with a score.
    """

    score: Fraction | None
    explanation: Explanation
    full: Fraction = Fraction(_BEST)
    extra: bool = False
    policy: Missing | None = None
    leaves: int = 0
    scored: int = 0


@dataclass(frozen=True, slots=True)
class Whole:
    """A score, nothing when there was none to have; the rule in words; the parts, with the weights they counted with.

    `works` is the sum as an expression, in which c1 is the score of the first part. `policy` says what becomes of a
    whole without a score by what its parts would have: it is awaited as one of them is, or 0 as one of them is.
    """

    score: Fraction | None
    rule: str
    children: tuple[Explanation, ...]
    full: Fraction = Fraction(_BEST)
    works: str | None = None
    policy: Missing | None = None
    leaves: int = 0
    scored: int = 0


class _Sorted(NamedTuple):
    """Parts by what becomes of them."""

    there: list[Part]
    zeros: list[Part]
    left_out: list[Part]
    awaited: list[Part]


def _sorted(parts: Iterable[Part], policy: Missing) -> _Sorted:
    found = _Sorted([], [], [], [])
    for part in parts:
        if part.score is not None:
            found.there.append(part)
            continue
        match part.policy or policy:
            case Missing.ZERO:
                found.zeros.append(part)
            case Missing.REFUSE:
                found.awaited.append(part)
            case _:
                found.left_out.append(part)
    return found


# ---------------------------------------------------------------- weighted mean


def weighted_mean(weighted: Sequence[tuple[Part, Decimal | Fraction]], policy: Missing) -> Whole:
    """The mean of what is there, in per cent of full marks, with zeros for what is missing if that is the policy."""
    parts = [part for part, _ in weighted]
    weights = {id(part): fraction(weight) for part, weight in weighted}
    there, zeros, left_out, awaited = _sorted(parts, policy)
    leaves, scored = _leaves(parts)
    if awaited or not any(weights[id(part)] for part in there):
        children = tuple(_with_weight(part, weight) for part, weight in weighted)
        absent = [part for part in parts if part.score is None]
        lacking = f"all is missing: {_labels(absent)}" if absent else "nothing in it has a weight"
        why = _waiting(awaited) if awaited else f"nothing to take a mean of, since {lacking}"
        return Whole(None, why, children, policy=_policy(awaited, zeros), leaves=leaves, scored=scored)
    counting = total(weights[id(part)] for part in (*there, *zeros))
    rule = "weighted mean" + _said_of_zeros(zeros)
    if left_out:
        rule += f"; left out, being missing: {_labels(left_out)}; the other weights are divided by {shown(counting)}"
    score = weighted_total((_per_cent(part), weights[id(part)]) for part in there) / counting
    counted = {} if counting == 1 else {part: weight / counting for part, weight in weights.items()}
    counted |= {id(part): Fraction(0) for part in left_out}
    children = tuple(_with_weight(part, weight, counted.get(id(part))) for part, weight in weighted)
    return Whole(score, rule, children, works=_mean(weighted, counting), leaves=leaves, scored=scored)


def _per_cent(part: Part) -> Fraction:
    assert part.score is not None  # noqa: S101 - asked for what is there
    return part.score if part.full == _BEST else part.score * _BEST / part.full


def _mean(weighted: Sequence[tuple[Part, Decimal | Fraction]], counting: Fraction) -> str:
    terms = (
        f"c{position}{_in_per_cent(part)} * {factor(weight)}"
        for position, (part, weight) in enumerate(weighted, start=1)
        if part.score is not None
    )
    return f"({' + '.join(terms)}) / {bracketed(counting)}"


def _in_per_cent(part: Part) -> str:
    return "" if part.full == _BEST else f" * 100 / {bracketed(part.full)}"


def _with_weight(part: Part, weight: Decimal | Fraction, counted: Fraction | None = None) -> Explanation:
    said = part.explanation
    if counted is not None and counted != weight:
        inputs = {**said.inputs, "counted weight": shown(counted)}
        return said.model_copy(update={"weight": weight, "inputs": inputs})
    return said if said.weight is weight else said.model_copy(update={"weight": weight})


# ---------------------------------------------------------------- sum


def summed(parts: Sequence[Part], policy: Missing, declared: Fraction | None = None) -> Whole:
    """The sum of what is there. What is left out takes its full marks with it, and the rest counts for them.

    `declared` are the group's full marks; without them they are those of its parts.
    """
    there, zeros, left_out, awaited = _sorted(parts, policy)
    leaves, scored = _leaves(parts)
    children = tuple(part.explanation for part in parts)
    full = total(part.full for part in parts if not part.extra)
    whole = full if declared is None else declared
    base = [part for part in there if not part.extra]
    if awaited or not base:
        absent = [part for part in (*zeros, *left_out) if not part.extra]
        lacking = f"all is missing: {_labels(absent)}" if absent else "there is nothing but extra points"
        why = _waiting(awaited) if awaited else f"nothing to add up, since {lacking}"
        return Whole(None, why, children, whole, policy=_policy(awaited, zeros), leaves=leaves, scored=scored)
    counted = full - total(part.full for part in left_out if not part.extra)
    factor = whole / counted
    rule = "sum" + _said_of_zeros(zeros)
    if left_out:
        rule += f"; left out, being missing: {_labels(left_out)}"
    if factor != 1:
        rule += f"; rescaled from {shown(counted)} to {shown(whole)} points"
    points = _points(base) * factor + _points(part for part in there if part.extra)
    return Whole(points, rule, children, whole, works=_sum(parts, factor), leaves=leaves, scored=scored)


def _points(parts: Iterable[Part]) -> Fraction:
    return total(part.score for part in parts if part.score is not None)


def _sum(parts: Sequence[Part], factor: Fraction) -> str:
    there = [(f"c{position}", part) for position, part in enumerate(parts, start=1) if part.score is not None]
    base = " + ".join(name for name, part in there if not part.extra)
    extra = "".join(f" + {name}" for name, part in there if part.extra)
    return f"({base}) * {bracketed(factor)}{extra}" if factor != 1 else f"{base}{extra}"


# ---------------------------------------------------------------- both


def plain_mean(scores: Sequence[Decimal | Fraction]) -> Fraction:
    """The arithmetic mean of at least one score."""
    return total(scores) / len(scores)


def _policy(awaited: Sequence[Part], zeros: Sequence[Part]) -> Missing:
    """What becomes of a whole that has no score."""
    return Missing.REFUSE if awaited else Missing.ZERO if zeros else Missing.LEFT_OUT


def _waiting(awaited: Sequence[Part]) -> str:
    return f"no result until there is one for {_labels(awaited)}"


def _said_of_zeros(zeros: Sequence[Part]) -> str:
    return f"; counted as 0, being missing: {_labels(zeros)}" if zeros else ""


def _leaves(parts: Sequence[Part]) -> tuple[int, int]:
    return sum(part.leaves for part in parts), sum(part.scored for part in parts)


def _labels(parts: Sequence[Part]) -> str:
    return ", ".join(part.explanation.label for part in parts)
