"""Verification: what may be drawn is fixed first, then supervision gives a value, and the sample follows from both."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.appraisal.clock import next_moment as next_of_step
from domain.appraisal.verification import CorrectValue
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle import events as c
from domain.cycle.cancelling import CancelCycle
from domain.cycle.draw import DrawSample, FixFrame
from domain.cycle.draw_value import EscalateDrawValue, GiveDrawValue, RemindOfDrawValue, command_for, next_moment
from domain.cycle.passage import RecordStepPassed
from domain.cycle.state import Cycle
from domain.cycle.steering import PauseCycle, ResumeCycle
from domain.decision import Capacity
from domain.directory import Role
from domain.interests import DeclareInterest
from domain.refusal import Reason
from domain.sampling import digest, frame_digest
from domain.schedule import StepName
from domain.timed import Moment
from tests import sample
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    CYCLE,
    DIRECTORY,
    OFFICE,
    SUPERVISION,
    VERIFIER,
    after,
    at_step,
    done,
    drawn,
    lapsed,
    launched,
    moved,
    private,
    published,
    tick,
    times,
)
from tests.oracles import draw as oracle

VERIFICATION: Mapping[str, Any] = {
    "share": "1/3",
    "value_by": "supervision",
    "value_within": "PT60S",
    "value_reminders": ["PT20S"],
}
TASK = "task cycle:annual-2026:give-draw-value"
VALUE = GiveDrawValue(value="314159")
FRAME = {"finance": {"budget": 1, "delays": 1, "hotline": 1}}


def _reported(**rulebook: Any) -> Given:  # noqa: ANN401 - fields of the rulebook document
    given = launched(**{"verification": VERIFICATION, **rulebook})
    given = done(at_step(StepName.REPORTING, given), StepName.REPORTING)
    return given.when(CYCLE, RecordStepPassed(step=StepName.REPORTING, count=1), actor=SYSTEM_LOG).accepted


REPORTED = _reported()
ASKED = REPORTED.when(CYCLE, FixFrame(), actor=SYSTEM_CLOCK).accepted
GIVEN = ASKED.when(CYCLE, VALUE, actor=SUPERVISION).accepted
DRAW = DrawSample(salt="5eed")


# ---------------------------------------------------------------- what may be drawn is fixed first


def test_when_all_have_reported_what_may_be_drawn_is_fixed_and_a_value_is_asked_for() -> None:
    now = REPORTED.now

    REPORTED.when(CYCLE, FixFrame(), actor=SYSTEM_CLOCK).then(
        c.FrameFixed(
            share="1/3",
            frame=FRAME,
            sha256=frame_digest(FRAME),
            salt=private("system:draw", "5eed"),
            salt_sha256=digest("5eed"),
            signs=(),
            asked_of=Role.SUPERVISION,
            at=now,
            reminders=(after(now, 40),),
            due=after(now, 60),
        )
    )


def test_it_is_not_fixed_while_somebody_may_still_report() -> None:
    given = at_step(StepName.REPORTING, launched(verification=VERIFICATION))

    given.when(CYCLE, FixFrame(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "cycle annual-2026",
        "is still being reported on, so the frame of its sample is not fixed",
        "Draw when reporting has closed in every appraisal",
    )


def test_it_is_fixed_once() -> None:
    for given in (ASKED, GIVEN, drawn(REPORTED)):
        given.when(CYCLE, FixFrame(), actor=SYSTEM_CLOCK).refused(
            Reason.CONFLICT,
            "cycle annual-2026",
            "has fixed the frame of its sample already",
            "Nothing needs to be done",
        )


def test_nobody_fixes_it_by_hand() -> None:
    REPORTED.when(CYCLE, FixFrame(), actor=OFFICE).refused(
        Reason.FORBIDDEN,
        "cycle annual-2026",
        "is moved on by system:clock, not by office-1",
        "Wait for it; the performance office may extend, pause or resume the cycle",
    )


def test_where_nothing_was_reported_nobody_is_asked_for_a_value_and_nothing_is_drawn() -> None:
    given = launched(verification=VERIFICATION)
    for step in (StepName.GOALS, StepName.COUNSELING, StepName.REPORTING):
        given = lapsed(given, step)
    given = given.when(CYCLE, RecordStepPassed(step=StepName.REPORTING, count=1), actor=SYSTEM_LOG).accepted

    given.when(CYCLE, FixFrame(), actor=SYSTEM_CLOCK).then(
        c.SampleDrawn(seed="5eed", share="1/3", frame=0, frame_sha256=digest(""), drawn=())
    )


# ---------------------------------------------------------------- then supervision gives a value


def test_a_member_of_the_supervision_organ_gives_the_value() -> None:
    ASKED.when(CYCLE, VALUE, actor=SUPERVISION).then(c.DrawValueGiven(value="314159", by=SUPERVISION))


def test_a_value_before_the_frame_is_fixed_is_refused() -> None:
    REPORTED.when(CYCLE, VALUE, actor=SUPERVISION).refused(
        Reason.CONFLICT,
        TASK,
        "comes after the frame of the sample, which is not fixed",
        "Give the value when reporting has closed in every appraisal and it is asked for",
    )


def test_a_second_value_is_refused() -> None:
    GIVEN.when(CYCLE, GiveDrawValue(value="271828"), actor=SUPERVISION).refused(
        Reason.CONFLICT, TASK, "is done already", "See 'kaohe cycle draw annual-2026'"
    )


@pytest.mark.parametrize("person", ["supervision-1", "office-1", "finance-head"])
def test_somebody_without_the_role_gives_no_value(person: str) -> None:
    ASKED.when(CYCLE, VALUE, actor=person).refused(
        Reason.FORBIDDEN,
        TASK,
        f"is asked of the supervision, not of {person}",
        "See 'kaohe task list --as YOU' for your own tasks",
    )


def test_somebody_of_a_unit_appraised_gives_no_value() -> None:
    moved(ASKED, "supervision-2", "finance", "supervision").when(CYCLE, VALUE, actor=SUPERVISION).refused(
        Reason.FORBIDDEN,
        TASK,
        "would be done by supervision-2, who has a part in the appraisal of finance: is of the unit appraised",
        "Let somebody give it who has no part in the cycle",
    )


def test_who_reported_gives_no_value_whatever_post_is_held_by_now() -> None:
    given = moved(ASKED, "finance-head", "supervision", "supervision")

    given.when(CYCLE, VALUE, actor="finance-head").refused(
        Reason.FORBIDDEN,
        TASK,
        "would be done by finance-head, who has a part in the appraisal of finance: set its goals",
        "Let somebody give it who has no part in the cycle",
    )


def test_who_runs_the_cycle_gives_no_value() -> None:
    given = moved(ASKED, "office-2", "performance-office", "office", "supervision")

    given.when(CYCLE, VALUE, actor="office-2").refused(
        Reason.FORBIDDEN,
        TASK,
        "would be done by office-2, who is of the performance office, which runs the cycle",
        "Let somebody give it who has no part in the cycle",
    )


@pytest.mark.parametrize("value", ["", "31415", "3" * 65, "314 159", "31415x", "٣١٤١٥٩", "-314159", "3.14159"])
def test_a_value_is_6_to_64_digits(value: str) -> None:
    ASKED.when(CYCLE, GiveDrawValue(value=value), actor=SUPERVISION).refused(
        Reason.INVALID,
        TASK,
        f"is given {value!r}",
        "Give 6 to 64 digits 0 to 9, such as the numbers of ten dice",
    )


def test_no_value_is_given_during_a_pause() -> None:
    paused = ASKED.when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted

    paused.when(CYCLE, VALUE, actor=SUPERVISION).refused(
        Reason.CONFLICT, TASK, "waits, because cycle annual-2026 is paused", "Try again when it goes on"
    )
    resumed = paused.when(CYCLE, ResumeCycle(), actor=OFFICE).accepted
    assert resumed.when(CYCLE, VALUE, actor=SUPERVISION).refusal is None


def test_a_cycle_in_which_nobody_could_give_the_value_is_not_launched() -> None:
    nobody = moved(published(verification=VERIFICATION), "supervision-2", "supervision", "staff")
    nobody.when(CYCLE, sample.launch(appraisees=("finance",)), actor=OFFICE).refused(
        Reason.INVALID,
        "cycle annual-2026",
        "needs somebody with the role supervision, and the directory has nobody",
        "Fill such a post, or leave out of the rulebook what needs it",
    )
    its_own = moved(published(verification=VERIFICATION), "supervision-2", "finance", "supervision")
    its_own.when(CYCLE, sample.launch(appraisees=("finance",)), actor=OFFICE).refused(
        Reason.INVALID,
        "appraisee finance",
        "has nobody to give the value of its draw who is neither of it nor of the performance office",
        "Give the role supervision to somebody of no unit appraised",
    )


# ---------------------------------------------------------------- who gives none is reminded, and superiors are told


def test_whoever_may_give_the_value_is_reminded_before_it_is_due() -> None:
    at = after(ASKED.now, 40)
    wish = RemindOfDrawValue(ordinal=1)

    given = (
        ASKED.at(at)
        .when(CYCLE, wish, actor=SYSTEM_CLOCK)
        .then(c.DrawValueReminded(ordinal=1, due=after(ASKED.now, 60)))
    )

    given.when(CYCLE, wish, actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "draw of cycle annual-2026",
        f"has no such moment next, but value.escalate.1 at {after(ASKED.now, 60).isoformat()}",
        "Read the cycle again",
    )


def test_when_the_value_is_overdue_the_leaders_are_told_again_and_again_until_it_is_there() -> None:
    given, due = ASKED, after(ASKED.now, 60)
    told: list[Moment] = []
    for _ in range(4):
        moment = next_moment(given.state(CYCLE))
        assert moment is not None
        told.append(moment)
        given = given.at(moment.at).when(CYCLE, command_for(moment), actor=SYSTEM_CLOCK).accepted

    assert told == [
        Moment(name="value.remind.1", at=after(ASKED.now, 40)),
        Moment(name="value.escalate.1", at=due),
        Moment(name="value.escalate.2", at=after(due, 60)),
        Moment(name="value.escalate.3", at=after(due, 120)),
    ]
    assert given.streams[CYCLE][-1] == c.DrawValueEscalated(ordinal=3, due=due, to=Role.LEADER)
    assert next_moment(given.when(CYCLE, VALUE, actor=SUPERVISION).accepted.state(CYCLE)) is None


def test_nobody_is_told_before_the_instant_has_come() -> None:
    due = after(ASKED.now, 60)
    reminded = ASKED.at(after(ASKED.now, 40)).when(CYCLE, RemindOfDrawValue(ordinal=1), actor=SYSTEM_CLOCK).accepted

    reminded.when(CYCLE, EscalateDrawValue(ordinal=1), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "draw of cycle annual-2026", f"does not come to that before {due.isoformat()}", "Wait for it"
    )


def test_a_pause_stops_reminders_as_it_stops_everything_and_puts_them_off_by_its_length() -> None:
    paused = ASKED.at(after(ASKED.now, 10)).when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted
    assert next_moment(paused.state(CYCLE)) is None

    resumed = paused.at(after(ASKED.now, 110)).when(CYCLE, ResumeCycle(), actor=OFFICE).accepted

    assert next_moment(resumed.state(CYCLE)) == Moment(name="value.remind.1", at=after(ASKED.now, 140))
    reminded = resumed.at(after(ASKED.now, 140)).when(CYCLE, RemindOfDrawValue(ordinal=1), actor=SYSTEM_CLOCK)
    assert reminded.events == (c.DrawValueReminded(ordinal=1, due=after(ASKED.now, 160)),)
    assert next_moment(reminded.accepted.state(CYCLE)) == Moment(name="value.escalate.1", at=after(ASKED.now, 160))


def test_while_clocks_run_on_in_a_pause_the_value_is_asked_for_and_given() -> None:
    running = ASKED.when(CYCLE, PauseCycle(reason="Flood", clocks=c.Clocks.RUN), actor=OFFICE).accepted
    assert next_moment(running.state(CYCLE)) == Moment(name="value.remind.1", at=after(ASKED.now, 40))
    running.when(CYCLE, VALUE, actor=SUPERVISION).then(c.DrawValueGiven(value="314159", by=SUPERVISION))


# ---------------------------------------------------------------- and the sample follows from both


def test_the_sample_follows_from_frame_salt_and_value_by_the_published_rule() -> None:
    [(unit, indicator)] = oracle.drawn(FRAME, "5eed", "314159", "1/3")

    given = GIVEN.when(CYCLE, DRAW, actor=SYSTEM_CLOCK).then(
        c.SampleDrawn(
            value="314159",
            seed="5eed",
            share="1/3",
            frame=3,
            frame_sha256=oracle.digest(FRAME),
            drawn=(c.DrawnItem(appraisee=unit, indicator=indicator),),
        )
    )

    state: Cycle = given.state(CYCLE)
    assert state.sample == {unit: (indicator,)}


def test_another_value_draws_another_sample() -> None:
    samples = set()
    for value in range(40):
        given = ASKED.when(CYCLE, GiveDrawValue(value=f"{value:06d}"), actor=SUPERVISION).accepted
        [item] = given.when(CYCLE, DRAW, actor=SYSTEM_CLOCK).accepted.state(CYCLE).sample["finance"]
        samples.add(item)

    assert samples == {"budget", "delays", "hotline"}


def test_nothing_is_drawn_before_the_value_is_given_and_every_step_behind_waits() -> None:
    ASKED.when(CYCLE, DRAW, actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "cycle annual-2026",
        "has been given no value to draw its sample by",
        "Wait until it is given",
    )
    late = ASKED.at(times(ASKED, StepName.FEEDBACK).ends)
    for step in (StepName.VERIFICATION, StepName.SCORING):
        assert next_of_step(late.state(APPRAISAL), late.state(CYCLE), step) is None


@pytest.mark.parametrize("salt", [None, "5eee"])
def test_the_server_draws_by_no_other_salt_than_it_sealed_with_the_frame(salt: str | None) -> None:
    GIVEN.when(CYCLE, DrawSample(salt=salt), actor=SYSTEM_CLOCK).refused(
        Reason.INVALID,
        "cycle annual-2026",
        "would be drawn with another salt than was sealed with its frame",
        "Open the one of its event FrameFixed",
    )


def test_who_gave_the_value_late_takes_no_time_from_the_verifiers() -> None:
    opens, ends = times(GIVEN, StepName.VERIFICATION).opens, times(GIVEN, StepName.SCORING).ends
    late = GIVEN.at(after(opens, 30))

    given = late.when(CYCLE, DRAW, actor=SYSTEM_CLOCK).accepted

    assert times(given, StepName.VERIFICATION).opens == late.now
    assert times(given, StepName.VERIFICATION).due == after(late.now, 60)
    assert times(given, StepName.SCORING).ends == after(ends, 30)
    kinds = [type(event) for event in given.streams[CYCLE][-2:]]
    assert kinds == [c.CycleExtended, c.SampleDrawn]


def test_a_rulebook_that_asks_nobody_for_a_value_has_the_server_draw() -> None:
    given = _reported(verification={"share": "1/3"})

    given.when(CYCLE, FixFrame(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "cycle annual-2026", "asks nobody for a value to draw by", "Draw its sample"
    )
    assert given.when(CYCLE, DrawSample(), actor=SYSTEM_CLOCK).refusal is None


# ---------------------------------------------------------------- risk weights, and signs that are hints alone

WEIGHED = {
    **VERIFICATION,
    "risk": {"indicators": {"hotline": 2}, "corrected": 4, "outlier": 8},
    "outliers": {"past": "0.5"},
}


def _following() -> Given:
    """The cycle follows that of the year before, in which a verifier corrected the budget of finance to 50."""
    before = tick(drawn(_reported(verification={**VERIFICATION, "share": "1"})), StepName.VERIFICATION)
    wish = CorrectValue(indicator="budget", value="50", unit="%", reason="Books")
    before = before.when(APPRAISAL, wish, actor=VERIFIER).accepted
    given = _reported(verification=WEIGHED)
    launch, *others = given.streams[CYCLE]
    following = (launch.model_copy(update={"follows": "annual-2025"}), *others)
    given = replace(given, streams={**given.streams, CYCLE: following})
    return given.happened("appraisal:annual-2025:finance", *before.streams[APPRAISAL])


def test_an_indicator_may_weigh_more_by_rule() -> None:
    [fixed] = _reported(verification=WEIGHED).when(CYCLE, FixFrame(), actor=SYSTEM_CLOCK).events

    assert isinstance(fixed, c.FrameFixed)
    assert (fixed.frame, fixed.signs) == ({"finance": {"budget": 1, "delays": 1, "hotline": 2}}, ())
    assert fixed.sha256 == oracle.digest(fixed.frame)


def test_a_value_corrected_in_the_cycle_before_weighs_more_in_the_next() -> None:
    [fixed] = _following().when(CYCLE, FixFrame(), actor=SYSTEM_CLOCK).events

    assert isinstance(fixed, c.FrameFixed)
    assert fixed.signs == (
        c.Sign(
            appraisee="finance",
            indicator="budget",
            kind=c.SignKind.CORRECTED_BEFORE,
            value=Decimal(100),
            times=Decimal(1),
        ),
        c.Sign(
            appraisee="finance",
            indicator="budget",
            kind=c.SignKind.FAR_FROM_PAST,
            value=Decimal(100),
            against=Decimal(50),
            times=Decimal(1),
        ),
    )
    assert fixed.frame == {"finance": {"budget": 13, "delays": 1, "hotline": 2}}


def test_who_has_declared_an_interest_in_a_unit_gives_no_value() -> None:
    interest = DeclareInterest(
        authority=sample.AUTHORITY, person=SUPERVISION, unit="finance", ground="A sister heads it"
    )
    ASKED.when(DIRECTORY, interest, actor=SUPERVISION).accepted.when(CYCLE, VALUE, actor=SUPERVISION).refused(
        Reason.FORBIDDEN,
        TASK,
        "would be done by supervision-2, who has declared an interest in finance",
        "Let somebody give it who has no part in the cycle",
    )


def test_a_cancelled_cycle_asks_for_no_value_any_more() -> None:
    cancelled = ASKED.when(CYCLE, CancelCycle(reason="Merged"), actor=OFFICE).accepted
    assert next_moment(cancelled.state(CYCLE)) is None


def test_the_value_is_given_as_supervision_and_by_the_document_that_the_rulebook_asks_for() -> None:
    given = _reported(numbered=["draw"]).when(CYCLE, FixFrame(), actor=SYSTEM_CLOCK).accepted

    given.when(CYCLE, VALUE, actor=SUPERVISION).refused(
        Reason.INVALID,
        "cycle annual-2026",
        "is decided on (draw) without the number of the document that says so",
        "Give it: --document NUMBER on the command line, the header Kaohe-Document over HTTP",
    )
    outcome = given.when(CYCLE, VALUE, actor=SUPERVISION, document="record of 25 November")
    assert outcome.refusal is None
    assert outcome.capacity == Capacity("supervision", mandate="post:supervision")
