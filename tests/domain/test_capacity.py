"""Who acts says in what capacity, and by which document where the rulebook asks for one."""

import pytest

from domain.appraisal.result import ApproveResult
from domain.cycle.steering import PauseCycle
from domain.decision import Capacity, Decision, document_number
from domain.directory import Role
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    CYCLE,
    GOALS,
    HEAD,
    OFFICE,
    USUAL,
    at_step,
    do,
    duty,
    launched,
)

PAUSE = PauseCycle(reason="Flood")


def test_who_does_a_duty_acts_in_its_role_by_the_post_held() -> None:
    given = at_step(StepName.GOALS)

    assert given.when(APPRAISAL, GOALS, actor=HEAD).capacity == Capacity("head", mandate="post:finance")
    [(actor, confirm)] = USUAL["confirm-goals"]("")
    assert do(given, "set-goals").when(APPRAISAL, confirm, actor=actor).capacity == Capacity(
        "office", mandate="post:performance-office"
    )


def test_who_is_named_in_a_duty_acts_by_that() -> None:
    given = at_step(StepName.SCORING)
    assert duty(given, StepName.SCORING, "rate.mayor").role is Role.LEADER
    [(_, rate)] = USUAL["rate"]("mayor")

    assert given.when(APPRAISAL, rate, actor="mayor").capacity == Capacity(
        "leader", mandate="task:annual-2026:finance:rate.mayor"
    )


def test_a_talk_is_held_on_the_side_acted_for() -> None:
    given = at_step(StepName.COUNSELING)
    (actor, opened), *_ = USUAL["talk"]("")

    assert given.when(APPRAISAL, opened, actor=actor).capacity == Capacity("head", mandate="post:finance")
    assert given.when(APPRAISAL, opened, actor=OFFICE).capacity == Capacity("office", mandate="post:performance-office")


def test_who_steers_a_cycle_acts_for_the_office() -> None:
    assert launched().when(CYCLE, PAUSE, actor=OFFICE).capacity == Capacity("office", mandate="post:performance-office")


# ---------------------------------------------------------------- document numbers


def test_a_numbered_kind_of_decision_on_a_cycle_needs_its_document() -> None:
    given = launched(numbered=["pause"])

    given.when(CYCLE, PAUSE, actor=OFFICE).refused(
        Reason.INVALID,
        "cycle annual-2026",
        "is decided on (pause) without the number of the document that says so",
        "Give it: --document NUMBER on the command line, the header Kaohe-Document over HTTP",
    )
    assert given.when(CYCLE, PAUSE, actor=OFFICE, document="府办〔2026〕7号").accepted.state(CYCLE).paused_at


def test_a_numbered_kind_of_decision_on_an_appraisal_needs_its_document() -> None:
    given = do(at_step(StepName.RESULT, launched(numbered=["approve"])), "compute")

    given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).refused(
        Reason.INVALID,
        "appraisal annual-2026:finance",
        "is decided on (approve) without the number of the document that says so",
        "Give it: --document NUMBER on the command line, the header Kaohe-Document over HTTP",
    )
    assert given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE, document="7").accepted.state(APPRAISAL).approved


def test_a_decision_of_another_kind_needs_none() -> None:
    kinds = [kind.value for kind in Decision if kind is not Decision.PAUSE]

    assert launched(numbered=kinds).when(CYCLE, PAUSE, actor=OFFICE).accepted.state(CYCLE).paused_at


@pytest.mark.parametrize("given", ["", "  ", "a\nb", "a\u2028b", "a\u200bb", "\x00", "\ud800", "x" * 81])
def test_a_number_that_cannot_be_read_on_paper_is_refused(given: str) -> None:
    with pytest.raises(Refused) as refused:
        document_number(given)

    assert (refused.value.reason, refused.value.problem) == (Reason.INVALID, "is none that can be recorded")


def test_a_number_is_recorded_without_blanks_around_it() -> None:
    assert document_number(" 府办〔2026〕7号 ") == "府办〔2026〕7号"
