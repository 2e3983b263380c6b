"""How tables and lines turn a value into points."""

from collections.abc import Sequence
from fractions import Fraction

from domain.regulation import Band, Beyond, Knot, Linear, Missing, Of, Piecewise, StepTable
from domain.scoring.measure import Given, Measure, bracketed, shown, stated


def _asked(of: Of, given: Given) -> tuple[Fraction | None, str]:
    """The number that a table is asked with, or why there is none."""
    if given.value is None:
        return None, "no value"
    if of is Of.VALUE:
        return Fraction(given.value), "value"
    if given.target is None or given.target <= 0:
        return None, "no target above 0 to take a percentage of"
    return Fraction(given.value) / Fraction(given.target) * 100, "per cent of target"


def step_table(rule: StepTable, given: Given) -> Measure:
    asked, said = _asked(rule.of, given)
    if asked is None:
        return Measure(None, f"step table: {said}", inputs=stated(given))
    inputs = {**stated(given), said: shown(asked)}
    for position, band in enumerate(rule.bands, start=1):
        if _within(asked, band):
            points = Fraction(band.points)
            how = f"step table: {shown(asked)} is {_bounds(band)}, band {position}"
            return Measure(points, how, shown(points), inputs, band.verdict)
    return Measure(None, f"step table: {shown(asked)} is in no band", inputs=inputs, policy=Missing.REFUSE)


def _within(value: Fraction, band: Band) -> bool:
    return (
        (band.at_least is None or value >= band.at_least)
        and (band.more_than is None or value > band.more_than)
        and (band.at_most is None or value <= band.at_most)
        and (band.less_than is None or value < band.less_than)
    )


def _bounds(band: Band) -> str:
    said = {
        "at least": band.at_least,
        "more than": band.more_than,
        "at most": band.at_most,
        "less than": band.less_than,
    }
    stated_bounds = [f"{words} {shown(bound)}" for words, bound in said.items() if bound is not None]
    return " and ".join(stated_bounds) or "in no band before"


def linear(rule: Linear, given: Given) -> Measure:
    return _along("linear", (rule.low, rule.high), rule.of, rule.beyond, given)


def piecewise(rule: Piecewise, given: Given) -> Measure:
    return _along("piecewise", rule.knots, rule.of, rule.beyond, given)


def _along(name: str, knots: Sequence[Knot], of: Of, beyond: Beyond, given: Given) -> Measure:
    asked, said = _asked(of, given)
    if asked is None:
        return Measure(None, f"{name}: {said}", inputs=stated(given))
    inputs = {**stated(given), said: shown(asked)}
    ends = (knots[0], knots[-1])
    if beyond is Beyond.CLAMP:
        for end, outside in zip(ends, (asked < ends[0].value, asked > ends[1].value), strict=True):
            if outside:
                points = Fraction(end.points)
                how = f"{shown(asked)} is beyond {shown(end.value)} and counts as that"
                return Measure(points, f"{name}: {how}", shown(points), inputs)
    upper = next((index for index, knot in enumerate(knots[1:-1], start=1) if asked < knot.value), len(knots) - 1)
    low, high = knots[upper - 1], knots[upper]
    rise = (Fraction(high.points) - Fraction(low.points)) / (Fraction(high.value) - Fraction(low.value))
    points = Fraction(low.points) + (asked - Fraction(low.value)) * rise
    how = (
        f"{shown(asked)} on the line from {shown(low.value)} ({shown(low.points)} points)"
        f" to {shown(high.value)} ({shown(high.points)} points)"
    )
    term = given.term if of is Of.VALUE else bracketed(asked)
    works = (
        f"{bracketed(low.points)} + ({term} - {bracketed(low.value)})"
        f" * ({bracketed(high.points)} - {bracketed(low.points)}) / ({bracketed(high.value)} - {bracketed(low.value)})"
    )
    return Measure(points, f"{name}: {how}", works, inputs)
