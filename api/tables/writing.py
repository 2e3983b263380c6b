"""Writing a workbook as people fill it in: locked headings, lists to choose from, and a sheet that says how.

All values are texts in cells formatted as text, so that numbers stay as they are written and nothing can become a
formula. The same content makes the same bytes.
"""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import BinaryIO

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from api.mistakes import Mistake, Mistaken
from api.tables import stored, values
from api.tables.form import LISTS, README, UPRIGHT, Column, Form, Kind, Value
from api.tables.readme import instructions
from api.tables.workbook import COLUMNS, MOST_ROWS, Flaw, letters, place

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Written into every workbook: the time of writing would make equal content differ."""
_LONGEST_LIST = 255
"""Characters of a list that a cell holds itself; a longer one stands in the sheet of lists."""
_NARROWEST, _WIDEST = 12, 60
"""Widths of columns, in characters."""
_ALLOWED = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
"""What a protected sheet lets people do."""
_TRUTHS = ("yes", "no")
_TEXT = 49
"""The number of the format "text"."""
_LONGEST_MESSAGE = 255
_LOOKED_AT = 200
"""Rows that a column's width is made for."""


def write(
    stream: BinaryIO, title: str, forms: Sequence[Form], lines: Mapping[str, Sequence[Mapping[str, Value]]]
) -> None:
    """Writes the sheet of each form with its lines, by sheet and heading; a form without lines is a sheet to fill in.

    `lines.read` gives the same lines again. Raises `Mistaken`, and writes nothing, when a value cannot stand in a cell.
    """
    mistakes = [mistake for form in forms for mistake in _unfit(form, lines.get(form.sheet, ()))]
    if mistakes:
        raise Mistaken(f"workbook {title!r}", mistakes)
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    book.set_properties({"title": title, "created": _CREATED})
    writer = _Writer(book)
    writer.instructions(title, forms)
    for form in forms:
        writer.sheet(form, lines.get(form.sheet, ()))
    writer.lists()
    book.close()


def _unfit(form: Form, lines: Sequence[Mapping[str, Value]]) -> Iterator[Mistake]:
    """What cannot be written so that it is read again."""
    if len(lines) >= MOST_ROWS:
        yield Mistake(place=f'sheet "{form.sheet}"', problem=f"has {len(lines):,} rows", mend="Write several workbooks")
    for row, line in enumerate(lines, start=2):
        for position, column in enumerate(form.columns):
            value = line.get(column.heading)
            if not isinstance(value, str):
                continue
            found = stored.clean(value)
            if isinstance(found, Flaw):
                yield Mistake(place=_place(form, position, row), problem=found.problem, mend=found.mend)
            elif not value.strip():
                problem = f"{value!r} is blank, and a cell that is blank holds nothing"
                mend = "Give it something to say, or leave it out"
                yield Mistake(place=_place(form, position, row), problem=problem, mend=mend)


def _place(form: Form, position: int, row: int) -> str:
    cell = f"B{position + 2}" if form.upright else f"{COLUMNS[position]}{row}"
    return place(form.sheet, f"cell {cell}")


