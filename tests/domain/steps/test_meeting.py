"""The joint meeting (联席会议): notice, quorum, recusal, motions and votes by name, and what it recommends.

Five members hold the role: four of organs that are not appraised, and one of the finance department, which is. A
quorum is three of five; a motion is carried by more than half of those entitled, present or not.
"""

from datetime import timedelta
from typing import Any

import pytest

from domain.appraisal import events as a
from domain.appraisal.recommendation import TakeRecommendation
from domain.appraisal.result import ApproveResult, ComputeResult, ReturnResult
from domain.appraisal.revision.events import ResultRevised
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_CLOCK
from domain.cycle import events as c
from domain.cycle.cancelling import CancelCycle
from domain.cycle.recommendations import RecordRecommendations
from domain.cycle.steering import PauseCycle
from domain.exact import number
from domain.interests import DeclareInterest, Ground
from domain.meeting import events as e
from domain.meeting.clock import LapseMeeting, RemindMembers
from domain.meeting.closing import CloseMeeting, FinishMeeting
from domain.meeting.convening import ConveneMeeting
from domain.meeting.deliberation import CastVote, MoveMotion
from domain.meeting.sitting import OpenMeeting, RecuseMember
from domain.meeting.state import Meeting
from domain.refusal import Reason
from domain.regulation import MeetingKind
from domain.schedule import StepName
from domain.scoring import QuotaKept
from tests import sample
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    CYCLE,
    DIRECTORY,
    HEAD,
    OFFICE,
    TIMED,
    at_step,
    interested,
    launched,
    moved,
    private,
    stood_in,
    tick,
)
from tests.domain.meetings import (
    ABSTAINED,
    AGAINST,
    CARRIED,
    CLOSED,
    COMPUTED,
    CONCLUDE,
    CONCLUDED,
    CONVENED,
    FOR,
    JOINT,
    MEETING,
    MEMBERS,
    MINUTES,
    MOVE,
    MOVED,
    OPENED,
    PAPER,
    PRESENT,
    RECOMMENDED,
    ROLES,
    at_its_hour,
    convene,
    hour,
    lapsed_meeting,
    opened,
    recommended,
    regulated,
    votes,
    with_members,
)

NAME = "meeting joint-2026"
ON_FINANCE = "item finance of meeting joint-2026"
SHOW = "See 'kaohe meeting show joint-2026'"


# ---------------------------------------------------------------- convened


def test_the_office_convenes_with_notice_agenda_and_documents() -> None:
    at = hour(COMPUTED)

    convene(COMPUTED).then(
        e.MeetingConvened(
            meeting="joint-2026",
            authority="linan",
            cycle="annual-2026",
            rule="joint",
            kind=MeetingKind.JOINT,
            at=at,
            reminders=(at - timedelta(seconds=5),),  # the other would come before it was convened
            lapses=at + timedelta(seconds=10),
            agenda=("finance",),
            papers=(PAPER,),
            seats=tuple(e.Seat(person=person) for person in MEMBERS),
            announced=None,
            by=OFFICE,
        )
    )


def test_nobody_else_convenes() -> None:
    wish = ConveneMeeting(meeting="joint-2026", cycle=sample.CYCLE, rule="joint", at=hour(COMPUTED))

    COMPUTED.when(MEETING, wish, actor=COMMITTEE).refused(
        Reason.FORBIDDEN,
        NAME,
        "committee-1 is not of the performance office of linan",
        "Let the performance office convene it",
    )


def test_the_members_have_the_notice_of_the_rulebook() -> None:
    at, earliest = hour(COMPUTED, 19), hour(COMPUTED, 20)

    convene(COMPUTED, at=at).refused(
        Reason.INVALID,
        NAME,
        f"would be held on {at.isoformat()}, with less notice than PT20S",
        f"Choose an hour from {earliest.isoformat()} on",
    )


