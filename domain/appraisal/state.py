"""Where one appraisal stands: the fold of its events, as far as a decision needs it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from types import MappingProxyType
from typing import Any

from domain.appraisal import events as e
from domain.appraisal import fact_events as f
from domain.appraisal import notice_events as n
from domain.appraisal import report_events as r
from domain.appraisal.derived_events import CarriedMeasure, DerivedGoal, GoalsDerived
from domain.appraisal.drafting import drafts as papers
from domain.appraisal.drafting.events import Paper
from domain.appraisal.feedback_events import FeedbackLeftUnanswered, SilenceRecorded
from domain.appraisal.goal_setting import events as g
from domain.appraisal.goal_setting.setting import EVENTS, Setting, discharged, reopened, set_goals_on
from domain.appraisal.noticed import Notice, note
from domain.appraisal.panel import seats
from domain.appraisal.recorded import Recorded, record
from domain.appraisal.revision import events as v
from domain.appraisal.revision.state import Revision
from domain.appraisal.taken_events import FACT, TakenIn, ValuesTakenIn
from domain.cycle.state import OwnTimes
from domain.directory import Role
from domain.event import Event
from domain.exact import Exact
from domain.regulation.procedures import CaseKind
from domain.replacing import replace
from domain.schedule import StepName
from domain.scoring import Result


@dataclass(frozen=True)
class Step:
    """One step of the appraisal, from its opening on.

    An extension may come after the due instant; then the step falls due, and escalates, once more for the later one.
    """

    name: StepName
    duties: tuple[e.Duty, ...]
    done: frozenset[str] = frozenset()
    reminded: int = 0
    reminded_before: int = 0
    """How many of the reminders came before the step last fell due, or since."""
    fell_due_at: datetime | None = None
    """The due instant that last came with duties open."""
    times_due: int = 0
    escalated_at: datetime | None = None
    """The due instant for which the superiors were last told."""
    struck: int = 0
    """How often the clock has reminded and escalated since the step last fell due."""
    went_up: int = 0
    """How often superiors were told after others had been, for the same due instant."""
    ended: bool = False
    lapsed: bool = False
    """Whether it ended with duties open."""

    @property
    def fell_due(self) -> bool:
        """Whether a due instant ever came with duties open, were it one that an extension has moved since."""
        return self.fell_due_at is not None

    @property
    def escalated(self) -> bool:
        """Whether the superiors were ever told what is overdue."""
        return self.escalated_at is not None

    def overdue(self, due: datetime) -> bool:
        """Whether the step fell due by the due instant in force, which an extension may have moved on since."""
        return self.fell_due_at is not None and due <= self.fell_due_at

    @property
    def undone(self) -> tuple[e.Duty, ...]:
        """The duties not discharged yet, those that wait for another among them."""
        return tuple(duty for duty in self.duties if duty.key not in self.done)

    @property
    def open_duties(self) -> tuple[e.Duty, ...]:
        """The duties somebody can act on now: the tasks of the step."""
        if self.ended:
            return ()
        return tuple(duty for duty in self.undone if duty.after is None or duty.after in self.done)


@dataclass(frozen=True)
class Talk:
    """One counseling talk."""

    proposed_at: int | None = None
    proposed_by: Role | None = None
    proposer: str = ""
    agreed: bool = False
    closed_by: frozenset[Role] = frozenset()


@dataclass(frozen=True)
class Reported:
    """The value of an indicator as it counts now, with the versions of the events it comes from."""

    value: Exact | None
    cites: tuple[int, ...]
    evidence: tuple[str, ...] = ()
    corrected: bool = False


@dataclass(frozen=True)
class Finding:
    """What one verifier found a value to be, and what is wrong with the one reported; nothing when that is right."""

    by: str
    value: Exact | None
    found: e.Found | None = None
    cites: tuple[int, ...] = ()


@dataclass(frozen=True)
class Taken:
    """What another appraisal gave, and the version of the event that says so."""

    entry: TakenIn
    cites: int

    @property
    def as_reported(self) -> Reported:
        """What was given as a value; its evidence are the streams that gave it, each at its version."""
        evidence = tuple(f"{source.stream}@{source.version}" for source in self.entry.sources)
        return Reported(self.entry.value, (self.cites,), evidence)


@dataclass(frozen=True)
class Rating:
    """A score somebody gave, and the version of the event that says so."""

    score: Exact
    cites: int


@dataclass(frozen=True)
class Recommended:
    """What a joint meeting recommends for the result; without a grade it recommends none."""

    meeting: str
    grade: str | None


@dataclass(frozen=True)
class Reopening:
    """A proposal to reopen the appraisal, which the committee decides on."""

    step: StepName
    due: datetime
    by: str
    proposed_at: int


@dataclass(frozen=True)
class Appraisal:
    """The whole state; `version` counts the events folded, so that events can be cited."""

    version: int = 0
    cycle: str = ""
    appraisee: str = ""
    authority: str = ""
    rulebook: str = ""
    rulebook_hash: str = ""
    steps: Mapping[StepName, Step] = field(default_factory=lambda: MappingProxyType({}))
    goals: Mapping[str, Exact | None] = field(default_factory=lambda: MappingProxyType({}))
    goals_set_by: str = ""
    goals_confirmed: bool = False
    setting: Setting = field(default_factory=Setting)
    changed_goals: Mapping[str, Exact] = field(default_factory=lambda: MappingProxyType({}))
    """Targets that cases changed in mid-cycle."""
    cases: Mapping[str, CaseKind] = field(default_factory=lambda: MappingProxyType({}))
    carried_out: frozenset[str] = frozenset()
    """The procedures of which a case was opened about the appraisee."""
    effects: frozenset[str] = frozenset()
    """The cases that have taken effect."""
    talks: Mapping[int, Talk] = field(default_factory=lambda: MappingProxyType({}))
    reported: Mapping[str, Reported] = field(default_factory=lambda: MappingProxyType({}))
    reported_by: str = ""
    drafts: papers.Drafts = field(default_factory=lambda: MappingProxyType({}))
    findings: Mapping[str, tuple[Finding, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """What verifiers have found, by indicator."""
    derived: Mapping[str, DerivedGoal] = field(default_factory=lambda: MappingProxyType({}))
    """Targets that the outer cycle's goals give, by indicator."""
    carried: tuple[CarriedMeasure, ...] = ()
    """Measures that the cycle before left unfinished."""
    taken: Mapping[str, Taken] = field(default_factory=lambda: MappingProxyType({}))
    """What other appraisals gave, by the rule that says so."""
    judged: Mapping[str, Rating] = field(default_factory=lambda: MappingProxyType({}))
    rated: Mapping[str, Rating] = field(default_factory=lambda: MappingProxyType({}))
    ballots: tuple[Exact, ...] = ()
    ballots_cite: int | None = None
    panels: seats.Panels = field(default_factory=lambda: MappingProxyType({}))
    recorded: Recorded = field(default_factory=Recorded)
    computed_at: int | None = None
    computed_by: frozenset[str] = frozenset()
    """Who computed a result, and all who were of the performance office then."""
    total: Exact | None = None
    grade: str | None = None
    earned: str | None = None
    """The grade by the rule; the one that stands is another where the committee follows a joint meeting."""
    barred: tuple[str, ...] = ()
    peer_group: str | None = None
    recommendation: Recommended | None = None
    approved: bool = False
    notice: Notice = field(default_factory=Notice)
    notified: bool = False
    notified_at: datetime | None = None
    """When the appraisee was given its result; logs of before did not say."""
    issued_at: int | None = None
    unanswered: bool = False
    """Whether the end came and nobody had answered the feedback."""
    revision: Revision | None = None
    """A revised result that waits for the committee."""
    closed: bool = False
    cancelled: bool = False
    reopening: Reopening | None = None
    reopened: int = 0
    """How many times."""
    own: OwnTimes | None = None
    """The instants of its own, since it was last reopened."""

    @property
    def opened(self) -> bool:
        """Whether the stream has its first event."""
        return self.version > 0

    @property
    def known(self) -> Mapping[str, Reported]:
        """The values that count, by indicator: those reported and verified here, else those taken in from elsewhere."""
        given = {one.entry.into: one.as_reported for one in self.taken.values() if one.entry.value is not None}
        return {**given, **self.reported}

    @property
    def verifiable(self) -> Mapping[str, Reported]:
        """What verification may look into: the values reported, be it in another cycle that needs the same fact."""
        facts = {one.entry.into for one in self.taken.values() if one.entry.rule.startswith(FACT)}
        return {name: one for name, one in self.known.items() if name in self.reported or name in facts}

    @property
    def counts_at(self) -> int | None:
        """The version of the event that computed the result, once it is approved."""
        return self.computed_at if self.approved else None

    @property
    def awaits_deliberation(self) -> bool:
        """Whether there is a result that the joint meeting has to deliberate on before it can be approved."""
        step = self.steps.get(StepName.RESULT)
        return step is not None and any(duty.key == "deliberate" for duty in step.open_duties)

    @property
    def targets(self) -> Mapping[str, Exact]:
        """The own targets that are in force.

        They are those that the outer cycle gives, and those of goals confirmed, or fixed where the rulebook has them
        fixed, as cases changed them since.
        """
        fixed = self.goals if self.goals_confirmed else self.setting.fixed
        own = {name: target for name, target in self.goals.items() if target is not None and name in fixed}
        given = {name: goal.target for name, goal in self.derived.items()}
        return given | own | dict(self.changed_goals)

    def grade_of(self, revised: Result) -> str | None:
        """The grade with a revised result: the one that stands, where the rule gives the same as before."""
        return self.grade if revised.grade == self.earned else revised.grade

    @property
    def current(self) -> Step | None:
        """The step that is open now, if any; there is never more than one."""
        return next((step for step in self.steps.values() if not step.ended), None)


