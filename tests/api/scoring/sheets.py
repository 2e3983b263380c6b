"""Sheets to test with, written as rows of texts."""

from api.tables.workbook import Cell, Sheet, letters


def sheet(*rows: str, name: str = "") -> Sheet:
    """A sheet from lines whose cells are separated by vertical bars; an empty cell holds nothing."""
    return Sheet(
        name=name,
        rows=tuple(
            tuple(Cell(name, letters(place), number, text.strip() or None) for place, text in enumerate(row.split("|")))
            for number, row in enumerate(rows, start=1)
        ),
    )
