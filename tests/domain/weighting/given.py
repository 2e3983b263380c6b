"""Comparisons and values to weigh."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from domain.exact import Rounding, RoundingMode, rounded, text
from domain.weighting import Comparisons, ValueTable


def compared(items: str, *rows: str, **fields: object) -> Comparisons:
    """Comparisons by one expert, whose matrix is written row by row."""
    return Comparisons.model_validate({"items": items.split(), "matrix": [row.split() for row in rows], **fields})


def ratios(weights: Mapping[str, int]) -> list[list[str]]:
    """The consistent matrix of these weights."""
    return [[text(Fraction(row, column)) for column in weights.values()] for row in weights.values()]


def values(columns: Mapping[str, Sequence[object]], down: Sequence[str] = (), **fields: object) -> ValueTable:
    """A table of values, a column each; better upwards unless named in `down`."""
    made: list[dict[str, Any]] = [
        {"id": id_, "direction": "down" if id_ in down else "up", "values": [str(value) for value in column]}
        for id_, column in columns.items()
    ]
    size = max(len(column) for column in columns.values())
    return ValueTable.model_validate({"appraisees": [f"unit-{n}" for n in range(size)], "columns": made, **fields})


def shown(figures: Mapping[str, Decimal | Fraction], places: int) -> list[str]:
    """Figures as a paper prints them."""
    return [text(to(figure, places)) for figure in figures.values()]


def to(figure: Decimal | Fraction, places: int) -> Decimal:
    return rounded(figure, Rounding(mode=RoundingMode.HALF_UP, places=places))
