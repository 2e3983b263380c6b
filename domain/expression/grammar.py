"""From the text of an expression to its tree.

    expression   if expression then expression else expression, or a chain
    chain        operands with operators between them, the tighter ones first; of comparisons only one in a row
    operand      a number, a text, true, false, a name, a call, not or - with its operand, an expression in parentheses

Every step down is counted, and so is every node: neither this nor what is done with the tree later can run away.
"""

import difflib
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from domain.expression.error import ExpressionError
from domain.expression.functions import FUNCTIONS, MODES, MOST_PLACES, REFERENCES, signature
from domain.expression.operators import OPERATORS, WORDS, Level, level
from domain.expression.tokens import MOST_CHARACTERS, Sort, Token, tokens
from domain.expression.tree import Call, Chain, Conditional, Kind, Literal, Name, Node, OneOf, Prefix, parts

MOST_NODES = 500
DEEPEST = 50


class Limits(NamedTuple):
    """How large an expression may be."""

    characters: int
    nodes: int
    depth: int


AUTHORED = Limits(MOST_CHARACTERS, MOST_NODES, DEEPEST)
"""What people write."""

GENERATED = Limits(characters=100_000_000, nodes=1_000_000, depth=DEEPEST + 20)
"""What the program writes itself: a sum over thousands of parts, or a formula of the deepest inside a few bounds."""

_A_VALUE = "a value"
_AN_OPERATOR = "an operator or the end"
_MENDS = {
    _A_VALUE: 'write a number, a name, text in double quotes or "("',
    _AN_OPERATOR: "write an operator such as + or and before it, or remove it",
}
_SHOWN = 40
_LISTED = 12
_TELLING = 3
"""Letters from which on a name that holds another is taken to be meant by it: growth, value("growth")."""


def read(text: str, limits: Limits = AUTHORED) -> Node:
    """Reads an expression; raises `ExpressionError` with the first thing that is wrong with it."""
    if not text.strip():
        raise ExpressionError("it is empty", "write a formula such as value / target * 100")
    tree = _Reader(tokens(text, limits.characters), limits).whole()
    _require_shallow(_height(tree), limits)
    return tree


def nearest(name: str, known: Iterable[str]) -> str:
    """What to write instead of a name that is not there."""
    names = sorted(known)
    near = difflib.get_close_matches(name, names, n=1)
    holding = [longer for longer in names if name in longer and len(name) >= _TELLING]
    if near or holding:
        return f"did you mean {(near or holding)[0]}?"
    if not names:
        return "use none"
    listed = ", ".join(names[:_LISTED])
    return f"use {listed}" if len(names) <= _LISTED else f"use {listed} or one of {len(names) - _LISTED:,} others"


def _height(node: Node) -> int:
    return 1 + max(map(_height, parts(node)), default=0)


def _require_shallow(depth: int, limits: Limits) -> None:
    if depth > limits.depth:
        raise ExpressionError(f"it is nested more than {limits.depth} deep", "use fewer parentheses, or split it")


