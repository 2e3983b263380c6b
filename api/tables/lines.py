"""Lines: rows read by the forms of their sheets, with every mistake of all sheets found before anything is refused."""

import difflib
from collections.abc import Iterator, Mapping, Sequence

from api.mistakes import Mistake, Mistaken
from api.sentences.words import listed
from api.sentences.words import number as counted
from api.tables import values
from api.tables.form import LISTS, README, UPRIGHT, Column, Form, Line, Value
from api.tables.values import NoValue
from api.tables.workbook import COLUMNS, Cell, Row, Sheet, Workbook

MOST_TOLD = 1_000
"""Mistakes told apart; of more, how many there are."""


def read(workbook: Workbook, forms: Sequence[Form]) -> dict[str, tuple[Line, ...]]:
    """The lines of each form's sheet, in order; a sheet that may be absent, and is, has none.

    Raises `Mistaken` with all mistakes at once: each names the sheet, the cell, the value and the mend.
    """
    found, mistakes = scan(workbook, forms)
    if mistakes:
        raise Mistaken(f"workbook {workbook.name}", mistakes)
    return found


def scan(workbook: Workbook, forms: Sequence[Form]) -> tuple[dict[str, tuple[Line, ...]], list[Mistake]]:
    """The lines of each form's sheet, with nothing where a value is wrong, and what is wrong.

    Instructions and lists are no sheets of values. A CSV file is the sheet of the only form.
    """
    reader = _Reader()
    sheets = {sheet.name: sheet for sheet in workbook.sheets if sheet.name not in {README, LISTS}}
    if len(forms) == 1 and set(sheets) == {""}:
        sheets = {forms[0].sheet: sheets[""]}
    reader.sheets(sheets, forms)
    lines = {form.sheet: tuple(reader.lines(sheets[form.sheet], form)) for form in forms if form.sheet in sheets}
    return {form.sheet: lines.get(form.sheet, ()) for form in forms}, reader.told()


