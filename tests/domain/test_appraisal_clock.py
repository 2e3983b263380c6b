"""The clock of an appraisal: what opens, reminds, falls due, escalates and ends, when, and once."""

import pytest

from domain.appraisal import events as e
from domain.appraisal.clock import (
    Action,
    ClockCommand,
    CloseAppraisal,
    EscalateStep,
    LapseStep,
    MarkStepDue,
    Moment,
    OpenStep,
    RemindStep,
    next_moment,
)
from domain.appraisal.decide import OpenAppraisal
from domain.appraisal.goals import ConfirmGoals
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_CLOCK
from domain.cycle.passage import CloseCycle
from domain.cycle.steering import ExtendCycle, PauseCycle, ResumeCycle
from domain.directory import Role
from domain.duration import Duration
from domain.event import Event
from domain.refusal import Reason
from domain.regulation import content_hash, parse
from domain.schedule import StepName
from domain.streams import appraisal_stream
from tests import sample
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    CYCLE,
    GOALS,
    HEAD,
    LAUNCHED,
    OFFICE,
    TIMED,
    after,
    at_step,
    do,
    done,
    draw_if_due,
    lapsed,
    launched,
    published,
    reported,
    tick,
    times,
)

LAUNCH = launched()
GOALS_OPEN = at_step(StepName.GOALS)
STEP = "step goals of appraisal annual-2026:finance"
NOTHING_ELSE = "and nothing else by the clock"
DUTIES = ("set-goals", "confirm-goals")
LEADERS, OFFICES = ("mayor", "vice-mayor"), ("office-1", "office-2")
REMIND_1 = RemindStep(step=StepName.GOALS, ordinal=1)
REMIND_2 = RemindStep(step=StepName.GOALS, ordinal=2)
DUE, ESCALATE, LAPSE = (kind(step=StepName.GOALS) for kind in (MarkStepDue, EscalateStep, LapseStep))


# ---------------------------------------------------------------- opening the appraisal


def test_an_appraisal_is_opened_under_its_cycles_rulebook() -> None:
    given = published().when(CYCLE, sample.launch(), actor=OFFICE).accepted
    wish = OpenAppraisal(cycle=sample.CYCLE, appraisee="health")
    stream = appraisal_stream(sample.CYCLE, "health")

    given = given.when(stream, wish, actor=SYSTEM_CLOCK).then(
        e.AppraisalOpened(
            cycle="annual-2026",
            appraisee="health",
            authority="linan",
            rulebook="annual",
            rulebook_hash=content_hash(parse(sample.sample_rulebook(steps=TIMED))),
        )
    )

    given.when(stream, wish, actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "appraisal annual-2026:health", "is open already", "Nothing needs to be done"
    )


def test_only_the_clock_opens_an_appraisal() -> None:
    published().when(APPRAISAL, OpenAppraisal(cycle=sample.CYCLE, appraisee="finance"), actor=OFFICE).refused(
        Reason.FORBIDDEN,
        "appraisal annual-2026:finance",
        "is opened by its cycle",
        "Launch a cycle with this appraisee",
    )


@pytest.mark.parametrize("given", [LAUNCH, published()], ids=["another unit", "no cycle"])
def test_who_is_not_in_the_cycle_gets_no_appraisal(given: Given) -> None:
    stream = appraisal_stream(sample.CYCLE, "health")

    given.when(stream, OpenAppraisal(cycle=sample.CYCLE, appraisee="health"), actor=SYSTEM_CLOCK).refused(
        Reason.INVALID,
        "appraisal annual-2026:health",
        "is not part of its cycle",
        "Launch a cycle with this appraisee",
    )


@pytest.mark.parametrize(
    "wish", [GOALS, ConfirmGoals(), OpenStep(step=StepName.GOALS), CloseAppraisal()], ids=lambda it: type(it).__name__
)
def test_nothing_happens_to_an_appraisal_that_does_not_exist(wish: ClockCommand) -> None:
    LAUNCH.when(appraisal_stream(sample.CYCLE, "health"), wish, actor=HEAD).refused(
        Reason.NOT_FOUND, "appraisal", "does not exist", "See 'kaohe cycle status' for the appraisals there are"
    )


