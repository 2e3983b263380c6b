"""A joint meeting of the sample government, brought as far as a test wants it through commands alone.

Five members hold the role: four of organs that are not appraised, and one of the finance department, which is.
"""

from datetime import datetime, timedelta
from typing import Any

from domain.appraisal.recommendation import TakeRecommendation
from domain.appraisal.result import ComputeResult
from domain.command import SYSTEM_CLOCK
from domain.cycle.recommendations import RecordRecommendations
from domain.meeting import events as e
from domain.meeting.clock import LapseMeeting, RemindMembers
from domain.meeting.closing import CloseMeeting, FinishMeeting
from domain.meeting.convening import ConveneMeeting
from domain.meeting.deliberation import CastVote, ConcludeItem, MoveMotion
from domain.meeting.sitting import OpenMeeting
from domain.meeting.state import Meeting
from domain.schedule import StepName
from domain.streams import meeting_stream
from tests import sample
from tests.domain.given import Given, Outcome
from tests.domain.history import APPRAISAL, CYCLE, OFFICE, at_step, launched, moved

MEETING = meeting_stream("joint-2026")
MEMBERS = ("audit-1", "budget-1", "law-1", "personnel-1", "treasury-1")
PRESENT = ("audit-1", "budget-1", "law-1", "treasury-1")
PAPER = e.Paper(number="Doc 2027-12", sha256="a" * 64)
MINUTES = e.Paper(number="Minutes 2027-3", sha256="b" * 64)

ROLES = [{"id": "joint-meeting", "name": "Joint meeting", "held_by": "member"}]
JOINT: dict[str, Any] = {
    "id": "joint",
    "name": "Joint meeting on performance",
    "kind": "joint",
    "members": "joint-meeting",
    "notice": "PT20S",
    "reminders": ["PT5S", "PT1H"],
    "waits": "PT10S",
}
QUOTAS = [{"grades": ["excellent"], "most": "0.5"}]


def regulated(*appraisees: str) -> Given:
    """The cycle is launched under a rulebook with a joint meeting, whose members have their posts."""
    return with_members(launched(appraisees, roles=ROLES, meetings=[JOINT], quotas=QUOTAS))


def with_members(given: Given) -> Given:
    """The members have their posts."""
    for person in MEMBERS[:-1]:
        given = moved(given, person, "government", "member")
    return moved(given, MEMBERS[-1], "finance", "member")


def computed() -> Given:
    """The result of finance is computed, excellent; it waits for the joint meeting."""
    return at_step(StepName.RESULT, regulated("finance")).when(APPRAISAL, ComputeResult(), actor=OFFICE).accepted


COMPUTED = computed()


def hour(given: Given, seconds: float = 20) -> datetime:
    return given.now + timedelta(seconds=seconds)


def convene(given: Given, by: str = OFFICE, **fields: Any) -> Outcome:  # noqa: ANN401 - fields of the command
    wish = {"meeting": "joint-2026", "cycle": sample.CYCLE, "rule": "joint", "at": hour(given), "papers": (PAPER,)}
    return given.when(MEETING, ConveneMeeting(**{**wish, **fields}), actor=by)


CONVENED = convene(COMPUTED).accepted


def at_its_hour(given: Given) -> Given:
    state: Meeting = given.state(MEETING)
    assert state.at is not None
    return given.at(state.at)


def opened(given: Given = CONVENED, present: tuple[str, ...] = PRESENT) -> Given:
    return at_its_hour(given).when(MEETING, OpenMeeting(present=present), actor=OFFICE).accepted


OPENED = opened()
MOVE = MoveMotion(item="finance", grade="good", statement="The hotline drew complaints")
MOVED = OPENED.when(MEETING, MOVE, actor="audit-1").accepted


def votes(given: Given, *cast: tuple[str, e.Vote], motion: int = 1) -> Given:
    for member, vote in cast:
        given = given.when(MEETING, CastVote(motion=motion, vote=vote), actor=member).accepted
    return given


FOR, AGAINST, ABSTAINED = e.Vote.FOR, e.Vote.AGAINST, e.Vote.ABSTAINED
CARRIED = votes(MOVED, ("audit-1", FOR), ("budget-1", FOR), ("law-1", FOR))
CONCLUDE = ConcludeItem(item="finance", reasons="The complaints are founded")
CONCLUDED = CARRIED.when(MEETING, CONCLUDE, actor=OFFICE).accepted
CLOSED = CONCLUDED.when(MEETING, CloseMeeting(minutes=MINUTES), actor=OFFICE).accepted


def recommended(given: Given = CLOSED) -> Given:
    """What the closed meeting recommends is recorded in the cycle and taken in by the appraisal."""
    given = given.when(CYCLE, RecordRecommendations(meeting="joint-2026"), actor=SYSTEM_CLOCK).accepted
    return given.when(APPRAISAL, TakeRecommendation(meeting="joint-2026"), actor=SYSTEM_CLOCK).accepted


RECOMMENDED = recommended()


def lapsed_meeting(given: Given = CONVENED) -> Given:
    """Nobody opens the meeting, though the members were reminded."""
    state: Meeting = given.state(MEETING)
    assert state.lapses is not None
    given = given.at(state.reminders[0]).when(MEETING, RemindMembers(ordinal=1), actor=SYSTEM_CLOCK).accepted
    return given.at(state.lapses).when(MEETING, LapseMeeting(), actor=SYSTEM_CLOCK).accepted


def finished() -> Given:
    """Everything there is to a meeting that was held, up to its end."""
    return RECOMMENDED.when(MEETING, FinishMeeting(), actor=SYSTEM_CLOCK).accepted
