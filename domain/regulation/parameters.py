"""Whether the parameters of a scoring rule make sense."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from domain.event import Record
from domain.exact import text
from domain.regulation.finding import Finding
from domain.regulation.indicator import Direction, Indicator
from domain.regulation.shapes import (
    Band,
    Bonus,
    CountDeduction,
    Deduction,
    Improvement,
    Judged,
    Linear,
    MetOrNot,
    Piecewise,
    ProportionalToBest,
    Rank,
    RatioToTarget,
    Series,
    StepTable,
)

Number = Decimal | Fraction


def parameter_findings(node: Indicator, place: str) -> Iterator[Finding]:
    """What is wrong with the rule of a node; `place` is the rule's."""
    check = _CHECKS.get(type(node.rule)) if node.rule is not None else None
    if check is not None:
        yield from check(node.rule, node, place)
    if isinstance(node.rule, _COMPARED) and node.direction is Direction.MIDPOINT:
        mend = "Choose up or down"
        yield Finding(place=_beside(place, "direction"), problem=f"rule {node.rule.shape} has no midpoint", mend=mend)


def _finding(place: str, field: str, problem: str, mend: str) -> Finding:
    return Finding(place=f"{place}.{field}", problem=problem, mend=mend)


def _above_zero(place: str, **given: Number | None) -> Iterator[Finding]:
    for field, value in given.items():
        if value is not None and value <= 0:
            yield _finding(place, field, f"it is {text(value)}", "Choose a number above 0")


def _beside(place: str, field: str) -> str:
    """The place of another field of the node whose rule is at a place."""
    return f"{place.removesuffix('rule')}{field}"


def _targets(node: Indicator, place: str) -> Iterator[tuple[str, Number]]:
    """Every target that the node states, with its place."""
    if node.target is not None:
        yield _beside(place, "target"), node.target
    for position, variant in enumerate(node.variants, start=1):
        if variant.target is not None:
            yield _beside(place, f"variants.{position}.target"), variant.target
    for appraisee, target in node.targets.items():
        yield _beside(place, f"targets.{appraisee}"), target


def _ratio(rule: RatioToTarget, node: Indicator, place: str) -> Iterator[Finding]:
    if rule.maximum is not None and not 0 < rule.maximum <= node.full:
        mend = f"Choose a maximum above 0, up to {text(node.full)}"
        yield _finding(place, "maximum", f"the best score would be {text(rule.maximum)}", mend)
    for where, target in _targets(node, place):
        if target < 0 or (target == 0 and node.direction is Direction.UP):
            problem = f"there is no ratio to a target of {text(target)}"
            mend = "Choose a target above 0, or a rule of shape met_or_not"
            yield Finding(place=where, problem=problem, mend=mend)
        if target == 0 and node.direction is Direction.MIDPOINT and rule.spread is None:
            mend = "Say at what distance from it nothing is left"
            yield _finding(place, "spread", "a target of 0 has no spread of its own", mend)
    yield from _above_zero(place, spread=rule.spread)
    yield from _around(node, place, tolerance=rule.tolerance, spread=rule.spread)


def _around(node: Indicator, place: str, **given: Number | None) -> Iterator[Finding]:
    """What is said of the surroundings of a target that has none, or wrongly."""
    for field, value in given.items():
        if value is None or (value == 0 and field == "tolerance"):
            continue
        if node.direction is not Direction.MIDPOINT:
            yield _finding(place, field, "only a midpoint has a surrounding", "Leave it out, or choose midpoint")
        elif value < 0 and field == "tolerance":
            yield _finding(place, field, f"it is {text(value)}", "Choose 0 or more")