def test_a_command_for_another_kind_of_stream_is_refused() -> None:
    LAUNCH.when(APPRAISAL, CloseCycle(), actor=SYSTEM_CLOCK).refused(
        Reason.INVALID, "command CloseCycle", "is none that an appraisal knows", "Send it to the stream it is for"
    )


# ---------------------------------------------------------------- one step, nobody acting


def test_a_step_left_alone_is_reminded_falls_due_escalates_and_lapses() -> None:
    clock = times(LAUNCH, StepName.GOALS)
    opened = e.StepOpened(
        step=StepName.GOALS,
        due=clock.due,
        ends=clock.ends,
        duties=(
            e.Duty(key="set-goals", role=Role.HEAD, unit="finance"),
            e.Duty(key="confirm-goals", role=Role.OFFICE, after="set-goals"),
        ),
    )
    moments: tuple[tuple[ClockCommand, Moment, Event], ...] = (
        (OpenStep(step=StepName.GOALS), Moment(action=Action.OPEN, at=clock.opens), opened),
        (
            REMIND_1,
            Moment(action=Action.REMIND, at=clock.reminders[0], ordinal=1),
            e.StepReminded(step=StepName.GOALS, ordinal=1, due=clock.due, duties=DUTIES, told=(HEAD,)),
        ),
        (
            REMIND_2,
            Moment(action=Action.REMIND, at=clock.reminders[1], ordinal=2),
            e.StepReminded(step=StepName.GOALS, ordinal=2, due=clock.due, duties=DUTIES, told=(HEAD,)),
        ),
        (
            DUE,
            Moment(action=Action.FALL_DUE, at=clock.due),
            e.StepFellDue(step=StepName.GOALS, due=clock.due, duties=DUTIES),
        ),
        (
            ESCALATE,
            Moment(action=Action.ESCALATE, at=clock.escalates),
            e.StepEscalated(step=StepName.GOALS, due=clock.due, duties=DUTIES, to=Role.LEADER, told=LEADERS),
        ),
        (LAPSE, Moment(action=Action.LAPSE, at=clock.ends), e.StepLapsed(step=StepName.GOALS, undone=DUTIES)),
    )
    given = LAUNCH
    for wish, moment, event in moments:
        assert next_moment(given.state(APPRAISAL), given.state(CYCLE), StepName.GOALS) == moment
        early = given.at(after(moment.at, -0.001)).when(APPRAISAL, wish, actor=SYSTEM_CLOCK)
        words = moment.action.value.replace("-", " ")
        problem = f"is not to {words} before {moment.at.isoformat()}"
        early.refused(Reason.CONFLICT, STEP, problem, "Wait for it")
        given = given.at(moment.at).when(APPRAISAL, wish, actor=SYSTEM_CLOCK).then(event)
        again = next_moment(given.state(APPRAISAL), given.state(CYCLE), StepName.GOALS)
        instead = f"but to {again.action.value.replace('-', ' ')} at {again.at.isoformat()}" if again else NOTHING_ELSE
        given.when(APPRAISAL, wish, actor=SYSTEM_CLOCK).refused(
            Reason.CONFLICT, STEP, f"is not to {words} now, {instead}", "Read the step again"
        )
    assert next_moment(given.state(APPRAISAL), given.state(CYCLE), StepName.GOALS) is None


@pytest.mark.parametrize("wish", [REMIND_2, DUE, ESCALATE, LAPSE], ids=lambda it: type(it).__name__)
def test_no_moment_is_skipped_however_late_it_is(wish: ClockCommand) -> None:
    late = GOALS_OPEN.at(after(times(LAUNCH, StepName.GOALS).ends, 1000))
    refusal = late.when(APPRAISAL, wish, actor=SYSTEM_CLOCK).refusal

    assert refusal is not None
    assert (refusal.reason, refusal.thing, refusal.mend) == (Reason.CONFLICT, STEP, "Read the step again")


