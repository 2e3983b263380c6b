"""The peer table: what rules compare, taken from the facts of all appraisees once these are complete."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from domain.exact import Exact
from domain.regulation import Among, Indicator, Rulebook, attributes_of, peer_group
from domain.scoring.columns import WHOLE, Column, Peers, PeerTable, TableColumn
from domain.scoring.facts import Facts
from domain.scoring.fitting import require_facts_fit, require_stated
from domain.scoring.measure import stored
from domain.scoring.rules import Rules
from domain.scoring.system import System


def tabulate(rulebook: Rulebook, facts: Mapping[str, Facts]) -> PeerTable:
    """Tabulates what the rulebook's rules compare, by indicator and peer group, from the facts by appraisee.

    Indicators are taken after those they rest on, since what a group adds up to may rest on comparisons below it.
    Appraisees to whom an indicator does not apply, or who have nothing to compare, are in no column of it. An indicator
    that compares everybody has one column, whatever the groups.
    """
    return _Tabulation(rulebook, facts).table()


class _Tabulation:
    def __init__(self, rulebook: Rulebook, facts: Mapping[str, Facts]) -> None:
        self._rules = Rules(rulebook)
        voided = _voided(rulebook, facts)
        attributes = {
            appraisee: attributes_of(rulebook, appraisee, known.attributes) for appraisee, known in facts.items()
        }
        for appraisee, known_attributes in attributes.items():
            require_stated(self._rules, appraisee, known_attributes)
        self._groups = {appraisee: peer_group(rulebook, appraisee, attributes[appraisee]) for appraisee in facts}
        bare = PeerTable(voided=voided)
        self._peers = {group: Peers(bare, group, {}, {}) for group in self._groups.values()}
        self._systems = {}
        for appraisee, known in facts.items():
            own = self._rules.own(appraisee, attributes[appraisee])
            require_facts_fit(self._rules, own, appraisee, known)
            peers = self._peers[self._groups[appraisee]]
            self._systems[appraisee] = System(self._rules, own, known, attributes[appraisee], peers)
        self._voided = voided

    def table(self) -> PeerTable:
        values: list[TableColumn] = []
        shares: list[TableColumn] = []
        for node in self._rules.upwards:
            if node.id in self._rules.compares_values:
                values += self._column(node, "values")
            if node.id in self._rules.compares_shares:
                shares += self._column(node, "shares")
        return PeerTable(groups=self._groups, values=tuple(values), shares=tuple(shares), voided=self._voided)

    def _column(self, node: Indicator, what: str) -> Iterator[TableColumn]:
        """The columns of one indicator, by group or for all; everybody knows them before the next is looked at."""
        found: dict[str, dict[str, Exact]] = defaultdict(dict)
        whole = node.among is Among.ALL
        for appraisee, system in self._systems.items():
            own = system.nodes.get(node.id)
            value = None if own is None else _value(system, own) if what == "values" else _share(system, own)
            if value is not None:
                found[WHOLE if whole else self._groups[appraisee]][appraisee] = value
        for group, peers in self._peers.items():
            column = Column(tuple(Fraction(value) for value in found[WHOLE if whole else group].values()))
            peers.take(node.id, column, shares=what == "shares")
        for group in [WHOLE] if whole else sorted(self._peers):
            yield TableColumn(indicator=node.id, group=group, values=found[group])


def _value(system: System, node: Indicator) -> Exact | None:
    """What the rule of a node compares: the value of a leaf, or what a group's children come to."""
    if not node.children:
        return system.value(node)
    score = system.combined(node).score
    return None if score is None else stored(score, f"indicator {node.id}")


def _share(system: System, node: Indicator) -> Exact | None:
    points = system.own_score(node)
    return None if points is None else stored(points / Fraction(node.full), f"indicator {node.id}")


def _voided(rulebook: Rulebook, facts: Mapping[str, Facts]) -> dict[str, tuple[str, ...]]:
    """Evaluators who gave two appraisees the same score where their panel must differentiate."""
    voided: dict[str, tuple[str, ...]] = {}
    for panel in rulebook.panels:
        if not panel.differentiate:
            continue
        given: dict[tuple[str, str], list[Exact]] = defaultdict(list)
        for known in facts.values():
            everywhere = {**known.scores, "": known.overall}
            for place, by_panel in everywhere.items():
                for score in by_panel[panel.id].given if panel.id in by_panel else ():
                    if score.by is not None and score.value is not None:
                        given[score.by, place].append(score.value)
        tied = {by for (by, _), scores in given.items() if len(set(scores)) < len(scores)}
        if tied:
            voided[panel.id] = tuple(sorted(tied))
    return voided
