"""The rulebook: standing regulation (考核办法) as data, read, checked and named by its content."""

from domain.regulation.check import check
from domain.regulation.document import (
    Direction,
    Evaluator,
    EvaluatorKind,
    GradeBand,
    Indicator,
    Judged,
    MetOrNot,
    Missing,
    RatioToTarget,
    Rulebook,
    Verdicts,
    Verification,
    content_hash,
)
from domain.regulation.finding import Finding
from domain.regulation.reading import parse, problems
from domain.regulation.tree import indicator, leaves_for, numbers

__all__ = [
    "Direction",
    "Evaluator",
    "EvaluatorKind",
    "Finding",
    "GradeBand",
    "Indicator",
    "Judged",
    "MetOrNot",
    "Missing",
    "RatioToTarget",
    "Rulebook",
    "Verdicts",
    "Verification",
    "check",
    "content_hash",
    "indicator",
    "leaves_for",
    "numbers",
    "parse",
    "problems",
]
