"""A tree made into a function of the values of its names.

What reaches an operator is there and of its kind: what is missing is handed on before, and kinds have been checked.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from domain.expression.error import ExpressionError
from domain.expression.functions import FUNCTIONS, bounded
from domain.expression.tree import Call, Chain, Conditional, Literal, Name, Node, OneOf, Prefix, parts
from domain.expression.written import Value, short, written

Run = Callable[[Mapping[str, Value]], Value]
"""A tree as a function of values by name."""


def compiled(node: Node) -> Run:  # noqa: PLR0911 - one return for each kind of node reads best
    """The function that computes a tree; it raises `ExpressionError` where there is no result."""
    below = [compiled(part) for part in parts(node)]
    match node:
        case Literal(value=value):
            constant = value if isinstance(value, str | bool) else Fraction(value)
            return lambda _: constant
        case Name(name=name):
            return operator.itemgetter(name)
        case Prefix(operator=sign):
            return _strict(operator.not_ if sign == "not" else operator.neg, below)
        case OneOf(texts=texts):
            return _strict(frozenset(texts).__contains__, below)
        case Chain(rest=((("and" | "or") as sign, _), *_)):
            return _decided(below, undecided=sign == "and")
        case Chain(rest=rest):
            signs, operands = zip(*rest, strict=True)
            return _chain(below[0], list(zip([_BETWEEN[sign] for sign in signs], below[1:], operands, strict=True)))
        case Call(function="known"):
            return _known(below[0])
        case Call(function=function):
            apply = FUNCTIONS[function].apply
            return _first_known(below) if apply is None else _strict(_bounding(apply), below)
        case Conditional():
            return _conditional(*below)


def _strict(apply: Callable[..., Value], operands: Sequence[Run]) -> Run:
    """Applies a function to its operands, unless one of them is missing."""

    def run(values: Mapping[str, Value]) -> Value:
        given = list[Value]()
        for operand in operands:
            if (value := operand(values)) is None:
                return None
            given.append(value)
        return apply(*given)

    return run


def _chain(first: Run, rest: Sequence[tuple[Callable[[Any, Any], Value], Run, Node]]) -> Run:
    """Applies operators from left to right; each comes with its right side, as a function and as a tree."""

    def run(values: Mapping[str, Value]) -> Value:
        result = first(values)
        for apply, operand, tree in rest:
            if result is None or (right := operand(values)) is None:
                return None
            try:
                result = apply(result, right)
            except ZeroDivisionError:
                raise _division(tree, values) from None
        return result

    return run


def _division(divisor: Node, values: Mapping[str, Value]) -> ExpressionError:
    named, given = written(divisor), written(divisor, short(values))
    which = "" if named == "0" else ", which is 0" if given in {"0", named} else f", which is {given} = 0"
    return ExpressionError(f"it divides by {named}{which}", "say what holds then, with if ... then ... else ...")


def _decided(operands: Sequence[Run], *, undecided: bool) -> Run:
    """Takes conditions one by one for as long as they leave it open: `and` while they are true, `or` while false."""

    def run(values: Mapping[str, Value]) -> Value:
        for operand in operands:
            if (result := operand(values)) is not undecided:
                return result
        return undecided

    return run


def _known(operand: Run) -> Run:
    return lambda values: operand(values) is not None


def _first_known(operands: Sequence[Run]) -> Run:
    def run(values: Mapping[str, Value]) -> Value:
        return next((given for operand in operands if (given := operand(values)) is not None), None)

    return run


def _conditional(condition: Run, then: Run, otherwise: Run) -> Run:
    def run(values: Mapping[str, Value]) -> Value:
        holds = condition(values)
        if holds is None:
            return None
        return then(values) if holds else otherwise(values)

    return run


def _bounding(apply: Callable[..., Fraction]) -> Callable[..., Fraction]:
    return lambda *numbers: bounded(apply(*numbers))


_BETWEEN: Mapping[str, Callable[[Any, Any], Value]] = {
    "+": _bounding(operator.add),
    "-": _bounding(operator.sub),
    "*": _bounding(operator.mul),
    "/": _bounding(operator.truediv),
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