class _Writer:
    """Writes sheet after sheet; knows the formats, and the lists that are too long for cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._heading = book.add_format({"bold": True, "bg_color": "#E7EDF3", "border": 1, "text_wrap": True})
        self._bold = book.add_format({"bold": True})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._filled_in = book.add_format({"num_format": _TEXT, "locked": False, "valign": "top"})
        self._lists: list[Column] = []

    def instructions(self, title: str, forms: Sequence[Form]) -> None:
        sheet = self._book.add_worksheet(README)
        for position, width in enumerate((28, 16, 24, 90)):
            sheet.set_column(position, position, width)
        for row, (cells, is_heading) in enumerate(instructions(title, forms)):
            for position, text in enumerate(cells):
                alone = None if len(cells) == 1 else self._wrapped
                sheet.write_string(row, position, text, self._bold if is_heading else alone)
        sheet.protect("", _ALLOWED)

    def sheet(self, form: Form, lines: Sequence[Mapping[str, Value]]) -> None:
        sheet = self._book.add_worksheet(form.sheet)
        if form.upright:
            self._upright(sheet, form, lines[0] if lines else {})
        else:
            self._rows(sheet, form, lines)
        sheet.ignore_errors({"number_stored_as_text": f"A1:{COLUMNS[len(form.columns) - 1]}{MOST_ROWS}"})
        sheet.protect("", _ALLOWED)

    def _rows(self, sheet: Worksheet, form: Form, lines: Sequence[Mapping[str, Value]]) -> None:
        sheet.freeze_panes(1, 1)
        for position, column in enumerate(form.columns):
            sheet.set_column(position, position, _width(column, lines[:_LOOKED_AT]), self._filled_in)
            sheet.write_string(0, position, column.heading, self._heading)
            sheet.data_validation(1, position, MOST_ROWS - 1, position, self._validation(column))
        for row, line in enumerate(lines, start=1):
            for position, column in enumerate(form.columns):
                self._cell(sheet, row, position, values.write(line.get(column.heading)))

    def _upright(self, sheet: Worksheet, form: Form, line: Mapping[str, Value]) -> None:
        sheet.freeze_panes(1, 1)
        for position, (heading, width) in enumerate(zip(UPRIGHT, (28, 60, 60), strict=True)):
            sheet.set_column(position, position, width)
            sheet.write_string(0, position, heading, self._heading)
        for row, column in enumerate(form.columns, start=1):
            sheet.write_string(row, 0, column.heading, self._heading)
            sheet.write_blank(row, 1, None, self._filled_in)
            self._cell(sheet, row, 1, values.write(line.get(column.heading)))
            sheet.write_string(row, 2, column.note, self._wrapped)
            sheet.data_validation(row, 1, row, 1, self._validation(column))

    def lists(self) -> None:
        """A sheet of what can be chosen from, one column for each list that no cell can hold itself."""
        if not self._lists:
            return
        sheet = self._book.add_worksheet(LISTS)
        for row in range(max(len(column.choices) for column in self._lists) + 1):
            for position, column in enumerate(self._lists):
                if row <= len(column.choices):
                    text = column.choices[row - 1] if row else column.heading
                    sheet.write_string(row, position, text, None if row else self._bold)
        sheet.protect("", _ALLOWED)

    def _cell(self, sheet: Worksheet, row: int, position: int, text: str) -> None:
        if not text:
            return
        if text.startswith("<r>") and text.endswith("</r>"):  # which xlsxwriter would take for XML of its own
            sheet.write_rich_string(row, position, text[:1], text[1:2], text[2:], self._filled_in)
        else:
            sheet.write_string(row, position, text, self._filled_in)

    def _validation(self, column: Column) -> dict[str, object]:
        """What a spreadsheet says of a cell before anything is written, and what it lets people choose."""
        said = column.note or f"{column.kind.value[:1].upper()}{column.kind.value[1:]}"
        shown = {"input_title": column.heading[:32], "input_message": said[:_LONGEST_MESSAGE]}
        choices = _TRUTHS if column.kind is Kind.TRUTH else column.choices
        if not choices:
            return {"validate": "any", **shown}
        error = {"error_title": "Not possible", "error_message": "Choose from the list."}
        return {"validate": "list", "source": self._source(column, choices), **shown, **error}

    def _source(self, column: Column, choices: Sequence[str]) -> list[str] | str:
        if len(",".join(choices)) <= _LONGEST_LIST and not any("," in choice for choice in choices):
            return list(choices)
        self._lists.append(column)
        where = letters(len(self._lists) - 1)
        return f"='{LISTS}'!${where}$2:${where}${len(choices) + 1}"


def _width(column: Column, lines: Sequence[Mapping[str, Value]]) -> int:
    texts = [column.heading, *(values.write(line.get(column.heading)) for line in lines)]
    longest = max(sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in text[:_WIDEST]) for text in texts)
    return min(max(longest + 2, _NARROWEST), _WIDEST)
