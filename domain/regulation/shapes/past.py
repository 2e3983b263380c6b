"""The shape that compares an appraisee with its own past."""

from decimal import Decimal
from typing import Literal

from domain.event import Record
from domain.exact import Exact
from domain.regulation.shapes.targets import Verdicts


class Improvement(Record):
    """A value against the mean of the own values of the `years` before, those without a value left out.

    Better by more than `margin` per cent of that mean is improving; with `or_equal`, by as much is too. With `full_at`,
    points go up in proportion from no improvement to that many per cent of it. Without any past value there is nothing
    to compare, and the missing-data policy decides.
    """

    shape: Literal["improvement"]
    years: int
    margin: Exact = Decimal(0)
    or_equal: bool = False
    full_at: Exact | None = None
    met: Exact | None = None
    not_met: Exact = Decimal(0)
    verdicts: Verdicts = Verdicts(met="improving", not_met="not improving")
