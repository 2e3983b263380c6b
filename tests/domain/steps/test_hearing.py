"""Hearings: the government's executive meeting hears the office, and the People's Congress the report, by its day.

They are meetings like any other, but recommend no grade; the report may come after the cycle has closed.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle import events as c
from domain.cycle.passage import CloseCycle, RecordAppraisalsClosed
from domain.cycle.recommendations import RecordRecommendations
from domain.cycle.tasks import TASKS
from domain.directory import Role
from domain.meeting import events as e
from domain.meeting.closing import CloseMeeting, FinishMeeting
from domain.meeting.convening import ConveneMeeting
from domain.meeting.deliberation import CastVote, ConcludeItem, MoveMotion
from domain.meeting.sitting import OpenMeeting
from domain.meeting.state import Meeting
from domain.refusal import Reason
from domain.regulation import MeetingKind
from domain.streams import meeting_stream
from domain.tasks import Stands
from tests import sample
from tests.domain.given import Given
from tests.domain.history import CYCLE, OFFICE, RULEBOOK, launched, moved, private
from tests.domain.meetings import MINUTES

REPORT = meeting_stream("report-2026")
DEPUTIES = ("deputy-1", "deputy-2", "deputy-3")
CONGRESS: dict[str, Any] = {
    "id": "report",
    "name": "Report to the People's Congress",
    "kind": "congress",
    "members": "congress",
    "notice": "PT20S",
    "latest": {"after": "period_end", "wait": "P4M"},
}
EXECUTIVE: dict[str, Any] = {**CONGRESS, "id": "hearing", "name": "Executive meeting", "kind": "executive"}
END_OF_APRIL = datetime(2027, 4, 30, 16, tzinfo=UTC)  # the end of the day in Shanghai


def regulated(**meeting: Any) -> Given:  # noqa: ANN401 - fields of the meeting
    roles = [{"id": "congress", "name": "People's Congress", "held_by": "congress"}]
    given = launched(roles=roles, meetings=[{**CONGRESS, **meeting}])
    for person in DEPUTIES:
        given = moved(given, person, "government", "congress")
    return given


REGULATED = regulated()


def closed_cycle(given: Given = REGULATED) -> Given:
    given = given.when(CYCLE, RecordAppraisalsClosed(count=1), actor=SYSTEM_LOG).accepted
    return given.when(CYCLE, CloseCycle(), actor=SYSTEM_CLOCK).accepted


def convened(given: Given) -> Given:
    at = given.now + timedelta(seconds=20)
    wish = ConveneMeeting(meeting="report-2026", cycle=sample.CYCLE, rule="report", at=at, agenda=("yearly-report",))
    return given.when(REPORT, wish, actor=OFFICE).accepted


def opened(given: Given = REGULATED) -> Given:
    given = convened(given)
    state: Meeting = given.state(REPORT)
    assert state.at is not None
    return given.at(state.at).when(REPORT, OpenMeeting(present=DEPUTIES), actor=OFFICE).accepted


MOVE = MoveMotion(item="yearly-report", statement="The report is approved")


def closed(given: Given = REGULATED) -> Given:
    given = opened(given).when(REPORT, MOVE, actor="deputy-1").accepted
    for person in DEPUTIES:
        given = given.when(REPORT, CastVote(motion=1, vote=e.Vote.FOR), actor=person).accepted
    conclude = ConcludeItem(item="yearly-report", reasons="Heard and approved")
    given = given.when(REPORT, conclude, actor=OFFICE).accepted
    return given.when(REPORT, CloseMeeting(minutes=MINUTES), actor=OFFICE).accepted


def test_the_office_is_asked_to_hold_it_by_its_day() -> None:
    states = {RULEBOOK: REGULATED.state(RULEBOOK)}

    (asked,) = TASKS.open_duties(REGULATED.state(CYCLE), states)

    assert (asked.duty.key, asked.duty.role, asked.due) == ("convene.report", Role.OFFICE, END_OF_APRIL)
    assert asked.title == "Convene: Report to the People's Congress"


def test_the_day_may_count_from_the_end_of_a_step() -> None:
    given = regulated(latest={"after": "result", "wait": "PT60S"})

    (asked,) = TASKS.open_duties(given.state(CYCLE), {RULEBOOK: given.state(RULEBOOK)})

    *_, result, _feedback = given.state(CYCLE).schedule.values()
    assert asked.due == result.ends + timedelta(seconds=60)


def test_a_hearing_names_what_it_hears() -> None:
    at = REGULATED.now + timedelta(seconds=20)
    wish = ConveneMeeting(meeting="report-2026", cycle=sample.CYCLE, rule="report", at=at)

    REGULATED.when(REPORT, wish, actor=OFFICE).refused(
        Reason.INVALID,
        "meeting report-2026",
        "has nothing on its agenda",
        "Name what it is to hear, such as 'report'",
    )


def test_it_opens_without_any_result_and_moves_in_words_alone() -> None:
    given = opened()

    given.when(REPORT, MOVE, actor="deputy-1").then(
        e.MotionMoved(
            motion=1,
            item="yearly-report",
            before=None,
            after=None,
            statement=private("deputy-1", "The report is approved"),
            quotas=(),
            by="deputy-1",
        )
    )
    given.when(REPORT, MOVE.model_copy(update={"grade": "good"}), actor="deputy-1").refused(
        Reason.INVALID,
        "item yearly-report of meeting report-2026",
        "would be given grade good by a meeting that hears and recommends none",
        "Move it in words alone",
    )


def test_what_it_concluded_is_recorded_also_in_a_cycle_that_has_closed() -> None:
    given = closed(closed_cycle())

    given = given.when(CYCLE, RecordRecommendations(meeting="report-2026"), actor=SYSTEM_CLOCK).then(
        c.RecommendationsRecorded(
            meeting="report-2026",
            rule="report",
            kind=MeetingKind.CONGRESS,
            minutes="Minutes 2027-3",
            recommendations=(),
        )
    )
    given.when(REPORT, FinishMeeting(), actor=SYSTEM_CLOCK).then(e.MeetingReported())
    asked = TASKS.find(given.state(CYCLE), {RULEBOOK: given.state(RULEBOOK)}, "convene.report")
    assert asked is not None
    assert asked.stands is Stands.DONE


def test_an_executive_meeting_hears_the_office_alike() -> None:
    roles = [{"id": "congress", "name": "Executive meeting", "held_by": "government"}]
    given = moved(launched(roles=roles, meetings=[EXECUTIVE]), "deputy-mayor", "government", "government")
    at = given.now + timedelta(seconds=20)
    wish = ConveneMeeting(meeting="hearing", cycle=sample.CYCLE, rule="hearing", at=at, agenda=("results",))

    (happened,) = given.when(meeting_stream("hearing"), wish, actor=OFFICE).events

    assert isinstance(happened, e.MeetingConvened)
    assert (happened.kind, happened.seats) == (MeetingKind.EXECUTIVE, (e.Seat(person="deputy-mayor"),))
