"""One sheet of a workbook, from its XML: cells written out exactly, with what makes any of them no value."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.mistakes import Mistake
from api.tables import stored
from api.tables.formats import Shown
from api.tables.markup import Event
from api.tables.workbook import (
    COLUMNS,
    MOST_CELLS,
    MOST_COLUMNS,
    Budget,
    Cell,
    Flaw,
    Row,
    Sheet,
    letters,
    place,
    refused,
)
from domain.refusal import Refused

_LONGEST = 60
"""Characters shown of what a cell holds."""
_MOST_TOLD = 1_000
"""Merged areas that are told, and formulas that may fill several cells."""
_REFERENCE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_TRUTHS = {"1": "TRUE", "0": "FALSE"}
_PASTE = "Put values in place of formulas (copy, then paste as values)"
_AS_SHOWN = "Format the cell as text and write what is meant"
_NO_NUMBERS = {
    Shown.TIME: Flaw("holds a time", _AS_SHOWN),
    Shown.PADDED: Flaw("is shown with zeros in front that it does not hold", _AS_SHOWN),
    Shown.SCALED: Flaw("is shown in thousands and holds single ones", "Show the number as it is"),
}


@dataclass(frozen=True, slots=True)
class Shared:
    """What the sheets of a workbook share: texts, what the cell formats show, and from when days are counted."""

    texts: Sequence[str | Flaw]
    formats: Sequence[Shown]
    from_1904: bool


@dataclass(frozen=True, slots=True)
class Area:
    """Cells from one corner to the other; rows count from 1, columns from 0."""

    left: int
    top: int
    right: int
    bottom: int

    def holds(self, column: int, row: int) -> bool:
        return self.left <= column <= self.right and self.top <= row <= self.bottom

    def __str__(self) -> str:
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"


def read(events: Iterable[Event], name: str, shared: Shared, budget: Budget, thing: str) -> Sheet:
    """Reads a sheet; refuses the file `thing` where its XML is none of a sheet's."""
    return _Reader(iter(events), name, shared, budget, thing).sheet()