class _Reader:
    """Reads tokens from left to right, each once."""

    def __init__(self, pieces: tuple[Token, ...], limits: Limits) -> None:
        self._tokens = pieces
        self._limits = limits
        self._at = 0
        self._nodes = 0

    def whole(self) -> Node:
        tree = self._expression(1)
        if self._next.sort is not Sort.END:
            raise self._unexpected(self._next, _AN_OPERATOR)
        return tree

    # ---------------------------------------------------------------- what there is to read

    def _expression(self, depth: int) -> Node:
        _require_shallow(depth, self._limits)
        if not self._take("if"):
            return self._chain(Level.OR, depth)
        condition = self._expression(depth + 1)
        self._require("then")
        then = self._expression(depth + 1)
        self._require("else")
        return self._counted(Conditional(condition, then, self._expression(depth + 1)))

    def _chain(self, least: Level, depth: int) -> Node:
        """Operands joined by operators that bind at least so tightly."""
        _require_shallow(depth, self._limits)
        left, compared = self._operand(least, depth), False
        while operator := self._operator(least):
            binds = OPERATORS[operator].level
            if compared and binds is Level.COMPARISON:
                raise ExpressionError(
                    f"{operator} follows another comparison", "join two with and, as in a < b and b < c"
                )
            compared = binds is Level.COMPARISON
            left = self._one_of(left) if operator == "in" else self._joined(left, operator, depth)
        return left

    def _joined(self, left: Node, operator: str, depth: int) -> Node:
        binds = OPERATORS[operator].level
        right = self._chain(Level(binds + 1), depth + 1)
        if isinstance(left, Chain) and level(left) is binds is not Level.COMPARISON:
            return Chain(left.first, (*left.rest, (operator, right)))
        return self._counted(Chain(left, ((operator, right),)))

    def _one_of(self, left: Node) -> Node:
        self._require("(")
        texts = [self._text()]
        while not self._take(")"):
            self._require(",")
            texts.append(self._text())
        return self._counted(OneOf(left, tuple(texts)))

    def _operand(self, least: Level, depth: int) -> Node:  # noqa: PLR0911 - one return for each kind of operand reads best
        token = self._advance()
        match token.sort, token.text:
            case Sort.NUMBER, digits:
                return self._counted(Literal(Kind.NUMBER, Decimal(digits)))
            case Sort.TEXT, text:
                return self._counted(Literal(Kind.TEXT, text))
            case Sort.SIGN, "(":
                inner = self._expression(depth + 1)
                self._require(")")
                return inner
            case Sort.SIGN, "-":
                return self._counted(Prefix("-", self._chain(Level.MINUS, depth + 1)))
            case Sort.WORD, ("true" | "false") as word:
                return self._counted(Literal(Kind.TRUTH, word == "true"))
            case Sort.WORD, ("not" | "if") as word if least > Level.NOT or word == "if":
                raise ExpressionError(f"{word} stands within another operation", f"put ({word} ...) in parentheses")
            case Sort.WORD, "not":
                return self._counted(Prefix("not", self._chain(Level.NOT, depth + 1)))
            case Sort.WORD, word if word not in WORDS:
                return self._named(word, depth)
        raise self._unexpected(token, _A_VALUE)

    def _named(self, word: str, depth: int) -> Node:
        if not self._take("("):
            return self._counted(Name(word))
        if word in REFERENCES:
            indicator = self._text()
            self._require(")")
            return self._counted(Name(f'{word}("{indicator}")', indicator))
        return self._counted(self._call(word, depth))

    def _call(self, word: str, depth: int) -> Call:
        if word not in FUNCTIONS:
            raise ExpressionError(f"there is no function {_short(word)}", nearest(word, [*FUNCTIONS, *REFERENCES]))
        arguments = [] if self._take(")") else [self._expression(depth + 1)]
        while arguments and not self._take(")"):
            self._require(",")
            arguments.append(self._expression(depth + 1))
        call = Call(word, tuple(arguments))
        _require_arguments(call)
        return call

    # ---------------------------------------------------------------- how it is read

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _advance(self) -> Token:
        token = self._next
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _is(self, text: str) -> bool:
        return self._next.text == text and self._next.sort in {Sort.SIGN, Sort.WORD}

    def _take(self, text: str) -> bool:
        found = self._is(text)
        if found:
            self._advance()
        return found

    def _require(self, text: str) -> None:
        if not self._take(text):
            raise self._unexpected(self._next, f'"{text}"')

    def _text(self) -> str:
        token = self._advance()
        if token.sort is not Sort.TEXT:
            raise self._unexpected(token, "text in double quotes")
        return token.text

    def _operator(self, least: Level) -> str | None:
        for operator, meaning in OPERATORS.items():
            if self._is(operator) and meaning.level >= least:
                return self._advance().text
        return None

    def _counted(self, node: Node) -> Node:
        self._nodes += 1
        if self._nodes > self._limits.nodes:
            raise ExpressionError(f"it has more than {self._limits.nodes} parts", "split it")
        return node

    def _unexpected(self, token: Token, wanted: str) -> ExpressionError:
        mend = _MENDS.get(wanted, f"write {wanted} there")
        if token.sort is Sort.END:
            return ExpressionError(f"it ends where {wanted} belongs", mend)
        if token.sort is Sort.WORD and token.text == "not":
            mend = 'write not before the comparison, as in not zone in ("north", "south")'
        return ExpressionError(f"at character {token.place} is {_short(str(token))} where {wanted} belongs", mend)


def _require_arguments(call: Call) -> None:
    function, given = FUNCTIONS[call.function], len(call.arguments)
    if given < function.least or (function.most is not None and given > function.most):
        upto = " or more" if function.most is None else f" or {function.most}" if function.most > function.least else ""
        values = "value" if upto == "" and function.least == 1 else "values"
        problem = f"{call.function} takes {function.least}{upto} {values}, not {given}"
        raise ExpressionError(problem, f"write {signature(call.function)}")
    if call.function == "round":
        _require_rounding(*call.arguments[1:])


def _require_rounding(places: Node, mode: Node | None = None) -> None:
    """Places and mode are written out, so that a rule states its rounding rather than computes it."""
    if not (isinstance(places, Literal) and places.kind is Kind.NUMBER and places.value in range(MOST_PLACES + 1)):
        mend = f"write a whole number from 0 to {MOST_PLACES}"
        raise ExpressionError("the places of round are not a whole number written out", mend)
    if mode is not None and not (isinstance(mode, Literal) and mode.kind is Kind.TEXT and mode.value in MODES):
        choice = ", ".join(f'"{known}"' for known in MODES)
        raise ExpressionError("the mode of round is none of those there are", f"write one of {choice}")


def _short(piece: str) -> str:
    return piece if len(piece) <= _SHOWN else f"{piece[:_SHOWN]}..."