def _met(rule: MetOrNot | Improvement, node: Indicator, place: str) -> Iterator[Finding]:
    met = node.full if rule.met is None else rule.met
    if not 0 <= rule.not_met <= met <= node.full:
        yield _finding(
            place,
            "met",
            f"met scores {text(met)}, not met {text(rule.not_met)}",
            f"Choose scores from 0 to {text(node.full)}, the first not below the second",
        )
    if isinstance(rule, MetOrNot):
        yield from _around(node, place, tolerance=rule.tolerance)
    if rule.verdicts.met == rule.verdicts.not_met:
        problem = f"met and not met are both called {rule.verdicts.met!r}"
        yield _finding(place, "verdicts", problem, "Give them different words")


def _deduction(rule: Deduction, node: Indicator, place: str) -> Iterator[Finding]:
    yield from _above_zero(place, step=rule.step, per=rule.per)
    if rule.floor >= node.full:
        problem = f"it is {text(rule.floor)}, and full marks are {text(node.full)}, so nothing is ever taken off"
        yield _finding(place, "floor", problem, "Choose a lower floor")
    if rule.credit:
        yield from _above_zero(f"{place}.credit", step=rule.credit.step, per=rule.credit.per, most=rule.credit.most)


def _table(rule: StepTable, _node: Indicator, place: str) -> Iterator[Finding]:
    if not rule.bands:
        yield _finding(place, "bands", "there are none", "List at least one band")
        return
    for position, band in enumerate(rule.bands, start=1):
        bounds = (band.at_least, band.more_than, band.at_most, band.less_than)
        if position < len(rule.bands) and all(bound is None for bound in bounds):
            yield _finding(place, f"bands.{position}", "it takes in all, and bands come after it", "Let it be the last")
        if _is_empty(band):
            yield _finding(
                place, f"bands.{position}", "no value is in it", "Let its lower bound be below its upper one"
            )
    last = rule.bands[-1]
    if any(bound is not None for bound in (last.at_least, last.more_than, last.at_most, last.less_than)):
        yield _finding(
            place, f"bands.{len(rule.bands)}", "a value may be in no band", "End with a band that has no bounds"
        )


def _is_empty(band: Band) -> bool:
    below = [bound for bound in (band.at_most, band.less_than) if bound is not None]
    above = [bound for bound in (band.at_least, band.more_than) if bound is not None]
    if not below or not above:
        return False
    strict = band.more_than == max(above) or band.less_than == min(below)
    return max(above) > min(below) or (strict and max(above) == min(below))


def _linear(rule: Linear, _node: Indicator, place: str) -> Iterator[Finding]:
    if rule.low.value >= rule.high.value:
        problem = f"it goes from {text(rule.low.value)} to {text(rule.high.value)}"
        yield _finding(place, "high", problem, "Let the high value be above the low one")


def _piecewise(rule: Piecewise, _node: Indicator, place: str) -> Iterator[Finding]:
    if len(rule.knots) < 2:  # noqa: PLR2004 - a line has two ends
        yield _finding(place, "knots", "a line needs two", "List at least two knots")
    for position, (low, high) in enumerate(pairwise(rule.knots), start=2):
        if low.value >= high.value:
            problem = f"{text(high.value)} comes after {text(low.value)}"
            yield _finding(place, f"knots.{position}", problem, "List the knots in ascending order of value")


def _rank(rule: Rank, _node: Indicator, place: str) -> Iterator[Finding]:
    if rule.points and rule.series:
        yield _finding(place, "series", "points are listed too", "State one of the two")
    if not (rule.points or rule.series or rule.last):
        yield _finding(place, "points", "there are none", "List points by rank, or a series")
    if rule.series is None and rule.rest is None:
        yield _finding(place, "rest", "ranks that are not listed have no points", 'State the rest, such as "0"')
    if rule.series is not None:
        yield from _series(rule.series, place)
    if rule.series is not None and rule.rest is not None:
        yield _finding(place, "rest", "the series has points for every rank", "Leave it out")
    if rule.given and rule.last and rule.of is None:
        yield _finding(place, "of", "the last ranks have points, and of how many is not said", "State it")
    listed = len(rule.points) + len(rule.last)
    if rule.given and rule.of is not None and rule.of < max(listed, 1):
        problem = f"there are {rule.of} ranks, and {listed} have points of their own"
        yield _finding(place, "of", problem, "List points for no more ranks than there are")
    if not rule.given and rule.of is not None:
        yield _finding(place, "of", "peers are counted, not stated", "Leave it out, or let the rank be given")


