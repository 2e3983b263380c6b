"""What a report asks for: the measured indicators, but for those whose value is taken in from elsewhere."""

from domain.appraisal.state import Appraisal
from domain.regulation import Indicator, Rulebook, leaves_for


def asked(rulebook: Rulebook, state: Appraisal) -> tuple[Indicator, ...]:
    """The indicators whose values the appraisee reports, in the rulebook's order; no fact is asked for twice."""
    by_rule = {intake.into for intake in rulebook.intakes}
    return tuple(
        leaf
        for leaf in leaves_for(rulebook, state.appraisee)
        if leaf.reported and leaf.id not in by_rule and not is_known(leaf, state)
    )


def is_known(leaf: Indicator, state: Appraisal) -> bool:
    """Whether the value was reported in another appraisal and taken in from there."""
    return any(one.entry.into == leaf.id and one.entry.value is not None for one in state.taken.values())
