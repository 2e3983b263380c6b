"""Shapes that turn a value, or what a group adds up to, into points by a table or a line."""

from enum import StrEnum
from typing import Literal

from domain.event import Record
from domain.exact import Exact


class Of(StrEnum):
    """What a table is asked with: the value as it is, or as a percentage of its target."""

    VALUE = "value"
    PERCENT_OF_TARGET = "percent_of_target"


class Band(Record):
    """One line of a step table: its points, and the bounds that a value must keep; one without bounds is for the rest.

    `verdict` is the rulebook's word for it, where it has one.
    """

    at_least: Exact | None = None
    more_than: Exact | None = None
    at_most: Exact | None = None
    less_than: Exact | None = None
    points: Exact
    verdict: str | None = None


class StepTable(Record):
    """Points by the first band that a value falls into, from the top of the list down."""

    shape: Literal["step_table"]
    of: Of = Of.VALUE
    bands: tuple[Band, ...]


class Beyond(StrEnum):
    """What becomes of a value outside the ends of a line: it counts as the end, or the line goes on."""

    CLAMP = "clamp"
    EXTEND = "extend"


class Knot(Record):
    """A value, and the points it is worth."""

    value: Exact
    points: Exact


class Linear(Record):
    """A straight line through two knots."""

    shape: Literal["linear"]
    of: Of = Of.VALUE
    low: Knot
    high: Knot
    beyond: Beyond = Beyond.CLAMP


class Piecewise(Record):
    """Straight lines from knot to knot, in ascending order of their values."""

    shape: Literal["piecewise"]
    of: Of = Of.VALUE
    knots: tuple[Knot, ...]
    beyond: Beyond = Beyond.CLAMP
