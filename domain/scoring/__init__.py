"""Scoring: from facts to results that explain themselves, exactly."""

from domain.scoring.columns import PeerTable, TableColumn
from domain.scoring.consequences import EarlierResult, Follows, follows
from domain.scoring.facts import Case, Fact, Facts, JointPart, JointRole, Ruling, Score, Scores
from domain.scoring.reevaluating import reevaluate
from domain.scoring.result import Result, compute, explain
from domain.scoring.standing import QuotaKept, Standing, Standings, counted, stand
from domain.scoring.tabulating import tabulate

__all__ = [
    "Case",
    "EarlierResult",
    "Fact",
    "Facts",
    "Follows",
    "JointPart",
    "JointRole",
    "PeerTable",
    "QuotaKept",
    "Result",
    "Ruling",
    "Score",
    "Scores",
    "Standing",
    "Standings",
    "TableColumn",
    "compute",
    "counted",
    "explain",
    "follows",
    "reevaluate",
    "stand",
    "tabulate",
]
