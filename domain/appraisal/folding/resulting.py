"""Results are computed, approved, put on notice, fed back, and revised."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from domain.appraisal import events as e
from domain.appraisal import notice_events as n
from domain.appraisal.feedback_events import FeedbackLeftUnanswered, SilenceRecorded
from domain.appraisal.folding.stepping import discharge, with_step
from domain.appraisal.noticed import note
from domain.appraisal.revision import events as v
from domain.appraisal.revision.state import Revision
from domain.appraisal.state import Appraisal, Rating, Recommended, Reported
from domain.directory import Role
from domain.event import Event
from domain.replacing import replace
from domain.schedule import StepName


def _computed(state: Appraisal, happened: e.ResultComputed) -> Appraisal:
    state = replace(
        state,
        computed_at=state.version,
        computed_by=state.computed_by | {happened.by, *happened.office},
        total=happened.result.total,
        grade=happened.result.grade,
        earned=happened.result.grade,
        barred=happened.result.barred,
        peer_group=happened.result.peer_group,
    )
    return discharge(state, "compute")


def _returned(state: Appraisal, _happened: e.ResultReturned) -> Appraisal:
    state = replace(state, computed_at=None, total=None, grade=None, barred=(), recommendation=None)
    return discharge(state, undo=("compute", "deliberate"))


def _recommended(state: Appraisal, happened: e.RecommendationTaken) -> Appraisal:
    recommendation = Recommended(happened.meeting, happened.after)
    return discharge(replace(state, recommendation=recommendation), "deliberate")


def _approved(state: Appraisal, happened: e.ResultApproved) -> Appraisal:
    return discharge(replace(state, approved=True, grade=happened.grade or state.grade), "approve")


_OF_NOTICE: Mapping[type[Event], str] = {
    n.NoticePublished: "publish-notice",
    n.NoticeClosed: "close-notice",
    n.ResultAnnounced: "announce-result",
}
"""The duty that each discharges."""


def _noticed(state: Appraisal, happened: Event) -> Appraisal:
    state = replace(state, notice=note(state.notice, happened, state.version))
    return discharge(state, *filter(None, (_OF_NOTICE.get(type(happened)),)))


def _objected(state: Appraisal, happened: n.ObjectionRaised) -> Appraisal:
    step = state.steps[StepName.NOTICE]
    asked = e.Duty(key=f"answer-objection.{happened.objection}", role=Role.OFFICE)
    return with_step(_noticed(state, happened), replace(step, duties=(*step.duties, asked)))


def _objection_answered(state: Appraisal, happened: n.ObjectionAnswered) -> Appraisal:
    return discharge(_noticed(state, happened), f"answer-objection.{happened.objection}")


def _issued(state: Appraisal, happened: e.FeedbackIssued) -> Appraisal:
    state = replace(state, notified=True, notified_at=happened.at, issued_at=state.version)
    return discharge(state, "issue-feedback")


def _left_unanswered(state: Appraisal, _happened: FeedbackLeftUnanswered) -> Appraisal:
    step = state.steps[StepName.FEEDBACK]
    asked = e.Duty(key="record-silence", role=Role.OFFICE)
    return with_step(replace(state, unanswered=True), replace(step, duties=(*step.duties, asked)))


def _answered(state: Appraisal, _happened: e.FeedbackAcknowledged | e.FeedbackCommented | SilenceRecorded) -> Appraisal:
    return discharge(state, "answer-feedback", *(("record-silence",) if state.unanswered else ()))


def corrected(state: Appraisal, corrections: Iterable[v.Corrected], version: int) -> Appraisal:
    """The appraisal with values and points as corrected; they cite the event of that version."""
    reported, judged = dict(state.reported), dict(state.judged)
    for one in corrections:
        if one.judged and one.becomes is not None:
            judged[one.indicator] = Rating(one.becomes, version)
        elif not one.judged:
            known = state.known.get(one.indicator, Reported(None, ()))
            reported[one.indicator] = replace(known, value=one.becomes, cites=(*known.cites, version))
    return replace(state, reported=MappingProxyType(reported), judged=MappingProxyType(judged))


def _revised(state: Appraisal, happened: v.ResultRevised) -> Appraisal:
    state = replace(_took_effect(state, happened), revision=Revision(happened, state.version))
    return state if happened.approved_by is None else in_force(state)


def _took_effect(state: Appraisal, happened: v.ResultRevised | v.ResultKept) -> Appraisal:
    return state if happened.case is None else replace(state, effects=state.effects | {happened.case})


def _revision_approved(state: Appraisal, _happened: v.RevisionApproved) -> Appraisal:
    return in_force(state)


def _revision_returned(state: Appraisal, _happened: v.RevisionReturned) -> Appraisal:
    return replace(state, revision=None)


def in_force(state: Appraisal) -> Appraisal:
    """The appraisal with the revised result that waits for the committee, and the facts it was computed from."""
    pending = state.revision
    if pending is None:
        return state
    result = pending.revised.result
    state = corrected(state, pending.revised.corrections, pending.computed_at)
    return replace(
        state,
        computed_at=pending.computed_at,
        total=result.total,
        grade=state.grade_of(result),
        earned=result.grade,
        barred=result.barred,
        peer_group=result.peer_group,
        revision=None,
    )


APPLY: Mapping[type[Event], Callable[[Appraisal, Any], Appraisal]] = {
    e.ResultComputed: _computed,
    e.ResultReturned: _returned,
    e.RecommendationTaken: _recommended,
    e.ResultApproved: _approved,
    n.NoticePublished: _noticed,
    n.ObjectionRaised: _objected,
    n.ObjectionAnswered: _objection_answered,
    n.NoticeClosed: _noticed,
    n.ResultAnnounced: _noticed,
    v.ResultRevised: _revised,
    v.ResultKept: _took_effect,
    v.RevisionApproved: _revision_approved,
    v.RevisionReturned: _revision_returned,
    e.FeedbackIssued: _issued,
    e.FeedbackAcknowledged: _answered,
    e.FeedbackCommented: _answered,
    FeedbackLeftUnanswered: _left_unanswered,
    SilenceRecorded: _answered,
}
