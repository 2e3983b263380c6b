"""From the scores of a panel's evaluators to the panel's own: who counts, and which mean."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.exact import fraction, text, total, weighted_total
from domain.refusal import Reason, Refused
from domain.regulation import MeanOf, Panel
from domain.scoring.columns import Peers
from domain.scoring.facts import Score, Scores
from domain.scoring.measure import Number, bracketed, factor, plainly, shown

_LISTED = 50
"""Scores that an explanation lists one by one; of a survey of thousands it says the mean."""


@dataclass(frozen=True, slots=True)
class PanelMean:
    """A panel's mean as a share of its scale, nothing with too few scores; the rule in words; what went into it.

    `works` is the share as an expression.
    """

    share: Fraction | None
    rule: str
    inputs: dict[str, str]
    cites: tuple[int, ...] = ()
    works: str | None = None


def panel_mean(panel: Panel, scores: Scores | None, peers: Peers | None, minimum: int = 1) -> PanelMean:
    """The panel's mean over its highest score; "don't know" is left out, and so is an evaluator who lost the right.

    Fewer scores than the panel's minimum, or another `minimum`, make none. Refuses a score outside the panel's scale,
    two scores of one evaluator and, without a table of peers, a panel that must differentiate between them.
    """
    least = max(minimum, panel.minimum)
    if scores is None:
        return PanelMean(None, "missing: nobody has scored", {"minimum": str(least)})
    if panel.differentiate and peers is None:
        raise _refused(panel, "must tell all appraisees apart, and their scores are not known", "Compare them first")
    require_proper(panel, scores)
    counting = [score for score in scores.given if peers is None or peers.counts(panel.id, score.by)]
    known = [(score.value, score.weight) for score in counting if score.value is not None]
    inputs = _inputs(panel, scores, least, len(counting), len(known))
    if too_few := _too_few(panel, scores, least, len(known)):
        return PanelMean(None, too_few, inputs, scores.cites)
    mean, rule = _mean(panel, known)
    if len(known) <= _LISTED and (panel.anonymous or all(score.by is None for score in counting)):
        inputs["scores"] = ", ".join(plainly(value) for value in sorted(value for value, _ in known))
    highest = fraction(panel.highest)
    inputs["mean"] = shown(mean)
    return PanelMean(mean / highest, rule, inputs, scores.cites, f"{bracketed(mean)} / {factor(highest)}")


def _inputs(panel: Panel, scores: Scores, least: int, counting: int, known: int) -> dict[str, str]:
    inputs = {"scores counted": str(known), "minimum": str(least), "highest": text(panel.highest)}
    counts = {
        "invited": scores.invited,
        "don't know": counting - known or None,
        "voided": len(scores.given) - counting or None,
    }
    return inputs | {name: str(count) for name, count in counts.items() if count is not None}


def require_proper(panel: Panel, scores: Scores) -> None:
    """Refuses scores outside the panel's scale, weights of nothing, an evaluator twice, and more than were invited."""
    for score in scores.given:
        _require_on_scale(panel, score)
        if score.weight <= 0:
            raise _refused(panel, f"has a score that weighs {shown(score.weight)}", "Give it a weight above 0")
    named = [score.by for score in scores.given if score.by is not None]
    if len(set(named)) < len(named):
        twice = [by for by, times in Counter(named).items() if times > 1]
        raise _refused(panel, f"has two scores of {', '.join(twice)}", "Let each evaluator score once")
    if scores.invited is not None and scores.invited < len(scores.given):
        problem = f"has {len(scores.given)} scores of {scores.invited} who were invited"
        raise _refused(panel, problem, "State how many were invited, those who scored among them")


def _require_on_scale(panel: Panel, score: Score) -> None:
    if score.value is None:
        return
    on_grid = panel.places is None or (Fraction(score.value) * 10**panel.places).denominator == 1
    if not panel.lowest <= score.value <= panel.highest or not on_grid:
        places = "" if panel.places is None else f" with at most {panel.places} decimal places"
        raise Refused(
            Reason.INVALID,
            f"score of panel {panel.id}",
            f"is {shown(score.value)}",
            f"Give a number from {text(panel.lowest)} to {text(panel.highest)}{places}, or nothing for don't know",
        )


def _refused(panel: Panel, problem: str, mend: str) -> Refused:
    return Refused(Reason.INVALID, f"panel {panel.id}", problem, mend)


def _too_few(panel: Panel, scores: Scores, least: int, known: int) -> str | None:
    needed = max(least, 2 * panel.trim + 1 if panel.mean is MeanOf.TRIMMED else 1)
    if known < needed:
        return f"missing: {known} scores, at least {needed} needed"
    if panel.turnout is not None:
        if not scores.invited:
            return "missing: how many were invited is not stated, and a turnout is required"
        if Fraction(known, scores.invited) < panel.turnout:
            return f"missing: {known} of {scores.invited} have scored, a share of {text(panel.turnout)} is needed"
    return None


def _mean(panel: Panel, known: Sequence[tuple[Number, Number]]) -> tuple[Fraction, str]:
    match panel.mean:
        case MeanOf.PLAIN:
            return total(value for value, _ in known) / len(known), f"mean of {len(known)} scores"
        case MeanOf.TRIMMED:
            kept = sorted(value for value, _ in known)[panel.trim : len(known) - panel.trim]
            rule = f"mean of {len(kept)} scores, the {panel.trim} highest and the {panel.trim} lowest left out"
            return total(kept) / len(kept), rule
        case MeanOf.WEIGHTED:
            weights = total(weight for _, weight in known)
            return weighted_total(known) / weights, f"weighted mean of {len(known)} scores"
