"""Whether the rules of adjustments can be applied: to a value or cases of their own, without full marks and peers."""

from collections.abc import Iterator
from decimal import Decimal

from domain.regulation.document import Rulebook
from domain.regulation.finding import Finding
from domain.regulation.indicator import Indicator
from domain.regulation.parameters import parameter_findings
from domain.regulation.shapes import (
    SHAPES,
    Bonus,
    CountDeduction,
    Formula,
    Linear,
    Of,
    Piecewise,
    Rank,
    StepTable,
)
from domain.regulation.tree import walk

_FITTING = (Bonus, CountDeduction, StepTable, Linear, Piecewise, Rank, Formula)


def adjustment_findings(rulebook: Rulebook) -> Iterator[Finding]:
    """What is wrong with adjustments, and with ids by which facts could mean two things."""
    yield from _meant_twice(rulebook)
    for position, one in enumerate(rulebook.adjustments, start=1):
        place = f"adjustments.{position}.rule"
        stand_in = Indicator(id=one.id, name=one.name, rule=one.rule, points=Decimal(0))
        yield from parameter_findings(stand_in, place)
        if not isinstance(one.rule, _FITTING):
            fits = ", ".join(sorted(shape for shape, kind in SHAPES.items() if kind in _FITTING))
            problem = f"rule {one.rule.shape} has nothing to go by outside the indicators"
            yield Finding(place=place, problem=problem, mend=f"Choose one of {fits}")
        elif isinstance(one.rule, Rank) and not one.rule.given:
            mend = "Let the rank be given, or rank an indicator"
            yield Finding(place=f"{place}.given", problem="an adjustment has no peers to rank", mend=mend)
        elif isinstance(one.rule, StepTable | Linear | Piecewise) and one.rule.of is Of.PERCENT_OF_TARGET:
            yield Finding(place=f"{place}.of", problem="an adjustment has no target", mend="Ask for the value")


def _meant_twice(rulebook: Rulebook) -> Iterator[Finding]:
    """Ids by which values or cases are recorded for an adjustment or a veto, and for something else too."""
    indicators = {node.id: node for _, node in walk(rulebook.indicators)}
    counting = {id_ for id_, node in indicators.items() if isinstance(node.rule, Bonus | CountDeduction)}
    counting |= {one.id for one in rulebook.adjustments}
    for field, taken in (("adjustments", indicators.keys()), ("vetoes", counting)):
        for position, one in enumerate(getattr(rulebook, field), start=1):
            if one.id in taken:
                what = "indicator" if one.id in indicators else "adjustment"
                place, problem = f"{field}.{position}.id", f"{one.id!r} is the id of an {what} too"
                yield Finding(place=place, problem=problem, mend="Give each an id of its own")
