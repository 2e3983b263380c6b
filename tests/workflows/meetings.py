"""A joint meeting of the sample government on real PostgreSQL and real Temporal, played by its members."""

from datetime import timedelta
from typing import Any

from activities.contracts import MEETING as MEETING_WORKFLOW
from activities.contracts import meeting_workflow_id
from domain.appraisal.state import Appraisal
from domain.directory import PublishDirectory
from domain.meeting.closing import CloseMeeting
from domain.meeting.convening import ConveneMeeting
from domain.meeting.deliberation import CastVote, ConcludeItem, MoveMotion
from domain.meeting.events import Paper, Vote
from domain.meeting.sitting import OpenMeeting
from domain.meeting.state import Meeting
from domain.streams import appraisal_stream, directory_stream, meeting_stream
from tests.players import Players
from tests.runtime import Running
from tests.sample import AUTHORITY, CYCLE, OFFICE, UNITS

ID = "joint-2026"
MEETING = meeting_stream(ID)
MEMBERS = ("audit-1", "budget-1", "law-1")
KEPT = {MEETING_WORKFLOW: meeting_workflow_id(ID)}

RULE: dict[str, Any] = {
    "id": "joint",
    "name": "Joint meeting on performance",
    "kind": "joint",
    "members": "joint-meeting",
    "notice": "PT0.5S",
    "reminders": ["PT0.3S"],
    "waits": "PT60S",
}
REGULATION: dict[str, Any] = {
    "roles": [{"id": "joint-meeting", "name": "Joint meeting", "held_by": "member"}],
    "meetings": [RULE],
}
HURRIED: dict[str, Any] = {**REGULATION, "meetings": [{**RULE, "waits": "PT0.5S"}]}
PLAYERS = frozenset({"deliberate"})
"""What no player does: the meeting does it."""


async def convened(runtime: Running, regulation: dict[str, Any] = REGULATION) -> None:
    """All results are computed, and the meeting on them is convened for the next second."""
    await runtime.set_up(**regulation)
    people = [{"id": one, "name": one, "unit": "government", "roles": ["member"]} for one in MEMBERS]
    wish = PublishDirectory.model_validate({"authority": AUTHORITY, "people": people})
    await runtime.do(OFFICE, directory_stream(AUTHORITY), wish)
    await Players(runtime, CYCLE, skip=PLAYERS).play_until(lambda: _all_computed(runtime))
    at = await runtime.core.clock() + timedelta(seconds=1)
    await runtime.do(OFFICE, MEETING, ConveneMeeting(meeting=ID, cycle=CYCLE, rule="joint", at=at))


async def _all_computed(runtime: Running) -> bool:
    states = [await runtime.state(appraisal_stream(CYCLE, unit)) for unit in UNITS]
    return all(isinstance(state, Appraisal) and state.awaits_deliberation for state in states)


async def opened(runtime: Running) -> None:
    """The meeting is opened at its hour with all members present."""
    await runtime.until_event(MEETING, "MembersReminded")
    state = await runtime.state(MEETING)
    assert isinstance(state, Meeting)

    async def come() -> bool:
        return state.at is not None and await runtime.core.clock() >= state.at

    await runtime.until(come)
    await runtime.do(OFFICE, MEETING, OpenMeeting(present=MEMBERS))


async def held(runtime: Running) -> None:
    """The meeting recommends good for the first unit, and for the others what they have; then it is closed."""
    for number, unit in enumerate(UNITS, start=1):
        grade = "good" if number == 1 else "excellent"
        await runtime.do(MEMBERS[0], MEETING, MoveMotion(item=unit, grade=grade, statement="As laid before us"))
        for member in MEMBERS:
            await runtime.do(member, MEETING, CastVote(motion=number, vote=Vote.FOR))
        await runtime.do(OFFICE, MEETING, ConcludeItem(item=unit, reasons="As moved"))
    await runtime.do(OFFICE, MEETING, CloseMeeting(minutes=Paper(number="Minutes 2027-3", sha256="b" * 64)))


async def play_with_a_meeting(runtime: Running) -> None:
    """A whole year with a joint meeting."""
    await convened(runtime)
    await opened(runtime)
    await held(runtime)
    await Players(runtime, CYCLE, skip=PLAYERS).play_to_the_end()
    await runtime.until_event(MEETING, "MeetingReported")


async def play_with_nobody_coming(runtime: Running) -> None:
    """Nobody opens the meeting, which falls through."""
    await convened(runtime, HURRIED)
    await runtime.until_event(MEETING, "MeetingLapsed")
