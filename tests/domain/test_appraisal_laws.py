"""Laws of an appraisal: what holds however people, clocks and steering come together."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.appraisal import events as e
from domain.appraisal import notice_events as n
from domain.appraisal.clock import (
    CloseAppraisal,
    EscalateStep,
    LapseStep,
    MarkStepDue,
    OpenStep,
    RemindStep,
    command_for,
    next_moment,
)
from domain.appraisal.counseling import AgreeActions, CloseTalk, ProposeActions
from domain.appraisal.feedback import AcknowledgeFeedback, CommentFeedback, RecordSilence
from domain.appraisal.feedback_events import FeedbackLeftUnanswered, SilenceRecorded
from domain.appraisal.goals import ConfirmGoals, ReturnGoals
from domain.appraisal.notice import AnnounceResult, AnswerObjection, CloseNotice, PublishNotice, RaiseObjection
from domain.appraisal.result import ApproveResult, ComputeResult, ReturnResult
from domain.appraisal.revision import events as v
from domain.appraisal.revision.deciding import ApproveRevision, ReturnRevision
from domain.appraisal.rights import entitled
from domain.appraisal.scoring import CountBallots, JudgeIndicator, RateAppraisee
from domain.appraisal.state import Appraisal
from domain.appraisal.verification import ConfirmValue, CorrectValue
from domain.case.content import Correction
from domain.command import SYSTEM_BALLOT_BOX, SYSTEM_CLOCK, SYSTEM_OPERATOR, Command
from domain.cycle.state import Cycle
from domain.cycle.steering import ExtendCycle, PauseCycle, ResumeCycle
from domain.directory import PublishDirectory, Role
from domain.duration import Duration
from domain.event import Event
from domain.schedule import AtEnd, StepName
from tests import sample
from tests.domain.given import Given, Outcome
from tests.domain.history import (
    ACTIONS,
    APPRAISAL,
    CYCLE,
    DIRECTORY,
    FEEDBACK,
    GOALS,
    OFFICE,
    TALK,
    USUAL,
    at_step,
    directory,
    draw_if_due,
    ended,
    launched,
    publisher,
    reported,
)

PEOPLE = tuple(person["id"] for person in sample.sample_directory()["people"])
ACTORS = st.sampled_from((*PEOPLE, SYSTEM_CLOCK, SYSTEM_BALLOT_BOX, SYSTEM_OPERATOR, "nobody"))
STEPS = st.sampled_from([StepName(step) for step in sample.STEPS])
INDICATORS = st.sampled_from(("budget", "delays", "hotline", "conduct", "unknown"))
COMMANDS: st.SearchStrategy[Command] = st.one_of(
    st.just(GOALS),
    st.just(ConfirmGoals()),
    st.just(ReturnGoals(reason="Too few")),
    st.just(TALK),
    st.just(ACTIONS),
    st.builds(AgreeActions, talk=st.none() | st.integers(0, 3)),
    st.builds(CloseTalk, talk=st.none() | st.integers(0, 3)),
    st.just(reported()),
    st.builds(ConfirmValue, indicator=INDICATORS),
    st.builds(CorrectValue, indicator=INDICATORS, value=st.just("80"), unit=st.just("%"), reason=st.just("Books")),
    st.builds(JudgeIndicator, indicator=INDICATORS, points=st.integers(-1, 101)),
    st.builds(RateAppraisee, score=st.integers(-1, 101)),
    st.just(CountBallots()),
    st.just(ComputeResult()),
    st.just(ApproveResult()),
    st.just(ReturnResult(reason="Look again")),
    st.just(PublishNotice()),
    st.just(RaiseObjection(grounds="Late")),
    st.builds(AnswerObjection, objection=st.integers(0, 3), upheld=st.booleans(), answer=st.just("Found")),
    st.builds(
        AnswerObjection,
        objection=st.integers(1, 2),
        upheld=st.just(value=True),
        answer=st.just("Found"),
        corrections=st.sampled_from(("40", "90")).map(lambda it: (Correction(indicator="hotline", value=it),)),
    ),
    st.just(ApproveRevision()),
    st.just(ReturnRevision(reason="As it was")),
    st.just(CloseNotice()),
    st.just(AnnounceResult()),
    st.just(FEEDBACK),
    st.just(AcknowledgeFeedback()),
    st.just(CommentFeedback(comment="Well")),
    st.just(RecordSilence(served="By courier", why="Leave")),
    st.builds(OpenStep, step=STEPS),
    st.builds(RemindStep, step=STEPS, ordinal=st.integers(0, 3)),
    st.builds(MarkStepDue, step=STEPS),
    st.builds(EscalateStep, step=STEPS, ordinal=st.integers(0, 3)),
    st.builds(LapseStep, step=STEPS),
    st.just(CloseAppraisal()),
)
REPEATABLE = (ProposeActions, ExtendCycle, PublishDirectory, RaiseObjection)
"""Commands that mean something when they come again: a proposal replaces the last, extensions and objections add up."""

NOTICED = sample.steps(sample.STEPS_WITH_NOTICE, reminders=["PT30S", "PT10S"])
RULEBOOK = sample.on_notice() | {"steps": NOTICED}

ENDINGS = (e.StepCompleted, e.StepLapsed)

STEP_OF: dict[type[Event], StepName] = {
    **dict.fromkeys((e.GoalsSet, e.GoalsConfirmed, e.GoalsReturned), StepName.GOALS),
    **dict.fromkeys((e.TalkOpened, e.ActionsProposed, e.ActionsAgreed, e.TalkClosed), StepName.COUNSELING),
    **dict.fromkeys((e.ReportSubmitted,), StepName.REPORTING),
    **dict.fromkeys((e.ValueConfirmed, e.ValueCorrected), StepName.VERIFICATION),
    **dict.fromkeys((e.IndicatorJudged, e.LeaderRated, e.BallotsCounted), StepName.SCORING),
    **dict.fromkeys((e.ResultComputed, e.ResultReturned, e.ResultApproved), StepName.RESULT),
    **dict.fromkeys((n.NoticePublished, n.ObjectionRaised, n.ObjectionAnswered, n.NoticeClosed), StepName.NOTICE),
    **dict.fromkeys((n.ResultAnnounced, v.ResultRevised, v.ResultKept), StepName.NOTICE),
    **dict.fromkeys((FeedbackLeftUnanswered, SilenceRecorded), StepName.FEEDBACK),
    **dict.fromkeys((e.FeedbackIssued, e.FeedbackAcknowledged, e.FeedbackCommented), StepName.FEEDBACK),
}


REMINDED = None
INSISTENT: list[dict[str, Any]] = [
    {
        **step,
        "escalates": "PT0S",
        "ends": "PT20S",
        "overdue": ["PT2S", "PT9S"],
        "remind": ["staff"],
        "escalations": [{"after": "PT9S", "to": "committee"}, {"after": "PT5S", "to": "leader"}],
    }
    for step in NOTICED
]
"""Clocks that go on after the due instant; goals have a default, and talks stay open till they are held."""
INSISTENT[0] |= {"at_end": "default", "default": ["goals_stand", "targets_stand"]}
INSISTENT[1] |= {"at_end": "nothing"}
STRIKES: dict[bool, list[Role | None]] = {False: [Role.LEADER], True: [REMINDED, Role.LEADER, REMINDED, Role.COMMITTEE]}
"""What comes after each due instant, with plain and with insistent clocks."""


class OneAppraisal(RuleBasedStateMachine):
    """The appraisal of finance, in a cycle that is steered, by people who come and go."""

    def __init__(self) -> None:
        super().__init__()
        self.insistent = False
        self.given: Given = launched(**RULEBOOK).box("70", "80", "90")

    @property
    def state(self) -> Appraisal:
        found: Appraisal = self.given.state(APPRAISAL)
        return found

    @property
    def cycle(self) -> Cycle:
        found: Cycle = self.given.state(CYCLE)
        return found

    def attempt(self, stream: str, wish: Command, actor: str) -> Outcome:
        """Gives a command; what it becomes can be folded and stored, and does not come of it twice."""
        before = self.given
        outcome = before.when(stream, wish, actor=actor)
        if outcome.refusal:
            assert all((outcome.refusal.thing, outcome.refusal.problem, outcome.refusal.mend))
            return outcome
        assert outcome.events
        for happened in outcome.events:
            assert type(happened).model_validate_json(happened.model_dump_json()) == happened
        self.given = outcome.accepted
        if stream == APPRAISAL:
            beside = (CloseAppraisal, ApproveRevision, ReturnRevision)
            assert self.cycle.paused_at is None or isinstance(wish, beside)
            self.separate(outcome.events, actor, before)
        several_talks = isinstance(wish, CloseTalk) and len(self.state.talks) > 1
        if not isinstance(wish, REPEATABLE) and not several_talks:
            again = self.given.when(stream, wish, actor=actor)
            assert again.refusal or not again.events
        return outcome

    def separate(self, events: Iterable[Event], actor: str, before: Given) -> None:
        """Whoever did one half of a thing does not do the other, and nobody acts on the own unit's behalf twice."""
        history, posts = before.streams[APPRAISAL], directory(before)
        did = {
            kind: {it.by for it in history if isinstance(it, kind)} for kind in (e.ResultComputed, e.ReportSubmitted)
        }
        goals = [it.by for it in history if isinstance(it, e.GoalsSet)][-1:]
        took_part = {*goals, *did[e.ReportSubmitted], *(p for p in posts.posts if posts.belongs(p, "finance"))}
        for happened in events:
            match happened:
                case e.ResultApproved() | e.ResultReturned():
                    assert actor not in did[e.ResultComputed]
                    assert not any(actor in it.office for it in history if isinstance(it, e.ResultComputed))
                    assert not posts.holds(actor, Role.OFFICE)
                    assert actor not in took_part
                case e.ValueConfirmed() | e.ValueCorrected():
                    assert actor not in took_part
                case e.GoalsConfirmed() | e.GoalsReturned():
                    assert actor != [it.by for it in history if isinstance(it, e.GoalsSet)][-1]
                case e.ActionsAgreed(cites=cites):
                    proposed = history[cites - 1]
                    assert isinstance(proposed, e.ActionsProposed)
                    assert actor != proposed.by
                case v.RevisionApproved(cites=cites) | v.RevisionReturned(cites=cites):
                    revised = history[cites - 1]
                    assert isinstance(revised, v.ResultRevised)
                    assert actor not in revised.decided
                    assert not posts.holds(actor, Role.OFFICE)
                    assert actor not in took_part
                case n.ObjectionAnswered(cites=cites):
                    objected = history[cites - 1]
                    assert isinstance(objected, n.ObjectionRaised)
                    assert actor != objected.by
                    assert actor not in took_part
                case e.IndicatorJudged():
                    assert posts.holds(actor, Role.HEAD, "supervision")
                    assert actor not in took_part
                case _:
                    pass

    # ------------------------------------------------------------ what happens

    @initialize(begin=st.none() | STEPS, insistent=st.booleans())
    def the_appraisal_has_come_to_a_step(self, begin: StepName | None, *, insistent: bool) -> None:
        """Chance alone seldom comes to the last steps."""
        self.insistent = insistent
        if insistent:
            self.given = launched(**RULEBOOK | {"steps": INSISTENT}).box("70", "80", "90")
        if begin:
            self.given = at_step(begin, self.given).box("70", "80", "90")

    @rule(seconds=st.integers(0, 90))
    def time_passes(self, seconds: int) -> None:
        self.given = self.given.at(self.given.now + timedelta(seconds=seconds))

    @rule(wish=COMMANDS, actor=ACTORS)
    def somebody_tries_something(self, wish: Command, actor: str) -> None:
        self.attempt(APPRAISAL, wish, actor)

    @rule(wait=st.booleans())
    def the_clock_does_what_comes_next(self, *, wait: bool) -> None:
        self.given = self.given if self.cycle.paused_at or not ended(self.given, StepName.REPORTING) else self.drawn()
        moments = ((step, next_moment(self.state, self.cycle, step)) for step in self.cycle.schedule)
        found = [(step, moment) for step, moment in moments if moment]
        if not found and self.state.current:
            waits = self.cycle.schedule[self.state.current.name].at_end is AtEnd.NOTHING
            assert waits or self.state.unanswered
            return
        if not found:
            self.attempt(APPRAISAL, CloseAppraisal(), SYSTEM_CLOCK)
            return
        [(step, moment)] = found  # the steps come one after another
        if wait:
            self.given = self.given.at(max(self.given.now, moment.at))
        outcome = self.attempt(APPRAISAL, command_for(moment, step), SYSTEM_CLOCK)
        assert (outcome.refusal is None) is (self.cycle.paused_at is None and self.given.now >= moment.at)

    def drawn(self) -> Given:
        return draw_if_due(self.given, StepName.VERIFICATION)

    @precondition(lambda self: self.state.current is not None)
    @rule(pick=st.integers(0, 3), who=st.integers(0, 3))
    def somebody_does_a_duty(self, pick: int, who: int) -> None:
        step = self.state.current
        assert step is not None
        duty = step.open_duties[pick % len(step.open_duties)]
        kind, _, about = duty.key.partition(".")
        holders = [person for person in PEOPLE if entitled(duty, person, directory(self.given))]
        for actor, wish in USUAL[kind](about):
            own = actor.startswith("system:") or not holders or kind.startswith("talk")
            self.attempt(APPRAISAL, wish, actor if own else holders[who % len(holders)])

    @rule(wish=st.sampled_from((PauseCycle(reason="Flood"), ResumeCycle(), ResumeCycle())))
    def the_office_pauses_or_resumes(self, wish: Command) -> None:
        self.attempt(CYCLE, wish, OFFICE)

    @rule(step=STEPS, seconds=st.integers(0, 100))
    def the_office_extends(self, step: StepName, seconds: int) -> None:
        by = Duration(microseconds=seconds * 1_000_000)
        self.attempt(CYCLE, ExtendCycle(step=step, by=by, reason="Flood"), OFFICE)

    @rule(
        person=st.sampled_from(PEOPLE),
        unit=st.sampled_from(("finance", "supervision", "performance-office", "committee")),
        roles=st.lists(st.sampled_from(Role), unique=True, max_size=3),
    )
    def somebody_takes_another_post(self, person: str, unit: str, roles: list[Role]) -> None:
        entry = {"id": person, "name": person, "unit": unit, "roles": roles}
        wish = PublishDirectory.model_validate({"authority": sample.AUTHORITY, "people": [entry]})
        self.attempt(DIRECTORY, wish, publisher(self.given, person))

    # ------------------------------------------------------------ what holds

    @invariant()
    def at_most_one_step_is_open_and_nothing_is_accepted_outside_it(self) -> None:
        open_step: StepName | None = None
        order = list(StepName)
        opened: list[StepName] = []
        for happened in self.given.streams[APPRAISAL]:
            match happened:
                case e.StepOpened(step=step):
                    assert open_step is None
                    opened.append(step)
                    open_step = step
                case e.StepCompleted(step=step) | e.StepLapsed(step=step):
                    assert open_step is step
                    open_step = None
                case e.StepReminded(step=step) | e.StepFellDue(step=step) | e.StepEscalated(step=step):
                    assert open_step is step
                case e.GoalsDefaulted():
                    assert open_step is StepName.GOALS
                case e.AppraisalOpened() | e.AppraisalClosed():
                    assert open_step is None
                case v.RevisionApproved() | v.RevisionReturned():
                    pass  # the committee is asked beside whatever step is open
                case _:
                    assert open_step is STEP_OF[type(happened)]
        assert opened == sorted(set(opened), key=order.index)
        current = self.state.current
        assert open_step is (current.name if current else None)

    @invariant()
    def a_clock_strikes_once_for_each_due_instant_and_in_order(self) -> None:
        history = self.given.streams[APPRAISAL]
        for step in StepName:
            own = [it for it in history if getattr(it, "step", None) is step]
            assert [at for at, it in enumerate(own) if isinstance(it, e.StepOpened)] == [0][: len(own)]
            assert [at for at, it in enumerate(own) if isinstance(it, ENDINGS)] in ([], [len(own) - 1])
            self.strikes(own)

    def strikes(self, own: Iterable[Event]) -> None:
        """Reminders, the due instant, reminders and superiors in turn; and all over only for a later due instant."""
        reminders, fell, struck = 0, None, list[Role | None]()
        for happened in own:
            match happened:
                case e.StepReminded(ordinal=ordinal, due=due):
                    reminders += 1
                    assert ordinal == reminders
                    assert fell is None or fell <= due
                    struck += [REMINDED] if fell == due else []
                case e.StepFellDue(due=due):
                    assert reminders == 2 if fell is None else fell < due
                    fell, struck = due, []
                case e.StepEscalated(due=due, to=to):
                    assert fell == due
                    struck.append(to)
                case e.StepLapsed():
                    assert struck == STRIKES[self.insistent]
                case _:
                    pass
            assert struck == STRIKES[self.insistent][: len(struck)]

    @invariant()
    def a_step_is_complete_when_and_only_when_its_duties_are_done(self) -> None:
        for name, step in self.state.steps.items():
            kinds = {type(it) for it in self.given.streams[APPRAISAL] if getattr(it, "step", None) is name}
            assert (e.StepCompleted in kinds) is (not step.undone)
            if name is StepName.COUNSELING and e.StepCompleted in kinds:
                assert all(talk.closed_by == {Role.HEAD, Role.OFFICE} for talk in self.state.talks.values())

    @invariant()
    def the_version_counts_the_events_and_what_is_cited_is_there(self) -> None:
        history = self.given.streams[APPRAISAL]
        assert self.state.version == len(history)
        for version, happened in enumerate(history, start=1):
            match happened:
                case e.ResultApproved(cites=cites):
                    assert cites == max(
                        at for at, it in enumerate(history[:version], 1) if isinstance(it, e.ResultComputed)
                    )
                case e.ValueConfirmed(cites=cites) | e.ValueCorrected(cites=cites):
                    assert isinstance(history[cites - 1], e.ReportSubmitted)
                case _:
                    pass

    @invariant()
    def the_schedule_stays_in_order(self) -> None:
        ends: datetime | None = None
        for times in self.cycle.schedule.values():
            assert ends is None or ends <= times.opens
            assert times.opens < times.due <= times.escalates <= times.after_due[-1].at <= times.ends
            ends = times.ends


OneAppraisal.TestCase.settings = settings(max_examples=50, stateful_step_count=60, deadline=None)
TestOneAppraisal = OneAppraisal.TestCase
