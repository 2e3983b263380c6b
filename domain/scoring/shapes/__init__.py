"""How each shape scores: a function of the rule and of what is given, and nothing else."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.event import Record
from domain.regulation import (
    Bonus,
    CountDeduction,
    Deduction,
    Formula,
    Improvement,
    Judged,
    Linear,
    MetOrNot,
    Piecewise,
    ProportionalToBest,
    Rank,
    Rated,
    RatioToTarget,
    StepTable,
)
from domain.scoring.measure import Given, Measure
from domain.scoring.shapes import cases, conversions, formula, past, peers, people, targets

SCORERS: Mapping[type[Record], Callable[[Any, Given], Measure]] = {
    RatioToTarget: targets.ratio_to_target,
    MetOrNot: targets.met_or_not,
    Deduction: targets.deduction,
    StepTable: conversions.step_table,
    Linear: conversions.linear,
    Piecewise: conversions.piecewise,
    Rank: peers.rank,
    ProportionalToBest: peers.proportional_to_best,
    CountDeduction: cases.count_deduction,
    Bonus: cases.bonus,
    Improvement: past.improvement,
    Judged: people.judged,
    Rated: people.rated,
    Formula: formula.formula,
}
"""One for every shape there is."""