def initial() -> Appraisal:
    return Appraisal()


def fold(state: Appraisal, happened: Iterable[Event]) -> Appraisal:
    for one in happened:
        state = evolve(state, one)
    return state


def evolve(state: Appraisal, happened: Event) -> Appraisal:
    """Applies one event; the version counts every event, also those that change nothing else."""
    state = replace(state, version=state.version + 1)
    apply = _APPLY.get(type(happened), _recorded)
    return apply(state, happened)


# ---------------------------------------------------------------- steps


def _opened(state: Appraisal, happened: e.AppraisalOpened) -> Appraisal:
    return replace(
        state,
        cycle=happened.cycle,
        appraisee=happened.appraisee,
        authority=happened.authority,
        rulebook=happened.rulebook,
        rulebook_hash=happened.rulebook_hash,
    )


def _with_step(state: Appraisal, step: Step) -> Appraisal:
    return replace(state, steps=MappingProxyType({**state.steps, step.name: step}))


def _step_opened(state: Appraisal, happened: e.StepOpened) -> Appraisal:
    if happened.step is StepName.SCORING:
        state = replace(state, panels=seats.seated(happened.duties))
    return _with_step(state, Step(happened.step, happened.duties))


def _reminded(state: Appraisal, happened: e.StepReminded) -> Appraisal:
    step = replace(state.steps[happened.step], reminded=happened.ordinal)
    if step.overdue(happened.due):
        step = replace(step, reminded_before=happened.ordinal, struck=step.struck + 1)
    return _with_step(state, step)


