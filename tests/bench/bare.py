"""The sums of `tests.bench.regulation` and nothing else: plain loops over plain numbers, in the types scoring uses.

Every value, score and weight is a `Decimal` made a `Fraction` of, as scoring does; there are as many additions,
multiplications, divisions, comparisons and roundings. There is no rulebook, no check of any fact, no missing value and
nothing to say why.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from domain.scoring import Facts, Scores
from tests.bench.regulation import CRITERIA, EACH, EVALUATORS_OF_ALL, PANELS, TARGET, indicators

_FULL, _ZERO, _HALF = Fraction(100), Fraction(0), Fraction(1, 2)
_TARGET = Decimal(TARGET)
_PANELS = [(fields.get("mean"), Decimal(fields["weight"])) for fields in PANELS.values()]
_LEAD = Decimal("0.5")
_OTHERS = [(PANELS[id_].get("mean"), Decimal(weight)) for id_, weight in EVALUATORS_OF_ALL.items()]
_MEASURED, _RATED = Decimal("0.6"), Decimal("0.4")
_WEIGHTS = [Decimal("0.25"), *[Decimal("0.15")] * (EACH - 1)]
_CRITERION = Decimal("0.1")
_BANDS = [(Decimal(90), Decimal(100)), (Decimal(75), Decimal(80)), (Decimal(60), Decimal(60))]

Given = Sequence[tuple[Decimal, Decimal]]
"""Scores and their weights."""


class Plain(NamedTuple):
    """The numbers of one appraisee: a value for each indicator, and the panels' scores of each, or of the whole."""

    values: Sequence[Decimal]
    scores: Sequence[Sequence[Given]]
    overall: Sequence[Given]


def plain(facts: Facts) -> Plain:
    """The numbers in an appraisee's facts."""
    return Plain(
        [_known(fact.value) for fact in facts.values.values()],
        [[_given(panel) for panel in panels.values()] for panels in facts.scores.values()],
        [_given(panel) for panel in facts.overall.values()],
    )


def _given(panel: Scores) -> Given:
    return [(_known(one.value), _known(one.weight)) for one in panel.given]


def _known(number: Decimal | Fraction | None) -> Decimal:
    assert isinstance(number, Decimal)
    return number


def totals(everybody: Mapping[str, Plain]) -> Iterator[str]:
    """The total of each appraisee, written out."""
    shapes = [shape for _, shape in indicators()]
    columns = [_column(shape, position, everybody) for position, shape in enumerate(shapes)]
    for appraisee, one in everybody.items():
        shares = [
            Fraction(_rounded(_measured(shape, Fraction(value), column), 4))
            for shape, value, column in zip(shapes, one.values, columns, strict=True)
        ]
        if one.scores:
            rated = [Fraction(_rounded(_rated(panels), 4)) for panels in one.scores]
            shares = [
                (share * Fraction(_MEASURED) + other * Fraction(_RATED)) / (Fraction(_MEASURED) + Fraction(_RATED))
                for share, other in zip(shares, rated, strict=True)
            ]
        starts = range(0, CRITERIA * EACH, EACH)
        criteria = [(_mean(zip(shares[start : start + EACH], _WEIGHTS, strict=True)), _CRITERION) for start in starts]
        total = _mean(criteria)
        if one.overall:
            others = [
                (_panel(how, given) / _FULL * _FULL, weight)
                for (how, weight), given in zip(_OTHERS, one.overall, strict=True)
            ]
            total = _mean([(total, _LEAD), *others])
        yield f"{appraisee} {_rounded(total, 2)}\n"


def _mean(parts: Iterable[tuple[Fraction, Decimal]]) -> Fraction:
    """The weighted mean."""
    total, weights = _ZERO, _ZERO
    for part, weight in parts:
        total += part * Fraction(weight)
        weights += Fraction(weight)
    return total / weights


def _column(shape: str, position: int, everybody: Mapping[str, Plain]) -> Sequence[Fraction]:
    """What an indicator compares, in ascending order; for a mean, that alone."""
    if shape not in {"rank", "best", "started"}:
        return ()
    values = sorted(Fraction(one.values[position]) for one in everybody.values())
    return [Fraction(sum(values), len(values))] if shape == "started" else values


def _measured(shape: str, value: Fraction, column: Sequence[Fraction]) -> Fraction:  # noqa: PLR0911 - one return for each shape reads best
    target = Fraction(_TARGET)
    match shape:
        case "ratio-up":
            return max(_ZERO, min(_FULL, value / target * _FULL))
        case "ratio-down":
            return max(_ZERO, min(_FULL, target / value * _FULL))
        case "deduction":
            return max(_ZERO, _FULL - max(_ZERO, target - value) * Fraction(Decimal("1.5")))
        case "started":
            units = math.ceil(max(_ZERO, column[0] - value) / Fraction(Decimal(3)))
            return max(_ZERO, _FULL - units * Fraction(Decimal(2)))
        case "table":
            return next((Fraction(points) for bound, points in _BANDS if value >= bound), _ZERO)
        case "line":
            asked = max(Fraction(50), min(Fraction(110), value / target * 100))
            return (asked - Fraction(50)) * (_FULL / Fraction(60))
        case "met":
            return _FULL if value >= target else _ZERO
        case "rank":
            place = len(column) - bisect_right(column, value) + 1
            return max(Fraction(20), _FULL - Fraction(Decimal("0.02")) * (place - 1))
        case "best":
            return value / column[-1] * _FULL
        case _:
            return max(_ZERO, min(_FULL, value / target * 80 + 5))


def _rated(panels: Sequence[Given]) -> Fraction:
    shares = [_panel(how, given) / _FULL for (how, _), given in zip(_PANELS, panels, strict=True)]
    return _mean(zip(shares, [weight for _, weight in _PANELS], strict=True)) * _FULL


def _panel(how: str | None, given: Given) -> Fraction:
    match how:
        case "weighted":
            return _mean((Fraction(score), weight) for score, weight in given)
        case "trimmed":
            kept = sorted(Fraction(score) for score, _ in given)[1:-1]
            return sum(kept, _ZERO) / len(kept)
        case _:
            return sum((Fraction(score) for score, _ in given), _ZERO) / len(given)


def _rounded(value: Fraction, places: int) -> Decimal:
    """Half up, for what is not negative."""
    return Decimal(math.floor(value * 10**places + _HALF)).scaleb(-places)
