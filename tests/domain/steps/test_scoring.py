"""Scoring: who judges, rates and votes, and who never does."""

import pytest

from domain.appraisal import events as e
from domain.appraisal.scoring import CountBallots, JudgeIndicator, RateAppraisee, require_ballot_score
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_BALLOT_BOX
from domain.cycle.steering import PauseCycle
from domain.directory import Role
from domain.exact import number
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from tests import sample
from tests.domain.history import (
    APPRAISAL,
    CYCLE,
    HEAD,
    OFFICE,
    TIMED,
    at_step,
    do,
    done,
    lapsed,
    launched,
    moved,
    private,
    tick,
    times,
)

SCORING = at_step(StepName.SCORING)
JUDGE = JudgeIndicator(indicator="conduct", points="87.5")
YOURS = "See 'kaohe task list --as YOU' for your own tasks"
VOTERS = ("finance-staff-1", "finance-staff-2", "finance-staff-3")


def task(key: str) -> str:
    return f"task annual-2026:finance:{key}"


# ---------------------------------------------------------------- scoring


def test_scoring_asks_lead_departments_leaders_and_staff() -> None:
    state: Appraisal = SCORING.state(APPRAISAL)

    assert state.steps[StepName.SCORING].duties == (
        e.Duty(key="judge.conduct", role=Role.HEAD, unit="supervision"),
        e.Duty(key="rate.mayor", role=Role.LEADER, persons=("mayor",)),
        e.Duty(key="rate.vice-mayor", role=Role.LEADER, persons=("vice-mayor",)),
        e.Duty(key="ballot", role=Role.STAFF, unit="finance", persons=VOTERS),
    )


def test_a_leader_does_not_rate_the_own_unit_nor_a_unit_without_staff_vote() -> None:
    given = done(at_step(StepName.VERIFICATION), StepName.VERIFICATION)
    for person in VOTERS:
        given = moved(given, person, "health", "staff")
    given = tick(moved(given, "mayor", "finance", "leader"), StepName.SCORING)

    state: Appraisal = given.state(APPRAISAL)
    assert [duty.key for duty in state.steps[StepName.SCORING].duties] == ["judge.conduct", "rate.vice-mayor"]


def test_the_head_of_the_lead_department_judges() -> None:
    SCORING.when(APPRAISAL, JUDGE.model_copy(update={"reason": "Polite"}), actor="supervision-head").then(
        e.IndicatorJudged(
            indicator="conduct",
            points="87.5",
            reason=private("supervision-head", "Polite"),
            by="supervision-head",
        )
    )


@pytest.mark.parametrize("actor", [HEAD, "statistics-head", "supervision-1", OFFICE, "mayor"])
def test_nobody_else_judges(actor: str) -> None:
    SCORING.when(APPRAISAL, JUDGE, actor=actor).refused(
        Reason.FORBIDDEN, task("judge.conduct"), f"is asked of head of supervision, not of {actor}", YOURS
    )


def test_a_measured_indicator_is_not_judged() -> None:
    refusal = SCORING.when(APPRAISAL, JUDGE.model_copy(update={"indicator": "budget"}), actor="statistics-head").refusal

    assert refusal is not None
    assert (Reason.NOT_FOUND, task("judge.budget"), "does not exist") == (
        refusal.reason,
        refusal.thing,
        refusal.problem,
    )


@pytest.mark.parametrize("points", ["-1/100", "100.01"])
def test_points_and_scores_stay_in_their_range(points: str) -> None:
    SCORING.when(APPRAISAL, JUDGE.model_copy(update={"points": number(points)}), actor="supervision-head").refused(
        Reason.INVALID, task("judge.conduct"), f"is given points {points}", "Give points from 0 to 100"
    )
    SCORING.when(APPRAISAL, RateAppraisee(score=points), actor="mayor").refused(
        Reason.INVALID, task("rate.mayor"), f"is given score {points}", "Give score from 0 to 100"
    )
    with pytest.raises(Refused, match=f"ballot: is given score {points}. Give score from 0 to 100"):
        require_ballot_score(number(points), "ballot")


def test_the_maximum_of_points_is_the_rules() -> None:
    indicators = sample.sample_rulebook()["indicators"]
    indicators[1]["children"][1]["rule"]["maximum"] = "5"
    steps = [TIMED[0], {**TIMED[4], "opens": {"after": "goals"}}]
    given = at_step(StepName.SCORING, launched(indicators=indicators, steps=steps))

    given.when(APPRAISAL, JUDGE, actor="supervision-head").refused(
        Reason.INVALID, task("judge.conduct"), "is given points 87.5", "Give points from 0 to 5"
    )


