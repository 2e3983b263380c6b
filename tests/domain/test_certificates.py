"""Certificates: granted for a training, lapsed on their day, renewed by a later training, asked for by the rulebook."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.appraisal.result import ComputeResult
from domain.certificates import CertificateGranted, GrantCertificate
from domain.command import SYSTEM_OPERATOR
from domain.cycle.steering import PauseCycle
from domain.directory import PublishDirectory, Role
from domain.refusal import Reason
from domain.schedule import StepName
from tests import sample
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    CYCLE,
    DIRECTORY,
    LAUNCHED,
    OFFICE,
    USUAL,
    VERIFIER,
    at_step,
    duty,
    launch,
    launched,
    moved,
    published,
)
from tests.domain.meetings import JOINT, MEETING, MOVE, QUOTAS, ROLES, convene, opened, with_members

YEAR = timedelta(days=365)
OTHER = "office-2"


def certificate(person: str = VERIFIER, role: str = "verifier", **fields: Any) -> GrantCertificate:  # noqa: ANN401 - JSON
    given = {"begins": LAUNCHED - YEAR, "ends": LAUNCHED + YEAR, "training": "T-2025-7", **fields}
    return GrantCertificate.model_validate({"authority": sample.AUTHORITY, "person": person, "role": role, **given})


def granted(given: Given, wish: GrantCertificate, actor: str = OTHER) -> Given:
    return given.when(DIRECTORY, wish, actor=actor).accepted


def test_the_office_certifies_after_a_training() -> None:
    published().when(DIRECTORY, certificate(), actor=OFFICE).then(
        CertificateGranted(
            authority="linan",
            person=VERIFIER,
            role=Role.VERIFIER,
            begins=LAUNCHED - YEAR,
            ends=LAUNCHED + YEAR,
            training="T-2025-7",
            by=OFFICE,
        )
    )


def test_certificates_are_declared_with_the_directory() -> None:
    entry = certificate().model_dump(exclude={"authority"})
    wish = PublishDirectory.model_validate(sample.sample_directory() | {"certificates": [entry]})

    given = Given(LAUNCHED).when(DIRECTORY, wish, actor=SYSTEM_OPERATOR).accepted

    [known] = given.state(DIRECTORY).certificates[VERIFIER, Role.VERIFIER]
    assert known.model_dump() == entry
    again = wish.model_copy(update={"units": (), "people": ()})
    assert given.when(DIRECTORY, again, actor=OFFICE).refusal is not None, "what is recorded is not recorded again"


def test_a_publication_without_certificates_is_the_command_it_was() -> None:
    assert "certificates" not in sample.publish_directory().model_dump()


@pytest.mark.parametrize(
    ("wish", "actor", "refused"),
    [
        (
            certificate(),
            "finance-head",
            (
                Reason.FORBIDDEN,
                "directory of linan",
                "finance-head is not of its performance office",
                "Let the performance office change the directory; the operator publishes the first one",
            ),
        ),
        (
            certificate("nobody"),
            OFFICE,
            (
                Reason.NOT_FOUND,
                "certificate of nobody for the role verifier",
                "is for nobody the directory knows",
                "Give the person a post in the directory first",
            ),
        ),
        (
            certificate(OFFICE, "office"),
            OFFICE,
            (
                Reason.FORBIDDEN,
                "certificate of office-1 for the role office",
                "would be granted by office-1 to himself",
                "Let another member of the performance office do it",
            ),
        ),
        (
            certificate(ends=LAUNCHED - YEAR),
            OFFICE,
            (
                Reason.INVALID,
                "certificate of supervision-1 for the role verifier",
                "would lapse on 2025-03-02T01:00:00+00:00, before it counts",
                "Let it lapse after 2025-03-02T01:00:00+00:00",
            ),
        ),
        (
            certificate(training=" "),
            OFFICE,
            (
                Reason.INVALID,
                "training of supervision-1 ' '",
                "is none that can be recorded",
                "Give it alone, in at most 80 characters on one line",
            ),
        ),
    ],
    ids=["by another", "for nobody", "for oneself", "without time", "without training"],
)
def test_no_certificate_is_granted(wish: GrantCertificate, actor: str, refused: tuple[Reason, str, str, str]) -> None:
    published().when(DIRECTORY, wish, actor=actor).refused(*refused)


def test_a_certificate_is_renewed_by_a_later_training_alone() -> None:
    given = granted(published(), certificate())
    later = LAUNCHED + 2 * YEAR

    given.when(DIRECTORY, certificate(ends=later), actor=OFFICE).refused(
        Reason.CONFLICT,
        "certificate of supervision-1 for the role verifier",
        "rests on training T-2025-7, which has been counted",
        "A certificate is renewed by a later training: name that",
    )
    given.when(DIRECTORY, certificate(training="T-2026-1"), actor=OFFICE).refused(
        Reason.CONFLICT,
        "certificate of supervision-1 for the role verifier",
        "would lapse on 2027-03-02T01:00:00+00:00, no later than the one there is (2027-03-02T01:00:00+00:00)",
        "Nothing needs to be done until that one lapses",
    )
    renewed = granted(given, certificate(training="T-2026-1", ends=later))
    assert [one.training for one in renewed.state(DIRECTORY).certificates[VERIFIER, Role.VERIFIER]] == [
        "T-2025-7",
        "T-2026-1",
    ]


# ---------------------------------------------------------------- where the rulebook asks for one


def verifying(*, begins: datetime, ends: datetime) -> Given:
    """A sample is to be verified under a rulebook that certifies verifiers."""
    given = at_step(StepName.VERIFICATION, launched(certified=["verifier"]))
    return granted(given, certificate(begins=begins, ends=ends))


def verify(given: Given) -> tuple[str, Any]:
    key = next(one.key for one in given.state(APPRAISAL).steps[StepName.VERIFICATION].duties)
    assert duty(given, StepName.VERIFICATION, key).role is Role.VERIFIER
    [(actor, wish)] = USUAL["verify"](key.partition(".")[2])
    return actor, wish


def test_whoever_has_a_certificate_that_counts_acts() -> None:
    given = verifying(begins=LAUNCHED - YEAR, ends=LAUNCHED + YEAR)
    actor, wish = verify(given)

    assert given.when(APPRAISAL, wish, actor=actor).events


def test_whoever_has_none_is_refused() -> None:
    given = at_step(StepName.VERIFICATION, launched(certified=["verifier"]))
    actor, wish = verify(given)

    given.when(APPRAISAL, wish, actor=actor).refused(
        Reason.FORBIDDEN,
        VERIFIER,
        "has no certificate for the role verifier",
        "Let the performance office record a later training with 'kaohe directory certify supervision-1'",
    )


def test_a_certificate_lapses_at_its_instant() -> None:
    given = verifying(begins=LAUNCHED - YEAR, ends=LAUNCHED + YEAR)
    actor, wish = verify(given)
    lapsing = at_step(StepName.VERIFICATION, launched(certified=["verifier"]))
    lapsing = granted(lapsing, certificate(ends=lapsing.now))

    assert given.when(APPRAISAL, wish, actor=actor).events
    lapsing.when(APPRAISAL, wish, actor=actor).refused(
        Reason.FORBIDDEN,
        VERIFIER,
        f"had a certificate for the role verifier, which lapsed on {lapsing.now.isoformat()}",
        "Let the performance office record a later training with 'kaohe directory certify supervision-1'",
    )
    renewed = granted(lapsing, certificate(begins=lapsing.now, ends=LAUNCHED + YEAR, training="T-2026-1"))
    assert renewed.when(APPRAISAL, wish, actor=actor).events


def test_a_meeting_is_convened_by_whoever_has_one() -> None:
    rules = {"roles": ROLES, "meetings": [JOINT], "certified": ["office"]}
    given = granted(published(**rules), certificate(OFFICE, "office"))
    given = moved(granted(given, certificate(OTHER, "office"), OFFICE), "office-3", "government", "office")
    given = at_step(StepName.RESULT, with_members(launch(given)))
    given = given.when(APPRAISAL, ComputeResult(), actor=OFFICE).accepted

    convene(given, by="office-3").refused(
        Reason.FORBIDDEN,
        "office-3",
        "has no certificate for the role office",
        "Let the performance office record a later training with 'kaohe directory certify office-3'",
    )
    assert convene(given).events


def test_a_member_moves_in_a_meeting_who_has_one() -> None:
    given = with_members(launched(roles=ROLES, meetings=[JOINT], quotas=QUOTAS, certified=["member"]))
    given = at_step(StepName.RESULT, given).when(APPRAISAL, ComputeResult(), actor=OFFICE).accepted
    given = opened(convene(given).accepted)

    given.when(MEETING, MOVE, actor="audit-1").refused(
        Reason.FORBIDDEN,
        "audit-1",
        "has no certificate for the role member",
        "Let the performance office record a later training with 'kaohe directory certify audit-1'",
    )
    assert granted(given, certificate("audit-1", "member")).when(MEETING, MOVE, actor="audit-1").events


def test_the_office_needs_one_to_steer_where_its_role_is_certified() -> None:
    given = granted(published(certified=["office"]), certificate(OFFICE, "office"))
    given = given.when(CYCLE, sample.launch(), actor=OFFICE).accepted

    assert given.when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).events
    given.when(CYCLE, PauseCycle(reason="Flood"), actor=OTHER).refused(
        Reason.FORBIDDEN,
        OTHER,
        "has no certificate for the role office",
        "Let the performance office record a later training with 'kaohe directory certify office-2'",
    )
