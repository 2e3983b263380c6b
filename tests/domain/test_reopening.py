"""Reopening: proposed by the office with a reason, decided by the committee, begun again in times of its own."""

from datetime import timedelta

import pytest

from domain.appraisal import events as e
from domain.appraisal.clock import CloseAppraisal, OpenStep, lies_behind, next_moment
from domain.appraisal.own_times import schedule_of
from domain.appraisal.reopening import KEY, DeclineReopening, ProposeReopening, ReopenAppraisal
from domain.appraisal.result import ApproveResult
from domain.appraisal.state import Appraisal
from domain.appraisal.tasks import TASKS
from domain.command import SYSTEM_CLOCK
from domain.cycle.steering import PauseCycle, ResumeCycle
from domain.refusal import Reason
from domain.schedule import StepName
from domain.streams import cycle_stream
from tests import sample
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    CYCLE,
    HEAD,
    OFFICE,
    at_step,
    directory,
    do,
    done,
    moved,
    private,
    reported,
    tick,
)

DAY = timedelta(days=1)
THING = "appraisal annual-2026:finance"


def closed() -> Given:
    """Finance has gone through all steps, and its appraisal is closed."""
    given = done(at_step(StepName.FEEDBACK), StepName.FEEDBACK)
    return given.when(APPRAISAL, CloseAppraisal(), actor=SYSTEM_CLOCK).accepted


CLOSED = closed()


def propose(given: Given, step: StepName = StepName.REPORTING) -> ProposeReopening:
    return ProposeReopening(step=step, due=given.now + DAY, reason="A value was wrong")


PROPOSED = CLOSED.when(APPRAISAL, propose(CLOSED), actor=OFFICE).accepted


def reopened(step: StepName = StepName.REPORTING) -> Given:
    given = CLOSED.when(APPRAISAL, propose(CLOSED, step), actor=OFFICE).accepted
    return given.when(APPRAISAL, ReopenAppraisal(), actor=COMMITTEE).accepted


def state_of(given: Given) -> Appraisal:
    found: Appraisal = given.state(APPRAISAL)
    return found


# ---------------------------------------------------------------- proposing


def test_the_office_proposes_to_reopen_a_closed_appraisal_and_the_committee_has_a_task() -> None:
    given = CLOSED.when(APPRAISAL, propose(CLOSED), actor=OFFICE).then(
        e.ReopeningProposed(
            step=StepName.REPORTING,
            due=CLOSED.now + DAY,
            reason=private(OFFICE, "A value was wrong"),
            by=OFFICE,
        )
    )
    asked = TASKS.open_duties(state_of(given), {cycle_stream(sample.CYCLE): given.state(CYCLE)})
    assert [one.duty.key for one in asked] == [KEY]
    assert state_of(given).closed


@pytest.mark.parametrize(
    ("given", "wish", "actor", "refused"),
    [
        (
            CLOSED,
            propose(CLOSED),
            HEAD,
            (
                Reason.FORBIDDEN,
                THING,
                "finance-head is not of the performance office of linan",
                "Let the performance office propose a reopening",
            ),
        ),
        (
            CLOSED,
            propose(CLOSED).model_copy(update={"reason": " "}),
            OFFICE,
            (Reason.INVALID, THING, "would be reopened without a reason", "Say what is to be looked at again"),
        ),
        (
            CLOSED,
            propose(CLOSED, StepName.NOTICE),
            OFFICE,
            (
                Reason.CONFLICT,
                THING,
                "would be reopened at step notice, which has not ended",
                "Name one that has: goals, counseling, reporting, verification, scoring, result, feedback",
            ),
        ),
        (
            CLOSED,
            propose(CLOSED).model_copy(update={"due": CLOSED.now}),
            OFFICE,
            (
                Reason.INVALID,
                THING,
                f"would be due on {CLOSED.now.isoformat()}, which is not within the year ahead",
                "Propose a due instant in the future, within a year",
            ),
        ),
        (
            PROPOSED,
            propose(PROPOSED),
            OFFICE,
            (
                Reason.CONFLICT,
                THING,
                f"is proposed to be reopened already (event {state_of(PROPOSED).version})",
                "Wait for the committee to decide",
            ),
        ),
    ],
    ids=["by another", "without reason", "at a step that has not ended", "due at once", "twice"],
)
def test_it_is_not_proposed_so(
    given: Given, wish: ProposeReopening, actor: str, refused: tuple[Reason, str, str, str]
) -> None:
    given.when(APPRAISAL, wish, actor=actor).refused(*refused)


# ---------------------------------------------------------------- deciding


