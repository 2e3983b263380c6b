"""Shapes that count cases: findings, complaints, awards. A case has an id, so that none counts twice."""

from decimal import Decimal
from typing import Literal

from domain.event import Record
from domain.exact import Exact


class CountDeduction(Record):
    """Full marks, less points for each case, down to `floor`; from `zero_at` cases on nothing is left.

    `kinds` gives points to kinds of case; cases of no kind cost `per_case`. A reported number counts like as many
    cases of no kind.
    """

    shape: Literal["count_deduction"]
    per_case: Exact | None = None
    kinds: dict[str, Exact] | None = None
    zero_at: int | None = None
    floor: Exact = Decimal(0)


class Bonus(Record):
    """Nothing, plus points for each case up to `cap`, and down to `floor` where kinds of case take points off."""

    shape: Literal["bonus"]
    per_case: Exact | None = None
    kinds: dict[str, Exact] | None = None
    cap: Exact
    floor: Exact = Decimal(0)
