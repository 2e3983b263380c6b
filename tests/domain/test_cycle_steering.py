"""Steering: what extension, pause and resumption do to the instants of a cycle, and what they leave."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from domain.calendar import Instant
from domain.command import Command
from domain.cycle import events as e
from domain.cycle.state import Cycle
from domain.cycle.steering import ExtendCycle, PauseCycle, ResumeCycle
from domain.duration import Duration
from domain.refusal import Reason
from domain.schedule import StepName, StepTimes
from tests import sample
from tests.domain.history import CYCLE, LAUNCHED, OFFICE, after, launched, private, published, schedule, times

LAUNCH = launched()
MINUTE = Duration(microseconds=60_000_000)
WORDS = private(OFFICE, "Flood")


def extend(step: StepName = StepName.GOALS, by: Duration = MINUTE, reason: str = "Flood") -> ExtendCycle:
    return ExtendCycle(step=step, by=by, reason=reason)


def shifted(step: StepTimes, seconds: int, *, opens: bool = True, kept: int = 0) -> StepTimes:
    """The step's times so much later; the first `kept` reminders stay."""

    def later(at: Instant) -> Instant:
        return after(at, seconds)

    return step.model_copy(
        update={
            "opens": later(step.opens) if opens else step.opens,
            "reminders": (*step.reminders[:kept], *map(later, step.reminders[kept:])),
            "due": later(step.due),
            "escalates": later(step.escalates),
            "ends": later(step.ends),
        }
    )


# ---------------------------------------------------------------- extension


def test_an_extension_moves_the_step_and_all_behind_it() -> None:
    goals, counseling, *rest = schedule(LAUNCH)

    LAUNCH.when(CYCLE, extend(StepName.COUNSELING), actor=OFFICE).then(
        e.CycleExtended(
            step=StepName.COUNSELING,
            by_duration=MINUTE,
            schedule=(goals, shifted(counseling, 60, opens=False), *(shifted(step, 60) for step in rest)),
            reason=WORDS,
            by=OFFICE,
        )
    )


def test_reminders_that_have_come_stay_where_they_are() -> None:
    goals, *rest = schedule(LAUNCH)

    LAUNCH.at(goals.reminders[0]).when(CYCLE, extend(), actor=OFFICE).then(
        e.CycleExtended(
            step=StepName.GOALS,
            by_duration=MINUTE,
            schedule=(shifted(goals, 60, opens=False, kept=1), *(shifted(step, 60) for step in rest)),
            reason=WORDS,
            by=OFFICE,
        )
    )


def test_an_extension_in_working_days_skips_days_off() -> None:
    given = LAUNCH.when(CYCLE, extend(by=Duration(working_days=5)), actor=OFFICE).accepted

    assert times(given, StepName.GOALS).due == times(LAUNCH, StepName.GOALS).due + timedelta(days=7)


def test_a_step_that_has_ended_is_not_extended() -> None:
    ends = times(LAUNCH, StepName.GOALS).ends
    refusal = (
        Reason.CONFLICT,
        "step goals of cycle annual-2026",
        "has ended, and what has ended is not extended",
        "Extend a step that is still ahead or open",
    )

    LAUNCH.at(ends).when(CYCLE, extend(), actor=OFFICE).refused(*refusal)
    LAUNCH.happened(CYCLE, e.StepPassedByAll(step=StepName.GOALS, count=1)).when(CYCLE, extend(), actor=OFFICE).refused(
        *refusal
    )
    LAUNCH.at(after(ends, -1)).when(CYCLE, extend(), actor=OFFICE).accepted  # noqa: B018 - it is accepted


def test_what_would_have_ended_during_a_pause_can_be_extended() -> None:
    paused = LAUNCH.when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted
    later = paused.at(times(LAUNCH, StepName.GOALS).ends)

    extended = later.when(CYCLE, extend(), actor=OFFICE).accepted

    assert times(extended, StepName.GOALS) == shifted(times(LAUNCH, StepName.GOALS), 60, opens=False)


def test_an_extension_by_nothing_is_refused() -> None:
    LAUNCH.when(CYCLE, extend(by=Duration()), actor=OFFICE).refused(
        Reason.INVALID, "cycle annual-2026", "would be extended by PT0S, which is nothing", "Extend it by more"
    )


def test_a_step_the_cycle_does_not_have_is_refused() -> None:
    steps = sample.sample_steps()[:2]
    given = published(steps=steps).when(CYCLE, sample.launch(), actor=OFFICE).accepted

    given.when(CYCLE, extend(StepName.FEEDBACK), actor=OFFICE).refused(
        Reason.NOT_FOUND, "cycle annual-2026", "has no step feedback", "Choose one of goals, counseling"
    )


@pytest.mark.parametrize("reason", ["", " \n"])
@pytest.mark.parametrize("wish", [extend(), PauseCycle(reason="?")], ids=["extend", "pause"])
def test_steering_without_a_reason_is_refused(wish: ExtendCycle | PauseCycle, reason: str) -> None:
    LAUNCH.when(CYCLE, wish.model_copy(update={"reason": reason}), actor=OFFICE).refused(
        Reason.INVALID,
        "cycle annual-2026",
        "is steered without a reason",
        "Give the reason; it becomes part of the record",
    )


@pytest.mark.parametrize(
    "wish", [extend(), PauseCycle(reason="Flood"), ResumeCycle()], ids=lambda it: type(it).__name__
)
@pytest.mark.parametrize("actor", ["finance-head", "committee-1", "system:operator", "nobody"])
def test_only_the_office_steers(wish: Command, actor: str) -> None:
    LAUNCH.when(CYCLE, wish, actor=actor).refused(
        Reason.FORBIDDEN,
        "cycle annual-2026",
        f"{actor} is not of the performance office of linan",
        "Let the performance office steer the cycle",
    )


