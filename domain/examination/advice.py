"""What an examination advises: findings that do not forbid publication."""

from enum import StrEnum

from domain.regulation import Finding


class Matter(StrEnum):
    """What a piece of advice is about."""

    OVERLAP = "overlap"
    UNSTATED = "unstated"
    TARGETS = "targets"
    GOALS = "goals"
    DECOMPOSITION = "decomposition"
    BALANCE = "balance"
    REACH = "reach"
    COMPARISON = "comparison"


class Advice(Finding):
    """A finding that a rulebook may be published with: where, what (with the value), what to do, and what about."""

    matter: Matter
