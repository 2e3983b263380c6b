"""What a meeting asks of whom, as it goes on, and the commands that its tasks send."""

import pytest

from domain.command import Command
from domain.meeting.closing import CloseMeeting
from domain.meeting.deliberation import CastVote, ConcludeItem, MoveMotion
from domain.meeting.events import Vote
from domain.meeting.sitting import OpenMeeting, RecuseMember
from domain.meeting.state import Meeting
from domain.meeting.tasks import TASKS
from domain.refusal import Reason, Refused
from tests.domain.given import Given
from tests.domain.meetings import (
    CARRIED,
    CLOSED,
    CONCLUDED,
    CONVENED,
    FOR,
    MEETING,
    MEMBERS,
    MINUTES,
    MOVED,
    OPENED,
    lapsed_meeting,
    votes,
)

VOTING = ("audit-1", "budget-1", "law-1")


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        (CONVENED, {"attend": MEMBERS, "open": ()}),
        (OPENED, {"deliberate.finance": VOTING, "conclude.finance": ()}),
        (MOVED, {"conclude.finance": (), "vote.1": VOTING}),
        (votes(MOVED, ("audit-1", FOR)), {"conclude.finance": (), "vote.1": ("budget-1", "law-1")}),
        (CARRIED, {"deliberate.finance": VOTING, "conclude.finance": ()}),
        (CONCLUDED, {"close": ()}),
        (CLOSED, {}),
        (lapsed_meeting(), {}),
    ],
    ids=["convened", "opened", "moved", "voted on", "carried", "concluded", "closed", "lapsed"],
)
def test_it_asks_for_what_comes_next(given: Given, asked: dict[str, tuple[str, ...]]) -> None:
    found = TASKS.open_duties(given.state(MEETING), {})

    assert {one.duty.key: one.duty.persons for one in found} == asked


def test_members_and_office_see_the_hour() -> None:
    state: Meeting = CONVENED.state(MEETING)

    assert {(one.due, one.ends) for one in TASKS.open_duties(state, {})} == {(state.at, state.lapses)}


@pytest.mark.parametrize(
    ("key", "stands"),
    [("attend", "done"), ("open", "done"), ("vote.1", "done"), ("conclude.finance", "done"), ("close", "open")],
)
def test_what_was_asked_is_found_by_how_it_stands(key: str, stands: str) -> None:
    found = TASKS.find(CONCLUDED.state(MEETING), {}, key)

    assert found is not None
    assert found.stands.value == stands


@pytest.mark.parametrize(
    ("key", "action", "fields", "wish"),
    [
        ("attend", None, {"item": "finance", "ground": "Kin"}, RecuseMember(item="finance", ground="Kin")),
        ("open", None, {"present": ["audit-1"]}, OpenMeeting(present=("audit-1",))),
        (
            "deliberate.finance",
            None,
            {"grade": "good", "statement": "As seen"},
            MoveMotion(item="finance", grade="good", statement="As seen"),
        ),
        ("deliberate.finance", "recuse", {"ground": "Kin"}, RecuseMember(item="finance", ground="Kin")),
        ("vote.2", None, {"vote": "against"}, CastVote(motion=2, vote=Vote.AGAINST)),
        ("conclude.finance", None, {"reasons": "So"}, ConcludeItem(item="finance", reasons="So")),
        ("close", None, {"minutes": MINUTES.model_dump()}, CloseMeeting(minutes=MINUTES)),
    ],
)
def test_each_way_sends_its_command(key: str, action: str | None, fields: dict[str, object], wish: Command) -> None:
    assert TASKS.command_for(key, action, fields) == wish


@pytest.mark.parametrize(
    ("key", "action", "fields", "refusal"),
    [
        ("veto", None, {}, "task veto: is of no known kind. Kinds are attend, open, deliberate, vote, conclude, close"),
        ("vote.1", "sleep", {}, "task vote.1: cannot be done by 'sleep'. Ways to act on it: vote"),
        (
            "vote.1",
            None,
            {"motion": 2},
            "task vote.1: is not about motion 2. Leave the motion out, or act on the task that is about it",
        ),
    ],
)
def test_what_no_way_leads_to_is_refused(key: str, action: str | None, fields: dict[str, object], refusal: str) -> None:
    with pytest.raises(Refused) as caught:
        TASKS.command_for(key, action, fields)

    assert str(caught.value) == refusal
    assert caught.value.reason in {Reason.INVALID, Reason.NOT_FOUND}
