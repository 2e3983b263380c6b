"""Shapes that hold a value against a target: in proportion, met or not, or so much off for each unit missed.

Every number of points is in the indicator's own full marks; where a shape names none, it means all of them.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Literal

from domain.event import Record
from domain.exact import Exact


class RatioToTarget(Record):
    """Value in proportion to target: up value / target, down target / value, times full marks, from 0 to `maximum`.

    Where a ratio says nothing (a target that is not above 0 or, downwards, a value that is not), meeting the target
    gives `maximum` and missing it 0. To a midpoint, full marks are given within `tolerance` of the target, and fewer in
    proportion beyond, down to 0 at `spread` from the tolerance's edge; without a spread, at as much as the target is.
    """

    shape: Literal["ratio_to_target"]
    maximum: Exact | None = None
    tolerance: Exact = Decimal(0)
    spread: Exact | None = None


class Verdicts(Record):
    """The words a rulebook has for a target met and one not met; results carry them exactly so."""

    met: str = "met"
    not_met: str = "not met"


class MetOrNot(Record):
    """All or nothing: upwards the value must reach the target, downwards not exceed it, else be within `tolerance`."""

    shape: Literal["met_or_not"]
    met: Exact | None = None
    not_met: Exact = Decimal(0)
    tolerance: Exact = Decimal(0)
    verdicts: Verdicts = Verdicts()


class Threshold(StrEnum):
    """What a value is held against where the threshold is no number of its own."""

    TARGET = "target"
    PEER_MEAN = "peer_mean"
    PEER_MEDIAN = "peer_median"


class Counting(StrEnum):
    """How a part of a unit counts: as that part, as a whole one once begun, or only once complete."""

    EXACT = "exact"
    STARTED = "started"
    COMPLETED = "completed"


class Credit(Record):
    """Points above full marks for each unit by which a value is better than its threshold, up to `most`."""

    step: Exact
    per: Exact = Decimal(1)
    most: Exact


class Deduction(Record):
    """Full marks at the threshold, less `step` for each `per` units that the value misses it by, down to `floor`."""

    shape: Literal["deduction"]
    threshold: Exact | Threshold = Threshold.TARGET
    step: Exact
    per: Exact = Decimal(1)
    counting: Counting = Counting.EXACT
    floor: Exact = Decimal(0)
    credit: Credit | None = None
