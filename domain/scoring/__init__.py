"""Scoring: from facts to results that explain themselves, exactly."""

from domain.scoring.columns import PeerTable, TableColumn
from domain.scoring.facts import Case, Fact, Facts, JointPart, JointRole, Ruling, Score, Scores
from domain.scoring.result import Result, compute, explain
from domain.scoring.tabulating import tabulate

__all__ = [
    "Case",
    "Fact",
    "Facts",
    "JointPart",
    "JointRole",
    "PeerTable",
    "Result",
    "Ruling",
    "Score",
    "Scores",
    "TableColumn",
    "compute",
    "explain",
    "tabulate",
]
