"""Cancellation, the two rules of a pause for the clocks, and an earlier deadline."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.appraisal import events as a
from domain.appraisal.clock import CloseAppraisal, OpenStep
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle import events as e
from domain.cycle.cancelling import CancelCycle
from domain.cycle.draw import DrawSample
from domain.cycle.events import Clocks
from domain.cycle.forwarding import BringForward
from domain.cycle.passage import CloseCycle, RecordAppraisalsClosed
from domain.cycle.steering import PauseCycle, ResumeCycle
from domain.duration import Duration
from domain.refusal import Reason
from domain.schedule import StepName
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    CYCLE,
    GOALS,
    HEAD,
    OFFICE,
    at_step,
    do,
    done,
    launched,
    private,
    schedule,
    tick,
    times,
)

CANCEL = CancelCycle(reason="The units were merged", basis="Ordinance art. 31")


def seconds(count: int) -> Duration:
    return Duration(microseconds=count * 1_000_000)


def cancelled(given: Given) -> Given:
    return given.when(CYCLE, CANCEL, actor=OFFICE).accepted


# ---------------------------------------------------------------- cancellation


def test_the_office_cancels_a_cycle_with_reason_and_legal_basis() -> None:
    launched().when(CYCLE, CANCEL, actor=OFFICE).then(
        e.CycleCancelled(basis="Ordinance art. 31", reason=private(OFFICE, "The units were merged"), by=OFFICE)
    )


def test_nobody_else_cancels_it_nor_without_a_reason() -> None:
    launched().when(CYCLE, CANCEL, actor=HEAD).refused(
        Reason.FORBIDDEN,
        "cycle annual-2026",
        "finance-head is not of the performance office of linan",
        "Let the performance office steer the cycle",
    )
    launched().when(CYCLE, CancelCycle(reason=" "), actor=OFFICE).refused(
        Reason.INVALID,
        "cycle annual-2026",
        "is steered without a reason",
        "Give the reason; it becomes part of the record",
    )


def test_its_appraisals_end_as_they_are_and_their_tasks_with_them() -> None:
    given = cancelled(at_step(StepName.GOALS))

    given.when(APPRAISAL, GOALS, actor=HEAD).refused(
        Reason.CONFLICT,
        "appraisal annual-2026:finance",
        "ends, because its cycle is cancelled",
        "Nothing needs to be done",
    )
    given = given.when(APPRAISAL, CloseAppraisal(), actor=SYSTEM_CLOCK).then(a.AppraisalCancelled())
    state = given.state(APPRAISAL)
    assert (state.closed, state.cancelled, state.current) == (True, True, None)


def test_a_cancelled_cycle_closes_when_its_appraisals_have_and_does_nothing_else() -> None:
    given = cancelled(launched())

    for wish, actor in ((DrawSample(), SYSTEM_CLOCK), (PauseCycle(reason="x"), OFFICE), (CANCEL, OFFICE)):
        given.when(CYCLE, wish, actor=actor).refused(
            Reason.CONFLICT, "cycle annual-2026", "is cancelled", "Launch a new cycle; this one comes to nothing"
        )
    given = given.when(CYCLE, RecordAppraisalsClosed(count=1), actor=SYSTEM_LOG).then(e.AppraisalsClosed(count=1))
    given.when(CYCLE, CloseCycle(), actor=SYSTEM_CLOCK).then(e.CycleClosed())


# ---------------------------------------------------------------- the rule of a pause for the clocks


def paused(given: Given, **fields: Any) -> Given:  # noqa: ANN401 - JSON
    return given.when(CYCLE, PauseCycle(reason="Flood", **fields), actor=OFFICE).accepted


def test_a_pause_says_by_which_provision_and_what_it_does_to_the_clocks() -> None:
    given = launched()

    given.when(CYCLE, PauseCycle(reason="Flood", basis=" art. 22 ", clocks=Clocks.RUN), actor=OFFICE).then(
        e.CyclePaused(at=given.now, basis="art. 22", clocks=Clocks.RUN, reason=private(OFFICE, "Flood"), by=OFFICE)
    )
    assert PauseCycle(reason="Flood").model_dump() == {"reason": "Flood"}, "a retry of before is one"


def test_while_clocks_run_on_an_open_step_goes_on_and_no_further_one_opens() -> None:
    given = paused(at_step(StepName.GOALS), clocks=Clocks.RUN)
    given = tick(given, StepName.GOALS)  # reminded
    given = done(given, StepName.GOALS)

    given.when(APPRAISAL, OpenStep(step=StepName.COUNSELING), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "step counseling of appraisal annual-2026:finance",
        "does not move while its cycle is paused",
        "Wait until it is resumed",
    )
    before = schedule(given)
    given = given.at(given.now + timedelta(seconds=5)).when(CYCLE, ResumeCycle(), actor=OFFICE).accepted
    assert schedule(given) == before
    assert given.when(APPRAISAL, OpenStep(step=StepName.COUNSELING), actor=SYSTEM_CLOCK).events


# ---------------------------------------------------------------- an earlier deadline


def forward(by: Duration, step: StepName = StepName.GOALS) -> BringForward:
    return BringForward(step=step, by=by, reason="The inspection comes sooner")


def test_a_step_falls_due_and_ends_earlier_and_later_steps_stay() -> None:
    given = launched()
    goals, *rest = schedule(given)
    back = timedelta(seconds=10)

    given.when(CYCLE, forward(seconds(10)), actor=OFFICE).then(
        e.CycleBroughtForward(
            step=StepName.GOALS,
            by_duration=seconds(10),
            schedule=(
                goals.model_copy(
                    update={
                        "reminders": tuple(at - back for at in goals.reminders),
                        "due": goals.due - back,
                        "escalates": goals.escalates - back,
                        "ends": goals.ends - back,
                    }
                ),
                *rest,
            ),
            reason=private(OFFICE, "The inspection comes sooner"),
            by=OFFICE,
        )
    )


def test_reminders_that_would_have_come_become_one_that_comes_at_once() -> None:
    given = at_step(StepName.GOALS)

    given = given.when(CYCLE, forward(seconds(45)), actor=OFFICE).accepted

    assert times(given, StepName.GOALS).reminders == (given.now, given.now + timedelta(seconds=5))


@pytest.mark.parametrize(
    ("by", "when", "problem"),
    [
        (seconds(60), None, "would be due on {now}, before anybody could do it"),
        (Duration(), None, "would come PT0S earlier, which is nothing"),
    ],
    ids=["before anybody could", "by nothing"],
)
def test_no_deadline_comes_before_anybody_could_keep_it(by: Duration, when: datetime | None, problem: str) -> None:
    given = at_step(StepName.GOALS)
    given = given if when is None else given.at(when)

    refusal = given.when(CYCLE, forward(by), actor=OFFICE).refusal

    assert refusal is not None
    assert refusal.problem == problem.format(now=given.now.isoformat())


def test_what_has_fallen_due_is_not_brought_forward_nor_anything_during_a_pause() -> None:
    given = do(at_step(StepName.GOALS), "set-goals")

    given.at(times(given, StepName.GOALS).due).when(CYCLE, forward(seconds(1)), actor=OFFICE).refused(
        Reason.CONFLICT,
        "step goals of cycle annual-2026",
        "has fallen due",
        "Bring forward a step that is still ahead or open",
    )
    paused(given).when(CYCLE, forward(seconds(1)), actor=OFFICE).refused(
        Reason.CONFLICT,
        "step goals of cycle annual-2026",
        "waits, because the cycle is paused",
        "Resume the cycle first",
    )
