"""Which case counts where: what happened once is not awarded or deducted twice, unless a rule says so."""

from domain.regulation import Indicator, Rulebook
from domain.scoring.facts import Case, Facts


class Casebook:
    """The cases recorded for one appraisee; each counts for the first provision that it is recorded for.

    Indicators come first, in the rulebook's order, then adjustments. A provision that counts again what has counted
    before takes its cases from nobody.
    """

    def __init__(self, own: Rulebook, nodes: dict[str, Indicator], facts: Facts, numbers: dict[str, str]) -> None:
        self._cases = facts.cases
        self._numbers = numbers
        self._owners: dict[str, str] = {}
        if not facts.cases:
            return
        again = {id_ for id_, node in nodes.items() if node.counts_again}
        again |= {one.id for one in own.adjustments if one.counts_again}
        for place in (*nodes, *(one.id for one in own.adjustments)):
            for case in facts.cases.get(place, ()) if place not in again else ():
                self._owners.setdefault(case.id, place)

    def counting(self, provision: str, *, again: bool) -> tuple[Case, ...]:
        """The cases that count for a provision."""
        recorded = self._cases.get(provision, ())
        return recorded if again else tuple(case for case in recorded if self._owners[case.id] == provision)

    def elsewhere(self, provision: str, *, again: bool) -> tuple[tuple[str, str], ...]:
        """The ids of cases recorded for a provision that count for another, each with the number or id of that."""
        recorded = () if again else self._cases.get(provision, ())
        owners = [(case.id, self._owners[case.id]) for case in recorded]
        return tuple((case, self._numbers.get(owner, owner)) for case, owner in owners if owner != provision)
