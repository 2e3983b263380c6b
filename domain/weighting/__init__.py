"""Help with weights: what comparisons or values propose, to be adopted by somebody or not at all."""

from domain.weighting.adoption import adopt
from domain.weighting.ahp import Priorities, prioritise
from domain.weighting.comparisons import Comparisons, Expert
from domain.weighting.consistency import Consistency, Outlier
from domain.weighting.entropy import Column, Entropies, Normalisation, ValueTable, measure
from domain.weighting.proposal import Proposal, propose, propose_again, shared_out
from domain.weighting.telling import tell
from domain.weighting.vector import Method

__all__ = [
    "Column",
    "Comparisons",
    "Consistency",
    "Entropies",
    "Expert",
    "Method",
    "Normalisation",
    "Outlier",
    "Priorities",
    "Proposal",
    "ValueTable",
    "adopt",
    "measure",
    "prioritise",
    "propose",
    "propose_again",
    "shared_out",
    "tell",
]
