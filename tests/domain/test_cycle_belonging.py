"""Late joiners, and units that are closed, transferred or merged while their cycle runs."""

from datetime import timedelta

import pytest

from domain.appraisal import events as a
from domain.appraisal.clock import CloseAppraisal, applies, next_moment
from domain.appraisal.decide import OpenAppraisal
from domain.appraisal.own_times import schedule_of
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG, Command
from domain.cycle import events as e
from domain.cycle.belonging import AddAppraisee, MergeAppraisees, RemoveAppraisee
from domain.cycle.events import Leaving
from domain.cycle.launch import RecordAppraisalsOpened
from domain.cycle.passage import RecordAppraisalsClosed, RecordStepPassed
from domain.cycle.state import Cycle
from domain.cycle.steering import PauseCycle, ResumeCycle
from domain.refusal import Reason
from domain.schedule import StepName
from domain.streams import appraisal_stream
from tests import sample
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, CYCLE, GOALS, HEAD, OFFICE, at_step, launched, private, times

NAME = "cycle annual-2026"
HEALTH = appraisal_stream(sample.CYCLE, "health")
JOIN = AddAppraisee(appraisee="health", reason="Founded in May")
LEAVE = RemoveAppraisee(appraisee="health", why=Leaving.CLOSED, reason="Dissolved")
LATE = at_step(StepName.REPORTING)
"""Goals and counseling are behind finance, which is alone in the cycle."""


def cycle(given: Given) -> Cycle:
    found: Cycle = given.state(CYCLE)
    return found


def passed(given: Given, *steps: StepName) -> Given:
    for step in steps:
        wish = RecordStepPassed(step=step, count=len(cycle(given).appraisees))
        given = given.when(CYCLE, wish, actor=SYSTEM_LOG).accepted
    return given


def opened(given: Given, unit: str = "health") -> Given:
    wish = OpenAppraisal(cycle=sample.CYCLE, appraisee=unit)
    return given.when(appraisal_stream(sample.CYCLE, unit), wish, actor=SYSTEM_CLOCK).accepted


# ---------------------------------------------------------------- joining


def test_a_late_joiner_has_a_full_time_of_its_own_for_what_has_fallen_due() -> None:
    given = LATE.at(times(LATE, StepName.COUNSELING).due + timedelta(seconds=1))

    outcome = given.when(CYCLE, JOIN, actor=OFFICE)

    [event] = outcome.events
    assert isinstance(event, e.AppraiseeJoined)
    assert (event.appraisee, event.at, event.skips, event.reason, event.by) == (
        "health",
        given.now,
        (),
        private(OFFICE, "Founded in May"),
        OFFICE,
    )
    goals, counseling, *_ = event.schedule
    assert [one.step for one in event.schedule] == list(cycle(given).schedule)
    assert (goals.opens, goals.due) == (given.now, given.now + timedelta(seconds=60))
    assert (counseling.opens, counseling.due) == (goals.ends, goals.ends + timedelta(seconds=60))
    given = opened(outcome.accepted)
    state = given.state(HEALTH)
    moment = next_moment(state, cycle(given), StepName.GOALS)
    assert schedule_of(state, cycle(given))[StepName.GOALS] == goals
    assert moment is not None
    assert moment.at <= given.now


def test_who_joins_during_a_pause_loses_none_of_the_time_of_its_own() -> None:
    given = LATE.at(times(LATE, StepName.COUNSELING).due + timedelta(seconds=1))
    given = given.when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted
    given = given.at(given.now + timedelta(days=1)).when(CYCLE, JOIN, actor=OFFICE).accepted
    joined = given.now

    given = given.at(joined + timedelta(days=2)).when(CYCLE, ResumeCycle(), actor=OFFICE).accepted

    own = schedule_of(opened(given).state(HEALTH), cycle(given))
    assert own[StepName.GOALS].due == given.now + timedelta(seconds=60)
    assert own[StepName.COUNSELING].due == own[StepName.GOALS].ends + timedelta(seconds=60)


def test_by_the_rulebook_a_joiner_leaves_out_what_all_have_passed() -> None:
    given = at_step(StepName.REPORTING, launched(late_joiners="remaining_steps"))
    given = passed(given, StepName.GOALS, StepName.COUNSELING)

    given = opened(given.when(CYCLE, JOIN, actor=OFFICE).accepted)

    state = given.state(HEALTH)
    assert [step for step in cycle(given).schedule if not applies(state, cycle(given), step)] == [
        StepName.GOALS,
        StepName.COUNSELING,
    ]
    assert next_moment(state, cycle(given), StepName.REPORTING) is not None


