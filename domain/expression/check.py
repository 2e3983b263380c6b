"""Whether an expression makes sense with the names it is given: each there, each of a kind that fits its use."""

from collections.abc import Mapping

from domain.expression.error import ExpressionError
from domain.expression.functions import FUNCTIONS
from domain.expression.grammar import nearest
from domain.expression.operators import OPERATORS, PREFIXES
from domain.expression.tree import Call, Chain, Conditional, Kind, Literal, Name, Node, OneOf, Prefix
from domain.expression.written import written

_WORDS = {Kind.NUMBER: "a number", Kind.TEXT: "text", Kind.TRUTH: "a truth value", Kind.MISSING: "missing"}
_MENDS = {
    Kind.NUMBER: "use a number there",
    Kind.TEXT: "use text there",
    Kind.TRUTH: "use a condition there, such as value > 0",
}
_SHOWN = 60


def kind_of(node: Node, names: Mapping[str, Kind]) -> Kind:  # noqa: PLR0911 - one return for each kind of node reads best
    """The kind of a tree's value; raises `ExpressionError` for an unknown name, or for kinds that do not fit."""
    match node:
        case Literal(kind=kind):
            return kind
        case Name(name=name):
            if name not in names:
                raise ExpressionError(f"there is no name {_short(name)}", nearest(name, names))
            return names[name]
        case Prefix(operator=operator, operand=operand):
            require_kind(operand, PREFIXES[operator].takes, names, operator)
            return PREFIXES[operator].gives
        case OneOf(operand=operand):
            require_kind(operand, Kind.TEXT, names, "in")
            return Kind.TRUTH
        case Chain(first=first, rest=rest):
            return _chain(first, rest, names)
        case Call(function=function, arguments=arguments):
            return _call(function, arguments, names)
        case Conditional(condition=condition, then=then, otherwise=otherwise):
            require_kind(condition, Kind.TRUTH, names, "if")
            return _same((then, otherwise), names, "then and else take")


def require_kind(node: Node, wanted: Kind | None, names: Mapping[str, Kind], user: str) -> None:
    """Raises `ExpressionError` unless a tree is of the kind that `user` takes, an operator, say."""
    kind = kind_of(node, names)
    if wanted is not None and kind not in {wanted, Kind.MISSING}:
        problem = f"{user} takes {_WORDS[wanted]}, and {_short(written(node))} is {_WORDS[kind]}"
        raise ExpressionError(problem, _MENDS[wanted])


def _chain(first: Node, rest: tuple[tuple[str, Node], ...], names: Mapping[str, Kind]) -> Kind:
    symbol, second = rest[0]
    if OPERATORS[symbol].takes is None:
        _same((first, second), names, f"{symbol} takes")
        return OPERATORS[symbol].gives
    for operator, operand in ((symbol, first), *rest):
        require_kind(operand, OPERATORS[operator].takes, names, operator)
    return OPERATORS[symbol].gives


def _call(name: str, arguments: tuple[Node, ...], names: Mapping[str, Kind]) -> Kind:
    function = FUNCTIONS[name]
    if function.gives is None:
        return _same(arguments, names, f"{name} takes")
    for position, argument in enumerate(arguments):
        require_kind(argument, function.kind(position), names, name)
    return function.gives


def _same(nodes: tuple[Node, ...], names: Mapping[str, Kind], taking: str) -> Kind:
    """The one kind of several trees."""
    first = Kind.MISSING
    among = nodes[0]
    for node in nodes:
        kind = kind_of(node, names)
        if Kind.MISSING not in {first, kind} and kind is not first:
            raise ExpressionError(
                f"{taking} values of one kind, but {_short(written(among))} is {_WORDS[first]} "
                f"and {_short(written(node))} is {_WORDS[kind]}",
                "use values of the same kind",
            )
        if first is Kind.MISSING:
            first, among = kind, node
    return first


def _short(piece: str) -> str:
    return piece if len(piece) <= _SHOWN else f"{piece[:_SHOWN]}..."
