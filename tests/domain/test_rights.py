"""Rights: every act answers a duty of the open step, and only those it is asked of may do it."""

import pytest

from domain.appraisal.events import Duty
from domain.appraisal.goals import ConfirmGoals
from domain.appraisal.result import ApproveResult
from domain.appraisal.rights import asked_of, entitled
from domain.directory import Role
from domain.refusal import Reason
from domain.schedule import StepName
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    GOALS,
    HEAD,
    OFFICE,
    at_step,
    directory,
    do,
    done,
    duty,
    interested,
    launched,
    moved,
)

OPEN = at_step(StepName.GOALS)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Duty(key="set-goals", role=Role.HEAD, unit="finance"), "head of finance"),
        (Duty(key="compute", role=Role.OFFICE), "the office"),
        (Duty(key="rate.mayor", role=Role.LEADER, persons=("mayor",)), "mayor"),
        (Duty(key="ballot", role=Role.STAFF, persons=("a", "b", "c")), "a, b, c"),
        (Duty(key="ballot", role=Role.STAFF, persons=("a", "b", "c", "d")), "4 people named in its step"),
    ],
)
def test_whose_a_duty_is_is_said_in_words(asked: Duty, words: str) -> None:
    assert asked_of(asked) == words


def test_a_duty_of_a_role_is_for_who_holds_it_today_and_one_by_name_for_ever() -> None:
    by_role = duty(OPEN, StepName.GOALS, "set-goals")
    by_name = Duty(key="rate.mayor", role=Role.LEADER, persons=("mayor",))
    given = moved(moved(OPEN, HEAD, "health", "head"), "mayor", "finance", "staff")

    assert entitled(by_role, HEAD, directory(OPEN))
    assert not entitled(by_role, HEAD, directory(given))
    assert entitled(by_name, "mayor", directory(given))
    assert not entitled(by_name, "vice-mayor", directory(given))


def test_the_successor_of_a_head_does_the_duties_of_the_post() -> None:
    given = moved(moved(OPEN, HEAD, "health", "staff"), "finance-staff-1", "finance", "head")

    given.when(APPRAISAL, GOALS, actor=HEAD).refused(
        Reason.FORBIDDEN,
        "task annual-2026:finance:set-goals",
        "is asked of head of finance, not of finance-head",
        "See 'kaohe task list --as YOU' for your own tasks",
    )
    assert given.when(APPRAISAL, GOALS, actor="finance-staff-1").refusal is None


@pytest.mark.parametrize("actor", ["health-head", "finance-staff-1", OFFICE, "nobody", "system:clock"])
def test_a_task_of_somebody_else_is_refused(actor: str) -> None:
    OPEN.when(APPRAISAL, GOALS, actor=actor).refused(
        Reason.FORBIDDEN,
        "task annual-2026:finance:set-goals",
        f"is asked of head of finance, not of {actor}",
        "See 'kaohe task list --as YOU' for your own tasks",
    )


def test_a_duty_comes_after_the_one_before_it() -> None:
    OPEN.when(APPRAISAL, ConfirmGoals(), actor=OFFICE).refused(
        Reason.CONFLICT,
        "task annual-2026:finance:confirm-goals",
        "comes after annual-2026:finance:set-goals",
        "Wait until that one is done",
    )


@pytest.mark.parametrize("given", [do(OPEN, "set-goals"), done(OPEN, StepName.GOALS)], ids=["open", "ended"])
def test_a_task_done_already_is_refused_as_such(given: Given) -> None:
    given.when(APPRAISAL, GOALS, actor=HEAD).refused(
        Reason.CONFLICT,
        "task annual-2026:finance:set-goals",
        "is done already",
        "Nothing needs to be done; see 'kaohe history annual-2026:finance'",
    )


def test_a_task_of_a_step_that_has_not_opened_is_refused() -> None:
    launched().when(APPRAISAL, ApproveResult(), actor=COMMITTEE).refused(
        Reason.CONFLICT,
        "task annual-2026:finance:approve",
        "belongs to step result, which has not opened",
        "See 'kaohe cycle status annual-2026' for when it opens",
    )


def test_a_member_of_the_committee_with_an_interest_in_the_unit_does_not_approve_its_result() -> None:
    given = interested(do(at_step(StepName.RESULT), "compute"), COMMITTEE)

    given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).refused(
        Reason.FORBIDDEN,
        "task annual-2026:finance:approve",
        f"would be done by {COMMITTEE}, who has declared an interest in finance",
        "Let somebody do it who has none",
    )
