"""Whether facts are about the appraisee's own indicators, in their units and within their range."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from domain.exact import simplest, text
from domain.refusal import Reason, Refused
from domain.regulation import (
    Bonus,
    CountDeduction,
    Direction,
    Indicator,
    Judged,
    Known,
    Of,
    Rated,
    RatioToTarget,
    Rulebook,
    walk,
)
from domain.scoring.facts import Facts
from domain.scoring.rules import Rules

_BEST = 100


def require_facts_fit(rules: Rules, own: Rulebook, appraisee: str, facts: Facts) -> None:
    """Refuses facts about what the appraisee is not scored on, values in another unit, and numbers out of range."""
    leaves = {node.id: node for _, node in walk(own.indicators) if not node.children}
    adjustments, vetoes = [one.id for one in own.adjustments], [one.id for one in own.vetoes]
    measured = {id_: leaf for id_, leaf in leaves.items() if not leaf.judged}
    counting = {id_ for id_, leaf in leaves.items() if isinstance(leaf.rule, CountDeduction | Bonus)}
    judged = {id_: leaf for id_, leaf in leaves.items() if isinstance(leaf.rule, Judged)}
    rated = {id_: leaf for id_, leaf in leaves.items() if isinstance(leaf.rule, Rated)}
    joint = {id_ for id_, leaf in leaves.items() if leaf.joint is not None}
    stated = {id_ for id_, fact in facts.values.items() if fact.value is not None or id_ not in measured}
    derived = {id_ for id_, leaf in measured.items() if not leaf.reported}
    known: Mapping[str, tuple[Iterable[str], Iterable[str]]] = {
        "value": (stated, (measured.keys() - derived) | {*adjustments}),
        "past values": (facts.past, measured),
        "target": (facts.targets, measured),
        "points": (facts.points, judged),
        "scores": (facts.scores, rated),
        "cases": (facts.cases, {*counting, *adjustments, *vetoes}),
        "a ruling": (facts.rulings, leaves),
        "a part in a joint task": (facts.joint, joint),
        "panel scores": (facts.overall, {one.panel for one in own.evaluators if one.panel is not None}),
    }
    for what, (given, takers) in known.items():
        _require_known(what, given, takers, appraisee)
    for id_, by_panel in facts.scores.items():
        _require_known(f"scores of indicator {id_} by panel", by_panel, rules.panels_of(rated[id_]), appraisee)
    _require_targets(leaves, facts)
    _require_units(leaves, facts)
    _require_counts(facts)
    for indicator, fact in facts.points.items():
        _require_range(f"points of indicator {indicator}", fact.value, Fraction(judged[indicator].judging_maximum))
    for rating in facts.ratings:
        _require_range("rating of a leader", rating.value, Fraction(_BEST))
    for ballot in facts.ballots:
        _require_range("ballot", ballot, Fraction(_BEST))


def require_stated(rules: Rules, appraisee: str, attributes: Known, later: Collection[str] = ()) -> None:
    """Refuses an appraisee that leaves out an attribute by which its own rules are selected.

    A condition that cannot be decided would otherwise take an indicator away in silence. What becomes known `later`
    only need not be stated yet.
    """
    for place, condition in rules.selecting:
        if condition.evaluate(attributes) is None and not set(condition.names) & set(later):
            lacking = ", ".join(name for name in condition.names if attributes.get(name) is None)
            problem = f"does not state {lacking}, which a condition of {place} asks for: {condition}"
            raise Refused(Reason.INVALID, f"appraisee {appraisee}", problem, "State it")


def _require_known(what: str, given: Iterable[str], known: Iterable[str], appraisee: str) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise Refused(
            Reason.INVALID,
            f"appraisee {appraisee}",
            f"has {what} for {', '.join(unknown)}, an indicator that takes none from it",
            f"Give {what} for: {', '.join(sorted(known)) or 'none'}",
        )


def _require_targets(leaves: Mapping[str, Indicator], facts: Facts) -> None:
    """Refuses a confirmed target that the rule cannot take, as the rulebook's own would be."""
    for id_, target in facts.targets.items():
        rule, up = leaves[id_].rule, leaves[id_].direction is Direction.UP
        percentage = getattr(rule, "of", None) is Of.PERCENT_OF_TARGET
        if (isinstance(rule, RatioToTarget) and (target < 0 or (target == 0 and up))) or (percentage and target <= 0):
            raise Refused(Reason.INVALID, f"target of indicator {id_}", f"is {text(target)}", "Give a target above 0")


def _require_units(leaves: Mapping[str, Indicator], facts: Facts) -> None:
    for id_, fact in facts.values.items():
        unit = leaves[id_].unit if id_ in leaves else None
        if fact.unit is not None and id_ in leaves and fact.unit != unit:
            raise Refused(
                Reason.INVALID,
                f"value of indicator {id_}",
                f"is in {fact.unit!r}",
                f"Give it in {unit!r}, the rulebook's unit",
            )


def _require_counts(facts: Facts) -> None:
    """Refuses a case that is recorded twice for one provision, and numbers of cases and units below 1."""
    for place, cases in facts.cases.items():
        ids = Counter(case.id for case in cases)
        if twice := [id_ for id_, times in ids.items() if times > 1]:
            raise Refused(
                Reason.INVALID, f"cases of {place}", f"name {', '.join(twice)} twice", "State it once, with its count"
            )
        for case in cases:
            if case.count < 1:
                raise Refused(
                    Reason.INVALID, f"case {case.id} of {place}", f"counts {case.count} times", "Count from 1"
                )
    for indicator, part in facts.joint.items():
        if part.cooperating < 1:
            problem = f"has {part.cooperating} co-operating units"
            raise Refused(Reason.INVALID, f"joint task of indicator {indicator}", problem, "State 1 or more")


def _require_range(what: str, value: Decimal | Fraction | None, most: Fraction) -> None:
    if value is not None and not 0 <= value <= most:
        mend = f"Give a number from 0 to {text(simplest(most))}"
        raise Refused(Reason.INVALID, what, f"is {text(value)}", mend)