def test_the_committee_reopens_it_and_what_rested_on_the_steps_falls() -> None:
    outcome = PROPOSED.when(APPRAISAL, ReopenAppraisal(), actor=COMMITTEE)

    [event] = outcome.events
    assert isinstance(event, e.AppraisalReopened)
    assert (event.cites, event.at, event.by) == (state_of(PROPOSED).version, PROPOSED.now, COMMITTEE)
    assert [one.step.value for one in event.schedule] == list(sample.STEPS[2:])
    assert (event.schedule[0].opens, event.schedule[0].due) == (PROPOSED.now, PROPOSED.now + DAY)
    again = state_of(outcome.accepted)
    assert (again.closed, again.approved, again.total, again.reopened) == (False, False, None, 1)
    assert list(again.steps) == [StepName.GOALS, StepName.COUNSELING]
    assert again.goals_confirmed, "what was not reopened stands"
    assert again.reported, "what was said before stands until it is said anew"


def test_the_committee_declines_with_a_reason() -> None:
    given = PROPOSED.when(APPRAISAL, DeclineReopening(reason="It was right"), actor=COMMITTEE).then(
        e.ReopeningDeclined(cites=state_of(PROPOSED).version, reason=private(COMMITTEE, "It was right"), by=COMMITTEE)
    )
    assert (state_of(given).closed, state_of(given).reopening) == (True, None)


@pytest.mark.parametrize(
    ("actor", "roles", "problem"),
    [
        (HEAD, ("head",), "is reopened by the committee, not by finance-head"),
        (OFFICE, ("office", "committee"), "would be decided by office-1, of the office that proposed it"),
        ("office-2", ("office", "committee"), "would be decided by office-2, of the office that proposed it"),
        ("finance-staff-1", ("committee",), "would be done by finance-staff-1, who is of the unit appraised"),
    ],
)
def test_four_eyes_decide_it(actor: str, roles: tuple[str, ...], problem: str) -> None:
    given = moved(PROPOSED, actor, directory(PROPOSED).posts[actor].unit, *roles)

    refusal = given.when(APPRAISAL, ReopenAppraisal(), actor=actor).refusal

    assert refusal is not None
    assert (refusal.reason, refusal.problem) == (Reason.FORBIDDEN, problem)


def test_nothing_is_reopened_that_nobody_proposed() -> None:
    CLOSED.when(APPRAISAL, ReopenAppraisal(), actor=COMMITTEE).refused(
        Reason.CONFLICT, THING, "has no reopening proposed", "The performance office proposes one"
    )


# ---------------------------------------------------------------- beginning again


def test_the_step_opens_again_in_its_own_time_and_leads_to_a_new_result() -> None:
    given = reopened()
    moment = next_moment(state_of(given), given.state(CYCLE), StepName.REPORTING)
    assert (moment and moment.at, lies_behind(state_of(given), given.state(CYCLE), StepName.FEEDBACK)) == (
        given.now,
        True,
    )
    given = tick(given, StepName.REPORTING)
    assert state_of(given).steps[StepName.REPORTING].open_duties
    given = given.when(APPRAISAL, reported(budget="80"), actor=HEAD).accepted
    for step in (StepName.VERIFICATION, StepName.SCORING, StepName.RESULT):
        given = done(tick(given, step), step)
    again = state_of(given)
    assert again.approved
    assert again.total not in {None, state_of(CLOSED).total}
    assert len(again.ballots) == 3, "nobody votes twice"


def test_reopened_feedback_leaves_the_result_as_it_is() -> None:
    again = state_of(reopened(StepName.FEEDBACK))

    assert (again.approved, again.total, again.closed) == (True, state_of(CLOSED).total, False)


def test_it_closes_again_after_its_last_step() -> None:
    given = reopened(StepName.FEEDBACK)

    given.when(APPRAISAL, CloseAppraisal(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, THING, "has steps ahead: feedback", "Wait until they have ended"
    )
    given = done(tick(given, StepName.FEEDBACK), StepName.FEEDBACK)
    given.when(APPRAISAL, CloseAppraisal(), actor=SYSTEM_CLOCK).then(e.AppraisalClosed())


def test_own_times_move_with_a_pause_as_all_others_do() -> None:
    given = reopened()
    due = schedule_of(state_of(given), given.state(CYCLE))[StepName.REPORTING].due
    given = given.at(given.now + timedelta(seconds=1)).when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted
    given = given.at(given.now + DAY).when(CYCLE, ResumeCycle(), actor=OFFICE).accepted

    assert schedule_of(state_of(given), given.state(CYCLE))[StepName.REPORTING].due == due + DAY
    assert given.when(APPRAISAL, OpenStep(step=StepName.REPORTING), actor=SYSTEM_CLOCK).events


def test_an_open_appraisal_goes_back_to_a_step_that_has_ended() -> None:
    given = do(at_step(StepName.RESULT), "compute")
    given = given.when(APPRAISAL, propose(given, StepName.SCORING), actor=OFFICE).accepted
    given = given.when(APPRAISAL, ReopenAppraisal(), actor=COMMITTEE).accepted

    assert state_of(given).current is None
    given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).refused(
        Reason.CONFLICT,
        "task annual-2026:finance:approve",
        "belongs to step result, which has not opened",
        "See 'kaohe cycle status annual-2026' for when it opens",
    )
    assert state_of(tick(given, StepName.SCORING)).current is not None