class _Reader:
    """Reads one sheet from its events: a method takes those of the element it is named after."""

    def __init__(self, events: Iterator[Event], name: str, shared: Shared, budget: Budget, thing: str) -> None:
        self._events = events
        self._name = name
        self._shared = shared
        self._budget = budget
        self._thing = thing
        self._at = (0, 0)  # row and column that were read last
        self._seen = 0
        self._computed: list[Area] = []  # by formulas that fill more cells than their own
        self._hidden_columns: set[int] = set()
        self._filled_hidden: set[int] = set()
        self._hidden_rows: list[int] = []

    def sheet(self) -> Sheet:
        rows: list[Row] = []
        merged: list[Area] = []
        for depth, name, attributes, _ in self._events:
            if attributes is None:
                continue
            if (depth, name) == (2, "sheetData"):
                rows += self._rows()
            elif (depth, name) == (3, "col") and _hidden(attributes, "width"):
                first, last = (_whole(attributes.get(end)) for end in ("min", "max"))
                self._hidden_columns |= set(range(first - 1, min(last, MOST_COLUMNS)))
            elif (depth, name) == (3, "mergeCell") and len(merged) < _MOST_TOLD:
                merged.append(self._area(attributes.get("ref", "")))
        last = rows[-1][0].row if rows else 0
        return Sheet(self._name, tuple(rows), tuple(self._mistakes([area for area in merged if area.top <= last])))

    def _rows(self) -> Iterator[Row]:
        count = 0
        for _, name, attributes, _ in self._events:
            if attributes is None:
                return  # the end of all rows
            if name != "row":
                raise self._damaged(f"<{name}> among its rows")
            number = _whole(attributes.get("r")) if "r" in attributes else self._at[0] + 1
            if number <= self._at[0]:
                raise self._damaged(f"row {number} after row {self._at[0]}")
            self._at = (number, -1)
            row = self._row(number)
            if row:
                count += 1
                self._budget.spend(self._name, row, count)
                if _hidden(attributes, "ht"):
                    self._hidden_rows.append(number)
                yield row

    def _row(self, number: int) -> Row:
        """The cells up to the last that holds something."""
        cells: list[Cell] = []
        for _, name, attributes, _ in self._events:
            if attributes is None:
                break  # the end of the row
            if name != "c":
                raise self._damaged(f"<{name}> in row {number}")
            column = self._column(attributes.get("r"), number)
            text, flaw = self._cell(attributes, column, number)
            if text is None and flaw is None:
                continue
            self._budget.widen(self._name, column + 1)
            cells += (Cell(self._name, COLUMNS[empty], number, None) for empty in range(len(cells), column))
            cells.append(Cell(self._name, COLUMNS[column], number, text, flaw))
            if column in self._hidden_columns:
                self._filled_hidden.add(column)
        return tuple(cells)

    def _column(self, reference: str | None, number: int) -> int:
        """The place of a cell in its row, which must lie behind the one before it."""
        self._seen += 1
        if self._seen > MOST_CELLS:
            raise refused(self._thing, place(self._name, f"has more than {MOST_CELLS:,} cells"), "Split it")
        column = self._at[1] + 1
        if reference is not None:
            column, row = self._corner(reference)
            if row != number or column <= self._at[1]:
                raise self._damaged(f"cell {reference} in row {number}, out of order")
        self._at = (number, column)
        return column

    def _cell(self, attributes: Mapping[str, str], column: int, row: int) -> tuple[str | None, Flaw | None]:
        """What a cell holds, and why that is no value."""
        value, texts, formula = "", [], None
        for _, name, begun, text in self._events:
            if begun is None:
                if name == "v":
                    value = text
                elif name == "t":
                    texts.append(text)
                elif name == "f":
                    formula = text
                elif name == "c":
                    break
            elif name == "f":
                self._fill(begun)
            elif name == "c":
                raise self._damaged(f"a cell within cell {COLUMNS[0]}{row}")
        if formula is not None or (self._computed and any(area.holds(column, row) for area in self._computed)):
            return None, _computed(formula, value)
        found = self._value(attributes, value, texts)
        return (None, found) if isinstance(found, Flaw) else (found or None, None)

    def _fill(self, formula: Mapping[str, str]) -> None:
        """Notes the cells that a formula fills besides its own: nothing in them says that they are computed."""
        reference = formula.get("ref", "")
        if formula.get("t") not in {"array", "dataTable"} or ":" not in reference:
            return
        if len(self._computed) == _MOST_TOLD:
            problem = place(self._name, f"holds more than {_MOST_TOLD:,} formulas that fill several cells")
            raise refused(self._thing, problem, _PASTE)
        self._computed.append(self._area(reference))

    def _value(self, attributes: Mapping[str, str], value: str, texts: Sequence[str]) -> str | Flaw:  # noqa: PLR0911 - one return for each type
        match attributes.get("t", "n"):
            case "s":
                index = _whole(value)
                if value and index < len(self._shared.texts):
                    return self._shared.texts[index]
                return Flaw(f"refers to text {value[:_LONGEST]!r}, which the workbook lacks", "Write it again")
            case "inlineStr":
                return stored.text("".join(texts))
            case _ if not value:
                return ""
            case "n":
                return self._number(attributes.get("s"), value)
            case "str":
                return stored.text(value)
            case "b":
                return _TRUTHS.get(value) or Flaw(f"{value[:_LONGEST]!r} is no truth value", "Write TRUE or FALSE")
            case "d":
                return stored.iso_day(value)
            case "e":
                return Flaw(f"holds the error {value[:_LONGEST]}", "Write the value that is meant, or leave it empty")
            case kind:
                return Flaw(f"is of the unknown kind {kind[:_LONGEST]!r}", "Write it again")

    def _number(self, style: str | None, value: str) -> str | Flaw:
        formats = self._shared.formats
        index = _whole(style) if style is not None else 0
        shown = formats[index] if index < len(formats) else Shown.NUMBER
        match shown:
            case Shown.NUMBER:
                return stored.number(value)
            case Shown.PERCENTAGE:
                return stored.percentage(value)
            case Shown.DATE:
                return stored.day(value, from_1904=self._shared.from_1904)
            case _:
                problem, mend = _NO_NUMBERS[shown]
                return Flaw(f"{value[:_LONGEST]} {problem}", mend)

    # ------------------------------------------------------------ places, and what is wrong with them

    def _corner(self, reference: str) -> tuple[int, int]:
        found = _REFERENCE.fullmatch(reference)
        if not found:
            raise self._damaged(f"a cell at {reference[:_LONGEST]!r}")
        column = 0
        for letter in found[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        return column - 1, int(found[2])

    def _area(self, reference: str) -> Area:
        first, _, last = reference.replace("$", "").partition(":")
        left, top = self._corner(first)
        right, bottom = self._corner(last or first)
        return Area(left, top, right, bottom)

    def _mistakes(self, merged: Iterable[Area]) -> Iterator[Mistake]:
        for area in merged:
            yield self._mistake(
                f"cells {area}", "are merged", "Unmerge them, and write the value in each cell it is for"
            )
        for what, runs in (
            ("row", [(str(first), str(last)) for first, last in _runs(self._hidden_rows)]),
            ("column", [(letters(first), letters(last)) for first, last in _runs(sorted(self._filled_hidden))]),
        ):
            for first, last in runs:
                where, are = (f"{what} {first}", "is") if first == last else (f"{what}s {first} to {last}", "are")
                mend = f"Show the {what}, which a filter may hide, or delete it"
                yield self._mistake(where, f"{are} hidden, with values in it", mend)

    def _mistake(self, within: str, problem: str, mend: str) -> Mistake:
        return Mistake(place=place(self._name, within), problem=problem, mend=mend)

    def _damaged(self, found: str) -> Refused:
        thing = f"{self._thing}, sheet {self._name!r}"
        return refused(thing, f"is damaged: it holds {found}", "Open it in a spreadsheet program and save it anew")


def _computed(formula: str | None, value: str) -> Flaw:
    said = f"={formula[:_LONGEST]}" if formula else "of another cell"
    held = f", which gave {value[:_LONGEST]}" if value else ""
    return Flaw(f"holds the formula {said}{held}", _PASTE)


def _hidden(attributes: Mapping[str, str], size: str) -> bool:
    return attributes.get("hidden") in {"1", "true"} or attributes.get(size) == "0"


def _whole(given: str | None) -> int:
    """The number that an attribute holds; 0, which is none of them, for what is no number."""
    return int(given) if given is not None and given.isdecimal() and len(given) <= len("1048576") else 0


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Numbers in rising order as runs of neighbours, each by its first and last."""
    first = last = None
    for number in numbers:
        if first is None or last is None:
            first = last = number
        elif number == last + 1:
            last = number
        else:
            yield first, last
            first = last = number
    if first is not None and last is not None:
        yield first, last
