"""The shapes of scoring rules: what each is called, and its parameters. How they score is for `domain.scoring`."""

from typing import Annotated

from pydantic import Field

from domain.event import Record
from domain.regulation.shapes.cases import Bonus, CountDeduction
from domain.regulation.shapes.conversions import Band, Beyond, Knot, Linear, Of, Piecewise, StepTable
from domain.regulation.shapes.formula import Formula
from domain.regulation.shapes.past import Improvement
from domain.regulation.shapes.peers import ProportionalToBest, Rank, Series, Ties
from domain.regulation.shapes.people import Judged, Rated
from domain.regulation.shapes.targets import Counting, Credit, Deduction, MetOrNot, RatioToTarget, Threshold, Verdicts

Shape = (
    RatioToTarget
    | MetOrNot
    | Deduction
    | StepTable
    | Linear
    | Piecewise
    | Rank
    | ProportionalToBest
    | CountDeduction
    | Bonus
    | Improvement
    | Judged
    | Rated
    | Formula
)
"""Any scoring rule."""

Rule = Annotated[Shape, Field(discriminator="shape")]
"""A scoring rule as a document writes it, with the name of its shape."""

SHAPES: dict[str, type[Record]] = {
    "ratio_to_target": RatioToTarget,
    "met_or_not": MetOrNot,
    "deduction": Deduction,
    "step_table": StepTable,
    "linear": Linear,
    "piecewise": Piecewise,
    "rank": Rank,
    "proportional_to_best": ProportionalToBest,
    "count_deduction": CountDeduction,
    "bonus": Bonus,
    "improvement": Improvement,
    "judged": Judged,
    "rated": Rated,
    "formula": Formula,
}

COMPARING = (Linear, Piecewise, StepTable, Rank, ProportionalToBest, Formula)
"""Shapes that can take what a group adds up to as their value."""

__all__ = [
    "COMPARING",
    "SHAPES",
    "Band",
    "Beyond",
    "Bonus",
    "CountDeduction",
    "Counting",
    "Credit",
    "Deduction",
    "Formula",
    "Improvement",
    "Judged",
    "Knot",
    "Linear",
    "MetOrNot",
    "Of",
    "Piecewise",
    "ProportionalToBest",
    "Rank",
    "Rated",
    "RatioToTarget",
    "Rule",
    "Series",
    "Shape",
    "StepTable",
    "Threshold",
    "Ties",
    "Verdicts",
]
