"""How a formula of the rulebook scores."""

from fractions import Fraction

from domain.expression import parse
from domain.regulation import Formula
from domain.scoring.measure import Given, Measure, Operand, evaluated, shown, stated


def formula(rule: Formula, given: Given) -> Measure:
    """What the expression gives; the indicator's bounds keep it, as they do any score."""
    expression = parse(rule.points)
    names = given.asked(expression)
    inputs = stated(given) | {name: _said(value) for name, value in names.items() if value is not None}
    outcome = evaluated(f"indicator {given.node.id}", expression, names)
    if outcome is None:
        lacking = ", ".join(name for name, value in names.items() if value is None)
        return Measure(None, f"formula {rule.points}: nothing is known of {lacking}", inputs=inputs)
    assert not isinstance(outcome, str | bool)  # noqa: S101 - a rulebook with another formula is not put into force
    how = f"formula {rule.points}: {expression.explain(names)}"
    return Measure(Fraction(outcome), how, expression.applied(names), inputs)


def _said(value: Operand) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str() | None:
            return value or ""
        case _:
            return shown(value)
