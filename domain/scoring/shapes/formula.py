"""How a formula of the rulebook scores."""

from fractions import Fraction

from domain.expression import parse
from domain.regulation import Formula
from domain.scoring.measure import Given, Measure, bracketed, shown, stated


def formula(rule: Formula, given: Given) -> Measure:
    """From 0 to full marks, unless the indicator has bounds of its own."""
    expression = parse(rule.points)
    names = given.asked(expression)
    inputs = stated(given) | {name: _said(names.get(name)) for name in expression.names if names.get(name) is not None}
    outcome = expression.evaluate(names)
    if outcome is None:
        lacking = ", ".join(name for name in expression.names if names.get(name) is None)
        return Measure(None, f"formula {rule.points}: nothing is known of {lacking}", inputs=inputs)
    assert not isinstance(outcome, str | bool)  # noqa: S101 - a rulebook with another formula is not put into force
    least = Fraction(0) if given.node.least is None else Fraction(given.node.least)
    most = given.full if given.node.most is None else Fraction(given.node.most)
    points = max(least, min(most, Fraction(outcome)))
    how = f"formula {rule.points}: {expression.explain(names)}, from {shown(least)} to {shown(most)}"
    return Measure(
        points, how, f"max({bracketed(least)}, min({bracketed(most)}, {bracketed(Fraction(outcome))}))", inputs
    )


def _said(value: object) -> str:
    return shown(value) if not isinstance(value, str | bool | None) else str(value).lower()  # type: ignore[arg-type]
