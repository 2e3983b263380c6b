"""Steps open and end, the clock strikes in them, duties are discharged; the appraisal ends or begins again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from domain.appraisal import events as e
from domain.appraisal.goal_setting.setting import Setting
from domain.appraisal.noticed import Notice
from domain.appraisal.panel import seats
from domain.appraisal.state import Appraisal, Reopening, Step
from domain.cycle.state import OwnTimes
from domain.event import Event
from domain.replacing import replace
from domain.schedule import StepName


def _opened(state: Appraisal, happened: e.AppraisalOpened) -> Appraisal:
    return replace(
        state,
        cycle=happened.cycle,
        appraisee=happened.appraisee,
        authority=happened.authority,
        rulebook=happened.rulebook,
        rulebook_hash=happened.rulebook_hash,
    )


def with_step(state: Appraisal, step: Step) -> Appraisal:
    return replace(state, steps=MappingProxyType({**state.steps, step.name: step}))


def _step_opened(state: Appraisal, happened: e.StepOpened) -> Appraisal:
    if happened.step is StepName.SCORING:
        state = replace(state, panels=seats.seated(happened.duties))
    return with_step(state, Step(happened.step, happened.duties))


def _reminded(state: Appraisal, happened: e.StepReminded) -> Appraisal:
    step = replace(state.steps[happened.step], reminded=happened.ordinal)
    if step.overdue(happened.due):
        step = replace(step, reminded_before=happened.ordinal, struck=step.struck + 1)
    return with_step(state, step)


def _fell_due(state: Appraisal, happened: e.StepFellDue) -> Appraisal:
    return with_step(state, _due_at(state.steps[happened.step], happened.due))


def _due_at(step: Step, due: datetime) -> Step:
    return replace(step, fell_due_at=due, times_due=step.times_due + 1, reminded_before=step.reminded, struck=0)


def _escalated(state: Appraisal, happened: e.StepEscalated) -> Appraisal:
    step = state.steps[happened.step]
    further = step.went_up + (step.escalated_at == happened.due)
    return with_step(state, replace(step, escalated_at=happened.due, struck=step.struck + 1, went_up=further))


def _ended(state: Appraisal, happened: e.StepCompleted | e.StepLapsed) -> Appraisal:
    lapsed = isinstance(happened, e.StepLapsed)
    return with_step(state, replace(state.steps[happened.step], ended=True, lapsed=lapsed))


def discharge(state: Appraisal, *keys: str, undo: tuple[str, ...] = ()) -> Appraisal:
    step = state.current
    if step is None:
        return state
    return with_step(state, replace(step, done=(step.done | set(keys)) - set(undo)))


def _closed(state: Appraisal, _happened: e.AppraisalClosed) -> Appraisal:
    return replace(state, closed=True)


def _reopening_proposed(state: Appraisal, happened: e.ReopeningProposed) -> Appraisal:
    return replace(state, reopening=Reopening(happened.step, happened.due, happened.by, state.version))


def _reopening_declined(state: Appraisal, _happened: e.ReopeningDeclined) -> Appraisal:
    return replace(state, reopening=None)


def _reopened(state: Appraisal, happened: e.AppraisalReopened) -> Appraisal:
    """The steps named begin again, and what they had come to falls."""
    times = {one.step: one for one in happened.schedule}
    for step in times:
        state = replace(state, **_FALLS.get(step, {}))
    if StepName.SCORING in times:
        state = replace(state, recorded=replace(state.recorded, closed_at=None))
    if StepName.FEEDBACK in times:
        state = replace(state, on_earlier=frozenset(state.cases))
    return replace(
        state,
        steps=MappingProxyType({name: step for name, step in state.steps.items() if name not in times}),
        closed=False,
        reopening=None,
        reopened=state.reopened + 1,
        own=OwnTimes(happened.at, MappingProxyType(times)),
    )


_FALLS: Mapping[StepName, Mapping[str, Any]] = {
    StepName.GOALS: {"goals_confirmed": False, "setting": Setting()},
    StepName.VERIFICATION: {"findings": MappingProxyType({})},
    StepName.RESULT: {
        "computed_at": None,
        "total": None,
        "grade": None,
        "barred": (),
        "recommendation": None,
        "approved": False,
        "revision": None,
    },
    StepName.NOTICE: {"notice": Notice()},
    StepName.FEEDBACK: {"notified": False, "notified_at": None, "issued_at": None, "unanswered": False},
}
"""What a step that begins again had come to, put back."""


def _cancelled(state: Appraisal, _happened: e.AppraisalCancelled) -> Appraisal:
    """Whatever step was open is over, and with it every duty in it."""
    steps = {name: step if step.ended else replace(step, ended=True) for name, step in state.steps.items()}
    return replace(state, closed=True, cancelled=True, steps=MappingProxyType(steps))


APPLY: Mapping[type[Event], Callable[[Appraisal, Any], Appraisal]] = {
    e.AppraisalOpened: _opened,
    e.StepOpened: _step_opened,
    e.StepReminded: _reminded,
    e.StepFellDue: _fell_due,
    e.StepEscalated: _escalated,
    e.StepCompleted: _ended,
    e.StepLapsed: _ended,
    e.AppraisalClosed: _closed,
    e.AppraisalCancelled: _cancelled,
    e.ReopeningProposed: _reopening_proposed,
    e.ReopeningDeclined: _reopening_declined,
    e.AppraisalReopened: _reopened,
}