def _series(series: Series, place: str) -> Iterator[Finding]:
    if series.step == 0:
        yield _finding(place, "series.step", "it is 0, so ranks would not matter", "Choose another step")
    elif (series.limit - series.first) * series.step < 0:  # type: ignore[operator]  # decimals and fractions
        problem = f"it is {text(series.limit)}, and the points go from {text(series.first)} the other way"
        yield _finding(place, "series.limit", problem, "Let the limit lie where the step leads")


def _best(rule: ProportionalToBest, _node: Indicator, place: str) -> Iterator[Finding]:
    yield from _above_zero(place, best=rule.best)


def _cases(rule: CountDeduction | Bonus, node: Indicator, place: str) -> Iterator[Finding]:
    if isinstance(rule, CountDeduction):
        yield from _count(rule, node, place)
        return
    if rule.cap < 0 or rule.cap == rule.floor == 0:
        yield _finding(place, "cap", f"it is {text(rule.cap)}, so no case adds anything", "Choose a number above 0")
    if rule.floor > 0:
        mend = "Choose 0, or less where kinds of case take points off"
        yield _finding(place, "floor", f"it is {text(rule.floor)}, and no case gives 0", mend)


def _count(rule: CountDeduction, node: Indicator, place: str) -> Iterator[Finding]:
    yield from _above_zero(place, per_case=rule.per_case, **{f"kinds.{k}": v for k, v in (rule.kinds or {}).items()})
    if rule.zero_at is not None and rule.zero_at < 1:
        yield _finding(place, "zero_at", f"it is {rule.zero_at}", "Choose a number of cases from 1 on")
    if rule.zero_at is not None and rule.floor != 0:
        problem = f"it is {text(rule.floor)}, and from {rule.zero_at} cases on nothing is left"
        yield _finding(place, "floor", problem, "State one of the two")
    if rule.per_case is None and not rule.kinds:
        yield _finding(place, "per_case", "no case costs anything", "State points for each case, or for kinds")
    if rule.floor >= node.full:
        problem = f"it is {text(rule.floor)}, and full marks are {text(node.full)}, so no case takes any off"
        yield _finding(place, "floor", problem, "Choose a lower floor")


def _improvement(rule: Improvement, node: Indicator, place: str) -> Iterator[Finding]:
    if not 1 <= rule.years <= 10:  # noqa: PLR2004 - nobody looks further back
        yield _finding(place, "years", f"it is {rule.years}", "Choose from 1 to 10 years")
    yield from _met(rule, node, place)
    yield from _above_zero(place, full_at=rule.full_at)
    if rule.margin < 0:
        yield _finding(place, "margin", f"it is {text(rule.margin)}", "Choose 0 or more")


def _judged(rule: Judged, _node: Indicator, place: str) -> Iterator[Finding]:
    if rule.maximum is not None and rule.maximum <= 0:
        problem = f"the best score would be {text(rule.maximum)}"
        yield _finding(place, "maximum", problem, "Choose a maximum above 0")


_COMPARED = Rank | ProportionalToBest | Improvement
"""Shapes that ask which of two values is better."""

_CHECKS: Mapping[type[Record], Callable[[Any, Indicator, str], Iterator[Finding]]] = {
    RatioToTarget: _ratio,
    MetOrNot: _met,
    Deduction: _deduction,
    StepTable: _table,
    Linear: _linear,
    Piecewise: _piecewise,
    Rank: _rank,
    ProportionalToBest: _best,
    CountDeduction: _cases,
    Bonus: _cases,
    Improvement: _improvement,
    Judged: _judged,
}
