"""Passage: gates between steps, the sample that anyone can draw again, and the close."""

import hashlib
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from domain.command import SYSTEM_CLOCK, SYSTEM_LOG, Command
from domain.cycle import events as e
from domain.cycle.draw import DrawSample
from domain.cycle.passage import CloseCycle, RecordAppraisalsClosed, RecordStepPassed
from domain.cycle.state import Cycle
from domain.cycle.steering import ExtendCycle, PauseCycle, ResumeCycle
from domain.duration import Duration
from domain.event import Event
from domain.refusal import Reason
from domain.sampling import draw
from domain.schedule import StepName
from domain.streams import appraisal_stream
from tests import sample
from tests.domain.given import Given
from tests.domain.history import CYCLE, OFFICE, at_step, done, lapsed, launched, reported, tick

UNITS = ("finance", "health")
TWO = launched(UNITS)


def both_reported() -> Given:
    """Finance has reported and health has not; reporting has ended in both."""
    given = done(at_step(StepName.REPORTING, TWO), StepName.REPORTING)
    for step in (StepName.GOALS, StepName.COUNSELING, StepName.REPORTING):
        given = lapsed(given, step, appraisal_stream(sample.CYCLE, "health"))
    return given.when(CYCLE, RecordStepPassed(step=StepName.REPORTING, count=2), actor=SYSTEM_LOG).accepted