@pytest.mark.parametrize("wish", [OpenStep(step=StepName.GOALS), REMIND_1, DUE, ESCALATE, LAPSE, CloseAppraisal()])
@pytest.mark.parametrize("actor", [OFFICE, HEAD, "system:log", "system:operator"])
def test_nobody_moves_the_clock_but_the_clock(wish: ClockCommand, actor: str) -> None:
    thing = "appraisal annual-2026:finance" if isinstance(wish, CloseAppraisal) else STEP

    GOALS_OPEN.when(APPRAISAL, wish, actor=actor).refused(
        Reason.FORBIDDEN,
        thing,
        f"is moved by the clock, not by {actor}",
        "Extend or pause the cycle instead",
    )


def test_reminders_name_only_what_is_undone() -> None:
    clock = times(LAUNCH, StepName.GOALS)
    given = do(GOALS_OPEN, "set-goals").at(clock.reminders[0])

    given.when(APPRAISAL, REMIND_1, actor=SYSTEM_CLOCK).then(
        e.StepReminded(step=StepName.GOALS, ordinal=1, due=clock.due, duties=("confirm-goals",), told=OFFICES)
    )


def test_after_the_last_duty_the_clock_has_nothing_to_say() -> None:
    given = done(GOALS_OPEN, StepName.GOALS).at(times(LAUNCH, StepName.GOALS).ends)

    for wish in (REMIND_1, DUE, ESCALATE, LAPSE):
        refusal = given.when(APPRAISAL, wish, actor=SYSTEM_CLOCK).refusal
        assert refusal is not None
        assert refusal.reason is Reason.CONFLICT


# ---------------------------------------------------------------- late is not lapsed


def test_what_is_done_after_the_due_instant_counts() -> None:
    given = GOALS_OPEN
    while not given.state(APPRAISAL).steps[StepName.GOALS].escalated:
        given = tick(given, StepName.GOALS)

    assert done(given, StepName.GOALS).streams[APPRAISAL][-1] == e.StepCompleted(step=StepName.GOALS)


def test_past_the_end_the_first_event_in_the_stream_wins() -> None:
    given = GOALS_OPEN
    while next_moment(given.state(APPRAISAL), given.state(CYCLE), StepName.GOALS) != Moment(
        action=Action.LAPSE, at=times(LAUNCH, StepName.GOALS).ends
    ):
        given = tick(given, StepName.GOALS)
    given = given.at(times(LAUNCH, StepName.GOALS).ends)

    in_time = given.when(APPRAISAL, GOALS, actor=HEAD).accepted.when(APPRAISAL, ConfirmGoals(), actor=OFFICE).accepted
    assert in_time.streams[APPRAISAL][-1] == e.StepCompleted(step=StepName.GOALS)
    in_time.when(APPRAISAL, LAPSE, actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, STEP, f"is not to lapse now, {NOTHING_ELSE}", "Read the step again"
    )

    too_late = given.when(APPRAISAL, LAPSE, actor=SYSTEM_CLOCK).accepted
    too_late.when(APPRAISAL, GOALS, actor=HEAD).refused(
        Reason.CONFLICT,
        "task annual-2026:finance:set-goals",
        "belongs to step goals, which has ended",
        "See 'kaohe history annual-2026:finance' for how it ended",
    )


# ---------------------------------------------------------------- one step after another


def test_a_step_waits_for_the_one_before() -> None:
    given = GOALS_OPEN.at(times(LAUNCH, StepName.COUNSELING).opens)

    given.when(APPRAISAL, OpenStep(step=StepName.COUNSELING), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "step counseling of appraisal annual-2026:finance",
        f"is not to open now, {NOTHING_ELSE}",
        "Read the step again",
    )


def test_an_early_step_opens_as_soon_as_the_one_before_has_ended_and_keeps_its_due_instant() -> None:
    given = done(GOALS_OPEN, StepName.GOALS)
    clock = times(given, StepName.COUNSELING)
    assert given.now < clock.opens

    [opened] = given.when(APPRAISAL, OpenStep(step=StepName.COUNSELING), actor=SYSTEM_CLOCK).events

    assert isinstance(opened, e.StepOpened)
    assert (opened.due, opened.ends) == (clock.due, clock.ends)


