"""The shape for what no other expresses."""

from typing import Literal

from domain.event import Record
from domain.expression import ExpressionText


class Formula(Record):
    """Points by an expression of the value, target, peers and attributes; from 0 to full marks unless bounded else."""

    shape: Literal["formula"]
    points: ExpressionText
