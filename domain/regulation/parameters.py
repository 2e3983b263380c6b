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
    StepTable,
)

Number = Decimal | Fraction


def parameter_findings(node: Indicator, place: str) -> Iterator[Finding]:
    """What is wrong with the rule of a node; `place` is the rule's."""
    check = _CHECKS.get(type(node.rule)) if node.rule is not None else None
    if check is not None:
        yield from check(node.rule, node, place)
    if node.least is not None and node.most is not None and node.least > node.most:
        where = place.removesuffix("rule") + "least"
        problem = f"it is at least {text(node.least)} and at most {text(node.most)}"
        yield Finding(place=where, problem=problem, mend="Exchange the two")


def _finding(place: str, field: str, problem: str, mend: str) -> Finding:
    return Finding(place=f"{place}.{field}", problem=problem, mend=mend)


def _above_zero(place: str, **given: Number | None) -> Iterator[Finding]:
    for field, value in given.items():
        if value is not None and value <= 0:
            yield _finding(place, field, f"it is {text(value)}", "Choose a number above 0")


def _ratio(rule: RatioToTarget, node: Indicator, place: str) -> Iterator[Finding]:
    if rule.maximum is not None and not 0 < rule.maximum <= node.full:
        mend = f"Choose a maximum above 0, up to {text(node.full)}"
        yield _finding(place, "maximum", f"the best score would be {text(rule.maximum)}", mend)
    if node.target is not None and (node.target < 0 or (node.target == 0 and node.direction is Direction.UP)):
        yield Finding(
            place=f"{place.removesuffix('.rule')}.target",
            problem=f"there is no ratio to a target of {text(node.target)}",
            mend="Choose a target above 0, or a rule of shape met_or_not",
        )
    if node.direction is Direction.MIDPOINT:
        yield from _above_zero(place, spread=rule.spread)
        if node.target == 0 and rule.spread is None:
            mend = "Say at what distance from it nothing is left"
            yield _finding(place, "spread", "a target of 0 has no spread of its own", mend)
    if rule.tolerance < 0:
        yield _finding(place, "tolerance", f"it is {text(rule.tolerance)}", "Choose 0 or more")


def _met(rule: MetOrNot, node: Indicator, place: str) -> Iterator[Finding]:
    met = node.full if rule.met is None else rule.met
    if not 0 <= rule.not_met <= met <= node.full:
        yield _finding(
            place,
            "met",
            f"met scores {text(met)}, not met {text(rule.not_met)}",
            f"Choose scores from 0 to {text(node.full)}, the first not below the second",
        )
    if rule.verdicts.met == rule.verdicts.not_met:
        problem = f"met and not met are both called {rule.verdicts.met!r}"
        yield _finding(place, "verdicts", problem, "Give them different words")


def _deduction(rule: Deduction, node: Indicator, place: str) -> Iterator[Finding]:
    yield from _above_zero(place, step=rule.step, per=rule.per)
    if rule.floor > node.full:
        yield _finding(place, "floor", f"it is {text(rule.floor)}, above full marks", "Choose a lower floor")
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
    last = rule.bands[-1]
    if any(bound is not None for bound in (last.at_least, last.more_than, last.at_most, last.less_than)):
        yield _finding(
            place, f"bands.{len(rule.bands)}", "a value may be in no band", "End with a band that has no bounds"
        )


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
    if rule.series is not None and rule.series.step == 0:
        yield _finding(place, "series.step", "it is 0, so ranks would not matter", "Choose another step")
    if rule.given and rule.last and rule.of is None:
        yield _finding(place, "of", "the last ranks have points, and of how many is not said", "State it")
    if not rule.given and rule.of is not None:
        yield _finding(place, "of", "peers are counted, not stated", "Leave it out, or let the rank be given")


def _best(rule: ProportionalToBest, _node: Indicator, place: str) -> Iterator[Finding]:
    yield from _above_zero(place, best=rule.best)


def _cases(rule: CountDeduction | Bonus, _node: Indicator, place: str) -> Iterator[Finding]:
    if isinstance(rule, CountDeduction):
        yield from _above_zero(
            place, per_case=rule.per_case, **{f"kinds.{k}": v for k, v in (rule.kinds or {}).items()}
        )
        if rule.zero_at is not None and rule.zero_at < 1:
            yield _finding(place, "zero_at", f"it is {rule.zero_at}", "Choose a number of cases from 1 on")
        if rule.per_case is None and not rule.kinds:
            yield _finding(place, "per_case", "no case costs anything", "State points for each case, or for kinds")
    elif rule.floor > rule.cap:
        problem = f"it is {text(rule.floor)}, above the cap of {text(rule.cap)}"
        yield _finding(place, "floor", problem, "Choose a floor not above the cap")


def _improvement(rule: Improvement, node: Indicator, place: str) -> Iterator[Finding]:
    if not 1 <= rule.years <= 10:  # noqa: PLR2004 - nobody looks further back
        yield _finding(place, "years", f"it is {rule.years}", "Choose from 1 to 10 years")
    if node.direction is Direction.MIDPOINT:
        where = place.removesuffix("rule").rstrip(".")
        yield _finding(where, "direction", "nothing improves to a midpoint", "Choose up or down")
    yield from _above_zero(place, full_at=rule.full_at)
    if rule.margin < 0:
        yield _finding(place, "margin", f"it is {text(rule.margin)}", "Choose 0 or more")


def _judged(rule: Judged, _node: Indicator, place: str) -> Iterator[Finding]:
    if rule.maximum is not None and rule.maximum <= 0:
        problem = f"the best score would be {text(rule.maximum)}"
        yield _finding(place, "maximum", problem, "Choose a maximum above 0")


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