def test_a_step_that_is_not_early_opens_at_its_instant() -> None:
    given = done(at_step(StepName.GOALS, launched(steps=sample.sample_steps(early=False))), StepName.GOALS)
    opens = times(given, StepName.COUNSELING).opens
    wish = OpenStep(step=StepName.COUNSELING)

    given.when(APPRAISAL, wish, actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "step counseling of appraisal annual-2026:finance",
        f"is not to open before {opens.isoformat()}",
        "Wait for it",
    )
    assert given.at(opens).when(APPRAISAL, wish, actor=SYSTEM_CLOCK).refusal is None


def test_a_step_that_asks_nothing_of_anybody_completes_as_it_opens() -> None:
    given = lapsed(at_step(StepName.RESULT), StepName.RESULT)
    clock = times(given, StepName.FEEDBACK)

    given.at(clock.opens).when(APPRAISAL, OpenStep(step=StepName.FEEDBACK), actor=SYSTEM_CLOCK).then(
        e.StepOpened(step=StepName.FEEDBACK, due=clock.due, ends=clock.ends, duties=()),
        e.StepCompleted(step=StepName.FEEDBACK),
    )


def test_verification_and_what_follows_wait_for_the_draw() -> None:
    given = done(at_step(StepName.REPORTING), StepName.REPORTING).at(times(LAUNCH, StepName.SCORING).ends)

    for step in (StepName.VERIFICATION, StepName.SCORING):
        assert next_moment(given.state(APPRAISAL), given.state(CYCLE), step) is None
    given = draw_if_due(given, StepName.VERIFICATION)
    assert next_moment(given.state(APPRAISAL), given.state(CYCLE), StepName.VERIFICATION) is not None
    assert next_moment(given.state(APPRAISAL), given.state(CYCLE), StepName.SCORING) is None


