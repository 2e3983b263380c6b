"""How far an appraisee has come towards its targets, indicator by indicator."""

from dataclasses import dataclass

from domain.appraisal.facts import facts
from domain.appraisal.state import Appraisal
from domain.exact import Exact
from domain.regulation import Indicator, Rulebook, leaves_for
from domain.scoring.targets import falls_short, target_for


@dataclass(frozen=True, slots=True)
class Attained:
    """The value that counts for an indicator, and its target."""

    indicator: Indicator
    value: Exact | None
    target: Exact

    @property
    def short(self) -> bool:
        """Whether the value is known and worse than the target."""
        return self.value is not None and falls_short(self.value, self.target, self.indicator.direction)


def attained(state: Appraisal, rulebook: Rulebook) -> tuple[Attained, ...]:
    """What was attained in each indicator of the appraisee that has a target, in the rulebook's order."""
    known = facts(state)
    found: list[Attained] = []
    for leaf in leaves_for(rulebook, state.appraisee):
        target, _ = target_for(leaf, known)
        if target is not None:
            fact = known.values.get(leaf.id)
            found.append(Attained(leaf, fact.value if fact else None, target))
    return tuple(found)
