"""Joint tasks: the office states who leads and who co-operates, and each co-operating unit confirms its own part.

Each test says what has happened, who does what then, and what becomes of it.
"""

import pytest

from domain.appraisal import fact_events as f
from domain.appraisal.facts import facts
from domain.appraisal.recording.joint import ConfirmJointPart, DisputeJointPart
from domain.appraisal.recording.record import CloseRecord
from domain.appraisal.state import Appraisal
from domain.command import Command
from domain.refusal import Reason
from domain.schedule import StepName
from domain.scoring import JointRole
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, HEAD, OFFICE, private, tick
from tests.domain.joint import ASKED, ASSIGNED, COOPERATES, LEADS, OPEN

TASK = "task annual-2026:finance:confirm-part.bridge"
RECORD = "record of appraisal annual-2026:finance"


def open_tasks(given: Given) -> list[str]:
    state: Appraisal = given.state(APPRAISAL)
    return [duty.key for duty in state.current.open_duties] if state.current else []


def test_a_co_operating_unit_is_asked_whether_its_part_is_right() -> None:
    given = OPEN.when(APPRAISAL, COOPERATES, actor=OFFICE).then(
        f.JointPartAssigned(
            indicator="bridge", role=JointRole.COOPERATING, cooperating=2, evidence=(), replaces=None, by=OFFICE
        ),
        f.JointConfirmationAsked(indicator="bridge", cites=ASSIGNED),
    )

    assert open_tasks(given) == ["close-record", "confirm-part.bridge"]


def test_the_lead_unit_has_nothing_to_confirm() -> None:
    assert open_tasks(OPEN.when(APPRAISAL, LEADS, actor=OFFICE).accepted) == ["close-record"]


def test_a_part_confirmed_counts() -> None:
    given = ASKED.when(APPRAISAL, ConfirmJointPart(indicator="bridge"), actor=HEAD).then(
        f.JointPartConfirmed(indicator="bridge", cites=ASSIGNED, by=HEAD)
    )

    assert facts(given.state(APPRAISAL)).joint["bridge"].role is JointRole.COOPERATING
    assert open_tasks(given) == ["close-record"]


def test_a_part_disputed_does_not_count_until_one_is_stated_anew() -> None:
    given = ASKED.when(APPRAISAL, DisputeJointPart(indicator="bridge", reason="We led"), actor=HEAD).then(
        f.JointPartDisputed(indicator="bridge", cites=ASSIGNED, reason=private(HEAD, "We led"), by=HEAD)
    )
    assert facts(given.state(APPRAISAL)).joint == {}

    given = given.when(APPRAISAL, LEADS, actor=OFFICE).accepted
    assert facts(given.state(APPRAISAL)).joint["bridge"].role is JointRole.LEAD


def test_a_part_stated_anew_is_asked_about_anew() -> None:
    given = ASKED.when(APPRAISAL, ConfirmJointPart(indicator="bridge"), actor=HEAD).accepted

    given = given.when(APPRAISAL, COOPERATES, actor=OFFICE).accepted

    assert open_tasks(given) == ["close-record", "confirm-part.bridge"]


def test_the_record_waits_for_the_unit_until_the_step_has_fallen_due() -> None:
    ASKED.when(APPRAISAL, CloseRecord(), actor=OFFICE).refused(
        Reason.CONFLICT,
        RECORD,
        "has a part in bridge that finance has not confirmed",
        "Wait for its answer, or until the step has fallen due; then what nobody disputed stands",
    )
    given = tick(ASKED, StepName.SCORING)
    while not given.state(APPRAISAL).steps[StepName.SCORING].fell_due:
        given = tick(given, StepName.SCORING)

    given = given.when(APPRAISAL, CloseRecord(), actor=OFFICE).accepted
    assert given.state(APPRAISAL).steps[StepName.SCORING].ended
    assert facts(given.state(APPRAISAL)).joint["bridge"].role is JointRole.COOPERATING


@pytest.mark.parametrize(
    ("given", "wish", "actor", "reason", "problem", "mend"),
    [
        (
            ASKED,
            ConfirmJointPart(indicator="bridge"),
            "health-head",
            Reason.FORBIDDEN,
            "is asked of head of finance, not of health-head",
            "See 'kaohe task list --as YOU' for your own tasks",
        ),
        (
            ASKED.when(APPRAISAL, ConfirmJointPart(indicator="bridge"), actor=HEAD).accepted,
            DisputeJointPart(indicator="bridge", reason="We led"),
            HEAD,
            Reason.CONFLICT,
            "is done already",
            "Nothing needs to be done; see 'kaohe history annual-2026:finance'",
        ),
        (
            ASKED,
            DisputeJointPart(indicator="bridge", reason=" "),
            HEAD,
            Reason.INVALID,
            "disputes the part without a reason",
            "Say what part the unit had",
        ),
        (
            OPEN,
            ConfirmJointPart(indicator="bridge"),
            HEAD,
            Reason.NOT_FOUND,
            "does not exist",
            "Open tasks of this appraisal are: annual-2026:finance:close-record",
        ),
    ],
    ids=["by another", "twice", "without a reason", "before it is asked"],
)
def test_a_part_is_answered_once_by_the_unit(
    given: Given, wish: Command, actor: str, reason: Reason, problem: str, mend: str
) -> None:
    given.when(APPRAISAL, wish, actor=actor).refused(reason, TASK, problem, mend)
