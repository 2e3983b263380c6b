"""The joint meeting (联席会议): convened with notice, opened with a quorum, closed with minutes.

Five members hold the role: four of organs that are not appraised, and one of the finance department, which is. A
quorum is three of five.
"""

from datetime import timedelta
from typing import Any

import pytest

from domain.appraisal import events as a
from domain.appraisal.recommendation import TakeRecommendation
from domain.appraisal.result import ComputeResult
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_CLOCK
from domain.cycle import events as c
from domain.cycle.cancelling import CancelCycle
from domain.cycle.recommendations import RecordRecommendations
from domain.cycle.steering import PauseCycle
from domain.interests import Ground
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
from tests import sample
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    CYCLE,
    OFFICE,
    at_step,
)
from tests.domain.meetings import (
    CARRIED,
    CLOSED,
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
    PAPER,
    PRESENT,
    at_its_hour,
    convene,
    hour,
    lapsed_meeting,
    opened,
    regulated,
)

NAME = "meeting joint-2026"
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
