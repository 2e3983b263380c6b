"""A form: what the sheets of a workbook are to hold, declared column by column, for reading and for writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Value = str | Decimal | Fraction | int | date | bool | None
"""What a cell says: nothing when it is empty."""

README = "Read me"
"""The sheet of instructions."""
LISTS = "Lists"
"""The sheet of what can be chosen from, where that is too long for a cell's own list."""


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    SLUG = "identifier"
    NUMBER = "number"
    WHOLE = "whole number"
    CHOICE = "choice"
    DATE = "date"
    TRUTH = "yes or no"


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading; `note` tells who fills it in what it is for. A `unique` value stands in one row only."""

    heading: str
    kind: Kind = Kind.TEXT
    required: bool = False
    unique: bool = False
    choices: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet by its name, which may be absent when it is not `required`; headings stand in row 1.

    One that is `upright` is for a single line: its columns stand below each other as fields, each with its value and
    its meaning beside it.
    """

    sheet: str
    columns: tuple[Column, ...]
    required: bool = True
    note: str = ""
    upright: bool = False


UPRIGHT = ("Field", "Value", "Meaning")
"""The headings of an upright sheet."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row that was read: values by heading, and the places of their cells, empty ones too."""

    row: int
    values: Mapping[str, Value]
    places: Mapping[str, str]
