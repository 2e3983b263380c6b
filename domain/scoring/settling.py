"""What is done with the points of a rule: bounds and rounding, and where they are from."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from domain.exact import Rounding, rounded
from domain.regulation import Formula, Indicator
from domain.scoring.facts import Fact, Facts, Ruling
from domain.scoring.measure import Measure, Number, bracketed, shown

_NOTHING = Fact(value=None)


class Settled(NamedTuple):
    """Final points, nothing when there are none; the rule in words; the sum."""

    points: Fraction | None
    rule: str
    works: str | None


def settled(node: Indicator, full: Fraction, measure: Measure, rounding: Rounding | None) -> Settled:
    """The points of a rule within the bounds of the indicator, and rounded."""
    points, rule, works = measure.points, measure.rule, measure.works
    if points is None:
        return Settled(None, rule, None)
    least, most = _bounds(node, full)
    if least is not None and points < least:
        points, rule, works = Fraction(least), f"{rule}; at least {shown(least)}", f"max({bracketed(least)}, {works})"
    elif most is not None and points > most:
        points, rule, works = Fraction(most), f"{rule}; at most {shown(most)}", f"min({bracketed(most)}, {works})"
    if rounding is not None:
        points = Fraction(rounded(points, rounding))
        works = f'round({works}, {rounding.places}, "{rounding.mode.value}")'
    return Settled(points, rule, works)


def _bounds(node: Indicator, full: Fraction) -> tuple[Number | None, Number | None]:
    """The bounds that the indicator states; a formula keeps from 0 to full marks where it states none."""
    if not isinstance(node.rule, Formula):
        return node.least, node.most
    return Decimal(0) if node.least is None else node.least, full if node.most is None else node.most


class Sources(NamedTuple):
    """The events and the evidence that points are from, and what was ruled on an external cause, if anything."""

    cites: tuple[int, ...]
    evidence: tuple[str, ...]
    ruling: str


def sources(id_: str, measure: Measure, facts: Facts) -> Sources:
    """Where the points of an indicator, or of an adjustment, are from."""
    fact, points = facts.values.get(id_, _NOTHING), facts.points.get(id_, _NOTHING)
    joint, ruling = facts.joint.get(id_), facts.rulings.get(id_)
    cites = (
        *fact.cites,
        *measure.cites,
        *points.cites,
        *facts.past_cites.get(id_, ()),
        *(joint.cites if joint else ()),
    )
    evidence = (*fact.evidence, *measure.evidence)
    if ruling is not None:
        cites, evidence = (*cites, *ruling.cites), (*evidence, *ruling.evidence)
    return Sources(tuple(dict.fromkeys(cites)), tuple(dict.fromkeys(evidence)), _said(ruling))


def _said(ruling: Ruling | None) -> str:
    if ruling is None:
        return ""
    effect = f"upheld: {ruling.effect.value}" if ruling.upheld and ruling.effect else "not upheld"
    return f"{effect}, by {ruling.by}" if ruling.by else effect
