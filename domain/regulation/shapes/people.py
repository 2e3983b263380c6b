"""Shapes in which people give the points: the lead department alone, or panels of evaluators."""

from typing import Literal

from domain.event import Record
from domain.exact import Exact
from domain.regulation.identifiers import Slug


class Judged(Record):
    """Points from 0 to `maximum`, given by the head of the lead department, in proportion to full marks."""

    shape: Literal["judged"]
    maximum: Exact | None = None


class Rated(Record):
    """The weighted mean of panels of evaluators; without `panels`, those of the indicator's type."""

    shape: Literal["rated"]
    panels: dict[Slug, Exact] | None = None
