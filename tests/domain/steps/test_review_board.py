"""A performance review board: at least three members, a career majority over career executives, announced before.

Nobody deliberates on his own appraisal, nor on that of his unit.
"""

from datetime import timedelta
from typing import Any

import pytest

from domain.meeting import events as e
from domain.meeting.convening import ConveneMeeting
from domain.refusal import Reason
from domain.streams import meeting_stream
from tests import sample
from tests.domain.given import Given, Outcome
from tests.domain.history import CYCLE, OFFICE, moved, published

BOARD = meeting_stream("prb-2026")
NAME = "meeting prb-2026"
MEMBERS = ("deputy-director", "director", "finance-executive", "legal-counsel")
CAREER = "career appointees"


def regulated(career: str = "true") -> Given:
    """Finance is appraised; one of the board's members is of it."""
    board = {"least": 3, "majority_of": CAREER, "majority_when": "career", "announced": True, "recused": True}
    rule = {"id": "board", "name": "Review board", "kind": "joint", "members": "prb", "notice": "PT20S"}
    given = published(
        roles=[{"id": "prb", "name": "Performance Review Board", "held_by": "member", "board": board}],
        meetings=[rule],
        attributes=[{"name": "career", "kind": "truth"}],
        appraisees=[{"id": "finance", "attributes": {"career": career}}],
    )
    given = given.when(CYCLE, sample.launch(appraisees=("finance",)), actor=OFFICE).accepted
    for person in MEMBERS:
        given = moved(given, person, "finance" if person == "finance-executive" else "government", "member")
    return given


REGULATED = regulated()


def seats(*career: str, of: tuple[str, ...] = MEMBERS) -> tuple[e.Seat, ...]:
    return tuple(e.Seat(person=person, of=CAREER if person in career else None) for person in of)


def convene(given: Given, **fields: Any) -> Outcome:  # noqa: ANN401 - fields of the command
    at = given.now + timedelta(seconds=20)
    wish = {"meeting": "prb-2026", "cycle": sample.CYCLE, "rule": "board", "at": at, "announced": "FR 2026-1"}
    return given.when(BOARD, ConveneMeeting.model_validate({**wish, **fields}), actor=OFFICE)


def test_a_board_with_a_career_majority_among_those_who_may_deliberate_is_convened() -> None:
    (happened,) = convene(REGULATED, seats=seats("deputy-director", "director")).events

    assert isinstance(happened, e.MeetingConvened)
    assert (happened.announced, len(happened.seats)) == ("FR 2026-1", 4)


def test_who_is_recused_does_not_count_toward_the_majority() -> None:
    convene(REGULATED, seats=seats("director", "finance-executive")).refused(
        Reason.CONFLICT,
        NAME,
        "has 1 career appointees of 3 members on finance, no majority",
        "State of each seat whether it is of 'career appointees', and seat more of them",
    )


def test_over_others_no_career_majority_is_asked_for() -> None:
    assert convene(regulated(career="false"), seats=seats()).refusal is None


def test_a_board_has_three_members_at_least() -> None:
    convene(REGULATED, seats=seats(*MEMBERS, of=MEMBERS[:2])).refused(
        Reason.CONFLICT, NAME, "has 2 members, and the board has 3 at least", "Fill more posts, or name more members"
    )


@pytest.mark.parametrize("announced", [None, " "])
def test_its_members_are_announced_before_they_serve(announced: str | None) -> None:
    convene(REGULATED, seats=seats(*MEMBERS), announced=announced).refused(
        Reason.CONFLICT,
        NAME,
        "has members who have not been announced",
        "Announce them before they serve, and give the number of the announcement",
    )
