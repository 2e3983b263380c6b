"""The functions of the language: all there are, each with what it takes, what it gives and one sentence."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.exact import Rounding, RoundingMode, rounded, simplest
from domain.explanation import readable
from domain.expression.error import ExpressionError
from domain.expression.tree import Kind

MODES = tuple(mode.value for mode in RoundingMode)
MOST_PLACES = 12

_MOST_BITS = 83_000
_MOST_DIGITS = 24_000
"""Digits that a numerator or denominator surely may have: what is computed can then be stored and read again."""


def bounded(number: Fraction) -> Fraction:
    """The number itself; raises `ExpressionError` when it has grown beyond all use."""
    if number.numerator.bit_length() > _MOST_BITS or number.denominator.bit_length() > _MOST_BITS:
        raise ExpressionError(
            f"a number in it has more than {_MOST_DIGITS:,} digits", "round the values that go in, or multiply less"
        )
    return number


@dataclass(frozen=True, slots=True)
class Function:
    """One function.

    `takes` are the kinds of its parameters by name, nothing where every kind will do; those beyond `least` may be left
    out, and where there are `more`, the last may be repeated. What it `gives` is nothing where that is the kind of its
    arguments. A function without `apply` looks at whether its arguments are there; any other is missing when one is.
    """

    takes: Mapping[str, Kind | None]
    gives: Kind | None
    sentence: str
    apply: Callable[..., Fraction] | None
    least: int
    more: bool = False

    @property
    def most(self) -> int | None:
        """How many arguments it takes at most; nothing, when any number."""
        return None if self.more else len(self.takes)

    def kind(self, position: int) -> Kind | None:
        """What it takes at a position, counted from 0."""
        kinds = tuple(self.takes.values())
        return kinds[min(position, len(kinds) - 1)]


def _numeric(parameters: str, apply: Callable[..., Fraction], sentence: str, *, more: bool = False) -> Function:
    """A function from numbers to a number, with none of its parameters left out."""
    names = parameters.split()
    return Function(dict.fromkeys(names, Kind.NUMBER), Kind.NUMBER, sentence, apply, len(names), more)


def _floor(x: Fraction) -> Fraction:
    return Fraction(math.floor(x))


def _ceil(x: Fraction) -> Fraction:
    return Fraction(math.ceil(x))


def _mean(*numbers: Fraction) -> Fraction:
    total = Fraction(0)
    for number in numbers:
        total = bounded(total + number)
    return total / len(numbers)


def _clamp(x: Fraction, low: Fraction, high: Fraction) -> Fraction:
    if low > high:
        raise ExpressionError(
            f"clamp has a low of {readable(simplest(low))} above its high of {readable(simplest(high))}",
            "give it a low that is not above the high",
        )
    return min(max(x, low), high)


def _round(x: Fraction, places: Fraction, mode: str = RoundingMode.HALF_UP) -> Fraction:
    return Fraction(rounded(x, Rounding(mode=RoundingMode(mode), places=int(places))))


FUNCTIONS: Mapping[str, Function] = {
    "abs": _numeric("x", abs, "x without its sign."),
    "ceil": _numeric("x", _ceil, "The lowest whole number that is not below x."),
    "clamp": _numeric("x low high", _clamp, "x, but at least low and at most high; low may not be above high."),
    "first_known": Function(
        {"x": None, "y": None},
        None,
        "The first argument that is not missing; all are of one kind, and those after it are not looked at.",
        None,
        least=2,
        more=True,
    ),
    "floor": _numeric("x", _floor, "The highest whole number that is not above x."),
    "known": Function({"x": None}, Kind.TRUTH, "Whether x, of any kind, is not missing.", None, least=1),
    "max": _numeric("x y", max, "The highest of its arguments.", more=True),
    "mean": _numeric("x y", _mean, "The sum of its arguments, divided by how many they are.", more=True),
    "min": _numeric("x y", min, "The lowest of its arguments.", more=True),
    "round": Function(
        {"x": Kind.NUMBER, "places": Kind.NUMBER, "mode": Kind.TEXT},
        Kind.NUMBER,
        f'x with so many decimal places, 0 to {MOST_PLACES}, by a mode, "{MODES[0]}" if left out.',
        _round,
        least=2,
    ),
}
"""In alphabetical order."""

REFERENCES: Mapping[str, str] = {
    "score": "The score of the indicator with this id.",
    "value": "The value of the indicator with this id.",
}
"""What is written like a function and is a name: `value("permit-days")`."""


def signature(name: str) -> str:
    """How a function is written: "round(x, places[, mode])", "max(x, y, ...)"."""
    function = FUNCTIONS[name]
    parameters = list(function.takes)
    needed, others = parameters[: function.least], parameters[function.least :]
    return f"{name}({', '.join(needed)}{''.join(f'[, {other}]' for other in others)}{', ...' if function.more else ''})"