def _fell_due(state: Appraisal, happened: e.StepFellDue) -> Appraisal:
    return _with_step(state, _due_at(state.steps[happened.step], happened.due))


def _due_at(step: Step, due: datetime) -> Step:
    return replace(step, fell_due_at=due, times_due=step.times_due + 1, reminded_before=step.reminded, struck=0)


def _escalated(state: Appraisal, happened: e.StepEscalated) -> Appraisal:
    step = state.steps[happened.step]
    further = step.went_up + (step.escalated_at == happened.due)
    return _with_step(state, replace(step, escalated_at=happened.due, struck=step.struck + 1, went_up=further))


def _ended(state: Appraisal, happened: e.StepCompleted | e.StepLapsed) -> Appraisal:
    lapsed = isinstance(happened, e.StepLapsed)
    return _with_step(state, replace(state.steps[happened.step], ended=True, lapsed=lapsed))


def _discharge(state: Appraisal, *keys: str, undo: tuple[str, ...] = ()) -> Appraisal:
    step = state.current
    if step is None:
        return state
    return _with_step(state, replace(step, done=(step.done | set(keys)) - set(undo)))


# ---------------------------------------------------------------- what people do in them


def _goals_set(state: Appraisal, happened: e.GoalsSet) -> Appraisal:
    goals = MappingProxyType({goal.indicator: goal.target for goal in happened.goals})
    return _discharge(replace(state, goals=goals, goals_set_by=happened.by), "set-goals")


