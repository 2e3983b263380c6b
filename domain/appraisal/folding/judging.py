"""Scores are given, in person or in a ballot, and facts are recorded."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from domain.appraisal import events as e
from domain.appraisal import fact_events as f
from domain.appraisal.folding.stepping import discharge, with_step
from domain.appraisal.panel import seats
from domain.appraisal.recorded import record
from domain.appraisal.state import Appraisal, Rating
from domain.directory import Role
from domain.event import Event
from domain.replacing import replace
from domain.schedule import StepName


def _judged(state: Appraisal, happened: e.IndicatorJudged) -> Appraisal:
    judged = {**state.judged, happened.indicator: Rating(happened.points, state.version)}
    return discharge(replace(state, judged=MappingProxyType(judged)), f"judge.{happened.indicator}")


def _rated(state: Appraisal, happened: e.LeaderRated) -> Appraisal:
    rated = {**state.rated, happened.by: Rating(happened.score, state.version)}
    return discharge(replace(state, rated=MappingProxyType(rated)), f"rate.{happened.by}")


def _rater_replaced(state: Appraisal, happened: e.RaterReplaced) -> Appraisal:
    step = state.current
    if step is None:
        return state
    own, persons = f"rate.{happened.leader}", (happened.successor,)
    new = {"key": f"rate.{happened.successor}", "persons": persons}
    duties = tuple(duty.model_copy(update=new) if duty.key == own else duty for duty in step.duties)
    return with_step(state, replace(step, duties=duties))


def _counted(state: Appraisal, happened: e.BallotsCounted) -> Appraisal:
    return discharge(replace(state, ballots=happened.scores, ballots_cite=state.version), "ballot")


def _sat(state: Appraisal, happened: Event) -> Appraisal:
    panels = seats.sat(state.panels, happened, state.version)
    state, step = replace(state, panels=panels), state.steps[StepName.SCORING]
    done = step.done | set(seats.discharged(panels, happened))
    more = tuple(duty for duty in seats.added(panels, happened) if duty.key not in {one.key for one in step.duties})
    reopened = {duty.key for duty in seats.added(panels, happened)}
    return with_step(state, replace(step, duties=(*step.duties, *more), done=done - reopened))


def recorded(state: Appraisal, happened: Event) -> Appraisal:
    recorded = record(state.recorded, happened, state.version)
    return state if recorded is state.recorded else replace(state, recorded=recorded)


def _nominated(state: Appraisal, happened: f.NominationJudged) -> Appraisal:
    return replace(recorded(state, happened), effects=state.effects | {happened.case})


def _part_asked(state: Appraisal, happened: f.JointConfirmationAsked) -> Appraisal:
    step = state.current
    if step is None:
        return state
    key = f"confirm-part.{happened.indicator}"
    asked = e.Duty(key=key, role=Role.HEAD, unit=state.appraisee)
    others = tuple(duty for duty in step.duties if duty.key != key)
    return with_step(state, replace(step, duties=(*others, asked), done=step.done - {key}))


def _part_answered(state: Appraisal, happened: f.JointPartConfirmed | f.JointPartDisputed) -> Appraisal:
    return discharge(recorded(state, happened), f"confirm-part.{happened.indicator}")


def _record_closed(state: Appraisal, happened: f.RecordClosed) -> Appraisal:
    """Parts that nobody disputed stand, once the record is closed."""
    duties = state.current.duties if state.current else ()
    parts = [duty.key for duty in duties if duty.key.startswith("confirm-part.")]
    return discharge(recorded(state, happened), "close-record", *parts)


APPLY: Mapping[type[Event], Callable[[Appraisal, Any], Appraisal]] = {
    e.IndicatorJudged: _judged,
    e.LeaderRated: _rated,
    e.RaterReplaced: _rater_replaced,
    e.BallotsCounted: _counted,
    **dict.fromkeys(seats.EVENTS, _sat),
    f.NominationJudged: _nominated,
    f.JointConfirmationAsked: _part_asked,
    f.JointPartConfirmed: _part_answered,
    f.JointPartDisputed: _part_answered,
    f.RecordClosed: _record_closed,
}
