"""Exact numbers: every score, weight and value is a decimal or a fraction, written as text, and never a binary float.

Arithmetic is done in `Fraction`, where nothing is lost; `Decimal` is the notation of what terminates. Digits are
dropped in one place only, `rounded`, by a rule that says how.
"""

import math
import re
from collections.abc import Iterable, Sequence
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Annotated

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema

from domain.event import Record

_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_FRACTION = re.compile(r"([+-]?[0-9]+)/([0-9]+)")
_LONGEST = 50_000
"""Characters of the longest number read: exact means of hundreds of indicators are long, an attack is longer."""
_SHORT = 40
"""Characters up to which a number read is kept in memory for the next time."""
_READABLE_PLACES = 12
"""Decimal places up to which a terminating fraction is written as a decimal."""
_PLACES = {
    2**twos * 5**fives: max(twos, fives)
    for twos in range(_READABLE_PLACES + 1)
    for fives in range(_READABLE_PLACES + 1)
}
"""The decimal places of a fraction in lowest terms by its denominator, where they end and are no more than that."""
_UNBOUNDED = Context(prec=MAX_PREC, Emax=MAX_EMAX, Emin=MIN_EMIN)
"""Rounds nothing; only powers of ten are moved in it."""


def number(given: object) -> Decimal | Fraction:
    """Reads a number from plain decimal text ("19.58"), fraction text ("1/17"), an integer, or a number read before.

    Raises `ValueError` for floats, exponents, separators, infinities and whatever else is not exactly one number. A
    fraction of denominator 1 becomes a decimal; trailing zeros of a decimal are kept as written.
    """
    match given:
        case str():
            return _read_often(given) if len(given) <= _SHORT else _read(given)
        case bool():
            raise ValueError(f'{given} is a truth value, not a number: write a number such as "1"')
        case int():
            return _decimal(Decimal(given))
        case float():
            raise ValueError(f'{given} is a binary float, which is not exact: write it as a string, "{given}"')
        case Decimal():
            return _decimal(given)
        case Fraction():
            return given if given.denominator != 1 else _decimal(Decimal(given.numerator))
        case _:
            raise ValueError(
                f'a {type(given).__name__} is not a number: write plain digits as a string, "19.58" or "1/17"'
            )


def _read(given: str) -> Decimal | Fraction:
    if len(given) > _LONGEST:
        raise ValueError(f"a number of {len(given)} characters is too long: write at most {_LONGEST}")
    if _PLAIN.fullmatch(given):
        return _decimal(Decimal(given))
    parts = _FRACTION.fullmatch(given)
    if not parts:
        raise ValueError(
            f'{given!r} is not a number: write plain digits, "19.58" or "1/17", without signs for thousands'
        )
    # Through Decimal, because int() refuses texts of more than 4,300 digits.
    numerator, denominator = int(Decimal(parts[1])), int(Decimal(parts[2]))
    if denominator == 0:
        raise ValueError(f"{given!r} divides by zero: write a denominator above 0")
    return number(Fraction(numerator, denominator))


_read_often = lru_cache(maxsize=4096)(_read)
"""Weights, targets and scores are few and come back in every replay; a number never changes, so it is read once."""


def _decimal(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError(f"{value} is not a finite number: write plain digits")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and abs(exponent) > _LONGEST:
        raise ValueError(f"{value} has more than {_LONGEST} digits: write a shorter number")
    return value.copy_abs() if value.is_zero() else value


def text(value: Decimal | Fraction) -> str:
    """Writes a number so that `number` reads it back: plain notation without exponent, or "n/d"."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    # Through Decimal, because str() of an int refuses more than 4,300 digits.
    numerator, denominator = f"{Decimal(value.numerator):f}", f"{Decimal(value.denominator):f}"
    return numerator if denominator == "1" else f"{numerator}/{denominator}"


Exact = Annotated[
    Decimal | Fraction,
    PlainValidator(number),
    PlainSerializer(text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "pattern": r"^[+-]?[0-9]+(\.[0-9]+|/[0-9]+)?$", "examples": ["19.58", "1/17"]}),
]
"""A field that holds an exact number: text in JSON, `Decimal` or `Fraction` in memory."""


def simplest(value: Fraction) -> Decimal | Fraction:
    """The same number in its most readable form: a decimal where it has at most 12 places, else the fraction."""
    places = _PLACES.get(value.denominator)
    return value if places is None else _shifted(value.numerator * 10**places // value.denominator, places)


@lru_cache(maxsize=1024)
def fraction(value: Decimal | Fraction) -> Fraction:
    """The same number as a fraction, made once of what comes back as often as weights and full marks do."""
    return Fraction(value)


def total(values: Iterable[Decimal | Fraction]) -> Fraction:
    """The sum, brought to lowest terms once rather than at each addition; 0 of nothing."""
    return _summed([value.as_integer_ratio() for value in values])


def weighted_total(pairs: Iterable[tuple[Decimal | Fraction, Decimal | Fraction]]) -> Fraction:
    """The sum of the products of values and weights; 0 of nothing."""
    ratios = [(*value.as_integer_ratio(), *weight.as_integer_ratio()) for value, weight in pairs]
    return _summed([(above * times, below * over) for above, below, times, over in ratios])


def _summed(ratios: Sequence[tuple[int, int]]) -> Fraction:
    common = math.lcm(*[below for _, below in ratios])
    return Fraction(sum([above * (common // below) for above, below in ratios]), common)


def _shifted(units: int, places: int) -> Decimal:
    """`units` divided by 10 to the power of `places`, in a context that rounds nothing."""
    return Decimal(units).scaleb(-places, _UNBOUNDED)


class RoundingMode(StrEnum):
    """How digits are dropped; half modes differ only where the rest is exactly one half."""

    HALF_UP = "half_up"  # halves away from zero, as taught at school
    HALF_EVEN = "half_even"  # halves to the even neighbour
    HALF_DOWN = "half_down"  # halves towards zero
    UP = "up"  # away from zero
    DOWN = "down"  # towards zero
    FLOOR = "floor"
    CEILING = "ceiling"


class Rounding(Record):
    """A stated rule for dropping digits: the mode and the number of decimal places that remain."""

    mode: RoundingMode = RoundingMode.HALF_UP
    places: Annotated[int, Field(ge=0, le=12)] = 2

    def __str__(self) -> str:
        return f"{self.mode.value.replace('_', ' ')} to {self.places} decimal place{'' if self.places == 1 else 's'}"


def rounded(value: Decimal | Fraction, rounding: Rounding) -> Decimal:
    """Drops digits by the rule; the only place where a number loses any."""
    numerator, denominator = value.as_integer_ratio()
    below, rest = divmod(numerator * 10**rounding.places, denominator)
    up = rest > 0 and _goes_up(rounding.mode, below, 2 * rest - denominator, negative=numerator < 0)
    return _decimal(_shifted(below + up, rounding.places))


def _goes_up(mode: RoundingMode, below: int, over_half: int, *, negative: bool) -> bool:
    """Whether a number between the integer `below` and the next goes to that one; `over_half` is 0 for one half."""
    match mode:
        case RoundingMode.FLOOR | RoundingMode.CEILING:
            return mode is RoundingMode.CEILING
        case RoundingMode.UP | RoundingMode.DOWN:
            return (mode is RoundingMode.UP) is not negative
        case _ if over_half != 0:
            return over_half > 0
        case RoundingMode.HALF_EVEN:
            return below % 2 == 1
        case RoundingMode.HALF_UP | RoundingMode.HALF_DOWN:
            return (mode is RoundingMode.HALF_UP) is not negative
