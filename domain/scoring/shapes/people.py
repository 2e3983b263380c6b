"""How the points and scores that people give become an indicator's."""

from fractions import Fraction

from domain.exact import simplest, total, weighted_total
from domain.explanation import Explanation
from domain.regulation import Judged, Rated
from domain.scoring.measure import Given, Measure, bracketed, shown
from domain.scoring.panels import panel_mean


def judged(_rule: Judged, given: Given) -> Measure:
    maximum = Fraction(given.node.judging_maximum)
    inputs = {"maximum": shown(maximum), "lead department": given.node.lead or ""}
    points = given.points.value if given.points else None
    if points is None:
        return Measure(None, f"judged by {given.node.lead}: no points", inputs=inputs)
    full = shown(given.full)
    how = f"judged by {given.node.lead}: {shown(points)} of {shown(maximum)} points x {full}"
    works = f"{bracketed(points)} / {bracketed(maximum)} * {bracketed(given.full)}"
    return Measure(Fraction(points) / maximum * given.full, how, works, {"points": shown(points), **inputs})


def rated(_rule: Rated, given: Given) -> Measure:
    """The weighted mean of the panels that have enough scores; the weight of the others goes to these in proportion."""
    means = [(panel_mean(given.panels[id_], given.scores.get(id_), given.peers), id_) for id_ in given.weights]
    there = [(mean.share, given.weights[id_]) for mean, id_ in means if mean.share is not None]
    lacking = [given.panels[id_].name for mean, id_ in means if mean.share is None]
    children = tuple(
        Explanation(
            label=given.panels[id_].name,
            rule=mean.rule,
            score=None if mean.share is None else simplest(mean.share * given.full),
            weight=given.weights[id_],
            inputs=mean.inputs,
            cites=mean.cites,
        )
        for mean, id_ in means
    )
    if not there:
        return Measure(None, f"rated: no panel has enough scores: {', '.join(lacking)}", children=children)
    counting = total(weight for _, weight in there)
    points = weighted_total(there) / counting * given.full
    terms = " + ".join(f"{bracketed(share)} * {bracketed(Fraction(weight))}" for share, weight in there)
    works = f"({terms}) / {bracketed(counting)} * {bracketed(given.full)}"
    how = f"rated by {len(there)} panel{'' if len(there) == 1 else 's'}"
    if lacking:
        how += (
            f"; left out for want of scores: {', '.join(lacking)}; the other weights are divided by {shown(counting)}"
        )
    return Measure(points, how, works, {"panels": str(len(there))}, children=children)