class _Reader:
    """Reads sheets, and gathers what is wrong with them."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self._untold = 0

    def told(self) -> list[Mistake]:
        if not self._untold:
            return self.mistakes
        more = f"has {counted(self._untold, 'more mistake')}"
        return [*self.mistakes, Mistake(place="the rest", problem=more, mend="Correct these first")]

    # ------------------------------------------------------------ sheets and headings

    def sheets(self, sheets: Mapping[str, Sheet], forms: Sequence[Form]) -> None:
        """Notes sheets that are missing, and sheets with values that no form is for."""
        known = [form.sheet for form in forms]
        for form in forms:
            if form.required and form.sheet not in sheets:
                self._wrong(_of(form.sheet), "is not there", f"Add it, with the headings {_headings(form)}")
        for name, sheet in sheets.items():
            if name not in known and sheet.rows:
                self._wrong(_of(name), "is no sheet of this form", _nearest(name, known, "Sheets are"))

    def lines(self, sheet: Sheet, form: Form) -> Iterator[Line]:
        """The rows below the heading, with nothing where a value is wrong; notes what is wrong with each."""
        for mistake in sheet.mistakes:
            self._note(mistake)
        if not sheet.rows or sheet.rows[0][0].row != 1:
            self._wrong(_of(sheet.name, "row 1"), "is empty", f"Write the headings {_headings(form)} there")
            return
        heading, *rows = self._turned(sheet.rows) if form.upright else sheet.rows
        columns = self._columns(heading, form)
        firsts: dict[tuple[str, Value], Cell] = {}
        for row in rows:
            if any(_holds(cell) for cell in (heading if form.upright else row)):
                yield self._line(row, columns, form, firsts)

    def _turned(self, rows: Sequence[Row]) -> tuple[Row, Row]:
        """The fields and the values of an upright sheet as a heading and its only row; what they mean is not read."""
        fields: list[Cell] = []
        given: list[Cell] = []
        for row in rows[1:]:
            beside = Cell(row[0].sheet, "B", row[0].row, None)
            fields.append(row[0])
            given.append(row[1] if len(row) > 1 else beside)
            for cell in row[len(UPRIGHT) :]:
                if _holds(cell):
                    self._note(cell.mistake("stands beside the fields", "Write it into column B, or delete it"))
        return tuple(fields), tuple(given)

    def _columns(self, heading: Row, form: Form) -> dict[int, Column | None]:
        """The form's columns by their positions, nothing where a heading is wrong; notes what is wrong."""
        what = "field" if form.upright else "column"
        known = {column.heading: column for column in form.columns}
        found: dict[int, Column | None] = {}
        first: dict[str, Cell] = {}
        for position, cell in enumerate(heading):
            named = (cell.text or "").strip()
            if not named and not cell.flaw:
                continue
            found[position] = None
            if cell.flaw:
                self._note(cell.mistake(*cell.flaw))
            elif named in first:
                already = f"{named!r} stands in cell {first[named].column}{first[named].row} already"
                self._note(cell.mistake(already, "Keep one of the two"))
            elif named not in known:
                mend = _nearest(named, list(known), f"{what.capitalize()}s are")
                self._note(cell.mistake(f"{named!r} is no {what} of this sheet", mend))
            else:
                found[position] = known[named]
                first[named] = cell
        for column in form.columns:
            if column.required and column.heading not in first:
                where = "column A" if form.upright else "row 1"
                self._wrong(_of(form.sheet, where), f"lacks the {what} {column.heading!r}", "Add it")
        return found

    # ------------------------------------------------------------ rows

    def _line(
        self, row: Row, columns: dict[int, Column | None], form: Form, firsts: dict[tuple[str, Value], Cell]
    ) -> Line:
        number = row[0].row
        found: dict[str, Value] = dict.fromkeys(column.heading for column in form.columns)
        places: dict[str, str] = {}
        for position in range(max(len(row), max(columns, default=0) + 1)):
            cell = row[position] if position < len(row) else Cell(row[0].sheet, COLUMNS[position], number, None)
            column = columns.get(position)
            if column is not None:
                places[column.heading] = cell.place
                found[column.heading] = self._value(cell, column, firsts)
            elif position not in columns and _holds(cell):
                columns[position] = None  # told once
                told = ("beside no field", "column A") if form.upright else ("below no heading", "row 1")
                self._note(cell.mistake(f"stands {told[0]}", f"Write what it is in {told[1]}, or delete it"))
        return Line(number, found, places)

    def _value(self, cell: Cell, column: Column, firsts: dict[tuple[str, Value], Cell]) -> Value:
        if cell.flaw:
            self._note(cell.mistake(*cell.flaw))
            return None
        text = cell.text or ""
        if not text.strip():
            if column.required:
                self._note(cell.mistake(f"is empty, and {column.heading!r} has to be filled in", "Fill it in"))
            return None
        try:
            value = values.read(text, column)
        except NoValue as wrong:
            self._note(cell.mistake(wrong.problem, wrong.mend))
            return None
        if column.unique:
            first = firsts.setdefault((column.heading, value), cell)
            if first is not cell:
                already = f"{text!r} stands in cell {first.column}{first.row} already"
                self._note(cell.mistake(already, f"Give each row a {column.heading!r} of its own"))
        return value

    # ------------------------------------------------------------ mistakes

    def _wrong(self, where: str, problem: str, mend: str) -> None:
        self._note(Mistake(place=where, problem=problem, mend=mend))

    def _note(self, mistake: Mistake) -> None:
        if len(self.mistakes) < MOST_TOLD:
            self.mistakes.append(mistake)
        else:
            self._untold += 1


def _holds(cell: Cell) -> bool:
    return cell.flaw is not None or bool(cell.text and cell.text.strip())


def _of(sheet: str, within: str = "") -> str:
    return ", ".join(part for part in (f'sheet "{sheet}"' if sheet else "", within) if part) or "the table"


def _headings(form: Form) -> str:
    return listed(UPRIGHT if form.upright else (column.heading for column in form.columns if column.required))


def _nearest(named: str, known: Sequence[str], kind: str) -> str:
    near = difflib.get_close_matches(named, known, n=1)
    return f"Did you mean {near[0]!r}? If not, delete it" if near else f"{kind} {listed(known)}; delete any other"