def test_the_appraisal_of_a_joiner_is_opened_and_then_said_to_be() -> None:
    given = LATE.when(CYCLE, JOIN, actor=OFFICE).accepted
    assert cycle(given).joining == ("health",)

    given.when(CYCLE, RecordAppraisalsOpened(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, NAME, "has no appraisal of health yet", "Open it first"
    )
    given = opened(given).when(CYCLE, RecordAppraisalsOpened(), actor=SYSTEM_CLOCK).then(e.AppraisalsOpened(count=2))
    assert cycle(given).joining == ()


def test_a_step_is_passed_only_when_the_joiner_has_passed_it_too() -> None:
    given = LATE.when(CYCLE, JOIN, actor=OFFICE).accepted

    given.when(CYCLE, RecordStepPassed(step=StepName.GOALS, count=1), actor=SYSTEM_LOG).refused(
        Reason.CONFLICT, NAME, "has passed step goals in 1 of 2 appraisals", "Wait until all have passed it"
    )


@pytest.mark.parametrize(
    ("given", "wish", "actor", "refused"),
    [
        (
            LATE,
            JOIN,
            HEAD,
            (
                Reason.FORBIDDEN,
                NAME,
                "finance-head is not of the performance office of linan",
                "Let the performance office steer the cycle",
            ),
        ),
        (
            LATE,
            JOIN.model_copy(update={"reason": ""}),
            OFFICE,
            (
                Reason.INVALID,
                NAME,
                "is steered without a reason",
                "Give the reason; it becomes part of the record",
            ),
        ),
        (
            LATE,
            JOIN.model_copy(update={"appraisee": "finance"}),
            OFFICE,
            (Reason.CONFLICT, NAME, "has finance already", "Nothing needs to be done"),
        ),
        (
            LATE,
            JOIN.model_copy(update={"appraisee": "water"}),
            OFFICE,
            (
                Reason.NOT_FOUND,
                NAME,
                "names water, which the directory of linan does not have",
                "Add the unit to the directory, or correct its name",
            ),
        ),
        (
            launched(("finance", "health")).when(CYCLE, LEAVE, actor=OFFICE).accepted,
            JOIN,
            OFFICE,
            (Reason.CONFLICT, NAME, "was left by health", "Appraise it in another cycle"),
        ),
        (
            launched().when(CYCLE, RecordAppraisalsClosed(count=1), actor=SYSTEM_LOG).accepted,
            JOIN,
            OFFICE,
            (
                Reason.CONFLICT,
                NAME,
                "has all its appraisals closed",
                "Launch another cycle; what is done stays as it is",
            ),
        ),
    ],
    ids=["by another", "without reason", "twice", "unknown", "after leaving", "after the close"],
)
def test_nobody_joins_so(given: Given, wish: Command, actor: str, refused: tuple[Reason, str, str, str]) -> None:
    given.when(CYCLE, wish, actor=actor).refused(*refused)


# ---------------------------------------------------------------- leaving


def test_the_appraisal_of_a_leaver_ends_as_it_is_and_the_others_go_on() -> None:
    given = launched(("finance", "health"))

    given = given.when(CYCLE, LEAVE, actor=OFFICE).then(
        e.AppraiseeLeft(appraisee="health", why=Leaving.CLOSED, to=None, reason=private(OFFICE, "Dissolved"), by=OFFICE)
    )
    given.when(HEALTH, GOALS, actor="health-head").refused(
        Reason.CONFLICT,
        "appraisal annual-2026:health",
        "ends, because health has left its cycle",
        "Nothing needs to be done",
    )
    given.when(HEALTH, CloseAppraisal(), actor=SYSTEM_CLOCK).then(a.AppraisalCancelled())
    assert cycle(given).appraisees == ("finance",)
    assert next_moment(given.state(APPRAISAL), cycle(given), StepName.GOALS) is not None
    given.when(CYCLE, RecordStepPassed(step=StepName.GOALS, count=1), actor=SYSTEM_LOG).then(
        e.StepPassedByAll(step=StepName.GOALS, count=1)
    )


def test_a_unit_is_transferred_to_another_cycle() -> None:
    given = launched(("finance", "health"))
    wish = RemoveAppraisee(appraisee="health", why=Leaving.TRANSFERRED, to="county-2026", reason="Moved")

    [event] = given.when(CYCLE, wish, actor=OFFICE).events
    assert isinstance(event, e.AppraiseeLeft)
    assert (event.why, event.to, event.named()) == (Leaving.TRANSFERRED, "county-2026", ("health",))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"why": Leaving.MERGED}, "would lose health to a merger"),
        ({"why": Leaving.TRANSFERRED}, "would lose health, transferred, nowhere"),
        ({"to": "other"}, "would lose health, closed, to cycle other"),
        ({"why": Leaving.TRANSFERRED, "to": sample.CYCLE}, "has health already"),
        ({"appraisee": "water"}, "does not have water"),
    ],
)
def test_nobody_leaves_so(change: dict[str, str], problem: str) -> None:
    wish = LEAVE.model_copy(update=change)

    refusal = launched(("finance", "health")).when(CYCLE, wish, actor=OFFICE).refusal

    assert refusal is not None
    assert refusal.problem == problem


def test_the_last_appraisee_does_not_leave() -> None:
    wish = LEAVE.model_copy(update={"appraisee": "finance"})

    launched().when(CYCLE, wish, actor=OFFICE).refused(
        Reason.CONFLICT, NAME, "would be left with nobody to appraise", "Cancel the cycle instead"
    )


# ---------------------------------------------------------------- merging


def test_units_that_became_one_of_them_are_appraised_as_that() -> None:
    wish = MergeAppraisees(appraisees=("finance", "health"), into="finance", reason="Reform")

    given = (
        launched(("finance", "health"))
        .when(CYCLE, wish, actor=OFFICE)
        .then(
            e.AppraiseeLeft(
                appraisee="health", why=Leaving.MERGED, to="finance", reason=private(OFFICE, "Reform"), by=OFFICE
            )
        )
    )
    assert cycle(given).appraisees == ("finance",)


def test_units_that_became_another_one_leave_and_that_one_joins() -> None:
    wish = MergeAppraisees(appraisees=("finance", "health"), into="transport", reason="Reform")

    given = launched(("finance", "health")).when(CYCLE, wish, actor=OFFICE).accepted

    assert (cycle(given).appraisees, cycle(given).joining) == (("transport",), ("transport",))
    assert cycle(given).left == {"finance": "transport", "health": "transport"}


def test_a_merger_of_nothing_is_refused() -> None:
    wish = MergeAppraisees(appraisees=("finance",), into="finance", reason="Reform")

    launched().when(CYCLE, wish, actor=OFFICE).refused(
        Reason.INVALID, NAME, "merges nothing into finance", "Name the units that are merged"
    )
