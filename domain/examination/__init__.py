"""The examiner of an indicator system: what forbids its publication, what is to be thought over, and why."""

from domain.examination.advice import Advice, Matter
from domain.examination.appraised import Appraised, appraise
from domain.examination.audiences import Audience, audiences
from domain.examination.balance import SIDES, BalanceTable, Sides, balance
from domain.examination.burden import Burden, burdens
from domain.examination.coverage import coverage
from domain.examination.decomposition import Decomposed, Held, decompose
from domain.examination.examine import examine
from domain.examination.overlaps import ALIKE, Overlap, overlaps
from domain.examination.reach import Reach, reaches
from domain.examination.report import Report
from domain.examination.sensitivity import Sensitivities, Sensitivity, Shift, Swap, sensitivities

__all__ = [
    "ALIKE",
    "SIDES",
    "Advice",
    "Appraised",
    "Audience",
    "BalanceTable",
    "Burden",
    "Decomposed",
    "Held",
    "Matter",
    "Overlap",
    "Reach",
    "Report",
    "Sensitivities",
    "Sensitivity",
    "Shift",
    "Sides",
    "Swap",
    "appraise",
    "audiences",
    "balance",
    "burdens",
    "coverage",
    "decompose",
    "examine",
    "overlaps",
    "reaches",
    "sensitivities",
]