# ---------------------------------------------------------------- pause


def test_a_pause_is_recorded_with_its_instant() -> None:
    now = after(LAUNCHED, 7)

    given = (
        LAUNCH.at(now)
        .when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE)
        .then(e.CyclePaused(at=now, basis=None, clocks=e.Clocks.STOP, reason=WORDS, by=OFFICE))
    )

    given.when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).refused(
        Reason.CONFLICT, "cycle annual-2026", "is paused already", "Nothing needs to be done"
    )


def test_resumption_moves_what_had_not_come_by_the_length_of_the_pause() -> None:
    goals, *rest = schedule(LAUNCH)
    paused = LAUNCH.at(goals.reminders[0]).when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted

    resumed = paused.at(after(goals.reminders[0], 1000)).when(CYCLE, ResumeCycle(), actor=OFFICE)

    schedule_then = (shifted(goals, 1000, opens=False, kept=1), *(shifted(step, 1000) for step in rest))
    given = resumed.then(e.CycleResumed(at=resumed.given.now, schedule=schedule_then, by=OFFICE))
    given.when(CYCLE, ResumeCycle(), actor=OFFICE).refused(
        Reason.CONFLICT, "cycle annual-2026", "is not paused", "Nothing needs to be done"
    )
    state: Cycle = given.state(CYCLE)
    assert state.paused_at is None


# ---------------------------------------------------------------- for any steering

INSTANTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
DURATIONS = st.one_of(
    st.builds(Duration, working_days=st.integers(1, 40)),
    st.builds(Duration, months=st.integers(0, 10), days=st.integers(0, 40), microseconds=st.integers(0, 10**11)).filter(
        lambda by: by != Duration()
    ),
)
STEERING = st.one_of(
    st.builds(
        ExtendCycle,
        step=st.sampled_from([StepName(step) for step in sample.STEPS]),
        by=DURATIONS,
        reason=st.just("Flood"),
    ),
    st.just(PauseCycle(reason="Flood")),
    st.just(ResumeCycle()),
)
CLOCKS = st.sampled_from(
    [
        {
            "due": "10 working days",
            "reminders": ["3 working days"],
            "escalates": "1 working day",
            "ends": "2 working days",
        },
        {"due": "PT23H", "reminders": ["PT22H", "PT1H"], "escalates": "PT0S", "ends": "PT1H"},
        {"due": "P1M", "reminders": ["P7D", "P1D"], "escalates": "P1D", "ends": "P3D"},
        {
            "due": "P1M",
            "reminders": ["P7D"],
            "escalates": "PT0S",
            "overdue": ["P1D", "1 working day", "P8D"],
            "escalations": [{"after": "P2D", "to": "leader"}, {"after": "5 working days", "to": "committee"}],
            "ends": "P1M",
        },
    ]
)


@settings(deadline=None)
@for_all(CLOCKS, INSTANTS, st.lists(st.tuples(st.integers(0, 40 * 86_400), STEERING), min_size=1, max_size=6))
def test_no_steering_puts_the_clocks_out_of_order(
    clock: dict[str, object], launch: datetime, acts: list[tuple[int, Command]]
) -> None:
    steps = [{**step, **clock} for step in sample.sample_steps()]
    given = published(steps=steps).at(launch).when(CYCLE, sample.launch(), actor=OFFICE).accepted
    for seconds, wish in acts:
        before = schedule(given)
        outcome = given.at(after(given.now, seconds)).when(CYCLE, wish, actor=OFFICE)
        if outcome.refusal:
            assert outcome.refusal.reason is Reason.CONFLICT
            continue
        given = outcome.accepted
        for was, now in zip(before, schedule(given), strict=True):
            assert now.opens < now.due <= now.escalates <= now.ends
            strikes = now.after_due
            assert now.due <= strikes[0].at <= strikes[-1].at <= now.ends
            assert sorted(strikes, key=lambda strike: strike.at) == list(strikes)
            assert len(strikes) == len(was.after_due)
            assert now.escalates == min(strike.at for strike in strikes if strike.to)
            assert sorted(now.reminders) == list(now.reminders)
            assert len(was.reminders) == len(now.reminders)
            assert max(now.reminders) <= now.due
            assert was.opens <= now.opens
            assert was.due <= now.due
            assert was.ends <= now.ends
        for one, other in pairwise(schedule(given)):
            assert one.ends <= other.opens


@pytest.mark.parametrize("by", ["P367D", "P1Y1M", "261 working days", "PT8785H"])
def test_an_extension_of_more_than_a_year_is_refused(by: str) -> None:
    wish = ExtendCycle(step=StepName.GOALS, by=Duration.parse(by), reason="Flood")

    launched().when(CYCLE, wish, actor=OFFICE).refused(
        Reason.INVALID,
        "cycle annual-2026",
        f"would be extended by {Duration.parse(by)}, more than a year",
        "Extend it by at most 366 days or 260 working days at a time",
    )


@pytest.mark.parametrize("by", ["P366D", "P1Y", "260 working days"])
def test_an_extension_of_a_year_is_taken(by: str) -> None:
    wish = ExtendCycle(step=StepName.GOALS, by=Duration.parse(by), reason="Flood")

    assert launched().when(CYCLE, wish, actor=OFFICE).refusal is None
