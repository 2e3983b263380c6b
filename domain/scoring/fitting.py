"""Whether facts are about the appraisee's own indicators, in their units and within their range."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from domain.exact import simplest, text
from domain.refusal import Reason, Refused
from domain.regulation import Indicator, Judged, Rated, Rulebook, leaves_for
from domain.scoring.facts import Facts

_BEST = 100


def require_facts_fit(own: Rulebook, appraisee: str, facts: Facts) -> None:
    """Refuses facts about what the appraisee is not scored on, values in another unit, and numbers out of range."""
    leaves = {leaf.id: leaf for leaf in leaves_for(own, appraisee)}
    measured = {id_ for id_, leaf in leaves.items() if not leaf.judged}
    judged = {id_: Fraction(leaf.judging_maximum) for id_, leaf in leaves.items() if isinstance(leaf.rule, Judged)}
    rated = {id_ for id_, leaf in leaves.items() if isinstance(leaf.rule, Rated)}
    adjustments, vetoes = [one.id for one in own.adjustments], [one.id for one in own.vetoes]
    _require_known("value", facts.values, {*measured, *adjustments}, appraisee)
    _require_known("past values", facts.past, measured, appraisee)
    _require_known("target", facts.targets, measured, appraisee)
    _require_known("points", facts.points, judged, appraisee)
    _require_known("scores", facts.scores, rated, appraisee)
    _require_known("cases", facts.cases, {*leaves, *adjustments, *vetoes}, appraisee)
    _require_known("a ruling", facts.rulings, leaves, appraisee)
    _require_known("a part in a joint task", facts.joint, leaves, appraisee)
    _require_known("panel scores", facts.overall, {panel.id for panel in own.panels}, appraisee)
    _require_units(leaves, facts)
    for indicator, fact in facts.points.items():
        _require_range(f"points of indicator {indicator}", fact.value, judged[indicator])
    for rating in facts.ratings:
        _require_range("rating of a leader", rating.value, Fraction(_BEST))
    for ballot in facts.ballots:
        _require_range("ballot", ballot, Fraction(_BEST))


def _require_known(what: str, given: Iterable[str], known: Iterable[str], appraisee: str) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise Refused(
            Reason.INVALID,
            f"appraisee {appraisee}",
            f"has {what} for {', '.join(unknown)}, an indicator that takes none from it",
            f"Give {what} for: {', '.join(sorted(known)) or 'none'}",
        )


def _require_units(leaves: dict[str, Indicator], facts: Facts) -> None:
    for id_, fact in facts.values.items():
        unit = leaves[id_].unit if id_ in leaves else None
        if fact.unit is not None and id_ in leaves and fact.unit != unit:
            raise Refused(
                Reason.INVALID,
                f"value of indicator {id_}",
                f"is in {fact.unit!r}",
                f"Give it in {unit!r}, the rulebook's unit",
            )


def _require_range(what: str, value: Decimal | Fraction | None, most: Fraction) -> None:
    if value is not None and not 0 <= value <= most:
        mend = f"Give a number from 0 to {text(simplest(most))}"
        raise Refused(Reason.INVALID, what, f"is {text(value)}", mend)
