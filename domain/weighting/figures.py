"""The arithmetic of weighting: roots and logarithms have no exact value, so their digits are stated.

Everything is computed in decimals of 60 significant digits, and figures are kept to 30 places: the digits behind them
hold whatever error sixty digits leave, so that equal things come out equal and every machine writes the same figure.
"""

from contextlib import AbstractContextManager
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow, localcontext
from fractions import Fraction

PRECISION = 60
"""Significant digits computed with."""
FIGURE_PLACES = 30
"""Decimal places of a figure that is kept."""

_WORKING = Context(prec=PRECISION, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
_LAST_PLACE = Decimal(1).scaleb(-FIGURE_PLACES)


def working() -> AbstractContextManager[Context]:
    """The context all weighting is computed in, whatever the thread's own context says."""
    return localcontext(_WORKING)


def decimal(value: Decimal | Fraction) -> Decimal:
    """The number to as many digits as the context has."""
    numerator, denominator = value.as_integer_ratio()
    return Decimal(numerator) / Decimal(denominator)


def figure(value: Decimal) -> Decimal:
    """The number to 30 places, half even, without trailing zeros and never a negative zero."""
    return value.quantize(_LAST_PLACE).normalize() + 0
