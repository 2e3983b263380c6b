"""How the points and scores that people give become an indicator's."""

from fractions import Fraction

from domain.explanation import Explanation
from domain.regulation import Judged, Rated
from domain.scoring.combining import Part, weighted_mean
from domain.scoring.measure import Given, Measure, Number, bracketed, factor, shown, stored
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
    """The weighted mean of the panels; what becomes of one without enough scores is the indicator's policy."""
    panels = [(_panel(id_, weight, given), weight) for id_, weight in given.weights.items()]
    whole = weighted_mean(panels, given.policy)
    there = sum(panel.score is not None for panel, _ in panels)
    if whole.score is None:
        lacking = ", ".join(panel.explanation.label for panel, _ in panels if panel.score is None)
        how = f"rated: no panel has enough scores: {lacking}" if not there else f"rated: {whole.rule}"
        return Measure(None, how, children=whole.children)
    how = f"rated by {there} panel{'' if there == 1 else 's'}, {whole.rule}"
    return Measure(whole.score, how, whole.works, {"panels": str(there)}, children=whole.children)


def _panel(id_: str, weight: Number, given: Given) -> Part:
    """One panel's score, in the points of the indicator."""
    panel = given.panels[id_]
    mean = panel_mean(panel, given.scores.get(id_), given.peers)
    score = None if mean.share is None else mean.share * given.full
    explanation = Explanation(
        label=panel.name,
        rule=mean.rule,
        score=None if score is None else stored(score, f"panel {id_}"),
        works=None if mean.works is None else f"{mean.works} * {factor(given.full)}",
        weight=weight,
        inputs=mean.inputs,
        cites=mean.cites,
    )
    return Part(score, explanation)
