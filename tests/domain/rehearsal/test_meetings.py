"""Joint meetings in a rehearsal: convened with their notice, held by all, and every result approved after them."""

from collections import Counter
from datetime import datetime
from typing import Any

from domain.event import Event
from domain.meeting.events import MeetingConvened, MeetingOpened
from domain.rehearsal import rehearse
from tests import sample
from tests.domain.rehearsal.given import plan

ROLES = [{"id": "joint-meeting", "name": "Joint meeting", "held_by": "member"}]
JOINT: dict[str, Any] = {
    "id": "joint",
    "name": "Joint meeting",
    "kind": "joint",
    "members": "joint-meeting",
    "notice": "2 working days",
}
DELIBERATED = plan(roles=ROLES, meetings=[JOINT])


def test_every_result_is_deliberated_on_and_approved_in_time() -> None:
    played = rehearse(DELIBERATED)

    of_result = Counter(one.key for one in played.asked if one.step == "result" and one.done is not None)
    assert of_result == dict.fromkeys(("compute", "deliberate", "approve"), len(sample.UNITS))
    assert (played.hindered, played.stuck) == ([], [])
    assert set(played.grades["cycle-1"].values()) == {"excellent"}


def test_meetings_have_the_notice_of_the_rulebook() -> None:
    heard: list[tuple[datetime, Event]] = []
    rehearse(DELIBERATED, lambda at, _stream, happened: heard.append((at, happened)))

    convened = {one.at: at for at, one in heard if isinstance(one, MeetingConvened)}
    opened = [at for at, one in heard if isinstance(one, MeetingOpened)]
    calendar = DELIBERATED.rulebook.calendar
    assert opened
    assert [calendar.add(convened[hour], DELIBERATED.rulebook.meetings[0].notice) for hour in opened] == opened


def test_a_notice_longer_than_the_step_leaves_the_results_unapproved() -> None:
    played = rehearse(plan(roles=ROLES, meetings=[{**JOINT, "notice": "30 working days"}]))

    assert {one.key for one in played.asked if one.lapsed} == {"deliberate"}