@pytest.mark.parametrize(
    ("fields", "reason", "problem", "mend"),
    [
        (
            {"rule": "monthly"},
            Reason.NOT_FOUND,
            "is to be held by provision monthly, which rulebook annual does not have",
            "Meetings it knows are: joint",
        ),
        (
            {"agenda": ("finance", "parks")},
            Reason.NOT_FOUND,
            "would deliberate on parks, not appraised in cycle annual-2026",
            "Appraised are: finance",
        ),
        (
            {"agenda": ("finance", "finance")},
            Reason.INVALID,
            "has finance on its agenda twice",
            "Name each item once",
        ),
        (
            {"seats": (e.Seat(person="mayor"),)},
            Reason.FORBIDDEN,
            "would have mayor as members, who do not hold role member",
            f"Who does: {', '.join(MEMBERS)}",
        ),
        (
            {"papers": (e.Paper(number="Doc 1", sha256="abc"),)},
            Reason.INVALID,
            "has document Doc 1 with SHA-256 'abc'",
            "Give the digest as 64 digits and letters a to f",
        ),
    ],
)
def test_it_is_convened_for_what_there_is(fields: dict[str, Any], reason: Reason, problem: str, mend: str) -> None:
    convene(COMPUTED, **fields).refused(reason, NAME, problem, mend)


def test_it_is_convened_once() -> None:
    convene(CONVENED).refused(
        Reason.CONFLICT, NAME, "has been convened already", "Choose another id for another meeting"
    )


def test_the_members_are_reminded_and_once() -> None:
    given = CONVENED.at(hour(COMPUTED, 15))

    given = given.when(MEETING, RemindMembers(ordinal=1), actor=SYSTEM_CLOCK).then(e.MembersReminded(ordinal=1))
    given.when(MEETING, RemindMembers(ordinal=1), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, NAME, "has something else to come next", "Read its clock again"
    )


# ---------------------------------------------------------------- opened


def test_it_is_opened_with_a_quorum_and_whoever_is_of_the_unit_appraised_is_recused() -> None:
    state: Appraisal = CONVENED.state(APPRAISAL)
    assert state.computed_at is not None

    at_its_hour(CONVENED).when(MEETING, OpenMeeting(present=PRESENT), actor=OFFICE).then(
        e.MeetingOpened(
            present=PRESENT,
            laid=(
                e.LaidResult(
                    appraisee="finance",
                    result=state.computed_at,
                    peer_group="all",
                    total=state.total,
                    grade=state.grade,
                    barred=(),
                ),
            ),
            by=OFFICE,
        ),
        e.MemberRecused(item="finance", person="treasury-1", ground=Ground.PART, statement=None),
    )


def test_two_of_five_are_no_quorum() -> None:
    at_its_hour(CONVENED).when(MEETING, OpenMeeting(present=("audit-1", "law-1")), actor=OFFICE).refused(
        Reason.CONFLICT,
        NAME,
        "has no quorum: 2 of 5 who are entitled, and 3 are needed",
        "Wait for more members, or convene another meeting",
    )


def test_nobody_is_counted_twice_and_no_guest_is() -> None:
    given = at_its_hour(CONVENED)

    twice = given.when(MEETING, OpenMeeting(present=("audit-1", "audit-1", "law-1")), actor=OFFICE).refusal
    assert twice is not None
    assert twice.problem == "has no quorum: 2 of 5 who are entitled, and 3 are needed"
    given.when(MEETING, OpenMeeting(present=(*PRESENT, "mayor")), actor=OFFICE).refused(
        Reason.FORBIDDEN, NAME, "mayor is not a member of it", f"Members are: {', '.join(MEMBERS)}"
    )


def test_nothing_is_done_before_it_is_convened_or_before_its_hour() -> None:
    COMPUTED.when(MEETING, OpenMeeting(present=PRESENT), actor=OFFICE).refused(
        Reason.NOT_FOUND,
        "meeting",
        "has not been convened",
        "Convene it with 'kaohe meeting convene', or see 'kaohe meeting list' for those there are",
    )
    state: Meeting = CONVENED.state(MEETING)
    assert state.at is not None
    CONVENED.when(MEETING, OpenMeeting(present=PRESENT), actor=OFFICE).refused(
        Reason.CONFLICT, NAME, f"is convened for {state.at.isoformat()}", "Wait until then"
    )
    CONVENED.when(MEETING, MOVE, actor="audit-1").refused(
        Reason.CONFLICT,
        NAME,
        "has not been opened",
        "Wait until the performance office opens it with a quorum present",
    )


def test_it_waits_while_the_cycle_is_paused() -> None:
    given = CONVENED.when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted

    at_its_hour(given).when(MEETING, OpenMeeting(present=PRESENT), actor=OFFICE).refused(
        Reason.CONFLICT,
        NAME,
        "waits, because cycle annual-2026 is paused",
        "Open it when the cycle goes on",
    )


CANCEL = CancelCycle(reason="The units were merged")


