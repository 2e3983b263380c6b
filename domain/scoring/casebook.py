"""Which case counts where: what happened once is not awarded or deducted twice, unless a rule says so."""

from collections.abc import Callable

from domain.regulation import Indicator, Rulebook
from domain.scoring.facts import Case, Facts


class Casebook:
    """The cases recorded for one appraisee; each counts for the first provision that it is recorded for.

    Indicators come first, in the rulebook's order, then adjustments. An indicator that does not apply its rule, being
    exempt or not counted at all, takes no case from those after it; `applies` is asked only where a case is recorded
    for several. A provision that counts again what has counted before takes its cases from nobody.
    """

    def __init__(
        self,
        own: Rulebook,
        nodes: dict[str, Indicator],
        facts: Facts,
        numbers: dict[str, str],
        applies: Callable[[Indicator], bool],
    ) -> None:
        self._cases = facts.cases
        self._numbers = numbers
        self._nodes = nodes
        self._applies = applies
        self._places: dict[str, list[str]] = {}
        self._owners: dict[str, str] = {}
        if not facts.cases:
            return
        again = {id_ for id_, node in nodes.items() if node.counts_again}
        again |= {one.id for one in own.adjustments if one.counts_again}
        for place in (*nodes, *(one.id for one in own.adjustments)):
            for case in facts.cases.get(place, ()) if place not in again else ():
                self._places.setdefault(case.id, []).append(place)

    def counting(self, provision: str, *, again: bool) -> tuple[Case, ...]:
        """The cases that count for a provision."""
        recorded = self._cases.get(provision, ())
        return recorded if again else tuple(case for case in recorded if self._owner(case.id) == provision)

    def elsewhere(self, provision: str, *, again: bool) -> tuple[tuple[str, str], ...]:
        """The ids of cases recorded for a provision that count for another, each with the number or id of that."""
        recorded = () if again else self._cases.get(provision, ())
        owners = [(case.id, self._owner(case.id)) for case in recorded]
        return tuple((case, self._numbers.get(owner, owner)) for case, owner in owners if owner != provision)

    def _owner(self, case: str) -> str:
        """Where the case counts; where nothing that it is recorded for applies its rule, at the first."""
        if case not in self._owners:
            places = self._places[case]
            self._owners[case] = places[0]  # for an exemption that asks for a score which rests on this very case
            applying = (place for place in places if place not in self._nodes or self._applies(self._nodes[place]))
            if len(places) > 1:
                self._owners[case] = next(applying, places[0])
        return self._owners[case]
