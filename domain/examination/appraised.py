"""Appraisees scored by values of an earlier year, and scored again where a weight is another."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.exact import rounded
from domain.examination.reweighing import Reweighed
from domain.regulation import EvaluatorKind, Known, Rulebook, attributes_of, peer_group
from domain.scoring import Facts, tabulate
from domain.scoring.adjusting import adjusted
from domain.scoring.columns import Comparison, Peers
from domain.scoring.combining import Part, Whole, weighted_mean
from domain.scoring.evaluators import evaluator_part
from domain.scoring.fitting import require_facts_fit
from domain.scoring.grading import graded
from domain.scoring.rules import Rules
from domain.scoring.system import System

_BEST = 100


@dataclass(frozen=True, slots=True)
class Total:
    """A total as it is ranked, rounded and capped by vetoes, and as it is before that."""

    ranked: Fraction
    exact: Fraction


@dataclass(frozen=True)
class Appraised:
    """One appraisee with all that its total comes from; `own` is the rulebook tailored to it."""

    rules: Rules
    own: Rulebook
    facts: Facts
    attributes: Known
    group: str
    peers: Peers | None
    system: System
    whole: Whole
    parts: tuple[Part, ...]

    def total(self) -> Total | None:
        """The total by the rulebook as it is."""
        return self._total(self.system, self.parts, [Fraction(one.weight) for one in self.own.evaluators])

    def total_by(self, reweighed: Reweighed) -> Total | None:
        """The total with another weight in the indicator system; what that does not touch is not scored again."""
        own = self.own.model_copy(update={"indicators": reweighed.indicators})
        system = System(self.rules, own, self.facts, self.attributes, self.peers)
        kept = {id_: part for id_, part in self.system.parts.items() if id_ not in reweighed.touched}
        system.take(kept | {id_: _scaled(kept[id_], by) for id_, by in reweighed.scaled.items()})
        whole = system.score()
        parts = tuple(
            evaluator_part(evaluator, whole, self.facts, self.rules, self.peers)
            if evaluator.kind is EvaluatorKind.LEAD_DEPARTMENTS
            else part
            for evaluator, part in zip(own.evaluators, self.parts, strict=True)
        )
        return self._total(system, parts, [Fraction(one.weight) for one in own.evaluators])

    def total_with(self, weights: list[Fraction]) -> Total | None:
        """The total with other weights of the evaluators."""
        return self._total(self.system, self.parts, weights)

    def _total(self, system: System, parts: tuple[Part, ...], weights: list[Fraction]) -> Total | None:
        mean = weighted_mean(list(zip(parts, weights, strict=True)), self.own.missing)
        if mean.score is None:
            return None
        exact = mean.score * Fraction(self.own.full_marks) / _BEST + adjusted(self.own, system).points
        grading = graded(self.own, rounded(exact, self.own.rounding), system, self.facts, self.attributes)
        return Total(Fraction(grading.total), exact)


def appraise(rulebook: Rulebook, facts: Mapping[str, Facts]) -> dict[str, Appraised]:
    """Scores everybody by a checked rulebook; refuses facts as `domain.scoring.compute` does."""
    rules = Rules(rulebook)
    comparison = Comparison(tabulate(rulebook, facts)) if rules.compares else None
    return {appraisee: _appraised(rules, appraisee, known, comparison) for appraisee, known in sorted(facts.items())}


def _appraised(rules: Rules, appraisee: str, facts: Facts, comparison: Comparison | None) -> Appraised:
    attributes = attributes_of(rules.rulebook, appraisee, facts.attributes)
    own = rules.own(appraisee, attributes)
    require_facts_fit(rules, own, appraisee, facts)
    group = peer_group(rules.rulebook, appraisee, attributes)
    peers = comparison.peers_of(group) if comparison else None
    system = System(rules, own, facts, attributes, peers)
    whole = system.score()
    parts = tuple(evaluator_part(evaluator, whole, facts, rules, peers) for evaluator in own.evaluators)
    return Appraised(rules, own, facts, attributes, group, peers, system, whole, parts)


def _scaled(part: Part, by: Fraction) -> Part:
    score = None if part.score is None else part.score * by
    return Part(score, part.explanation, part.full * by, part.extra, part.policy, part.leaves, part.scored)