def _goals_confirmed(state: Appraisal, _happened: e.GoalsConfirmed) -> Appraisal:
    state = _decided_anew(replace(state, goals_confirmed=True), state.goals)
    return _discharge(state, "confirm-goals")


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
    return _discharge(state, undo=tuple(step.done))


def _goals_went_on(state: Appraisal, happened: Event) -> Appraisal:
    if isinstance(happened, g.DisputeSettled):
        state = _with_target(state, happened.indicator, state.setting.disputes[happened.indicator].target)
    if isinstance(happened, g.GoalsFixed):
        state = _decided_anew(state, happened.indicators)
    state = replace(state, setting=set_goals_on(state.setting, happened, state.version))
    return _discharge(state, *discharged(happened), undo=reopened(happened))


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
    return _discharge(_with_talk(state, happened.talk, Talk()), undo=("talk", "talk-by-office"))


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
    return _discharge(state, "talk" if happened.side is Role.HEAD else "talk-by-office")


def _submitted(state: Appraisal, happened: e.ReportSubmitted) -> Appraisal:
    reported = {
        entry.indicator: Reported(entry.value, (state.version,), tuple(proof.reference for proof in entry.evidence))
        for entry in happened.values
    }
    return _discharge(replace(state, reported=MappingProxyType(reported), reported_by=happened.by), "report")


def _drafted(state: Appraisal, happened: Event) -> Appraisal:
    state = replace(state, drafts=papers.drafted(state.drafts, happened))
    return _discharge(state, *papers.discharged(happened), undo=papers.reopened(happened))


def _received(state: Appraisal, _happened: r.ReportReceived) -> Appraisal:
    return _discharge(state, "receive-report")


def _report_returned(state: Appraisal, _happened: r.ReportReturned) -> Appraisal:
    state = replace(state, reported=MappingProxyType({}))
    return _discharge(state, undo=papers.KEYS[Paper.REPORT])


def _derived(state: Appraisal, happened: GoalsDerived) -> Appraisal:
    derived = MappingProxyType({goal.indicator: goal for goal in happened.goals})
    return replace(state, derived=derived, carried=happened.carried)


def _taken_in(state: Appraisal, happened: ValuesTakenIn) -> Appraisal:
    taken = {one.rule: Taken(one, state.version) for one in happened.taken}
    return replace(state, taken=MappingProxyType({**state.taken, **taken}))


def _value_confirmed(state: Appraisal, happened: e.ValueConfirmed) -> Appraisal:
    return _verified(state, happened, state.verifiable[happened.indicator].value, None)


def _value_corrected(state: Appraisal, happened: e.ValueCorrected) -> Appraisal:
    return _verified(state, happened, happened.value, happened.found)


