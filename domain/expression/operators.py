"""The operators: how tightly each binds, what it takes and what it gives."""

from dataclasses import dataclass
from enum import IntEnum

from domain.expression.tree import Chain, Conditional, Kind, Literal, Name, Node, OneOf, Prefix


class Level(IntEnum):
    """How tightly an operator binds; `a or b and c` is `a or (b and c)`."""

    CONDITIONAL = 0
    OR = 1
    AND = 2
    NOT = 3
    COMPARISON = 4
    SUM = 5
    PRODUCT = 6
    MINUS = 7
    WHOLE = 8  # a name, a number, a call, or whatever stands in parentheses


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator; `takes` is nothing where both sides only have to be of the same kind."""

    level: Level
    takes: Kind | None
    gives: Kind
    sentence: str


OPERATORS = {
    "or": Operator(Level.OR, Kind.TRUTH, Kind.TRUTH, "True if one side is; the right is looked at if the left is not."),
    "and": Operator(
        Level.AND, Kind.TRUTH, Kind.TRUTH, "True if both sides are; the right is looked at if the left is."
    ),
    "==": Operator(Level.COMPARISON, None, Kind.TRUTH, "Whether two numbers, texts or truth values are the same."),
    "!=": Operator(Level.COMPARISON, None, Kind.TRUTH, "Whether two numbers, texts or truth values differ."),
    "<": Operator(Level.COMPARISON, Kind.NUMBER, Kind.TRUTH, "Whether the left is below the right."),
    "<=": Operator(Level.COMPARISON, Kind.NUMBER, Kind.TRUTH, "Whether the left is not above the right."),
    ">": Operator(Level.COMPARISON, Kind.NUMBER, Kind.TRUTH, "Whether the left is above the right."),
    ">=": Operator(Level.COMPARISON, Kind.NUMBER, Kind.TRUTH, "Whether the left is not below the right."),
    "in": Operator(Level.COMPARISON, Kind.TEXT, Kind.TRUTH, "Whether a text is one of those listed in parentheses."),
    "+": Operator(Level.SUM, Kind.NUMBER, Kind.NUMBER, "The sum."),
    "-": Operator(Level.SUM, Kind.NUMBER, Kind.NUMBER, "The difference; before a single value, its negative."),
    "*": Operator(Level.PRODUCT, Kind.NUMBER, Kind.NUMBER, "The product."),
    "/": Operator(Level.PRODUCT, Kind.NUMBER, Kind.NUMBER, "The quotient, exact; dividing by 0 is refused."),
}
"""Those between two values; `in` has a list on its right."""

PREFIXES = {
    "not": Operator(Level.NOT, Kind.TRUTH, Kind.TRUTH, "True if the condition is false."),
    "-": Operator(Level.MINUS, Kind.NUMBER, Kind.NUMBER, OPERATORS["-"].sentence),
}
"""Those before a value."""

WORDS = frozenset({"if", "then", "else", "true", "false", "not", "and", "or", "in"})
"""Words with a meaning of their own, which are no names."""


def level(node: Node) -> Level:
    """How tightly a tree hangs together; a looser one needs parentheses inside a tighter one."""
    match node:
        case Chain(rest=((operator, _), *_)):
            return OPERATORS[operator].level
        case Prefix(operator=operator):
            return PREFIXES[operator].level
        case OneOf():
            return Level.COMPARISON
        case Conditional():
            return Level.CONDITIONAL
        case Literal() | Name() | _:
            return Level.WHOLE
