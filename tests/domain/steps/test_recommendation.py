"""What the joint meeting recommends, and what the committee makes of it; no score is edited by either."""

import pytest

from domain.appraisal import events as a
from domain.appraisal.recommendation import TakeRecommendation
from domain.appraisal.result import ApproveResult, ComputeResult, ReturnResult
from domain.appraisal.revision.events import ResultRevised
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_CLOCK
from domain.exact import number
from domain.meeting.closing import CloseMeeting
from domain.refusal import Reason
from domain.schedule import StepName
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    OFFICE,
    TIMED,
    at_step,
    launched,
    private,
    tick,
)
from tests.domain.meetings import (
    COMPUTED,
    CONCLUDE,
    FOR,
    JOINT,
    MEETING,
    MINUTES,
    MOVE,
    OPENED,
    PRESENT,
    RECOMMENDED,
    ROLES,
    convene,
    opened,
    recommended,
    votes,
    with_members,
)

ON_FINANCE = "item finance of meeting joint-2026"


def test_the_committee_does_not_decide_before_the_meeting_has_recommended() -> None:
    for wish in (ApproveResult(), ReturnResult(reason="Look again")):
        COMPUTED.when(APPRAISAL, wish, actor=COMMITTEE).refused(
            Reason.CONFLICT,
            "task annual-2026:finance:approve",
            "comes after annual-2026:finance:deliberate",
            "Wait until that one is done",
        )


def test_the_committee_follows_and_no_score_is_edited() -> None:
    before: Appraisal = RECOMMENDED.state(APPRAISAL)

    given = RECOMMENDED.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).then(
        a.ResultApproved(cites=before.computed_at, meeting="joint-2026", grade="good", departs=None, by=COMMITTEE),
        a.StepCompleted(step=StepName.RESULT),
    )

    after: Appraisal = given.state(APPRAISAL)
    assert (before.grade, after.grade, after.total) == ("excellent", "good", before.total)


def test_the_committee_departs_from_the_recommendation_with_a_reason() -> None:
    before: Appraisal = RECOMMENDED.state(APPRAISAL)

    given = RECOMMENDED.when(APPRAISAL, ApproveResult(departs="The complaints were answered"), actor=COMMITTEE).then(
        a.ResultApproved(
            cites=before.computed_at,
            meeting="joint-2026",
            grade=None,
            departs=private(COMMITTEE, "The complaints were answered"),
            by=COMMITTEE,
        ),
        a.StepCompleted(step=StepName.RESULT),
    )
    after: Appraisal = given.state(APPRAISAL)
    assert after.grade == "excellent"


def test_there_is_nothing_to_depart_from_without_a_recommendation_of_another_grade() -> None:
    same = OPENED.when(MEETING, MOVE.model_copy(update={"grade": "excellent"}), actor="audit-1").accepted
    same = votes(same, *((member, FOR) for member in PRESENT[:3])).when(MEETING, CONCLUDE, actor=OFFICE).accepted
    given = recommended(same.when(MEETING, CloseMeeting(minutes=MINUTES), actor=OFFICE).accepted)

    given.when(APPRAISAL, ApproveResult(departs="As I like"), actor=COMMITTEE).refused(
        Reason.INVALID,
        "task annual-2026:finance:approve",
        "departs from the grade that was computed, and there is nothing to depart from",
        "Approve it without 'departs', or return it with a reason",
    )


def test_where_the_meeting_recommends_no_grade_the_committee_says_why_it_approves() -> None:
    given = OPENED.when(MEETING, CONCLUDE, actor=OFFICE).accepted
    given = recommended(given.when(MEETING, CloseMeeting(minutes=MINUTES), actor=OFFICE).accepted)

    given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).refused(
        Reason.INVALID,
        "task annual-2026:finance:approve",
        "would follow meeting joint-2026, which recommends no grade",
        "Say in 'departs' why the result is approved as computed",
    )
    approved = given.when(APPRAISAL, ApproveResult(departs="It is sound"), actor=COMMITTEE).accepted
    state: Appraisal = approved.state(APPRAISAL)
    assert (state.approved, state.grade) == (True, "excellent")


def test_a_result_that_was_returned_is_deliberated_on_again() -> None:
    given = RECOMMENDED.when(APPRAISAL, ReturnResult(reason="Look again"), actor=COMMITTEE).accepted
    given = given.when(APPRAISAL, ComputeResult(), actor=OFFICE).accepted

    given.when(APPRAISAL, TakeRecommendation(meeting="joint-2026"), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "appraisal annual-2026:finance",
        "has no result that waits for what meeting joint-2026 recommends",
        "Convene a meeting on the result there is",
    )
    given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).refused(
        Reason.CONFLICT,
        "task annual-2026:finance:approve",
        "comes after annual-2026:finance:deliberate",
        "Wait until that one is done",
    )


def test_without_a_joint_meeting_in_the_rulebook_there_is_nothing_to_depart_from() -> None:
    given = at_step(StepName.RESULT).when(APPRAISAL, ComputeResult(), actor=OFFICE).accepted

    given.when(APPRAISAL, ApproveResult(departs="As I like"), actor=COMMITTEE).refused(
        Reason.INVALID,
        "task annual-2026:finance:approve",
        "departs from a recommendation, and there is nothing to depart from",
        "Approve it without 'departs', or return it with a reason",
    )


def test_the_step_lapses_when_no_meeting_deliberates_in_time() -> None:
    given = COMPUTED
    for _ in range(5):
        given = tick(given, StepName.RESULT)

    assert given.streams[APPRAISAL][-1] == a.StepLapsed(step=StepName.RESULT, undone=("deliberate", "approve"))


@pytest.mark.parametrize(("earned", "stands"), [("excellent", "good"), ("fair", "fair")])
def test_a_revision_keeps_the_grade_recommended_while_the_grade_earned_is_the_same(earned: str, stands: str) -> None:
    approved = RECOMMENDED.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).accepted
    (computed,) = [one for one in approved.streams[APPRAISAL] if isinstance(one, a.ResultComputed)]
    result = computed.result.model_copy(update={"total": number("70"), "grade": earned})
    revised = ResultRevised(
        case=None, objection=1, corrections=(), result=result, decided=(OFFICE,), approved_by=COMMITTEE
    )

    state: Appraisal = approved.happened(APPRAISAL, revised).state(APPRAISAL)

    assert (state.total, state.grade) == (number("70"), stands)


def test_whoever_has_earned_no_grade_is_given_none_by_the_meeting_and_approved_without_a_departure() -> None:
    steps = [TIMED[0], {**TIMED[5], "opens": {"after": "goals"}}]
    given = launched(roles=ROLES, meetings=[JOINT], steps=steps)
    given = with_members(given)
    given = at_step(StepName.RESULT, given).when(APPRAISAL, ComputeResult(), actor=OFFICE).accepted
    given = opened(convene(given).accepted)

    given.when(MEETING, MOVE, actor="audit-1").refused(
        Reason.CONFLICT,
        ON_FINANCE,
        "has earned no grade, and a meeting gives none of its own",
        "Conclude it without a motion",
    )
    given = given.when(MEETING, CONCLUDE, actor=OFFICE).accepted
    given = recommended(given.when(MEETING, CloseMeeting(minutes=MINUTES), actor=OFFICE).accepted)
    approved = given.when(APPRAISAL, ApproveResult(), actor=COMMITTEE).accepted
    state: Appraisal = approved.state(APPRAISAL)
    assert (state.approved, state.grade) == (True, None)
