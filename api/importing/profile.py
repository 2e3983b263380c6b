"""The import profile: which column of a table means what, and by which regulation its rows are appraised."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, ValidationError, model_validator

from api.documents import load
from api.mistakes import of_validation
from domain.calendar import WorkingCalendar
from domain.directory import PersonEntry, Unit
from domain.event import Record
from domain.exact import Exact, Rounding
from domain.regulation import (
    Direction,
    Evaluator,
    GradeBand,
    Improvement,
    MetOrNot,
    Missing,
    RatioToTarget,
    Slug,
    Verification,
)
from domain.schedule import Period, StepRule

_HOLDER = re.compile(r"\{[^}]*\}?")
_HOLDERS = ("{unit}", "{name}")


class Source(Record):
    """Where a text comes from: a column of the table, or the same constant for every row."""

    column: str | None = None
    constant: str | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "Source":
        if (self.column is None) == (self.constant is None):
            both = "both a column and a constant" if self.column is not None else "neither a column nor a constant"
            raise ValueError(f"names {both}: name one of the two")
        return self


class Column(Record):
    """A column of the table."""

    column: str


class Identifier(Column):
    """A column of identifiers; the prefix makes slugs of what are bare numbers."""

    prefix: str = ""


class DirectionSource(Record):
    """Which way values are better: a column with the meaning of each of its words, or one direction for all."""

    column: str | None = None
    values: dict[str, Direction] = Field(default_factory=dict)
    constant: Direction | None = None

    @model_validator(mode="after")
    def _complete(self) -> "DirectionSource":
        if (self.column is None) == (self.constant is None):
            raise ValueError("needs a column or a constant, and not both: name one of the two")
        if self.column is not None and not self.values:
            raise ValueError(
                f"does not say what the words in {self.column!r} mean: add values that say up or down of each"
            )
        return self


class Form(Record):
    """How the table is written, and the cells that say there is nothing.

    A CSV file has a delimiter and an encoding; a workbook has sheets, of which one is named unless it has no other.
    """

    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    encoding: Literal["utf-8", "gb18030"] = "utf-8"
    sheet: str | None = None
    not_given: tuple[str, ...] = ("",)


class Rows(Record):
    """Which rows count: those that give something in each of these columns. The others are left out, and counted."""

    where_given: tuple[str, ...] = ()


def _template(given: str) -> str:
    for holder in _HOLDER.findall(given):
        if holder not in _HOLDERS:
            raise ValueError(f"{given!r} holds {holder}, which nothing is put in for: use {' or '.join(_HOLDERS)}")
    return given


Template = Annotated[str, AfterValidator(_template)]
"""Text in which {unit} stands for an appraisee's id and {name} for its name."""


class Head(Record):
    """The head of each appraisee, who reports its values: tables name none, so posts are filled by this pattern."""

    id: Template = "{unit}-head"
    name: Template = "Head of {name}"


class Appraisees(Record):
    """The units appraised. Without a column of ids, a unit's id is the slug of its name."""

    name: Column
    id: Identifier | None = None
    kind: str = "department"
    head: Head = Head()


TabularRule = Annotated[RatioToTarget | MetOrNot | Improvement, Field(discriminator="shape")]
"""A rule that takes what a row gives: a value, a target, values of years before."""


class RowRule(Record):
    """One of several rules by which every row is scored.

    Each makes a group of an appraisee's rows, of that name and weight, in which rows weigh the same and count as
    `missing` says where they give nothing to score.
    """

    id: Slug
    name: str
    weight: Exact
    missing: Missing
    rule: TabularRule


class Indicators(Record):
    """What becomes of a row: an indicator of its appraisee with its rule, and the value reported for it.

    Indicators of an appraisee weigh the same. With a `group` they form groups, each weighing as much as it has
    indicators. With `rules` instead of a `rule`, a row becomes an indicator for each; its value is reported for the
    first of them. `past` are columns of values by the year that they are of.
    """

    id: Identifier
    name: Column
    direction: DirectionSource
    target: Column
    value: Column
    unit: Source
    group: Column | None = None
    past: dict[int, Column] = Field(default_factory=dict)
    lead: Slug
    rule: TabularRule | None = None
    rules: tuple[RowRule, ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> "Indicators":
        if (self.rule is None) == (not self.rules):
            both = "both a rule and rules" if self.rules else "neither a rule nor rules"
            raise ValueError(f"has {both}: state one of the two")
        if self.rules and self.group is not None:
            raise ValueError("has rules, which form groups, and a group: leave the group out")
        return self


class Regulation(Record):
    """The rulebook but for its indicators, which the table has."""

    model_config = ConfigDict(serialize_by_alias=True)

    id: Slug
    title: str
    legal_basis: tuple[str, ...] = ()
    calendar: WorkingCalendar
    evaluators: tuple[Evaluator, ...]
    grades: tuple[GradeBand, ...] = ()
    steps: tuple[StepRule, ...]
    verification: Verification
    rounding: Rounding
    missing: Missing


class Profile(Record):
    """A whole import profile."""

    cycle: Slug
    title: str
    authority: Slug
    period: Period
    table: Form = Form()
    rows: Rows = Rows()
    appraisees: Appraisees
    indicators: Indicators
    units: tuple[Unit, ...] = ()
    people: tuple[PersonEntry, ...] = ()
    rulebook: Regulation

    @classmethod
    def load(cls, path: Path) -> "Profile":
        """Reads a profile; refuses one with mistakes, each with its place, value and mend."""
        document = load(path)
        try:
            return cls.model_validate(document)
        except ValidationError as error:
            raise of_validation(f"profile {path.name}", error, cls) from error

    def columns(self) -> dict[str, str]:
        """Every column the profile reads, by the field of the profile that names it."""
        unit, indicator = self.appraisees, self.indicators
        named = {
            "appraisees.name": unit.name.column,
            "appraisees.id": unit.id.column if unit.id else None,
            "indicators.id": indicator.id.column,
            "indicators.name": indicator.name.column,
            "indicators.direction": indicator.direction.column,
            "indicators.target": indicator.target.column,
            "indicators.value": indicator.value.column,
            "indicators.unit": indicator.unit.column,
            "indicators.group": indicator.group.column if indicator.group else None,
            **{f"indicators.past.{year}": column.column for year, column in indicator.past.items()},
        }
        where = {f"rows.where_given.{place}": column for place, column in enumerate(self.rows.where_given, start=1)}
        return where | {field: column for field, column in named.items() if column is not None}
