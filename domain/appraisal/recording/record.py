"""The record as a whole: several facts at once, and its close by the performance office."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import Field

from domain.appraisal import fact_events as f
from domain.appraisal.folding.fold import fold
from domain.appraisal.recording import cases, causes, checks, false_reports, panels, values
from domain.appraisal.recording.joint import require_answered
from domain.appraisal.recording.rights import invalid, record_of
from domain.appraisal.rights import require_disinterested, require_duty
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.regulation import Bonus, CountDeduction, Improvement, Rated, Rulebook, leaves_for
from domain.schedule import StepName
from domain.scoring.rules import Rules

AnyFact = Annotated[
    panels.RecordPanelScores
    | cases.RecordCase
    | cases.WithdrawCase
    | values.RecordPastValues
    | values.RecordAdjustmentValue
    | values.AssignJointPart
    | causes.ClaimExternalCause
    | causes.HearExternalCause
    | causes.RuleOnExternalCause
    | checks.RecordCrossCheck
    | checks.RecordSiteVisit
    | false_reports.AnswerFalseReport
    | false_reports.RuleOnFalseReport,
    Field(discriminator="fact"),
]
"""What can be recorded, told apart by its field `fact`."""


@command
class RecordFacts(Command):
    """Records facts one after another, all of them or none."""

    facts: tuple[AnyFact, ...]


@command
class CloseRecord(Command):
    """States that everything there is to record has been."""


DECISIONS: Mapping[type[Command], Callable[[Any, Appraisal, Context], list[Event]]] = {
    panels.RecordPanelScores: panels.record_panel_scores,
    cases.RecordCase: cases.record_case,
    cases.WithdrawCase: cases.withdraw_case,
    values.RecordPastValues: values.record_past_values,
    values.RecordAdjustmentValue: values.record_adjustment_value,
    values.AssignJointPart: values.assign_joint_part,
    causes.ClaimExternalCause: causes.claim,
    causes.HearExternalCause: causes.hear,
    causes.RuleOnExternalCause: causes.rule,
    checks.RecordCrossCheck: checks.record_cross_check,
    checks.RecordSiteVisit: checks.record_site_visit,
    false_reports.AnswerFalseReport: false_reports.answer,
    false_reports.RuleOnFalseReport: false_reports.rule,
}
"""How each fact is decided on."""


def record_facts(wish: RecordFacts, state: Appraisal, context: Context) -> list[Event]:
    if not wish.facts:
        raise invalid(state, "is given no facts", "Record at least one")
    events: list[Event] = []
    for fact in wish.facts:
        became = DECISIONS[type(fact)](fact, state, context)
        state = fold(state, became)
        events += became
    return events


def close_record(_wish: CloseRecord, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.SCORING, "close-record")
    require_disinterested(state, context, record_of(state))
    require_answered(state)
    waiting = [indicator for indicator, claim in state.recorded.claims.items() if claim.ruling is None]
    if waiting:
        problem = f"has a claim of an external cause on {', '.join(waiting)} without a ruling"
        raise Refused(Reason.CONFLICT, record_of(state), problem, "Let the committee rule on it first")
    if state.recorded.open_charges:
        problem = f"has a charge of false data on {', '.join(state.recorded.open_charges)} without a ruling"
        raise Refused(Reason.CONFLICT, record_of(state), problem, "Let the committee rule on it first")
    return [f.RecordClosed(by=context.actor)]


def takes_facts(rulebook: Rulebook, appraisee: str) -> bool:
    """Whether the rulebook asks for anything that only the record can hold, and so for somebody to close it."""
    leaves = leaves_for(rulebook, appraisee)
    recorded = {panel.id for panel in rulebook.panels if panel.held_by is None}
    return bool(
        rulebook.adjustments
        or rulebook.vetoes
        or any(evaluator.panel in recorded for evaluator in rulebook.evaluators)
        or any(isinstance(leaf.rule, CountDeduction | Bonus | Improvement) or leaf.joint for leaf in leaves)
        or any(recorded & set(Rules(rulebook).panels_of(leaf)) for leaf in leaves if isinstance(leaf.rule, Rated))
        or (rulebook.external_causes and any(leaf.relief for leaf in leaves))
    )
