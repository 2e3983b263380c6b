"""A tree written as text again: with its names, or with the values they have."""

from collections.abc import Mapping
from fractions import Fraction

from domain.exact import simplest, text
from domain.expression.operators import OPERATORS, Level, level
from domain.expression.tree import Call, Chain, Conditional, Literal, Name, Node, OneOf, Prefix

Value = Fraction | str | bool | None
"""What an expression computes with and gives: nothing where a value is missing."""

_READABLE = 20
_NOTHING: Mapping[str, Value] = {}


def written(node: Node, values: Mapping[str, Value] = _NOTHING) -> str:
    """An expression that reads as the same tree, with no more parentheses than it needs.

    Names that have a value in `values` are written as that value.
    """
    return _written(node, values, Level.CONDITIONAL)


def short(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """The values that are written for people: all but numbers of more than 20 characters, which stay names."""
    return {name: value for name, value in values.items() if isinstance(value, str) or len(shown(value)) <= _READABLE}


def shown(value: Value) -> str:
    """One value as an expression writes it, or "missing"; a number that does not end within 12 places as "n/d"."""
    match value:
        case None:
            return "missing"
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case Fraction():
            return text(simplest(value))


def _written(node: Node, values: Mapping[str, Value], least: Level) -> str:
    """Writes a node where whatever binds less than `least` needs parentheses."""
    if isinstance(node, Name) and (value := values.get(node.name)) is not None:
        seen = shown(value)
        return _parenthesised(seen, _tightness(value, seen), least)
    return _parenthesised(_bare(node, values), level(node), least)


def _bare(node: Node, values: Mapping[str, Value]) -> str:  # noqa: PLR0911 - one return for each kind of node reads best
    match node:
        case Literal(value=bool() | str() as value):
            return shown(value)
        case Literal(value=number):
            return f"{number:f}"
        case Name(name=name):
            return name
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(written(argument, values) for argument in arguments)})"
        case Prefix(operator=operator, operand=operand):
            between = " " if operator.isalpha() else ""
            return f"{operator}{between}{_written(operand, values, level(node))}"
        case Chain(first=first, rest=rest):
            return _chain(first, rest, values)
        case OneOf(operand=operand, texts=texts):
            listed = ", ".join(map(shown, texts))
            return f"{_written(operand, values, Level.SUM)} in ({listed})"
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            return f"if {written(condition, values)} then {written(then, values)} else {written(otherwise, values)}"


def _chain(first: Node, rest: tuple[tuple[str, Node], ...], values: Mapping[str, Value]) -> str:
    own = OPERATORS[rest[0][0]].level
    tighter = Level(own + 1)
    begun = _written(first, values, tighter if own is Level.COMPARISON else own)
    return " ".join([begun, *(f"{operator} {_written(operand, values, tighter)}" for operator, operand in rest)])


def _tightness(value: Value, seen: str) -> Level:
    """How tightly a value hangs together: a fraction is a division; a negative number is set apart after a sign."""
    if not isinstance(value, Fraction):
        return Level.WHOLE
    return Level.SUM if value < 0 else Level.PRODUCT if "/" in seen else Level.WHOLE


def _parenthesised(piece: str, own: Level, least: Level) -> str:
    return piece if own >= least else f"({piece})"
