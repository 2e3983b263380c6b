"""Every command an appraisal knows, and what follows from all of them: a step whose duties are done is complete."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain.appraisal import (
    cases,
    clock,
    counseling,
    feedback,
    goals,
    nominations,
    notice,
    receiving,
    recommendation,
    reopening,
    replacing,
    reporting,
    result,
    scoring,
    verification,
)
from domain.appraisal import events as e
from domain.appraisal.capacity import capacity
from domain.appraisal.drafting import drafting, signing
from domain.appraisal.folding.fold import evolve, fold
from domain.appraisal.goal_setting import audit, fixing, negotiation
from domain.appraisal.links import deriving
from domain.appraisal.links.sources import streams
from domain.appraisal.panel import giving
from domain.appraisal.recording import joint, record
from domain.appraisal.revision import deciding as revision
from domain.appraisal.rights import cycle_of, directory_of
from domain.appraisal.state import Appraisal, initial
from domain.certificates import require_certificate
from domain.command import SYSTEM_CLOCK, Aggregate, Command, Context, command, misdirected
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.decision import require_number
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.streams import case_stream, cycle_stream, directory_stream


@command
class OpenAppraisal(Command):
    """Begins the stream of one appraisee of a launched cycle."""

    cycle: str
    appraisee: str


def _open(wish: OpenAppraisal, state: Appraisal, context: Context) -> list[Event]:
    thing = f"appraisal {wish.cycle}:{wish.appraisee}"
    cycle = context.states[cycle_stream(wish.cycle)]
    if context.actor != SYSTEM_CLOCK:
        raise Refused(Reason.FORBIDDEN, thing, "is opened by its cycle", "Launch a cycle with this appraisee")
    if state.opened:
        raise Refused(Reason.CONFLICT, thing, "is open already", "Nothing needs to be done")
    if wish.appraisee not in cycle.appraisees:
        raise Refused(Reason.INVALID, thing, "is not part of its cycle", "Launch a cycle with this appraisee")
    return [
        e.AppraisalOpened(
            cycle=wish.cycle,
            appraisee=wish.appraisee,
            authority=cycle.authority,
            rulebook=cycle.rulebook,
            rulebook_hash=cycle.rulebook_hash,
        )
    ]


_DECISIONS: Mapping[type[Command], Callable[[Any, Appraisal, Context], list[Event]]] = {
    clock.OpenStep: clock.advance,
    clock.RemindStep: clock.advance,
    clock.MarkStepDue: clock.advance,
    clock.EscalateStep: clock.advance,
    clock.LapseStep: clock.advance,
    clock.CloseAppraisal: clock.close,
    goals.SetGoals: goals.set_goals,
    goals.ConfirmGoals: goals.confirm_goals,
    goals.ReturnGoals: goals.return_goals,
    audit.AuditGoals: audit.audit_goals,
    audit.CommentOnGoals: audit.comment_on_goals,
    audit.CloseGoalComments: audit.close_goal_comments,
    negotiation.DisputeGoal: negotiation.dispute_goal,
    negotiation.SettleDispute: negotiation.settle_dispute,
    negotiation.DropDispute: negotiation.drop_dispute,
    negotiation.AgreeGoals: negotiation.agree_goals,
    fixing.FixGoals: fixing.fix_goals,
    fixing.PublishGoals: fixing.publish_goals,
    cases.NoteCase: cases.note_case,
    cases.ChangeGoals: cases.change_goals,
    nominations.TakeInNomination: nominations.take_in_nomination,
    counseling.OpenTalk: counseling.open_talk,
    counseling.ProposeActions: counseling.propose_actions,
    counseling.AgreeActions: counseling.agree_actions,
    counseling.CloseTalk: counseling.close_talk,
    reporting.SubmitReport: reporting.submit_report,
    drafting.DraftGoals: drafting.draft_goals,
    drafting.DraftReport: drafting.draft_report,
    drafting.HandInPaper: drafting.hand_in_paper,
    signing.PassPaper: signing.pass_paper,
    signing.ReturnPaper: signing.return_paper,
    signing.SignPaper: signing.sign_paper,
    receiving.ReceiveReport: receiving.receive_report,
    receiving.ReturnReport: receiving.return_report,
    verification.ConfirmValue: verification.confirm_value,
    verification.CorrectValue: verification.correct_value,
    scoring.JudgeIndicator: scoring.judge_indicator,
    scoring.RateAppraisee: scoring.rate_appraisee,
    scoring.CountBallots: scoring.count_ballots,
    giving.ScoreOnPanel: giving.score_on_panel,
    giving.RecuseFromPanel: giving.recuse_from_panel,
    giving.ReplaceEvaluator: giving.replace_evaluator,
    giving.LeavePanelShort: giving.leave_panel_short,
    record.RecordFacts: record.record_facts,
    **record.DECISIONS,
    record.CloseRecord: record.close_record,
    joint.ConfirmJointPart: joint.confirm_joint_part,
    joint.DisputeJointPart: joint.dispute_joint_part,
    result.ComputeResult: result.compute_result,
    recommendation.TakeRecommendation: recommendation.take_recommendation,
    result.ApproveResult: result.approve_result,
    result.ReturnResult: result.return_result,
    revision.ReviseResult: revision.revise_result,
    revision.ApproveRevision: revision.approve_revision,
    revision.ReturnRevision: revision.return_revision,
    notice.PublishNotice: notice.publish_notice,
    notice.RaiseObjection: notice.raise_objection,
    notice.AnswerObjection: notice.answer_objection,
    notice.CloseNotice: notice.close_notice,
    notice.AnnounceResult: notice.announce_result,
    replacing.ReplaceRater: replacing.replace_rater,
    reopening.ProposeReopening: reopening.propose,
    reopening.ReopenAppraisal: reopening.reopen,
    reopening.DeclineReopening: reopening.decline,
    feedback.IssueFeedback: feedback.issue_feedback,
    feedback.AcknowledgeFeedback: feedback.acknowledge_feedback,
    feedback.CommentFeedback: feedback.comment_feedback,
    feedback.RecordSilence: feedback.record_silence,
}


_AFTER_THE_END = (
    cases.NoteCase,
    *(reopening.ProposeReopening, reopening.ReopenAppraisal, reopening.DeclineReopening),
    *(revision.ReviseResult, revision.ApproveRevision, revision.ReturnRevision),
)
"""What may still be done when the appraisal is closed, since remedies come after its end."""


def decide(wish: Command, state: Appraisal, context: Context) -> list[Event]:
    """Decides one command; raises `Refused` when it may not happen."""
    if isinstance(wish, OpenAppraisal):
        return _open(wish, state, context)
    if type(wish) not in _DECISIONS:
        raise misdirected(wish, "an appraisal")
    if not state.opened:
        raise Refused(
            Reason.NOT_FOUND, "appraisal", "does not exist", "See 'kaohe cycle status' for the appraisals there are"
        )
    if state.closed and not isinstance(wish, _AFTER_THE_END):
        raise Refused(
            Reason.CONFLICT,
            f"appraisal {state.cycle}:{state.appraisee}",
            "is closed",
            f"See 'kaohe history {state.cycle}:{state.appraisee}'",
        )
    cycle = cycle_of(state, context)
    if cycle.is_over_for(state.appraisee) and not isinstance(wish, clock.CloseAppraisal):
        thing = f"appraisal {state.cycle}:{state.appraisee}"
        why = "its cycle is cancelled" if cycle.cancelled else f"{state.appraisee} has left its cycle"
        raise Refused(Reason.CONFLICT, thing, f"ends, because {why}", "Nothing needs to be done")
    events = _DECISIONS[type(wish)](wish, state, context)
    _require_form(wish, state, context)
    return [*events, *_completion(fold(state, events))]


def _require_form(wish: Command, state: Appraisal, context: Context) -> None:
    """Refuses what lacks a document number, or a certificate of whoever acts, where the rulebook asks for one."""
    if context.actor.startswith("system:"):
        return
    rulebook = regulation_of(cycle_of(state, context), context.states)
    for one in wish.facts if isinstance(wish, record.RecordFacts) else (wish,):
        require_number(one.decision, rulebook.numbered, context.document, f"appraisal {state.cycle}:{state.appraisee}")
    if rulebook.certified:
        role = capacity(wish, state, context).role
        require_certificate(context.actor, role, rulebook.certified, directory_of(state, context), context.now)


def _completion(state: Appraisal) -> list[Event]:
    step = state.current
    return [e.StepCompleted(step=step.name)] if step and not step.undone else []


def reads(_stream: str, wish: Command, state: Appraisal, states: Mapping[str, Any]) -> tuple[str, ...]:
    if isinstance(wish, OpenAppraisal):
        return (cycle_stream(wish.cycle),)
    if not state.opened:
        return ()
    own: tuple[str, ...] = (cycle_stream(state.cycle), directory_stream(state.authority))
    if isinstance(wish, cases.NoteCase | cases.ChangeGoals | nominations.TakeInNomination | revision.ReviseResult):
        own = (*own, case_stream(wish.case))
    if own[0] not in states:
        return own
    return (*own, *regulation_streams(states[own[0]]), *_linked(wish, state, states))


def _linked(wish: Command, state: Appraisal, states: Mapping[str, Any]) -> Iterable[str]:
    """The streams that give the appraisal what it takes in as a step opens or a report comes in."""
    if isinstance(wish, clock.OpenStep):
        cycle = states[cycle_stream(state.cycle)]
        known = all(name in states for name in regulation_streams(cycle))
        derived = deriving.streams(state, cycle, states) if known and deriving.begins(wish.step, cycle) else ()
        return (*streams(state, wish.step, states), *derived)
    return (
        streams(state, StepName.REPORTING, states)
        if isinstance(wish, reporting.SubmitReport | signing.SignPaper)
        else ()
    )


AGGREGATE = Aggregate(initial, evolve, decide, reads, capacity)
