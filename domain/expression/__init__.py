"""Formulas and conditions of rulebooks: a small language whose every expression ends, exactly and soon.

It has numbers, texts and truth values, a fixed list of operators and functions, and names for what is given. There
are no attributes, no assignments, no loops and nothing to call but the functions listed. The page for those who write
it is docs/reference/expressions.md.
"""

from domain.expression.error import ExpressionError
from domain.expression.expression import Expression, ExpressionText, Given, check, parse, work_out
from domain.expression.order import order
from domain.expression.tree import Kind
from domain.expression.written import Value

__all__ = [
    "Expression",
    "ExpressionError",
    "ExpressionText",
    "Given",
    "Kind",
    "Value",
    "check",
    "order",
    "parse",
    "score_of",
    "value_of",
    "work_out",
]


def value_of(indicator: str) -> str:
    """The name by which an expression refers to an indicator's value: `value("permit-days")`."""
    return f'value("{indicator}")'


def score_of(indicator: str) -> str:
    """The name by which an expression refers to an indicator's score: `score("permit-days")`."""
    return f'score("{indicator}")'