def _verified(
    state: Appraisal, happened: e.ValueConfirmed | e.ValueCorrected, value: Exact | None, found: e.Found | None
) -> Appraisal:
    """Notes a finding; once it settles the value, that is as found, and rests on all findings of the same."""
    about = happened.indicator
    finding = Finding(happened.by, value, found, (*happened.rests_on, state.version))
    findings = (*state.findings.get(about, ()), finding)
    state = replace(state, findings=MappingProxyType({**state.findings, about: findings}))
    if not happened.settles:
        return state
    known = state.verifiable[about]
    same = (one.cites for one in findings if (one.value, one.found) == (value, found))
    cites = tuple(dict.fromkeys(chain(known.cites, *same)))
    known = replace(known, value=value, cites=cites, corrected=found is not None)
    state = replace(state, reported=MappingProxyType({**state.reported, about: known}))
    return _discharge(state, f"verify.{about}")


def _judged(state: Appraisal, happened: e.IndicatorJudged) -> Appraisal:
    judged = {**state.judged, happened.indicator: Rating(happened.points, state.version)}
    return _discharge(replace(state, judged=MappingProxyType(judged)), f"judge.{happened.indicator}")


def _rated(state: Appraisal, happened: e.LeaderRated) -> Appraisal:
    rated = {**state.rated, happened.by: Rating(happened.score, state.version)}
    return _discharge(replace(state, rated=MappingProxyType(rated)), f"rate.{happened.by}")


def _rater_replaced(state: Appraisal, happened: e.RaterReplaced) -> Appraisal:
    step = state.current
    if step is None:
        return state
    own, persons = f"rate.{happened.leader}", (happened.successor,)
    new = {"key": f"rate.{happened.successor}", "persons": persons}
    duties = tuple(duty.model_copy(update=new) if duty.key == own else duty for duty in step.duties)
    return _with_step(state, replace(step, duties=duties))


def _counted(state: Appraisal, happened: e.BallotsCounted) -> Appraisal:
    return _discharge(replace(state, ballots=happened.scores, ballots_cite=state.version), "ballot")


def _sat(state: Appraisal, happened: Event) -> Appraisal:
    panels = seats.sat(state.panels, happened, state.version)
    state, step = replace(state, panels=panels), state.steps[StepName.SCORING]
    done = step.done | set(seats.discharged(panels, happened))
    more = tuple(duty for duty in seats.added(panels, happened) if duty.key not in {one.key for one in step.duties})
    reopened = {duty.key for duty in seats.added(panels, happened)}
    return _with_step(state, replace(step, duties=(*step.duties, *more), done=done - reopened))


def _recorded(state: Appraisal, happened: Event) -> Appraisal:
    recorded = record(state.recorded, happened, state.version)
    return state if recorded is state.recorded else replace(state, recorded=recorded)


def _nominated(state: Appraisal, happened: f.NominationJudged) -> Appraisal:
    return replace(_recorded(state, happened), effects=state.effects | {happened.case})


def _part_asked(state: Appraisal, happened: f.JointConfirmationAsked) -> Appraisal:
    step = state.current
    if step is None:
        return state
    key = f"confirm-part.{happened.indicator}"
    asked = e.Duty(key=key, role=Role.HEAD, unit=state.appraisee)
    others = tuple(duty for duty in step.duties if duty.key != key)
    return _with_step(state, replace(step, duties=(*others, asked), done=step.done - {key}))


def _part_answered(state: Appraisal, happened: f.JointPartConfirmed | f.JointPartDisputed) -> Appraisal:
    return _discharge(_recorded(state, happened), f"confirm-part.{happened.indicator}")


def _record_closed(state: Appraisal, happened: f.RecordClosed) -> Appraisal:
    """Parts that nobody disputed stand, once the record is closed."""
    duties = state.current.duties if state.current else ()
    parts = [duty.key for duty in duties if duty.key.startswith("confirm-part.")]
    return _discharge(_recorded(state, happened), "close-record", *parts)


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
    return _discharge(state, "compute")


