"""The parts of the total: the indicator system, and those who rate the appraisee as a whole."""

from fractions import Fraction

from domain.exact import simplest, text
from domain.explanation import Explanation
from domain.regulation import Evaluator, EvaluatorKind, Missing
from domain.scoring.columns import Peers
from domain.scoring.combining import Part, Whole, plain_mean
from domain.scoring.facts import Facts
from domain.scoring.measure import Number, bracketed, stored
from domain.scoring.panels import panel_mean
from domain.scoring.rules import Rules

_BEST = 100


def evaluator_part(evaluator: Evaluator, whole: Whole, facts: Facts, rules: Rules, peers: Peers | None) -> Part:
    """One evaluator kind's part, in per cent; `whole` is the indicator system."""
    match evaluator.kind:
        case EvaluatorKind.LEAD_DEPARTMENTS:
            return _lead_departments(evaluator, whole)
        case EvaluatorKind.LEADERS if evaluator.panel is None:
            return _leaders(evaluator, facts)
        case EvaluatorKind.INTERNAL_BALLOT if evaluator.panel is None:
            return _internal_ballot(evaluator, facts)
        case _:
            return _panel(evaluator, facts, rules, peers)


def _lead_departments(evaluator: Evaluator, whole: Whole) -> Part:
    label, inputs = "Lead departments", {"indicators": str(whole.leaves), "scored": str(whole.scored)}
    score, rule, works, policy = whole.score, whole.rule, whole.works, whole.policy
    if score is not None and whole.full != _BEST:
        score, works = score * _BEST / whole.full, f"({works}) * 100 / {bracketed(whole.full)}"
        rule += f"; {text(simplest(whole.full))} points are 100"
    if whole.scored < evaluator.minimum and policy is not Missing.REFUSE:
        score, works, rule = None, None, _too_few(whole.scored, "scored indicators", evaluator)
    explanation = Explanation(
        label=label, rule=rule, score=_shown(score, "total"), works=works, inputs=inputs, children=whole.children
    )
    return Part(score, explanation, policy=policy)


def _leaders(evaluator: Evaluator, facts: Facts) -> Part:
    given = [(rating, rating.value) for rating in facts.ratings if rating.value is not None]
    values = [value for _, value in given]
    score, rule, works = None, _too_few(len(values), "ratings", evaluator), None
    if len(values) >= max(evaluator.minimum, 1):
        score, rule, works = plain_mean(values), f"mean of {len(values)} ratings", _mean(len(values))
    children = tuple(
        Explanation(
            label=f"Rating {position}",
            rule="given by a leader",
            score=value,
            works=bracketed(value),
            cites=rating.cites,
            evidence=rating.evidence,
        )
        for position, (rating, value) in enumerate(given, start=1)
    )
    inputs = {"ratings": str(len(values)), "minimum": str(evaluator.minimum)}
    explanation = Explanation(
        label="Leaders",
        rule=rule,
        score=_shown(score, "mean of the leaders"),
        works=works,
        inputs=inputs,
        children=children,
    )
    return Part(score, explanation)


def _internal_ballot(evaluator: Evaluator, facts: Facts) -> Part:
    """Ballots are shown in ascending order, and only once there are enough of them to keep voters anonymous."""
    count = len(facts.ballots)
    score, rule, works = None, _too_few(count, "ballots", evaluator), None
    inputs = {"ballots": str(count), "minimum": str(evaluator.minimum)}
    if count >= max(evaluator.minimum, 1):
        score, rule = plain_mean(facts.ballots), f"mean of {count} ballots"
        inputs["scores"] = ", ".join(text(ballot) for ballot in sorted(facts.ballots))
        works = f"{bracketed(Fraction(sum(Fraction(ballot) for ballot in facts.ballots)))} / {count}"
    explanation = Explanation(
        label="Internal ballot",
        rule=rule,
        score=_shown(score, "mean of the ballots"),
        works=works,
        inputs=inputs,
        cites=facts.ballots_cites,
    )
    return Part(score, explanation)


def _panel(evaluator: Evaluator, facts: Facts, rules: Rules, peers: Peers | None) -> Part:
    panel = rules.panels[evaluator.panel or ""]
    mean = panel_mean(panel, facts.overall.get(panel.id), peers, evaluator.minimum)
    score = None if mean.share is None else mean.share * _BEST
    works = None if mean.works is None else f"{mean.works} * {_BEST}"
    explanation = Explanation(
        label=panel.name,
        rule=mean.rule,
        score=_shown(score, f"panel {panel.id}"),
        works=works,
        inputs=mean.inputs,
        cites=mean.cites,
    )
    return Part(score, explanation)


def _mean(count: int) -> str:
    return f"({' + '.join(f'c{position}' for position in range(1, count + 1))}) / {count}"


def _too_few(count: int, what: str, evaluator: Evaluator) -> str:
    return f"missing: {count} {what}, at least {evaluator.minimum} needed"


def _shown(score: Fraction | None, thing: str) -> Number | None:
    return None if score is None else stored(score, thing)
