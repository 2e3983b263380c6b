"""The table: a CSV file as it was written, cell by cell, with the number of each row and the digest of the whole."""

import csv
import difflib
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.mistakes import Mistake, Mistaken
from api.sentences.words import listed
from api.sentences.words import number as counted
from domain.refusal import Reason, Refused

LARGEST = 20_000_000
"""Bytes of the largest table read."""
MOST_ROWS = 20_000
"""Rows of the longest table read."""

_WORKBOOK = b"PK\x03\x04"
_OTHER_UNICODE = (b"\xff\xfe", b"\xfe\xff")
_SAVE = "Save it as 'CSV UTF-8'"


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number as a spreadsheet counts, the heading being row 1; cells without surrounding blanks."""

    number: int
    cells: Mapping[str, str]


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
    def load(cls, path: Path, delimiter: str = ",") -> "Table":
        """Reads a file; refuses what is no CSV in UTF-8, or too large."""
        try:
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except OSError as error:
            problem = f"cannot be read: {error.strerror}"
            raise Refused(Reason.INVALID, f"table {path}", problem, "Give the path of a CSV file") from error
        return cls.parse(content, path.name, delimiter)

    @classmethod
    def parse(cls, content: bytes, name: str, delimiter: str = ",") -> "Table":
        """Reads the bytes of a file."""
        thing = f"table {name}"
        lines = _lines(_text(content, thing), thing, delimiter)
        heading = next(lines, (1, []))[1]
        columns = tuple(cell.strip() for cell in heading)
        if not any(columns):
            raise Refused(Reason.INVALID, thing, "is empty", "Give a CSV file whose first row names its columns")
        rows, mistakes = [], []
        for number, cells in lines:
            if not any(cells):
                continue  # an empty line
            if len(cells) != len(columns):
                mistakes.append(_length(number, len(cells), len(columns)))
            else:
                rows.append(Row(number, dict(zip(columns, (cell.strip() for cell in cells), strict=True))))
            if len(rows) + len(mistakes) > MOST_ROWS:
                raise Refused(Reason.INVALID, thing, f"has more than {MOST_ROWS:,} rows", "Split it")
        return cls(name, hashlib.sha256(content).hexdigest(), columns, tuple(rows), tuple(mistakes))

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


def _text(content: bytes, thing: str) -> str:
    if len(content) > LARGEST:
        raise Refused(Reason.INVALID, thing, f"is larger than {LARGEST // 1_000_000} MB", "Split it")
    if content.startswith(_WORKBOOK):
        raise Refused(Reason.INVALID, thing, "is a workbook, not a CSV file", _SAVE)
    if content.startswith(_OTHER_UNICODE):
        raise Refused(Reason.INVALID, thing, "is written in UTF-16", _SAVE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problem = f"holds bytes on line {line} that are not UTF-8"
        raise Refused(Reason.INVALID, thing, problem, _SAVE) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise Refused(Reason.INVALID, thing, f"holds the character U+0000 on line {line}", "Remove it")
    return text


def _lines(text: str, thing: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise Refused(
            Reason.INVALID,
            f"{thing}, line {reader.line_num}",
            f"is no CSV: {error}",
            "Close every quotation mark, and double those inside a cell",
        ) from error


def _length(number: int, found: int, expected: int) -> Mistake:
    problem = f"has {counted(found, 'cell')}, the heading {expected}"
    return Mistake(place=f"row {number}", problem=problem, mend="Put cells that hold the delimiter in quotation marks")
