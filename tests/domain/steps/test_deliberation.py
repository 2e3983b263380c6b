"""Deliberation in the joint meeting: who is recused, motions and votes by name, and what is concluded.

Five members hold the role, one of them of the finance department, which is appraised. A motion is carried by more than
half of those entitled, present or not.
"""

from datetime import timedelta

import pytest

from domain.interests import DeclareInterest, Ground
from domain.meeting import events as e
from domain.meeting.closing import CloseMeeting
from domain.meeting.deliberation import CastVote, MoveMotion
from domain.meeting.sitting import OpenMeeting, RecuseMember
from domain.refusal import Reason
from domain.scoring import QuotaKept
from tests import sample
from tests.domain.history import (
    DIRECTORY,
    HEAD,
    OFFICE,
    interested,
    moved,
    private,
    stood_in,
)
from tests.domain.meetings import (
    ABSTAINED,
    AGAINST,
    CARRIED,
    COMPUTED,
    CONCLUDE,
    CONCLUDED,
    CONVENED,
    FOR,
    MEETING,
    MEMBERS,
    MINUTES,
    MOVE,
    MOVED,
    OPENED,
    PRESENT,
    at_its_hour,
    convene,
    votes,
)

NAME = "meeting joint-2026"
ON_FINANCE = "item finance of meeting joint-2026"
SHOW = "See 'kaohe meeting show joint-2026'"


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
