"""Result: the office computes by the rulebook, the committee approves or returns, and never the same person."""

import pytest

from domain.appraisal import events as e
from domain.appraisal.facts import facts
from domain.appraisal.result import ApproveResult, ComputeResult, ReturnResult
from domain.appraisal.state import Appraisal
from domain.command import Command
from domain.exact import number
from domain.refusal import Reason
from domain.regulation import parse
from domain.schedule import StepName
from domain.scoring import compute
from tests import sample
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    HEAD,
    OFFICE,
    TIMED,
    at_step,
    do,
    draw_if_due,
    lapsed,
    launched,
    moved,
    private,
    tick,
)

YOURS = "See 'kaohe task list --as YOU' for your own tasks"


def task(key: str) -> str:
    return f"task annual-2026:finance:{key}"


RESULT = at_step(StepName.RESULT)
COMPUTED = do(RESULT, "compute")
DECISIONS = pytest.mark.parametrize(
    "wish", [ApproveResult(), ReturnResult(reason="Look again")], ids=["approve", "return"]
)


def test_the_office_computes_by_the_rulebook_and_the_committee_approves() -> None:
    expected = compute(parse(sample.sample_rulebook(steps=TIMED)), "finance", facts(RESULT.state(APPRAISAL)))

    given = RESULT.when(APPRAISAL, ComputeResult(), actor=OFFICE).then(
        e.ResultComputed(result=expected, by=OFFICE, office=(OFFICE, "office-2"))
    )
    given = given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).then(
        e.ResultApproved(cites=len(given.streams[APPRAISAL]), by=COMMITTEE), e.StepCompleted(step=StepName.RESULT)
    )

    state: Appraisal = given.state(APPRAISAL)
    assert (number("91.90"), "excellent", True) == (state.total, state.grade, state.approved)


def test_a_returned_result_is_computed_again_and_what_is_approved_is_the_last() -> None:
    given = COMPUTED.when(APPRAISAL, ReturnResult(reason="Look again"), actor=COMMITTEE).then(
        e.ResultReturned(reason=private(COMMITTEE, "Look again"), by=COMMITTEE)
    )
    given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).refused(
        Reason.CONFLICT, task("approve"), "comes after annual-2026:finance:compute", "Wait until that one is done"
    )

    given = given.when(APPRAISAL, ComputeResult(), actor="office-2").accepted
    given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).then(
        e.ResultApproved(cites=len(given.streams[APPRAISAL]), by=COMMITTEE), e.StepCompleted(step=StepName.RESULT)
    )


def test_a_result_is_returned_with_a_reason() -> None:
    COMPUTED.when(APPRAISAL, ReturnResult(reason=""), actor=COMMITTEE).refused(
        Reason.INVALID, task("approve"), "returns the result without a reason", "Say what is to be looked at again"
    )


@DECISIONS
def test_nothing_is_decided_before_it_is_computed(wish: Command) -> None:
    RESULT.when(APPRAISAL, wish, actor=COMMITTEE).refused(
        Reason.CONFLICT, task("approve"), "comes after annual-2026:finance:compute", "Wait until that one is done"
    )


@DECISIONS
@pytest.mark.parametrize("actor", [OFFICE, "office-2", HEAD, "mayor"])
def test_only_the_committee_decides(wish: Command, actor: str) -> None:
    COMPUTED.when(APPRAISAL, wish, actor=actor).refused(
        Reason.FORBIDDEN, task("approve"), f"is asked of the committee, not of {actor}", YOURS
    )


@DECISIONS
@pytest.mark.parametrize(
    ("actor", "roles"), [("office-2", ("office", "committee")), (OFFICE, ("committee",))], ids=["both posts", "moved"]
)
def test_the_office_never_decides_even_from_the_committee(wish: Command, actor: str, roles: tuple[str, ...]) -> None:
    moved(COMPUTED, actor, "committee", *roles).when(APPRAISAL, wish, actor=actor).refused(
        Reason.FORBIDDEN,
        task("approve"),
        f"would be decided by {actor}, of the office that computed the result",
        "Let a member of the committee who is not of the performance office decide",
    )


@DECISIONS
def test_who_computed_a_result_that_was_returned_does_not_decide_on_the_next(wish: Command) -> None:
    given = COMPUTED.when(APPRAISAL, ReturnResult(reason="Look again"), actor=COMMITTEE).accepted
    given = given.when(APPRAISAL, ComputeResult(), actor="office-2").accepted

    moved(given, OFFICE, "committee", "committee").when(APPRAISAL, wish, actor=OFFICE).refused(
        Reason.FORBIDDEN,
        task("approve"),
        f"would be decided by {OFFICE}, of the office that computed the result",
        "Let a member of the committee who is not of the performance office decide",
    )


@DECISIONS
def test_the_head_appraised_does_not_decide_as_a_member_of_the_committee(wish: Command) -> None:
    moved(COMPUTED, HEAD, "finance", "head", "committee").when(APPRAISAL, wish, actor=HEAD).refused(
        Reason.FORBIDDEN,
        task("approve"),
        "would be done by finance-head, who is of the unit appraised",
        "Let somebody who has no part in the appraisal do it",
    )


@DECISIONS
@pytest.mark.parametrize(
    ("actor", "unit", "part"),
    [("finance-staff-1", "finance", "is of the unit appraised"), (HEAD, "committee", "set its goals")],
    ids=["staff", "moved"],
)
def test_who_has_a_part_in_an_appraisal_does_not_decide_on_it(wish: Command, actor: str, unit: str, part: str) -> None:
    moved(COMPUTED, actor, unit, "committee").when(APPRAISAL, wish, actor=actor).refused(
        Reason.FORBIDDEN,
        task("approve"),
        f"would be done by {actor}, who {part}",
        "Let somebody who has no part in the appraisal do it",
    )


@DECISIONS
def test_who_was_of_the_office_when_it_computed_does_not_decide_though_another_did_it(wish: Command) -> None:
    moved(COMPUTED, "office-2", "committee", "committee").when(APPRAISAL, wish, actor="office-2").refused(
        Reason.FORBIDDEN,
        task("approve"),
        "would be decided by office-2, of the office that computed the result",
        "Let a member of the committee who is not of the performance office decide",
    )


def test_who_left_the_office_before_it_computed_decides() -> None:
    given = do(moved(RESULT, "office-2", "committee", "committee"), "compute")

    assert given.when(APPRAISAL, ApproveResult(), actor="office-2").refusal is None


def test_the_head_appraised_does_not_compute_as_a_member_of_the_office() -> None:
    moved(RESULT, HEAD, "finance", "head", "office").when(APPRAISAL, ComputeResult(), actor=HEAD).refused(
        Reason.FORBIDDEN,
        task("compute"),
        "would be done by finance-head, the head of the unit appraised",
        "Let another member of the performance office compute",
    )


def test_only_the_office_computes() -> None:
    RESULT.when(APPRAISAL, ComputeResult(), actor=COMMITTEE).refused(
        Reason.FORBIDDEN, task("compute"), "is asked of the office, not of committee-1", YOURS
    )


def test_nothing_being_known_there_is_a_result_without_a_total() -> None:
    given = launched()
    for step in (StepName.GOALS, StepName.COUNSELING, StepName.REPORTING):
        given = lapsed(given, step)
    given = lapsed(draw_if_due(given, StepName.VERIFICATION), StepName.SCORING)
    given = do(tick(given, StepName.RESULT), "compute")

    state: Appraisal = given.state(APPRAISAL)
    assert state.computed_at == len(given.streams[APPRAISAL])
    assert (state.total, state.grade) == (None, None)
    assert given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).refusal is None
