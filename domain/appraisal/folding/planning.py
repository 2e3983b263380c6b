"""Goals are derived, set, decided on and changed; talks are held; cases are noted."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from domain.appraisal import events as e
from domain.appraisal.derived_events import GoalsDerived
from domain.appraisal.folding.stepping import discharge
from domain.appraisal.goal_setting import events as g
from domain.appraisal.goal_setting.setting import EVENTS, Setting, discharged, reopened, set_goals_on
from domain.appraisal.state import Appraisal, Talk
from domain.directory import Role
from domain.event import Event
from domain.exact import Exact
from domain.replacing import replace
from domain.schedule import StepName


def _goals_set(state: Appraisal, happened: e.GoalsSet) -> Appraisal:
    goals = MappingProxyType({goal.indicator: goal.target for goal in happened.goals})
    return discharge(replace(state, goals=goals, goals_set_by=happened.by), "set-goals")


def _goals_confirmed(state: Appraisal, _happened: e.GoalsConfirmed) -> Appraisal:
    state = _decided_anew(replace(state, goals_confirmed=True), state.goals)
    return discharge(state, "confirm-goals")


def _goals_defaulted(state: Appraisal, happened: e.GoalsDefaulted) -> Appraisal:
    goals = MappingProxyType({goal.indicator: goal.target for goal in happened.goals})
    return _decided_anew(replace(state, goals=goals, goals_confirmed=True), goals)


def _decided_anew(state: Appraisal, indicators: Iterable[str]) -> Appraisal:
    """Goals come into force for these indicators, over whatever cases changed before."""
    own = {indicator for indicator in indicators if state.goals.get(indicator) is not None}
    changed = {indicator: target for indicator, target in state.changed_goals.items() if indicator not in own}
    return replace(state, changed_goals=MappingProxyType(changed))


def _goals_returned(state: Appraisal, _happened: e.GoalsReturned) -> Appraisal:
    """Whatever was decided on the goals falls with them: they go the whole way again."""
    step = state.steps[StepName.GOALS]
    state = replace(state, goals=MappingProxyType({}), setting=Setting())
    return discharge(state, undo=tuple(step.done))


def _goals_went_on(state: Appraisal, happened: Event) -> Appraisal:
    if isinstance(happened, g.DisputeSettled):
        state = _with_target(state, happened.indicator, state.setting.disputes[happened.indicator].target)
    if isinstance(happened, g.GoalsFixed):
        state = _decided_anew(state, happened.indicators)
    state = replace(state, setting=set_goals_on(state.setting, happened, state.version))
    return discharge(state, *discharged(happened), undo=reopened(happened))


def _with_target(state: Appraisal, indicator: str, target: Exact | None) -> Appraisal:
    """The goal of an indicator with another target; without one, the goal stands as it was set."""
    known = state.goals.get(indicator)
    return replace(state, goals=MappingProxyType({**state.goals, indicator: known if target is None else target}))


def _case_noted(state: Appraisal, happened: e.CaseNoted) -> Appraisal:
    noted = MappingProxyType({**state.cases, happened.case: happened.kind})
    return replace(state, cases=noted, carried_out=state.carried_out | {happened.procedure})


def _goals_changed(state: Appraisal, happened: e.GoalsChanged) -> Appraisal:
    changed = {one.indicator: one.target for one in happened.changes}
    return replace(
        state,
        changed_goals=MappingProxyType({**state.changed_goals, **changed}),
        effects=state.effects | {happened.case},
    )


def _with_talk(state: Appraisal, number: int, talk: Talk) -> Appraisal:
    return replace(state, talks=MappingProxyType({**state.talks, number: talk}))


def _talk_opened(state: Appraisal, happened: e.TalkOpened) -> Appraisal:
    return discharge(_with_talk(state, happened.talk, Talk()), undo=("talk", "talk-by-office"))


def _proposed(state: Appraisal, happened: e.ActionsProposed) -> Appraisal:
    talk = replace(
        state.talks[happened.talk],
        proposed_at=state.version,
        proposed_by=happened.side,
        proposer=happened.by,
        agreed=False,
    )
    return _with_talk(state, happened.talk, talk)


def _agreed(state: Appraisal, happened: e.ActionsAgreed) -> Appraisal:
    return _with_talk(state, happened.talk, replace(state.talks[happened.talk], agreed=True))


def _talk_closed(state: Appraisal, happened: e.TalkClosed) -> Appraisal:
    talk = state.talks[happened.talk]
    talk = replace(talk, closed_by=talk.closed_by | {happened.side})
    state = _with_talk(state, happened.talk, talk)
    if any(happened.side not in other.closed_by for other in state.talks.values()):
        return state
    return discharge(state, "talk" if happened.side is Role.HEAD else "talk-by-office")


def _derived(state: Appraisal, happened: GoalsDerived) -> Appraisal:
    derived = MappingProxyType({goal.indicator: goal for goal in happened.goals})
    return replace(state, derived=derived, carried=happened.carried)


APPLY: Mapping[type[Event], Callable[[Appraisal, Any], Appraisal]] = {
    e.GoalsSet: _goals_set,
    e.GoalsConfirmed: _goals_confirmed,
    e.GoalsDefaulted: _goals_defaulted,
    e.GoalsReturned: _goals_returned,
    **dict.fromkeys(EVENTS, _goals_went_on),
    e.CaseNoted: _case_noted,
    e.GoalsChanged: _goals_changed,
    e.TalkOpened: _talk_opened,
    e.ActionsProposed: _proposed,
    e.ActionsAgreed: _agreed,
    e.TalkClosed: _talk_closed,
    GoalsDerived: _derived,
}
