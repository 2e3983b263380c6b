"""What one indicator scores: its rule applied to a reported value or to points, with the sentence that says how."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from domain.exact import simplest, text
from domain.regulation import Direction, Indicator, Judged, MetOrNot, RatioToTarget

_BEST = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """A score from 0 to 100, nothing when there was nothing to measure; the rule in words; what went into it."""

    score: Fraction | None
    rule: str
    inputs: dict[str, str] = field(default_factory=dict)
    verdict: str | None = None


def measure(
    node: Indicator,
    rule: RatioToTarget | MetOrNot,
    value: Decimal | Fraction | None,
    goal: Decimal | Fraction | None,
) -> Measure:
    """Measures a value against the confirmed goal or, where there is none, the rulebook's target."""
    target = node.target if goal is None else goal
    if target is None or node.direction is None:
        raise ValueError(f"indicator {node.id} has no target or direction; the rulebook has not been checked")
    given = {
        "target": text(target),
        "target from": "rulebook" if goal is None else "confirmed goals",
        "unit": node.unit or "",
    }
    name = "ratio to target" if isinstance(rule, RatioToTarget) else "met or not"
    if value is None:
        return Measure(None, f"{name}, {node.direction.value}: no value", given)
    given = {"value": text(value), **given}
    met = value >= target if node.direction is Direction.UP else value <= target
    if isinstance(rule, RatioToTarget):
        score, how = _ratio(rule, node.direction, Fraction(value), Fraction(target), met=met)
        return Measure(score, f"{name}, {node.direction.value}: {how}", given)
    compared = _COMPARED[node.direction, met]
    verdict = rule.verdicts.met if met else rule.verdicts.not_met
    how = f"{text(value)} {compared} {text(target)}: {verdict}"
    return Measure(
        Fraction(rule.met if met else rule.not_met), f"{name}, {node.direction.value}: {how}", given, verdict
    )


_COMPARED = {
    (Direction.UP, True): "reaches",
    (Direction.UP, False): "is below",
    (Direction.DOWN, True): "does not exceed",
    (Direction.DOWN, False): "exceeds",
}


def _ratio(
    rule: RatioToTarget, direction: Direction, value: Fraction, target: Fraction, *, met: bool
) -> tuple[Fraction, str]:
    part, whole = (value, target) if direction is Direction.UP else (target, value)
    maximum = Fraction(rule.maximum)
    shown = text(simplest(value)), text(simplest(target))
    if target <= 0 or whole <= 0:
        outcome = "met" if met else "not met"
        how = f"no ratio between {shown[0]} and a target of {shown[1]}, which is {outcome}"
        return maximum if met else Fraction(0), how
    quotient = f"{text(simplest(part))} / {text(simplest(whole))} x {_BEST}"
    how = f"{quotient}, at most {text(rule.maximum)}" + (", at least 0" if part < 0 else "")
    return max(Fraction(0), min(maximum, part / whole * _BEST)), how


def judge(node: Indicator, rule: Judged, points: Decimal | Fraction | None) -> Measure:
    """Turns the points of the lead department into a score."""
    given = {"maximum": text(rule.maximum), "lead department": node.lead or ""}
    if points is None:
        return Measure(None, f"judged by {node.lead}: no points", given)
    score = Fraction(points) / Fraction(rule.maximum) * _BEST
    how = f"{text(points)} of {text(rule.maximum)} points x {_BEST}"
    return Measure(score, f"judged by {node.lead}: {how}", {"points": text(points), **given})