def _returned(state: Appraisal, _happened: e.ResultReturned) -> Appraisal:
    state = replace(state, computed_at=None, total=None, grade=None, barred=(), recommendation=None)
    return _discharge(state, undo=("compute", "deliberate"))


def _recommended(state: Appraisal, happened: e.RecommendationTaken) -> Appraisal:
    recommendation = Recommended(happened.meeting, happened.after)
    return _discharge(replace(state, recommendation=recommendation), "deliberate")


def _approved(state: Appraisal, happened: e.ResultApproved) -> Appraisal:
    return _discharge(replace(state, approved=True, grade=happened.grade or state.grade), "approve")


_OF_NOTICE: Mapping[type[Event], str] = {
    n.NoticePublished: "publish-notice",
    n.NoticeClosed: "close-notice",
    n.ResultAnnounced: "announce-result",
}
"""The duty that each discharges."""


def _noticed(state: Appraisal, happened: Event) -> Appraisal:
    state = replace(state, notice=note(state.notice, happened, state.version))
    return _discharge(state, *filter(None, (_OF_NOTICE.get(type(happened)),)))


def _objected(state: Appraisal, happened: n.ObjectionRaised) -> Appraisal:
    step = state.steps[StepName.NOTICE]
    asked = e.Duty(key=f"answer-objection.{happened.objection}", role=Role.OFFICE)
    return _with_step(_noticed(state, happened), replace(step, duties=(*step.duties, asked)))


def _objection_answered(state: Appraisal, happened: n.ObjectionAnswered) -> Appraisal:
    return _discharge(_noticed(state, happened), f"answer-objection.{happened.objection}")


def _issued(state: Appraisal, happened: e.FeedbackIssued) -> Appraisal:
    state = replace(state, notified=True, notified_at=happened.at, issued_at=state.version)
    return _discharge(state, "issue-feedback")


def _left_unanswered(state: Appraisal, _happened: FeedbackLeftUnanswered) -> Appraisal:
    step = state.steps[StepName.FEEDBACK]
    asked = e.Duty(key="record-silence", role=Role.OFFICE)
    return _with_step(replace(state, unanswered=True), replace(step, duties=(*step.duties, asked)))


def _answered(state: Appraisal, _happened: e.FeedbackAcknowledged | e.FeedbackCommented | SilenceRecorded) -> Appraisal:
    return _discharge(state, "answer-feedback", *(("record-silence",) if state.unanswered else ()))


def corrected(state: Appraisal, corrections: Iterable[v.Corrected], version: int) -> Appraisal:
    """The appraisal with values and points as corrected; they cite the event of that version."""
    reported, judged = dict(state.reported), dict(state.judged)
    for one in corrections:
        if one.judged and one.becomes is not None:
            judged[one.indicator] = Rating(one.becomes, version)
        elif not one.judged:
            known = reported.get(one.indicator, Reported(None, ()))
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


_APPLY: Mapping[type[Event], Callable[[Appraisal, Any], Appraisal]] = {
    e.AppraisalOpened: _opened,
    e.StepOpened: _step_opened,
    e.StepReminded: _reminded,
    e.StepFellDue: _fell_due,
    e.StepEscalated: _escalated,
    e.StepCompleted: _ended,
    e.StepLapsed: _ended,
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
    e.ReportSubmitted: _submitted,
    **dict.fromkeys(papers.EVENTS, _drafted),
    r.ReportReceived: _received,
    r.ReportReturned: _report_returned,
    GoalsDerived: _derived,
    ValuesTakenIn: _taken_in,
    e.ValueConfirmed: _value_confirmed,
    e.ValueCorrected: _value_corrected,
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
    e.AppraisalClosed: _closed,
    e.AppraisalCancelled: _cancelled,
    e.ReopeningProposed: _reopening_proposed,
    e.ReopeningDeclined: _reopening_declined,
    e.AppraisalReopened: _reopened,
}