def test_a_leader_rates_once() -> None:
    given = SCORING.when(APPRAISAL, RateAppraisee(score="90"), actor="mayor").then(
        e.LeaderRated(score="90", by="mayor")
    )

    given.when(APPRAISAL, RateAppraisee(score="10"), actor="mayor").refused(
        Reason.CONFLICT,
        task("rate.mayor"),
        "is done already",
        "Nothing needs to be done; see 'kaohe history annual-2026:finance'",
    )


def test_a_leader_does_not_rate_on_anothers_task() -> None:
    SCORING.when(APPRAISAL, RateAppraisee(score="90", leader="vice-mayor"), actor="mayor").refused(
        Reason.FORBIDDEN, task("rate.vice-mayor"), "is asked of vice-mayor, not of mayor", YOURS
    )


def test_who_set_the_goals_does_not_judge_as_head_of_a_lead_department() -> None:
    moved(SCORING, HEAD, "supervision", "head").when(APPRAISAL, JUDGE, actor=HEAD).refused(
        Reason.FORBIDDEN,
        task("judge.conduct"),
        "would be done by finance-head, who set its goals",
        "Let somebody who has no part in the appraisal do it",
    )


# ---------------------------------------------------------------- the ballot


def test_ballots_enter_the_log_as_they_lie_in_the_box_without_a_name() -> None:
    given = (
        SCORING.box("70", "100", "85.5")
        .when(APPRAISAL, CountBallots(), actor=SYSTEM_BALLOT_BOX)
        .then(e.BallotsCounted(scores=("70", "100", "85.5"), cast=3, electorate=3))
    )

    given.when(APPRAISAL, CountBallots(), actor=SYSTEM_BALLOT_BOX).refused(
        Reason.CONFLICT, task("ballot"), "has been counted, or was never held", "Nothing needs to be done"
    )


def test_a_unit_too_small_for_an_anonymous_ballot_is_not_asked_to_vote() -> None:
    evaluators = sample.sample_rulebook()["evaluators"]
    evaluators[2]["minimum"] = len(VOTERS) + 1

    given = at_step(StepName.SCORING, launched(evaluators=evaluators))

    assert "ballot" not in [asked.key for asked in given.state(APPRAISAL).steps[StepName.SCORING].duties]


@pytest.mark.parametrize("scores", [(), ("100",), ("70", "100")])
def test_fewer_ballots_than_keep_voters_anonymous_are_withheld(scores: tuple[str, ...]) -> None:
    given = (
        SCORING.box(*scores)
        .when(APPRAISAL, CountBallots(), actor=SYSTEM_BALLOT_BOX)
        .then(e.BallotsCounted(scores=(), cast=len(scores), electorate=3))
    )
    given = do(tick(done(given, StepName.SCORING), StepName.RESULT), "compute")

    [computed] = [it for it in given.streams[APPRAISAL] if isinstance(it, e.ResultComputed)]
    ballot = computed.result.explanation.children[2]
    assert ballot.score is None


def test_a_ballot_that_somebody_may_still_cast_is_not_counted_before_the_day_of_its_end() -> None:
    given = at_step(StepName.SCORING, launched(steps=sample.sample_steps("P2D")))
    ends = times(given, StepName.SCORING).ends
    given.box("70", "80").when(APPRAISAL, CountBallots(), actor=SYSTEM_BALLOT_BOX).refused(
        Reason.CONFLICT,
        task("ballot"),
        f"has 2 of 3 votes, and is open until {ends.isoformat()}",
        "Count it when everybody has voted, or at the end of the step",
    )

    assert given.box("70", "80", "90").when(APPRAISAL, CountBallots(), actor=SYSTEM_BALLOT_BOX).refusal is None
    last_day = given.at(ends.replace(hour=0, minute=0, second=0)).box("70", "80")
    assert last_day.when(APPRAISAL, CountBallots(), actor=SYSTEM_BALLOT_BOX).refusal is None


@pytest.mark.parametrize("actor", [OFFICE, VOTERS[0], "system:clock"])
def test_only_the_box_counts(actor: str) -> None:
    SCORING.box("1", "2", "3").when(APPRAISAL, CountBallots(), actor=actor).refused(
        Reason.FORBIDDEN, task("ballot"), f"is counted by the ballot box, not by {actor}", "Cast a ballot instead"
    )


def test_no_ballot_is_counted_after_the_end_or_during_a_pause() -> None:
    given = lapsed(SCORING, StepName.SCORING).box("1", "2", "3")
    given.when(APPRAISAL, CountBallots(), actor=SYSTEM_BALLOT_BOX).refused(
        Reason.CONFLICT,
        task("ballot"),
        "belongs to step scoring, which has ended",
        "See 'kaohe history annual-2026:finance' for how it ended",
    )

    paused = SCORING.box("1", "2", "3").when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted
    paused.when(APPRAISAL, CountBallots(), actor=SYSTEM_BALLOT_BOX).refused(
        Reason.CONFLICT, task("ballot"), "waits, because cycle annual-2026 is paused", "Try again when it goes on"
    )
