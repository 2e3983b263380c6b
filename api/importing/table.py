"""The table: one sheet of a file as it was written, cell by cell, with the number of each row and the digest of all."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from api.mistakes import Mistake, Mistaken
from api.sentences.words import listed
from api.tables import Flaw, Sheet, Workbook, read
from api.tables.workbook import LARGEST
from api.tables.workbook import Row as CellRow
from domain.refusal import Reason, Refused

__all__ = ["LARGEST", "MOST_ROWS", "Row", "Table"]

MOST_ROWS = 20_000
"""Rows of the longest table imported."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number as a spreadsheet counts, the heading being row 1; cells without surrounding blanks.

    A cell with a flaw is empty, and its flaw stands beside it, by its column.
    """

    number: int
    cells: Mapping[str, str]
    flaws: Mapping[str, Flaw] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was read; `name` is that of the file, without its folder.

    Rows of the wrong length stand among the mistakes, not among the rows: first its columns show whether it is the
    right file at all.
    """

    name: str
    sha256: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    mistakes: tuple[Mistake, ...] = ()

    @classmethod
    def load(cls, path: Path, delimiter: str = ",", encoding: str | None = None, sheet: str | None = None) -> "Table":
        """Reads a CSV file or a sheet of a workbook; the only one with anything in it, when none is named."""
        return cls._of(read(path, delimiter=delimiter, encoding=encoding), sheet)

    @classmethod
    def parse(cls, content: bytes, name: str, delimiter: str = ",") -> "Table":
        """Reads the bytes of a file."""
        return cls._of(read(content, name, delimiter=delimiter), None)

    @classmethod
    def _of(cls, workbook: Workbook, wanted: str | None) -> "Table":
        sheet = _sheet(workbook, wanted)
        heading, *rows = sheet.rows or ((),)
        columns = tuple((cell.text or "").strip() for cell in heading)
        if not any(columns) or heading[0].row != 1:
            problem, mend = "is empty", "Give a CSV file whose first row names its columns"
            raise Refused(Reason.INVALID, f"table {workbook.name}", problem, mend)
        if len(rows) > MOST_ROWS:
            problem = f"has more than {MOST_ROWS:,} rows"
            raise Refused(Reason.INVALID, f"table {workbook.name}", problem, "Split it")
        mistakes = (*sheet.mistakes, *(cell.mistake(*cell.flaw) for cell in heading if cell.flaw))
        return cls(workbook.name, workbook.sha256, columns, tuple(_row(row, columns) for row in rows), mistakes)

    def require(self, columns: Mapping[str, str]) -> None:
        """Refuses a table that lacks one of the columns or has it twice; they are named by what asks for them."""
        asking = {column: field for field, column in columns.items()}
        mistakes = [self._column(column, field) for column, field in asking.items() if self.columns.count(column) != 1]
        if mistakes:
            raise Mistaken(f"table {self.name}", mistakes)

    def _column(self, column: str, field: str) -> Mistake:
        place = f"column {column!r}"
        if column in self.columns:
            problem = f"stands {self.columns.count(column)} times in row 1, and {field} of the profile reads it"
            return Mistake(place=place, problem=problem, mend="Give each column a name of its own")
        near = difflib.get_close_matches(column, self.columns, n=1)
        if near:
            mend = f"Did you mean {near[0]!r}?"
        elif len(self.columns) == 1:
            mend = f"Set table.delimiter in the profile to what separates the columns in {self.columns[0][:60]!r}"
        else:
            mend = f"Columns are {listed(self.columns)}"
        return Mistake(place=place, problem=f"is not there, and {field} of the profile reads it", mend=mend)


def _sheet(workbook: Workbook, wanted: str | None) -> Sheet:
    """The sheet of that name, or the only one with anything in it."""
    filled = [sheet for sheet in workbook.sheets if sheet.rows]
    if wanted is None and len(filled) <= 1:
        return filled[0] if filled else Sheet("", ())
    found = next((sheet for sheet in workbook.sheets if sheet.name == wanted), None)
    if found is None:
        problem = "has several sheets" if wanted is None else f"has no sheet {wanted!r}"
        mend = f"Set table.sheet in the profile to one of {listed(repr(sheet.name) for sheet in filled)}"
        raise Refused(Reason.INVALID, f"table {workbook.name}", problem, mend)
    return found


def _row(cells: CellRow, columns: Sequence[str]) -> Row:
    """The cells by their columns; a workbook's row ends with the last cell that holds something."""
    texts = dict.fromkeys(columns, "")
    texts |= {column: (cell.text or "").strip() for column, cell in zip(columns, cells, strict=False)}
    flaws = {column: cell.flaw for column, cell in zip(columns, cells, strict=False) if cell.flaw}
    return Row(cells[0].row, texts, flaws)
