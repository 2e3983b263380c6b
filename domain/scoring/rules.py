"""A rulebook as scoring looks things up in it: numbers, panels, and which indicators compare peers."""

from collections.abc import Mapping
from functools import cached_property

from domain.exact import Exact
from domain.expression import Expression, order, parse
from domain.refusal import Reason, Refused
from domain.regulation import (
    Deduction,
    Effect,
    Formula,
    Indicator,
    Known,
    Missing,
    Panel,
    ProportionalToBest,
    Rank,
    Rated,
    Rulebook,
    Tailoring,
    Threshold,
    numbers,
    rests_on,
    walk,
)

PEER_NAMES = frozenset({"peer_mean", "peer_median", "peer_best", "peer_count"})
"""What expressions may ask for of the peers' values."""

_PEER_POLICIES = {Missing.PEER_MEAN, Missing.PEER_MEDIAN}
_PEER_EFFECTS = {Effect.PEER_MEAN, Effect.PEER_MEDIAN}
_PEER_THRESHOLDS = {Threshold.PEER_MEAN, Threshold.PEER_MEDIAN}


class Rules:
    """A rulebook, read once for all its appraisees."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.numbers = numbers(rulebook)
        self.panels: Mapping[str, Panel] = {panel.id: panel for panel in rulebook.panels}
        self._types = {one.id: one.panels for one in rulebook.types}
        self._tailoring = Tailoring(rulebook)

    def own(self, appraisee: str, attributes: Known) -> Rulebook:
        """The rulebook as it is for an appraisee with these attributes."""
        return self._tailoring.own(appraisee, attributes)

    @cached_property
    def selecting(self) -> tuple[tuple[str, Expression], ...]:
        """The conditions on attributes that say which rules are an appraisee's own, each with what it is of."""
        groups = self.rulebook.peer_groups
        found = [(f"peer group {group.id}", group.when) for group in groups if group.when is not None]
        for _, node in walk(self.rulebook.indicators):
            conditions = (node.applies_when, *(variant.when for variant in node.variants))
            found += [(f"indicator {node.id}", condition) for condition in conditions if condition is not None]
        return tuple((place, parse(condition)) for place, condition in found)

    def policy(self, node: Indicator) -> Missing:
        """What becomes of the indicator when it is missing."""
        return node.missing or self.rulebook.missing

    def panels_of(self, node: Indicator) -> Mapping[str, Exact]:
        """The panels that rate an indicator, with their weights: its own, or those of its type."""
        if not isinstance(node.rule, Rated):
            return {}
        return self._types.get(node.type or "", {}) if node.rule.panels is None else node.rule.panels

    @cached_property
    def compares_values(self) -> frozenset[str]:
        """Indicators whose rule needs the values of the peers."""
        return frozenset(node.id for _, node in walk(self.rulebook.indicators) if _compares_values(node))

    @cached_property
    def compares_shares(self) -> frozenset[str]:
        """Indicators that may have the mean or median score of the peers instead of one of their own."""
        return frozenset(
            node.id
            for _, node in walk(self.rulebook.indicators)
            if not node.children
            and (
                self.policy(node) in _PEER_POLICIES
                or _PEER_EFFECTS & {*node.relief, *(exemption.effect for exemption in node.exemptions)}
            )
        )

    @cached_property
    def upwards(self) -> tuple[Indicator, ...]:
        """All indicators, each after those that it adds up or refers to."""
        nodes = {node.id: node for _, node in walk(self.rulebook.indicators)}
        return tuple(nodes[id_] for id_ in order(rests_on(self.rulebook.indicators)))

    @property
    def compares(self) -> bool:
        """Whether nobody can be scored without the peers."""
        return bool(
            self.compares_values or self.compares_shares or any(panel.differentiate for panel in self.rulebook.panels)
        )


def _compares_values(node: Indicator) -> bool:
    match node.rule:
        case Rank(given=False) | ProportionalToBest():
            return True
        case Deduction(threshold=threshold) if threshold in _PEER_THRESHOLDS:
            return True
    conditions = [exemption.when for exemption in node.exemptions]
    formulas = [node.rule.points] if isinstance(node.rule, Formula) else []
    return any(PEER_NAMES & set(parse(text).names) for text in (*conditions, *formulas))


def require_peers(node: Indicator) -> Refused:
    """The refusal to score an indicator whose peers are not known."""
    return Refused(
        Reason.CONFLICT,
        f"indicator {node.id}",
        "compares peers, and their values are not known yet",
        "Tabulate the peers first, once all that is known of them has been recorded",
    )