def test_an_appraisal_closes_after_its_last_step() -> None:
    given = at_step(StepName.FEEDBACK)
    given.when(APPRAISAL, CloseAppraisal(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "appraisal annual-2026:finance", "has steps ahead: feedback", "Wait until they have ended"
    )

    given = done(given, StepName.FEEDBACK)
    given = given.when(APPRAISAL, CloseAppraisal(), actor=SYSTEM_CLOCK).then(e.AppraisalClosed())

    for wish in (CloseAppraisal(), GOALS, OpenStep(step=StepName.GOALS)):
        given.when(APPRAISAL, wish, actor=SYSTEM_CLOCK).refused(
            Reason.CONFLICT,
            "appraisal annual-2026:finance",
            "is closed",
            "See 'kaohe history annual-2026:finance'",
        )


def test_an_appraisal_of_which_nothing_was_drawn_goes_on_without_verification() -> None:
    given = GOALS_OPEN
    for step in (StepName.GOALS, StepName.COUNSELING, StepName.REPORTING):
        given = lapsed(given, step)
    given = draw_if_due(given, StepName.VERIFICATION)
    assert next_moment(given.state(APPRAISAL), given.state(CYCLE), StepName.VERIFICATION) is None
    for step in (StepName.SCORING, StepName.RESULT, StepName.FEEDBACK):
        given = lapsed(given, step)

    given.when(APPRAISAL, CloseAppraisal(), actor=SYSTEM_CLOCK).then(e.AppraisalClosed())


# ---------------------------------------------------------------- steering


def test_a_pause_stops_clock_and_people() -> None:
    given = GOALS_OPEN.when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted
    given = given.at(times(given, StepName.GOALS).ends)

    given.when(APPRAISAL, REMIND_1, actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, STEP, "does not move while its cycle is paused", "Wait until it is resumed"
    )
    given.when(APPRAISAL, GOALS, actor=HEAD).refused(
        Reason.CONFLICT,
        "task annual-2026:finance:set-goals",
        "waits, because cycle annual-2026 is paused",
        "Try again when it goes on",
    )
    resumed = given.when(CYCLE, ResumeCycle(), actor=OFFICE).accepted
    moment = next_moment(resumed.state(APPRAISAL), resumed.state(CYCLE), StepName.GOALS)
    assert moment == Moment(action=Action.REMIND, at=after(given.now, 30), ordinal=1)
    assert resumed.when(APPRAISAL, GOALS, actor=HEAD).refusal is None


def test_an_extension_the_workflow_has_not_heard_of_holds() -> None:
    minute = Duration(microseconds=60_000_000)
    given = tick(tick(GOALS_OPEN, StepName.GOALS), StepName.GOALS)
    given = given.when(CYCLE, ExtendCycle(step=StepName.GOALS, by=minute, reason="Flood"), actor=OFFICE).accepted
    was, now = times(GOALS_OPEN, StepName.GOALS), times(given, StepName.GOALS)
    assert now.due == after(was.due, 60)

    given.at(was.due).when(APPRAISAL, DUE, actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, STEP, f"is not to fall due before {now.due.isoformat()}", "Wait for it"
    )
    # Both reminders were issued before, and no extension brings one back.
    moment = next_moment(given.state(APPRAISAL), given.state(CYCLE), StepName.GOALS)
    assert moment == Moment(action=Action.FALL_DUE, at=now.due)


def moments(given: Given, step: StepName) -> list[tuple[Action, float, int]]:
    """What the clock does to the step from here on when nobody acts: action, seconds from now, ordinal."""
    found, begin = [], given.now
    while moment := next_moment(given.state(APPRAISAL), given.state(CYCLE), step):
        found.append((moment.action, (moment.at - begin).total_seconds(), moment.ordinal))
        given = tick(given, step)
    return found


@pytest.mark.parametrize(("escalated", "later"), [(False, 0), (True, 5)])
def test_a_step_extended_after_it_fell_due_falls_due_and_escalates_again(*, escalated: bool, later: int) -> None:
    given = tick(tick(tick(GOALS_OPEN, StepName.GOALS), StepName.GOALS), StepName.GOALS)
    given = tick(given, StepName.GOALS) if escalated else given
    due = times(given, StepName.GOALS).due
    state: Appraisal = given.state(APPRAISAL)
    assert state.steps[StepName.GOALS].overdue(due)

    minute = Duration(microseconds=60_000_000)
    given = given.when(CYCLE, ExtendCycle(step=StepName.GOALS, by=minute, reason="Flood"), actor=OFFICE).accepted

    assert not state.steps[StepName.GOALS].overdue(times(given, StepName.GOALS).due)
    assert moments(given, StepName.GOALS) == [
        (Action.REMIND, 30 - later, 3),
        (Action.REMIND, 50 - later, 4),
        (Action.FALL_DUE, 60 - later, 1),
        (Action.ESCALATE, 65 - later, 1),
        (Action.LAPSE, 70 - later, 0),
    ]
    dues = [it.due for it in lapsed(given, StepName.GOALS).streams[APPRAISAL] if isinstance(it, e.StepFellDue)]
    assert dues == [due, after(due, 60)]


def test_a_short_extension_after_the_due_instant_brings_no_reminder_of_the_past() -> None:
    given = tick(tick(tick(GOALS_OPEN, StepName.GOALS), StepName.GOALS), StepName.GOALS)
    short = Duration(microseconds=20_000_000)
    given = given.when(CYCLE, ExtendCycle(step=StepName.GOALS, by=short, reason="Flood"), actor=OFFICE).accepted

    assert moments(given, StepName.GOALS) == [
        (Action.REMIND, 10, 3),
        (Action.FALL_DUE, 20, 1),
        (Action.ESCALATE, 25, 1),
        (Action.LAPSE, 30, 0),
    ]


def test_the_report_of_a_step_that_opened_late_is_taken_in_the_time_that_is_left() -> None:
    given = lapsed(lapsed(GOALS_OPEN, StepName.GOALS), StepName.COUNSELING)
    given = given.at(after(times(LAUNCH, StepName.REPORTING).due, 1))
    given = tick(tick(tick(given, StepName.REPORTING), StepName.REPORTING), StepName.REPORTING)

    assert given.when(APPRAISAL, reported(), actor=HEAD).refusal is None
    assert given.now == after(times(LAUNCH, StepName.REPORTING).due, 1)
    assert given.now > LAUNCHED