def test_a_step_is_passed_when_it_has_ended_in_all() -> None:
    wish = RecordStepPassed(step=StepName.GOALS, count=2)

    given = TWO.when(CYCLE, wish, actor=SYSTEM_LOG).then(e.StepPassedByAll(step=StepName.GOALS, count=2))

    given.when(CYCLE, wish, actor=SYSTEM_LOG).refused(
        Reason.CONFLICT, "cycle annual-2026", "has passed step goals already", "Nothing needs to be done"
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_count_that_is_not_all_is_refused(count: int) -> None:
    TWO.when(CYCLE, RecordStepPassed(step=StepName.GOALS, count=count), actor=SYSTEM_LOG).refused(
        Reason.CONFLICT,
        "cycle annual-2026",
        f"has passed step goals in {count} of 2 appraisals",
        "Wait until all have passed it",
    )
    TWO.when(CYCLE, RecordAppraisalsClosed(count=count), actor=SYSTEM_LOG).refused(
        Reason.CONFLICT, "cycle annual-2026", f"has {count} of 2 appraisals closed", "Wait until all are closed"
    )


def test_no_sample_is_drawn_while_reporting_goes_on() -> None:
    TWO.when(CYCLE, DrawSample(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "cycle annual-2026",
        "is still being reported on, so the frame of its sample is not fixed",
        "Draw when reporting has closed in every appraisal",
    )


def test_the_sample_is_drawn_from_what_was_reported() -> None:
    frame = "finance|budget\nfinance|delays\nfinance|hotline"

    given = (
        both_reported()
        .when(CYCLE, DrawSample(), actor=SYSTEM_CLOCK)
        .then(
            e.SampleDrawn(
                seed="5eed",
                share="1/2",
                frame=3,
                frame_sha256=hashlib.sha256(frame.encode()).hexdigest(),
                drawn=(
                    e.DrawnItem(appraisee="finance", indicator="delays"),
                    e.DrawnItem(appraisee="finance", indicator="budget"),
                ),
            )
        )
    )

    given.when(CYCLE, DrawSample(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "cycle annual-2026", "has drawn its sample already", "Nothing needs to be done"
    )
    state: Cycle = given.state(CYCLE)
    assert state.sample == {"finance": ("budget", "delays")}


def test_anyone_with_the_reports_draws_the_same_sample_from_what_is_recorded() -> None:
    given = both_reported().when(CYCLE, DrawSample(), actor=SYSTEM_CLOCK).accepted
    stored = json.loads(given.streams[CYCLE][-1].model_dump_json())

    values = [
        (unit, value.indicator)
        for unit in UNITS
        for happened in given.streams[appraisal_stream(sample.CYCLE, unit)]
        for value in getattr(happened, "values", ())
    ]
    lines = "\n".join(sorted("|".join(item) for item in values))
    drawn = draw(stored["seed"], values, Fraction(stored["share"]))

    assert hashlib.sha256(lines.encode()).hexdigest() == stored["frame_sha256"]
    assert [list(item) for item in drawn] == [[item["appraisee"], item["indicator"]] for item in stored["drawn"]]


def test_another_seed_draws_another_sample() -> None:
    given = both_reported()

    samples = set()
    for seed in range(20):
        wish = Given(given.now, given.streams, seed=f"{seed:x}").when(CYCLE, DrawSample(), actor=SYSTEM_CLOCK)
        [drawn] = wish.events
        assert isinstance(drawn, e.SampleDrawn)
        samples.add(frozenset(item.indicator for item in drawn.drawn))

    assert len(samples) == 3


def test_nobody_having_reported_the_sample_is_empty_and_nobody_is_verified() -> None:
    given = TWO
    for unit in UNITS:
        for step in (StepName.GOALS, StepName.COUNSELING, StepName.REPORTING):
            given = lapsed(given, step, appraisal_stream(sample.CYCLE, unit))
    given = given.when(CYCLE, RecordStepPassed(step=StepName.REPORTING, count=2), actor=SYSTEM_LOG).accepted

    given = given.when(CYCLE, DrawSample(), actor=SYSTEM_CLOCK).then(
        e.SampleDrawn(seed="5eed", share="1/2", frame=0, frame_sha256=hashlib.sha256().hexdigest(), drawn=())
    )

    tick(given, StepName.SCORING)  # verification is passed over


def test_a_value_reported_as_missing_is_in_the_frame_too() -> None:
    given = at_step(StepName.REPORTING)
    given = given.when(appraisal_stream(sample.CYCLE, "finance"), reported(budget=None), actor="finance-head").accepted
    given = given.when(CYCLE, RecordStepPassed(step=StepName.REPORTING, count=1), actor=SYSTEM_LOG).accepted

    [drawn] = given.when(CYCLE, DrawSample(), actor=SYSTEM_CLOCK).events
    assert isinstance(drawn, e.SampleDrawn)
    assert drawn.frame == 3


def closed() -> Given:
    given = TWO.when(CYCLE, RecordAppraisalsClosed(count=2), actor=SYSTEM_LOG).then(e.AppraisalsClosed(count=2))
    return given.when(CYCLE, CloseCycle(), actor=SYSTEM_CLOCK).then(e.CycleClosed())


def test_a_cycle_closes_after_its_appraisals() -> None:
    TWO.when(CYCLE, CloseCycle(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "cycle annual-2026", "has open appraisals", "Wait until all are closed"
    )
    closed()


def test_a_paused_cycle_does_not_close() -> None:
    given = launched().when(CYCLE, RecordAppraisalsClosed(count=1), actor=SYSTEM_LOG).accepted
    given = given.when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted

    given.when(CYCLE, CloseCycle(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "cycle annual-2026", "is paused", "Wait until it goes on"
    )
    given = given.when(CYCLE, ResumeCycle(), actor=OFFICE).accepted
    given.when(CYCLE, CloseCycle(), actor=SYSTEM_CLOCK).then(e.CycleClosed())


def test_closed_appraisals_are_recorded_once() -> None:
    wish = RecordAppraisalsClosed(count=2)
    given = TWO.when(CYCLE, wish, actor=SYSTEM_LOG).accepted

    given.when(CYCLE, wish, actor=SYSTEM_LOG).refused(
        Reason.CONFLICT, "cycle annual-2026", "has all its appraisals closed already", "Nothing needs to be done"
    )


@pytest.mark.parametrize(
    "wish",
    [
        RecordStepPassed(step=StepName.GOALS, count=2),
        DrawSample(),
        CloseCycle(),
        ExtendCycle(step=StepName.GOALS, by=Duration(days=1), reason="Flood"),
        PauseCycle(reason="Flood"),
        ResumeCycle(),
    ],
    ids=lambda wish: type(wish).__name__,
)
def test_a_closed_cycle_stays_as_it_is(wish: Command) -> None:
    closed().when(CYCLE, wish, actor=OFFICE).refused(
        Reason.CONFLICT, "cycle annual-2026", "is closed", "Launch a new cycle; a closed one stays as it is"
    )


def test_an_event_of_another_kind_changes_nothing_but_the_version() -> None:
    before: Cycle = TWO.state(CYCLE)
    assert TWO.happened(CYCLE, Event()).state(CYCLE) == replace(before, version=before.version + 1)
