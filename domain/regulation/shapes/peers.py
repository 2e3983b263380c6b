"""Shapes that compare an appraisee with its peer group."""

from enum import StrEnum
from typing import Literal

from domain.event import Record
from domain.exact import Exact


class Ties(StrEnum):
    """What those of equal value get: the better rank (1 1 3), the worse (2 2 3), their mean, or no gap after (1 1 2).

    `refuse` lets nobody have points until the tie is decided.
    """

    BETTER = "better"
    WORSE = "worse"
    MEAN = "mean"
    DENSE = "dense"
    REFUSE = "refuse"


class Series(Record):
    """Points that change by the same `step` from rank to rank, from `first` on, and never pass `limit`."""

    first: Exact
    step: Exact
    limit: Exact


class Rank(Record):
    """Points by rank among peers, the best being first unless counted `from_worst`.

    `points` lists them from rank 1 on, or `series` says how they go; further ranks have `rest`. `last` lists those of
    the last, the last but one and so on. Where the value is itself a rank that somebody else has `given` among `of`,
    no peers are compared. Between two ranks, as a mean of ties may be, points lie in proportion.
    """

    shape: Literal["rank"]
    points: tuple[Exact, ...] = ()
    series: Series | None = None
    rest: Exact | None = None
    last: tuple[Exact, ...] = ()
    from_worst: bool = False
    ties: Ties
    given: bool = False
    of: int | None = None


class ProportionalToBest(Record):
    """The best of the peers gets full marks, or `best`; others value / best of it, downwards best / value."""

    shape: Literal["proportional_to_best"]
    best: Exact | None = None
