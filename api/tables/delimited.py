"""CSV: read as one sheet, in an encoding and with a delimiter that are declared or certain; and written."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from api.mistakes import Mistake
from api.sentences.words import number as counted
from api.tables import stored
from api.tables.workbook import COLUMNS, Budget, Cell, Flaw, Row, Sheet, refused
from domain.refusal import Refused

DELIMITERS = (",", ";", "\t")
ENCODINGS = ("utf-8", "gb18030")

_SAVE = "Save it as 'CSV UTF-8'"
_OTHER_UNICODE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_GB18030_MARK = "\ufeff".encode("gb18030")
_HANZI_IN_UTF8 = re.compile(b"[\xe3-\xe9][\x80-\xbf][\x80-\xbf]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[./][0-9]+)?")


def read(content: bytes, thing: str, *, delimiter: str | None = None, encoding: str | None = None) -> Sheet:
    """Reads the rows; those that are longer or shorter than the first stand among the mistakes.

    Without an encoding it is UTF-8, unless the file begins with the mark of another: bytes cannot tell GB18030 from
    others, so that has to be declared. Without a delimiter it is the one that divides the first row.
    """
    lines = _lines(_text(content, thing, encoding), thing, delimiter)
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    budget = Budget(thing)
    width = 0
    for number, cells in lines:
        width = width or len(cells)
        budget.widen("", len(cells))
        row = tuple(_cell(text, COLUMNS[column], number) for column, text in enumerate(cells))
        if not any(cell.text or cell.flaw for cell in row):
            continue  # an empty line
        budget.spend("", row, len(rows) + len(mistakes) + 1)
        if len(row) != width:
            mistakes.append(_length(number, len(row), width))
        else:
            rows.append(row)
    return Sheet("", tuple(rows), tuple(mistakes))


def write(stream: BinaryIO, rows: Iterable[Sequence[str]]) -> None:
    """Writes rows so that a spreadsheet shows them: UTF-8 with its mark, and no text that would be run as a formula.

    Such a text gets an apostrophe in front; numbers, negative ones too, stay as they are.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    text.detach()


def guarded(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


# ---------------------------------------------------------------- encodings


def _text(content: bytes, thing: str, encoding: str | None) -> str:
    if content.startswith(_OTHER_UNICODE):
        raise refused(thing, "is written in UTF-16", _SAVE)
    marked = content.startswith(_GB18030_MARK)
    text = _gb18030(content, thing) if marked or encoding == "gb18030" else _utf8(content, thing)
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise refused(thing, f"holds the character U+0000 on line {line}", "Remove it")
    return text


def _utf8(content: bytes, thing: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(thing, f"holds bytes on line {_line(content, error)} that are not UTF-8", _SAVE) from error


def _gb18030(content: bytes, thing: str) -> str:
    """Decodes what is declared as GB18030, in which most of UTF-8 is readable, too, as other characters."""
    for number, line in enumerate(content.splitlines(), start=1):
        if _HANZI_IN_UTF8.search(line) and _is_utf8(line):
            problem = f"is declared to be GB18030, and line {number} is written in UTF-8"
            raise refused(thing, problem, "Save all of it as 'CSV UTF-8', and declare no other encoding")
    try:
        return content.decode("gb18030").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise refused(thing, f"holds bytes on line {_line(content, error)} that are not GB18030", _SAVE) from error


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _line(content: bytes, error: UnicodeDecodeError) -> int:
    return content[: error.start].count(b"\n") + 1


# ---------------------------------------------------------------- rows


def _lines(text: str, thing: str, delimiter: str | None) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or _sniffed(text, thing), strict=True)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise _no_csv(thing, reader.line_num, error) from error


def _sniffed(text: str, thing: str) -> str:
    """What divides the first row, if it is one delimiter and no other."""
    dividing = []
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        try:
            if len(next(reader, [])) > 1:
                dividing.append(delimiter)
        except csv.Error:
            continue  # quotation marks that make no sense with this one
    if len(dividing) > 1:
        named = " or ".join(map(repr, dividing))
        problem = f"has a first row that {named} may divide"
        raise refused(thing, problem, "Declare the delimiter, or put headings that hold the other in quotation marks")
    return dividing[0] if dividing else ","


def _cell(text: str, column: str, row: int) -> Cell:
    found = stored.clean(text)
    return Cell("", column, row, None, found) if isinstance(found, Flaw) else Cell("", column, row, found or None)


def _length(number: int, found: int, expected: int) -> Mistake:
    problem = f"has {counted(found, 'cell')}, the heading {expected}"
    return Mistake(place=f"row {number}", problem=problem, mend="Put cells that hold the delimiter in quotation marks")


def _no_csv(thing: str, line: int, error: csv.Error) -> Refused:
    mend = "Close every quotation mark, and double those inside a cell"
    return refused(f"{thing}, line {line}", f"is no CSV: {error}", mend)
