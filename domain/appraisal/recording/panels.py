"""What panels of evaluators gave, handed in by the lead department or the performance office."""

from typing import Literal

from domain.appraisal import fact_events as f
from domain.appraisal.events import Evidence
from domain.appraisal.recording.rights import (
    invalid,
    record_of,
    require_evidence,
    require_leaf,
    require_record_open,
    require_recorder,
)
from domain.appraisal.rights import directory_of, rulebook_of
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.regulation import EvaluatorKind, Indicator, MeanOf, Panel
from domain.scoring import Score, Scores
from domain.scoring.panels import require_proper
from domain.scoring.rules import Rules
from domain.streams import slug


@command
class RecordPanelScores(Command):
    """Records what a panel's evaluators gave, for an indicator or, without one, for the appraisee as a whole.

    A score without a value is a "don't know". Each names its evaluator, unless the panel is anonymous.
    """

    fact: Literal["panel_scores"] = "panel_scores"
    indicator: str | None = None
    panel: str
    scores: tuple[Score, ...]
    invited: int | None = None
    evidence: tuple[Evidence, ...] = ()


def record_panel_scores(wish: RecordPanelScores, state: Appraisal, context: Context) -> list[Event]:
    require_record_open(state, context)
    leaf = None if wish.indicator is None else require_leaf(wish.indicator, state, context)
    require_recorder(leaf, state, context)
    panel = _panel(wish, leaf, state, context)
    _require_scores(wish, panel, state, context)
    require_evidence(wish.evidence, f"scores of panel {panel.id}", state, some=False)
    known = state.recorded.panels.get((wish.indicator or "", panel.id))
    return [
        f.PanelScoresRecorded(
            indicator=wish.indicator,
            panel=panel.id,
            scores=_unordered(wish.scores) if panel.anonymous else wish.scores,
            invited=wish.invited,
            evidence=wish.evidence,
            replaces=known.cites[0] if known else None,
            by=context.actor,
        )
    ]


def _panel(wish: RecordPanelScores, leaf: Indicator | None, state: Appraisal, context: Context) -> Panel:
    """The panel, when the rulebook asks it about this."""
    rules = Rules(rulebook_of(state, context))
    asked = [one.panel for one in rules.rulebook.evaluators if one.panel] if leaf is None else rules.panels_of(leaf)
    if wish.panel not in asked:
        about = "the appraisee as a whole" if leaf is None else f"indicator {leaf.id}"
        problem = f"is given scores of panel {wish.panel}, which the rulebook does not ask about {about}"
        raise invalid(state, problem, f"Panels it asks are: {', '.join(asked) or 'none'}")
    panel = rules.panels[wish.panel]
    if panel.held_by is not None:
        mend = "Let each member score"
        raise invalid(state, f"is given scores of panel {panel.id}, whose members score in person", mend)
    return panel


def _require_scores(wish: RecordPanelScores, panel: Panel, state: Appraisal, context: Context) -> None:
    of_panel = f"scores of panel {panel.id}"
    require_proper(panel, Scores(given=wish.scores, invited=wish.invited))
    for score in wish.scores:
        if panel.mean is not MeanOf.WEIGHTED and score.weight != 1:
            problem = f"is given {of_panel} with weights, and the panel's mean has none"
            raise invalid(state, problem, "Leave the weights out")
        if panel.anonymous and score.by is not None:
            raise invalid(state, f"is given {of_panel}, which is anonymous, with names", "Leave the evaluators out")
        if not panel.anonymous:
            _require_evaluator(score, panel, state, context)


def _require_evaluator(score: Score, panel: Panel, state: Appraisal, context: Context) -> None:
    """Whoever scores is named by an id and, unless the panel is the unit's own staff, not of the unit."""
    if score.by is None:
        raise invalid(state, f"is given a score of panel {panel.id} by nobody", "Name the evaluator by an id")
    slug(score.by, "evaluator")
    own = directory_of(state, context).belongs(score.by, state.appraisee)
    if own and panel.kind is not EvaluatorKind.INTERNAL_BALLOT:
        problem = f"is given a score of panel {panel.id} by {score.by}, who is of the unit appraised"
        raise Refused(Reason.FORBIDDEN, record_of(state), problem, "Nobody scores the own unit: leave it out")


def _unordered(scores: tuple[Score, ...]) -> tuple[Score, ...]:
    """Scores in an order that says nothing of who came first."""
    return tuple(sorted(scores, key=lambda score: (score.value is None, score.value or 0, score.weight)))
