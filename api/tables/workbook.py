"""What was read: a workbook of sheets, rows and cells, and how much of it is read at most."""

from dataclasses import dataclass
from typing import NamedTuple

from api.mistakes import Mistake
from domain.refusal import Reason, Refused

LARGEST = 20_000_000
"""Bytes of the largest file read."""
MOST_ROWS = 100_000
"""Rows of the longest sheet read, the heading among them."""
MOST_COLUMNS = 1_000
"""Columns of the widest sheet read."""
MOST_CELLS = 2_000_000
"""Cells of the largest workbook read; a row counts up to its last cell that holds something."""
MOST_CHARACTERS = 100_000_000
"""Characters that the cells of a workbook hold at most, a text counting in every cell it stands in."""
LONGEST_TEXT = 32_767
"""Characters a spreadsheet keeps in one cell."""


class Flaw(NamedTuple):
    """Why what a cell holds is no value."""

    problem: str
    mend: str


class Cell(NamedTuple):
    """A cell by its place; `text` is what it holds, written out exactly, and nothing when it is empty or has a flaw."""

    sheet: str
    column: str
    row: int
    text: str | None
    flaw: Flaw | None = None

    @property
    def place(self) -> str:
        """Where it is, in words; a sheet without a name is a CSV file."""
        return place(self.sheet, f"cell {self.column}{self.row}")

    def mistake(self, problem: str, mend: str) -> Mistake:
        return Mistake(place=self.place, problem=problem, mend=mend)


Row = tuple[Cell, ...]
"""The cells of one row from column A to the last that holds something."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows that hold something, in order; `mistakes` are those of no single cell, such as rows hidden from view."""

    name: str
    rows: tuple[Row, ...]
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read; `name` is that of the file without its folder, `sha256` the digest of its bytes."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]


def place(sheet: str, within: str) -> str:
    return f'sheet "{sheet}", {within}' if sheet else within


def letters(index: int) -> str:
    """The letters of a column, counted from 0."""
    named = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        named = chr(ord("A") + rest) + named
    return named


COLUMNS = tuple(letters(index) for index in range(MOST_COLUMNS))
"""The letters of every column that is read."""


def refused(thing: str, problem: str, mend: str) -> Refused:
    return Refused(Reason.INVALID, thing, problem, mend)


class Budget:
    """Refuses a workbook as soon as it holds more than is read, so that none costs more memory than that."""

    def __init__(self, thing: str) -> None:
        self._thing = thing
        self._cells = 0
        self._characters = 0

    def spend(self, sheet: str, row: Row, rows: int) -> None:
        """Counts a row, the sheet's `rows`-th that holds something."""
        self._cells += len(row)
        self._characters += sum(len(cell.text) for cell in row if cell.text)
        if rows > MOST_ROWS:
            raise refused(self._thing, place(sheet, f"has more than {MOST_ROWS:,} rows"), "Split it")
        if self._cells > MOST_CELLS:
            raise refused(self._thing, f"has more than {MOST_CELLS:,} cells", "Split it")
        if self._characters > MOST_CHARACTERS:
            raise refused(self._thing, f"holds more than {MOST_CHARACTERS:,} characters", "Split it")

    def widen(self, sheet: str, columns: int) -> None:
        """Refuses a row of more columns than are read, before its cells are made."""
        if columns > MOST_COLUMNS:
            problem = place(sheet, f"has more than {MOST_COLUMNS:,} columns")
            raise refused(self._thing, problem, "Leave out the columns that are not needed")
