"""The meetings of a rulebook: whether they could be made up of anybody, decide, and matter."""

from typing import Any

import pytest

from domain.regulation import parse, problems
from tests.domain.rulebooks import document

ROLES = [
    {"id": "joint-meeting", "name": "Joint meeting", "held_by": "member"},
    {"id": "congress", "name": "People's Congress"},
]
RESULT = {"step": "result", "opens": {"after": "verification"}, "due": "P20D"}
JOINT = {"id": "joint", "name": "Joint meeting", "kind": "joint", "members": "joint-meeting", "notice": "P3D"}
REPORT = {**JOINT, "id": "report", "kind": "congress", "latest": {"after": "period_end", "wait": "P6M"}}


def found(*meetings: dict[str, Any], **changed: Any) -> list[str]:  # noqa: ANN401 - fields of a document
    steps = [*document()["steps"], RESULT]
    given = document(**{"roles": ROLES, "steps": steps, "meetings": list(meetings), **changed})
    return [str(finding) for finding in problems(given)]


def test_a_joint_meeting_and_a_report_to_the_congress_hold_together() -> None:
    assert found(JOINT, REPORT) == []


def test_meetings_that_say_nothing_of_it_need_half_and_are_carried_by_more_than_half() -> None:
    rule = parse(document(roles=ROLES, meetings=[JOINT], steps=[*document()["steps"], RESULT])).meetings[0]

    assert (str(rule.quorum), str(rule.majority), str(rule.waits)) == ("0.5", "0.5", "P1D")


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (
            {"members": "joint-meting"},
            "meetings.1.members: there is no role 'joint-meting'. Did you mean 'joint-meeting'?",
        ),
        (
            {"members": "congress"},
            (
                "meetings.1.members: nobody sits in it, since no post of a directory holds role congress. "
                "Say by which post congress is held_by"
            ),
        ),
        (
            {"quorum": "0"},
            "meetings.1.quorum: 0 is no share of its members. Choose a share above 0, up to 1",
        ),
        (
            {"majority": "0.4"},
            (
                "meetings.1.majority: more than 0.4 of those entitled would carry a motion. Choose a share from 0.5, "
                "so that no two motions against each other are carried, to below 1"
            ),
        ),
        (
            {"latest": {"after": "scoring"}},
            (
                "meetings.1.latest.after: it is to be held after scoring, which is no step of the rulebook. "
                "Choose period_start, period_end or a step of the rulebook"
            ),
        ),
        (
            {"basis": "art-9"},
            "meetings.1.basis: there is no article 'art-9'. There are: none",
        ),
    ],
)
def test_what_keeps_a_meeting_from_deciding_is_found(change: dict[str, Any], finding: str) -> None:
    assert found({**JOINT, **change}) == [finding]


def test_there_is_one_joint_meeting_under_an_id_of_its_own() -> None:
    assert found(JOINT, JOINT) == [
        "meetings: 'joint' is listed twice. Give each an id of its own",
        (
            "meetings.2.kind: it is the second joint meeting, and one result is deliberated on once. "
            "Keep one joint meeting"
        ),
    ]


def test_a_joint_meeting_has_results_and_grades_to_deliberate_on() -> None:
    assert found(JOINT, grades=[], steps=document()["steps"]) == [
        "meetings.1.kind: it deliberates on grades, and there are none. List the grades",
        "meetings.1.kind: it deliberates on results, and there is no step result. Add the step result",
    ]