def test_in_a_cycle_that_is_cancelled_nothing_is_convened_or_decided_any_more() -> None:
    cancelled = ("is of cycle annual-2026, which is cancelled", "Nothing needs to be done")

    convene(COMPUTED.when(CYCLE, CANCEL, actor=OFFICE).accepted).refused(Reason.CONFLICT, NAME, *cancelled)
    given = MOVED.when(CYCLE, CANCEL, actor=OFFICE).accepted
    given.when(MEETING, CastVote(motion=1, vote=FOR), actor="audit-1").refused(Reason.CONFLICT, NAME, *cancelled)


def test_what_was_concluded_before_the_cancellation_is_recorded_all_the_same() -> None:
    given = CLOSED.when(CYCLE, CANCEL, actor=OFFICE).accepted

    given = given.when(CYCLE, RecordRecommendations(meeting="joint-2026"), actor=SYSTEM_CLOCK).accepted
    given.when(MEETING, FinishMeeting(), actor=SYSTEM_CLOCK).then(e.MeetingReported())


def test_without_a_quorum_in_time_it_falls_through() -> None:
    lapsed = lapsed_meeting()

    assert lapsed.streams[MEETING][-1] == e.MeetingLapsed()
    lapsed.when(MEETING, OpenMeeting(present=PRESENT), actor=OFFICE).refused(
        Reason.CONFLICT, NAME, "fell through: it was not opened in time", "Convene another one"
    )


