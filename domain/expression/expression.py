"""An expression, read once and computed as often as there are values."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema

from domain.exact import number, simplest
from domain.explanation import readable
from domain.expression.check import kind_of, require_kind
from domain.expression.error import ExpressionError
from domain.expression.evaluate import Run, compiled
from domain.expression.functions import bounded
from domain.expression.grammar import GENERATED, nearest, read
from domain.expression.tokens import MOST_CHARACTERS
from domain.expression.tree import Kind, Name, Node, parts
from domain.expression.written import Value, short, shown, written
from domain.refusal import Reason, Refused

Given = Decimal | Fraction | int | str | bool | None
"""What a name may stand for; nothing where its value is missing."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A formula or a condition of a rulebook, made by `parse`; `str` of it is its text with even spaces.

    `names` are all names that it uses, references to indicators included as they are written, `value("permit-days")`;
    `indicators` are the ids in those. Both are in alphabetical order.
    """

    text: str
    tree: Node = field(compare=False, repr=False)
    names: tuple[str, ...] = field(compare=False, repr=False)
    indicators: tuple[str, ...] = field(compare=False, repr=False)
    _run: Run = field(compare=False, repr=False)

    def __str__(self) -> str:
        return written(self.tree)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return parse, (self.text,)

    def evaluate(self, names: Mapping[str, Given]) -> Value:
        """Computes the value, exactly; nothing where a value that it needs is missing.

        A missing value is handed on by everything but `known` and `first_known`, and by what is not looked at: the
        branch of a condition that is not taken, the right of an `and` or `or` that its left has decided. Refuses names
        that are not given at all, values of the wrong kind, a division by zero, and numbers beyond 24,000 digits.
        """
        try:
            values = self._values(names)
            _require_kinds(self, tuple([_kind(value) for value in values.values()]))
            result: Value = self._run(values)
        except ExpressionError as error:
            raise self._refused(error) from error
        return result

    def explain(self, names: Mapping[str, Given]) -> str:
        """The computation with its values, "39.5 / 50 * 100 = 79".

        A name stays a name where its value is missing or a number of more than 20 characters; a result so long is
        "about" and 4 places. What stands before "=" or "is" is an expression of the same value. Refuses as `evaluate`.
        """
        result = self.evaluate(names)
        computation = written(self.tree, short(self._values(names)))
        if isinstance(result, Fraction):
            return f"{computation} = {readable(simplest(result))}"
        return f"{computation} is {shown(result)}"

    def applied(self, names: Mapping[str, Given]) -> str:
        """The expression with every value in the place of its name, for `work_out`; what is missing stays a name."""
        return written(self.tree, self._values(names))

    def _values(self, names: Mapping[str, Given]) -> dict[str, Value]:
        return {name: _value(name, names) for name in self.names}

    def _refused(self, error: ExpressionError) -> Refused:
        mend = error.mend[:1].upper() + error.mend[1:]
        return Refused(Reason.INVALID, f"expression {self}", error.problem, mend)


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Reads an expression; raises `ExpressionError`, a `ValueError`, with the first thing that is wrong with it."""
    tree = read(text)
    used = list(_names(tree))
    names = tuple(sorted({name.name for name in used}))
    indicators = tuple(sorted({name.indicator for name in used if name.indicator is not None}))
    return Expression(text, tree, names, indicators, compiled(tree))


def work_out(text: str, names: Mapping[str, Fraction | None]) -> Value:
    """Computes once an expression that the program itself has written, however long; names not given are missing.

    Raises `ExpressionError` where there is no result.
    """
    return compiled(read(text, GENERATED))(defaultdict(lambda: None, names))


def check(expression: Expression, names: Mapping[str, Kind], gives: Kind | None = None) -> Kind:
    """The kind of what an expression gives, when names are of these kinds.

    Raises `ExpressionError` for a name that is not among them, with the nearest that is, for kinds that do not fit
    their use, and for a result that is not of the kind it should give.
    """
    if gives is not None:
        require_kind(expression.tree, gives, names, "this place")
    return kind_of(expression.tree, names)


def _names(node: Node) -> Iterator[Name]:
    if isinstance(node, Name):
        yield node
    for part in parts(node):
        yield from _names(part)


def _value(name: str, names: Mapping[str, Given]) -> Value:
    if name not in names:
        raise ExpressionError(f"no value is given for {name}", nearest(name, names))
    given = names[name]
    if given is None or isinstance(given, str | bool):
        return given
    return bounded(given if isinstance(given, Fraction) else _number(name, given))


def _number(name: str, given: Decimal | int) -> Fraction:
    try:
        return Fraction(number(given))
    except ValueError as error:
        problem, _, mend = str(error).rpartition(": ")
        raise ExpressionError(f"for {name}, {problem}", mend) from error


def _kind(value: Value) -> Kind:
    match value:
        case Fraction():
            return Kind.NUMBER
        case bool():
            return Kind.TRUTH
        case str():
            return Kind.TEXT
        case None:
            return Kind.MISSING


@lru_cache(maxsize=4096)
def _require_kinds(expression: Expression, kinds: tuple[Kind, ...]) -> None:
    kind_of(expression.tree, dict(zip(expression.names, kinds, strict=True)))


def _readable(text: str) -> str:
    parse(text)
    return text


ExpressionText = Annotated[
    str,
    AfterValidator(_readable),
    WithJsonSchema({"type": "string", "maxLength": MOST_CHARACTERS, "examples": ["value / target * 100"]}),
]
"""A field that holds the text of an expression; what its names mean is for `check` to see."""
