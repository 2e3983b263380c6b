"""What an appraisee is compared with: the values of its peer group, indicator by indicator."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from pydantic import Field

from domain.event import Record
from domain.exact import Exact


class Place(Record):
    """Where a value stands among its peers: how many are better, and how many are equal, itself among them."""

    better: int
    equal: int
    of: int


@dataclass(frozen=True)
class Column:
    """The values of one indicator in one peer group, those without a value left out."""

    values: tuple[Fraction, ...]

    @cached_property
    def ascending(self) -> tuple[Fraction, ...]:
        return tuple(sorted(self.values))

    @cached_property
    def mean(self) -> Fraction | None:
        return Fraction(sum(self.values), len(self.values)) if self.values else None

    @cached_property
    def median(self) -> Fraction | None:
        """The middle value, or the mean of the two in the middle."""
        if not self.values:
            return None
        ordered, half = self.ascending, len(self.values) // 2
        return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2

    @cached_property
    def different(self) -> "Column":
        """The values, each once."""
        return Column(tuple(set(self.values)))

    def holds(self, value: Fraction) -> bool:
        """Whether somebody has the value."""
        at = bisect_left(self.ascending, value)
        return at < len(self.ascending) and self.ascending[at] == value

    def best(self, *, upwards: bool) -> Fraction:
        """The best of at least one value."""
        return self.ascending[-1] if upwards else self.ascending[0]

    def place(self, value: Fraction, *, upwards: bool) -> Place:
        """Where the value stands among the column, of which it is one."""
        below, up_to = bisect_left(self.ascending, value), bisect_right(self.ascending, value)
        better = len(self.ascending) - up_to if upwards else below
        return Place(better=better, equal=up_to - below, of=len(self.ascending))


WHOLE = "*"
"""The group of a column that holds everybody appraised; no peer group can have this name."""


class TableColumn(Record):
    """One column of a peer table as it is kept: the exact values by appraisee."""

    indicator: str
    group: str
    values: dict[str, Exact]


class PeerTable(Record):
    """The values and the shares of full marks that rules compare, by indicator and peer group.

    `voided` are evaluators whose scores do not count, by panel, because the panel's rule took them away.
    """

    groups: dict[str, str] = Field(default_factory=dict)
    values: tuple[TableColumn, ...] = ()
    shares: tuple[TableColumn, ...] = ()
    voided: dict[str, tuple[str, ...]] = Field(default_factory=dict)


@dataclass(frozen=True)
class Peers:
    """A peer table as scoring asks it, for the group of one appraisee."""

    table: PeerTable
    group: str
    _values: dict[str, Column] = field(default_factory=dict)
    _shares: dict[str, Column] = field(default_factory=dict)

    def values(self, indicator: str) -> Column | None:
        return self._values.get(indicator)

    def shares(self, indicator: str) -> Column | None:
        return self._shares.get(indicator)

    def take(self, indicator: str, column: Column, *, shares: bool) -> None:
        """Takes in a column while the table is being made."""
        (self._shares if shares else self._values)[indicator] = column

    def counts(self, panel: str, evaluator: str | None) -> bool:
        """Whether an evaluator's scores in a panel count."""
        return evaluator is None or evaluator not in self.table.voided.get(panel, ())


@dataclass(frozen=True)
class Comparison:
    """A peer table, read once for all appraisees."""

    table: PeerTable

    @cached_property
    def _values(self) -> dict[str, dict[str, Column]]:
        return _by_group(self.table.values)

    @cached_property
    def _shares(self) -> dict[str, dict[str, Column]]:
        return _by_group(self.table.shares)

    def peers_of(self, group: str) -> Peers:
        """What an appraisee of the group is compared with: the group's columns, and those of everybody."""
        values, shares = (
            {**columns.get(WHOLE, {}), **columns.get(group, {})} for columns in (self._values, self._shares)
        )
        return Peers(self.table, group, values, shares)


def _by_group(columns: tuple[TableColumn, ...]) -> dict[str, dict[str, Column]]:
    found: dict[str, dict[str, Column]] = {}
    for column in columns:
        values = tuple(_fraction(value) for value in column.values.values())
        found.setdefault(column.group, {})[column.indicator] = Column(values)
    return found


def _fraction(value: Decimal | Fraction) -> Fraction:
    return Fraction(value)
