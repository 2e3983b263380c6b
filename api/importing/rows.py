"""Rows: what each row of a table says, by the profile; every mistake is found before anything is refused."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import Field

from api.importing.profile import Identifier, Profile
from api.importing.table import Row, Table
from api.mistakes import Mistake
from domain.event import Record
from domain.exact import Exact, number
from domain.refusal import Refused
from domain.regulation import Direction
from domain.streams import slug

Read = TypeVar("Read")


class Entry(Record):
    """A row that counts; `unit_id` is empty where the id has to be made of the name.

    `past` are values by year, those not given left out. A row may lack a target where each rule says what then.
    """

    row: int
    unit_id: str
    unit_name: str
    indicator: str
    name: str
    direction: Direction
    target: Exact | None
    value: Exact | None
    past: dict[int, Exact] = Field(default_factory=dict)
    measure: str
    group: str | None


class LeftOut(Record):
    """How many rows were left out for giving nothing in a column."""

    column: str
    rows: int


class Entries(Record):
    """What a table holds: all rows that count, how many do not and why, and everything that is wrong."""

    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...]
    mistakes: tuple[Mistake, ...]


def read(table: Table, profile: Profile) -> Entries:
    """Reads every row that counts; a row left out counts for the first column in which it gives nothing."""
    reader = _Reader(profile)
    left_out = dict.fromkeys(profile.rows.where_given, 0)
    entries: list[Entry] = []
    for row in table.rows:
        lacking = next((column for column in left_out if reader.lacks(row, column)), None)
        if lacking is not None:
            left_out[lacking] += 1
        elif entry := reader.entry(row):
            entries.append(entry)
    return Entries(
        entries=tuple(entries),
        left_out=tuple(LeftOut(column=column, rows=count) for column, count in left_out.items() if count),
        mistakes=tuple(reader.mistakes),
    )


class _Reader:
    """Reads cells, and gathers what is wrong with them."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._not_given = frozenset(profile.table.not_given)
        self.mistakes: list[Mistake] = []

    def lacks(self, row: Row, column: str) -> bool:
        """Whether the row gives nothing there; what is wrong is not nothing."""
        return row.cells[column] in self._not_given and column not in row.flaws

    def entry(self, row: Row) -> Entry | None:
        """The row, or nothing when something in it is wrong."""
        unit, indicator = self._profile.appraisees, self._profile.indicators
        before = len(self.mistakes)
        fields = {
            "row": row.number,
            "unit_name": self._cell(row, unit.name.column, str),
            "unit_id": self._identifier(row, unit.id) if unit.id else "",
            "indicator": self._identifier(row, indicator.id),
            "name": self._cell(row, indicator.name.column, str),
            "direction": self._direction(row),
            "target": self._given_or(row, indicator.target.column, needed=not indicator.rules),
            "value": self._given_or(row, indicator.value.column, needed=False),
            "past": self._past(row),
            "measure": self._measure(row),
            "group": self._cell(row, indicator.group.column, str) if indicator.group else None,
        }
        return Entry.model_validate(fields) if len(self.mistakes) == before else None

    def _cell(self, row: Row, column: str, read_as: Callable[[str], Read]) -> Read | None:
        cell = row.cells[column]
        if flaw := row.flaws.get(column):
            self._wrong(row, column, *flaw)
            return None
        if self.lacks(row, column):
            problem = f"{cell!r} says there is nothing, in a row that counts"
            mend = f"Fill it in, or let rows count only where {column!r} is given (rows.where_given in the profile)"
            self._wrong(row, column, problem, mend)
            return None
        try:
            return read_as(cell)
        except ValueError as error:
            problem, _, mend = str(error).rpartition(": ")
            self._wrong(row, column, problem, f"{mend[:1].upper()}{mend[1:]}")
            return None

    def _identifier(self, row: Row, source: Identifier) -> str | None:
        def identifier(cell: str) -> str:
            try:
                return slug(f"{source.prefix}{cell}", "identifier")
            except Refused as refused:
                raise ValueError(f"{refused.thing} {refused.problem}: {refused.mend}") from refused

        return self._cell(row, source.column, identifier)

    def _direction(self, row: Row) -> Direction | None:
        source = self._profile.indicators.direction

        def direction(cell: str) -> Direction:
            if cell not in source.values:
                known = ", ".join(source.values)
                raise ValueError(f"{cell!r} is no direction the profile knows: write one of {known}")
            return source.values[cell]

        return source.constant if source.column is None else self._cell(row, source.column, direction)

    def _given_or(self, row: Row, column: str, *, needed: bool) -> object:
        """Nothing where the table gives none and none is needed: the rulebook's policy says what becomes of that."""
        return None if not needed and self.lacks(row, column) else self._cell(row, column, number)

    def _past(self, row: Row) -> dict[int, object]:
        columns = self._profile.indicators.past.items()
        given = {year: source.column for year, source in columns if not self.lacks(row, source.column)}
        return {year: self._cell(row, column, number) for year, column in given.items()}

    def _measure(self, row: Row) -> str | None:
        source = self._profile.indicators.unit
        return source.constant if source.column is None else self._cell(row, source.column, str)

    def _wrong(self, row: Row, column: str, problem: str, mend: str) -> None:
        self.mistakes.append(Mistake(place=f"row {row.number}, {column}", problem=problem, mend=mend))
