"""From the scores of a panel's evaluators to the panel's own: who counts, and which mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.exact import text, total, weighted_total
from domain.refusal import Reason, Refused
from domain.regulation import MeanOf, Panel
from domain.scoring.columns import Peers
from domain.scoring.facts import Score, Scores
from domain.scoring.measure import Number, shown


@dataclass(frozen=True, slots=True)
class PanelMean:
    """A panel's mean as a share of its scale, nothing with too few scores; the rule in words; what went into it."""

    share: Fraction | None
    rule: str
    inputs: dict[str, str]
    cites: tuple[int, ...] = ()


def panel_mean(panel: Panel, scores: Scores | None, peers: Peers | None = None) -> PanelMean:
    """The panel's mean over its highest score; "don't know" is left out, and so is an evaluator who lost the right.

    Refuses a score outside the panel's scale.
    """
    if scores is None:
        return PanelMean(None, "missing: nobody has scored", {"minimum": str(panel.minimum)})
    counting = [score for score in scores.given if peers is None or peers.counts(panel.id, score.by)]
    known = [(score.value, score.weight) for score in counting if score.value is not None]
    for score in counting:
        _require_on_scale(panel, score)
    inputs = _inputs(panel, scores, len(counting), len(known))
    if too_few := _too_few(panel, scores, len(known)):
        return PanelMean(None, too_few, inputs, scores.cites)
    mean, rule = _mean(panel, known)
    if panel.anonymous or all(score.by is None for score in counting):
        inputs["scores"] = ", ".join(shown(Fraction(value)) for value in sorted(value for value, _ in known))
    return PanelMean(mean / Fraction(panel.highest), rule, {**inputs, "mean": shown(mean)}, scores.cites)


def _inputs(panel: Panel, scores: Scores, counting: int, known: int) -> dict[str, str]:
    inputs = {"scores counted": str(known), "minimum": str(panel.minimum), "highest": text(panel.highest)}
    counts = {
        "invited": scores.invited,
        "don't know": counting - known or None,
        "voided": len(scores.given) - counting or None,
    }
    return inputs | {name: str(count) for name, count in counts.items() if count is not None}


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


def _too_few(panel: Panel, scores: Scores, known: int) -> str | None:
    needed = max(panel.minimum, 2 * panel.trim + 1 if panel.mean is MeanOf.TRIMMED else 1)
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