def test_one_that_was_opened_does_not_fall_through() -> None:
    OPENED.at(hour(OPENED, 60)).when(MEETING, LapseMeeting(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, NAME, "has something else to come next", "Read its clock again"
    )


def test_a_result_that_is_not_computed_is_left_to_another_meeting() -> None:
    given = at_step(StepName.RESULT, regulated("finance", "health"))
    at_its_hour(convene(given).accepted).when(MEETING, OpenMeeting(present=PRESENT), actor=OFFICE).refused(
        Reason.CONFLICT,
        NAME,
        "has no result before it: none on its agenda is computed and waits for deliberation",
        "Compute the results first",
    )
    given = opened(convene(given.when(APPRAISAL, ComputeResult(), actor=OFFICE).accepted).accepted)

    state: Meeting = given.state(MEETING)
    assert (state.agenda, state.before_it) == (("finance", "health"), ("finance",))
    given.when(MEETING, replace_item(MOVE, "health"), actor="audit-1").refused(
        Reason.CONFLICT,
        "item health of meeting joint-2026",
        "has no result that was laid before the meeting when it was opened",
        "Convene another meeting for it",
    )


def replace_item(wish: MoveMotion, item: str) -> MoveMotion:
    return wish.model_copy(update={"item": item})


# ---------------------------------------------------------------- recusal


def test_a_member_recuses_himself_with_a_ground() -> None:
    OPENED.when(MEETING, RecuseMember(item="finance", ground="My wife works there"), actor="law-1").then(
        e.MemberRecused(
            item="finance", person="law-1", ground=Ground.STATED, statement=private("law-1", "My wife works there")
        )
    )


def test_a_recusal_needs_a_ground_and_comes_before_the_vote() -> None:
    OPENED.when(MEETING, RecuseMember(item="finance", ground=" "), actor="law-1").refused(
        Reason.INVALID, ON_FINANCE, "law-1 would be recused without a ground", "State the ground"
    )
    votes(MOVED, ("law-1", FOR)).when(
        MEETING, RecuseMember(item="finance", ground="On second thoughts"), actor="law-1"
    ).refused(
        Reason.CONFLICT,
        ON_FINANCE,
        "law-1 has voted on it",
        "Let the performance office convene another meeting for it",
    )


@pytest.mark.parametrize("wish", [MOVE, CastVote(motion=1, vote=FOR)])
def test_who_is_recused_neither_moves_nor_votes(wish: MoveMotion | CastVote) -> None:
    given = MOVED if isinstance(wish, CastVote) else OPENED

    given.when(MEETING, wish, actor="treasury-1").refused(
        Reason.FORBIDDEN,
        ON_FINANCE,
        "treasury-1 is recused, having a part in what is appraised",
        "Let the members who are entitled decide on it",
    )


def test_who_comes_to_the_unit_appraised_while_it_sits_is_recused_from_then_on() -> None:
    given = moved(MOVED, "law-1", "finance", "member")

    refusal = given.when(MEETING, CastVote(motion=1, vote=FOR), actor="law-1").refusal
    assert refusal is not None
    assert (refusal.reason, refusal.problem) == (
        Reason.FORBIDDEN,
        "law-1 is recused, having a part in what is appraised",
    )


def test_a_declared_interest_recuses_before_the_meeting_and_while_it_sits() -> None:
    declare = DeclareInterest(authority=sample.AUTHORITY, person="law-1", unit="finance", ground="Kin")

    known = at_its_hour(CONVENED.when(DIRECTORY, declare, actor="law-1").accepted)
    _opened, recused, _treasury = known.when(MEETING, OpenMeeting(present=PRESENT), actor=OFFICE).events
    assert recused == e.MemberRecused(item="finance", person="law-1", ground=Ground.INTEREST, statement=None)

    refusal = (
        MOVED.when(DIRECTORY, declare, actor="law-1")
        .accepted.when(MEETING, CastVote(motion=1, vote=FOR), actor="law-1")
        .refusal
    )
    assert refusal is not None
    assert (refusal.reason, refusal.problem) == (Reason.FORBIDDEN, "law-1 is recused, having declared an interest")


def test_a_member_who_stood_in_for_the_unit_s_head_is_recused_though_that_has_ended() -> None:
    given = at_its_hour(stood_in(CONVENED, HEAD, "law-1", timedelta(seconds=1)))
    events = given.when(MEETING, OpenMeeting(present=PRESENT), actor=OFFICE).events

    assert e.MemberRecused(item="finance", person="law-1", ground=Ground.PART, statement=None) in events


def test_an_interest_of_whoever_a_member_stands_in_for_is_the_member_s_own() -> None:
    given = stood_in(interested(MOVED, "health-head"), "health-head", "law-1")

    refusal = given.when(MEETING, CastVote(motion=1, vote=FOR), actor="law-1").refusal
    assert refusal is not None
    assert (refusal.reason, refusal.problem) == (Reason.FORBIDDEN, "law-1 is recused, having declared an interest")


def test_a_member_and_whoever_stands_in_for_him_have_one_seat() -> None:
    given = stood_in(COMPUTED, "audit-1", "mayor")
    both = tuple(e.Seat(person=person) for person in ("audit-1", "mayor"))

    convene(given, seats=both).refused(
        Reason.CONFLICT,
        "meeting joint-2026",
        "would have mayor stand in for audit-1, who is a member himself",
        "Name one of the two",
    )


def test_who_has_lost_the_post_since_the_meeting_was_convened_does_not_vote() -> None:
    moved(MOVED, "law-1", "government", "leader").when(MEETING, CastVote(motion=1, vote=FOR), actor="law-1").refused(
        Reason.FORBIDDEN,
        "meeting joint-2026",
        "law-1 does not hold role member any more",
        "Let the other members decide",
    )


def test_recusals_may_leave_no_quorum_on_an_item() -> None:
    given = OPENED
    for member in ("audit-1", "budget-1", "law-1"):
        given = given.when(MEETING, RecuseMember(item="finance", ground="I am a friend"), actor=member).accepted

    given.when(MEETING, CONCLUDE, actor=OFFICE).refused(
        Reason.CONFLICT,
        ON_FINANCE,
        "has no quorum: 0 of 1 who are entitled, and 1 are needed",
        "Wait for more members, or convene another meeting",
    )
    # What too few may decide on does not keep the meeting from its end; another one has to be convened for it.
    given.when(MEETING, CloseMeeting(minutes=MINUTES), actor=OFFICE).then(e.MeetingClosed(minutes=MINUTES, by=OFFICE))


# ---------------------------------------------------------------- motions and votes


def test_a_motion_names_the_grade_before_and_after_and_shows_the_quotas() -> None:
    OPENED.when(MEETING, MOVE, actor="audit-1").then(
        e.MotionMoved(
            motion=1,
            item="finance",
            before="excellent",
            after="good",
            statement=private("audit-1", "The hotline drew complaints"),
            quotas=(
                QuotaKept(grades=("excellent",), among="all", graded=1, most=0, least=None, have=0, approved=False),
            ),
            by="audit-1",
        )
    )


@pytest.mark.parametrize(
    ("actor", "problem", "mend"),
    [
        ("mayor", "mayor is not a member of it", f"Members are: {', '.join(MEMBERS)}"),
        ("personnel-1", "personnel-1 was not present when it was opened", "Let the members who are present decide"),
    ],
)
def test_only_members_who_are_present_move_and_vote(actor: str, problem: str, mend: str) -> None:
    OPENED.when(MEETING, MOVE, actor=actor).refused(Reason.FORBIDDEN, NAME, problem, mend)
    MOVED.when(MEETING, CastVote(motion=1, vote=FOR), actor=actor).refused(Reason.FORBIDDEN, NAME, problem, mend)


def test_a_motion_is_for_a_grade_there_is_with_reasons() -> None:
    OPENED.when(MEETING, MOVE.model_copy(update={"grade": "superb"}), actor="audit-1").refused(
        Reason.INVALID, ON_FINANCE, "would be given grade superb", "Grades are: excellent, good, fair, poor"
    )
    OPENED.when(MEETING, MOVE.model_copy(update={"grade": None}), actor="audit-1").refused(
        Reason.INVALID, ON_FINANCE, "would have a motion without a grade", "Grades are: excellent, good, fair, poor"
    )
    OPENED.when(MEETING, MOVE.model_copy(update={"statement": ""}), actor="audit-1").refused(
        Reason.INVALID,
        ON_FINANCE,
        "would have a motion without reasons",
        "Give the reasons; they become part of the minutes",
    )


def test_motions_come_one_at_a_time() -> None:
    MOVED.when(MEETING, MOVE, actor="law-1").refused(
        Reason.CONFLICT,
        ON_FINANCE,
        "would have a motion while motion 1 on finance is open",
        "Let the members vote on that one first",
    )


def test_it_is_carried_by_more_than_half_of_those_entitled_once_all_present_have_voted() -> None:
    given = votes(MOVED, ("audit-1", FOR), ("budget-1", FOR))

    given.when(MEETING, CastVote(motion=1, vote=FOR), actor="law-1").then(
        e.VoteCast(motion=1, vote=FOR, by="law-1"),
        e.MotionDecided(motion=1, ayes=3, noes=0, abstained=0, entitled=4, carried=True),
    )


@pytest.mark.parametrize("last", [AGAINST, ABSTAINED])
def test_half_of_those_entitled_carry_nothing(last: e.Vote) -> None:
    given = votes(MOVED, ("audit-1", FOR), ("budget-1", FOR))

    given.when(MEETING, CastVote(motion=1, vote=last), actor="law-1").then(
        e.VoteCast(motion=1, vote=last, by="law-1"),
        e.MotionDecided(
            motion=1, ayes=2, noes=int(last is AGAINST), abstained=int(last is ABSTAINED), entitled=4, carried=False
        ),
    )


def test_nobody_votes_twice_nor_on_what_is_decided_or_was_never_moved() -> None:
    motion = "motion 1 of meeting joint-2026"
    votes(MOVED, ("audit-1", FOR)).when(MEETING, CastVote(motion=1, vote=AGAINST), actor="audit-1").refused(
        Reason.CONFLICT, motion, "audit-1 has voted on it already", "A vote stands as it was cast"
    )
    OPENED.when(MEETING, CastVote(motion=1, vote=FOR), actor="audit-1").refused(
        Reason.NOT_FOUND, motion, "has not been moved", SHOW
    )
    decided = votes(MOVED, ("audit-1", FOR), ("budget-1", FOR)).when(MEETING, CONCLUDE, actor=OFFICE).accepted
    decided.when(MEETING, CastVote(motion=1, vote=FOR), actor="law-1").refused(
        Reason.CONFLICT, motion, "is decided already", SHOW
    )


# ---------------------------------------------------------------- conclusions


def test_the_office_writes_down_what_was_carried_with_reasons() -> None:
    CARRIED.when(MEETING, CONCLUDE, actor=OFFICE).then(
        e.ItemConcluded(
            item="finance",
            motion=1,
            before="excellent",
            after="good",
            reasons=private(OFFICE, "The complaints are founded"),
            by=OFFICE,
        )
    )


def test_members_who_do_not_vote_do_not_hold_it_up_when_a_quorum_has() -> None:
    given = votes(MOVED, ("audit-1", FOR))
    given.when(MEETING, CONCLUDE, actor=OFFICE).refused(
        Reason.CONFLICT,
        "vote on motion 1 of meeting joint-2026",
        "has no quorum: 1 of 4 who are entitled, and 2 are needed",
        "Wait for more members, or convene another meeting",
    )

    votes(given, ("law-1", FOR)).when(MEETING, CONCLUDE, actor=OFFICE).then(
        e.MotionDecided(motion=1, ayes=2, noes=0, abstained=0, entitled=4, carried=False),
        e.ItemConcluded(
            item="finance",
            motion=None,
            before="excellent",
            after=None,
            reasons=private(OFFICE, "The complaints are founded"),
            by=OFFICE,
        ),
    )


def test_the_motion_carried_last_counts() -> None:
    given = CARRIED.when(MEETING, MOVE.model_copy(update={"grade": "poor"}), actor="law-1").accepted
    given = votes(given, ("audit-1", AGAINST), ("budget-1", AGAINST), ("law-1", FOR), motion=2)

    concluded = given.when(MEETING, CONCLUDE, actor=OFFICE).events[-1]
    assert isinstance(concluded, e.ItemConcluded)
    assert (concluded.motion, concluded.after) == (1, "good")


def test_an_item_is_concluded_once_and_nothing_more_is_moved_on_it() -> None:
    for wish, actor in ((CONCLUDE, OFFICE), (MOVE, "audit-1")):
        CONCLUDED.when(MEETING, wish, actor=actor).refused(Reason.CONFLICT, ON_FINANCE, "is concluded already", SHOW)


def test_members_do_not_write_the_conclusion() -> None:
    CARRIED.when(MEETING, CONCLUDE, actor="audit-1").refused(
        Reason.FORBIDDEN,
        ON_FINANCE,
        "audit-1 is not of the performance office of linan",
        "Let the performance office write down what is concluded",
    )


# ---------------------------------------------------------------- closed


def test_it_closes_with_minutes_once_every_item_is_concluded() -> None:
    CARRIED.when(MEETING, CloseMeeting(minutes=MINUTES), actor=OFFICE).refused(
        Reason.CONFLICT,
        NAME,
        "has items that are not concluded: finance",
        "Conclude each of them, also without a recommendation",
    )
    CONCLUDED.when(MEETING, CloseMeeting(minutes=MINUTES.model_copy(update={"number": " "})), actor=OFFICE).refused(
        Reason.INVALID, NAME, "has a document without a number", "Give the number of each document"
    )
    CONCLUDED.when(MEETING, CloseMeeting(minutes=MINUTES), actor=OFFICE).then(
        e.MeetingClosed(minutes=MINUTES, by=OFFICE)
    )


@pytest.mark.parametrize(
    ("wish", "actor"),
    [
        (MOVE, "audit-1"),
        (CastVote(motion=1, vote=FOR), "audit-1"),
        (RecuseMember(item="finance", ground="Late"), "law-1"),
        (CONCLUDE, OFFICE),
        (CloseMeeting(minutes=MINUTES), OFFICE),
    ],
)
def test_after_the_close_nothing_is_done(wish: Any, actor: str) -> None:  # noqa: ANN401 - any command
    CLOSED.when(MEETING, wish, actor=actor).refused(Reason.CONFLICT, NAME, "is closed", SHOW)


def test_its_recommendations_are_recorded_in_the_cycle_and_taken_in_by_the_appraisal() -> None:
    state: Appraisal = CLOSED.state(APPRAISAL)
    assert state.computed_at is not None
    CLOSED.when(MEETING, FinishMeeting(), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, NAME, "is not in the record of its cycle", "Record its conclusions there first"
    )

    given = CLOSED.when(CYCLE, RecordRecommendations(meeting="joint-2026"), actor=SYSTEM_CLOCK).then(
        c.RecommendationsRecorded(
            meeting="joint-2026",
            rule="joint",
            kind=MeetingKind.JOINT,
            minutes="Minutes 2027-3",
            recommendations=(
                c.Recommendation(appraisee="finance", result=state.computed_at, before="excellent", after="good"),
            ),
        )
    )
    given = given.when(APPRAISAL, TakeRecommendation(meeting="joint-2026"), actor=SYSTEM_CLOCK).then(
        a.RecommendationTaken(meeting="joint-2026", result=state.computed_at, before="excellent", after="good")
    )
    given.when(MEETING, FinishMeeting(), actor=SYSTEM_CLOCK).then(e.MeetingReported())


def test_only_a_closed_meeting_of_the_cycle_is_recorded_and_only_by_the_clock() -> None:
    CONCLUDED.when(CYCLE, RecordRecommendations(meeting="joint-2026"), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "cycle annual-2026",
        "would record meeting joint-2026, which is no closed meeting of it",
        "Wait until it is closed",
    )
    refusal = CLOSED.when(CYCLE, RecordRecommendations(meeting="joint-2026"), actor=OFFICE).refusal
    assert refusal is not None
    assert refusal.reason is Reason.FORBIDDEN


# ---------------------------------------------------------------- the committee, with the recommendation


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
