"""The record of earlier years: attested by the office, with its source; a correction comes later and the rest stays."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.command import SYSTEM_OPERATOR
from domain.exact import number
from domain.record import Attested, AttestedResult, AttestResults, ResultsAttested
from domain.refusal import Reason
from domain.scoring import EarlierResult
from domain.streams import directory_stream, record_stream
from tests import sample
from tests.domain.given import Given

RECORD = record_stream(sample.AUTHORITY)
GIVEN = Given(datetime(2026, 3, 2, 1, tzinfo=UTC)).when(
    directory_stream(sample.AUTHORITY), sample.publish_directory(), actor=SYSTEM_OPERATOR
).accepted  # fmt: skip
FINANCE = {"appraisee": "finance", "year": 2025, "grade": "good", "total": "81.5", "source": "circular 7"}


def attest(*results: dict[str, Any]) -> AttestResults:
    return AttestResults.model_validate({"authority": sample.AUTHORITY, "results": results})


def test_a_result_is_attested_with_its_source_and_corrected_by_a_later_event() -> None:
    given = GIVEN.when(RECORD, attest(FINANCE), actor="office-1").then(
        ResultsAttested(
            authority=sample.AUTHORITY,
            results=(AttestedResult(appraisee="finance", year=2025, grade="good", total="81.5", source="circular 7"),),
            by="office-1",
        )
    )
    given = given.when(RECORD, attest({**FINANCE, "grade": "fair"}), actor="office-2").accepted
    known: Attested = given.state(RECORD)
    assert known.of("finance") == {
        2025: EarlierResult(year=2025, grade="fair", total=number("81.5"), attested_by="office-2", source="circular 7")
    }
    assert known.of("health") == {}
    assert len(given.streams[RECORD]) == 2


def test_only_what_is_new_is_attested() -> None:
    given = GIVEN.when(RECORD, attest(FINANCE), actor="office-1").accepted
    health = {**FINANCE, "appraisee": "health"}
    (event,) = given.when(RECORD, attest(FINANCE, health), actor="office-2").events
    assert isinstance(event, ResultsAttested)
    assert [one.appraisee for one in event.results] == ["health"]
    given.when(RECORD, attest(FINANCE), actor="office-2").refused(
        Reason.CONFLICT, "record of linan", "already says so", "Nothing needs to be done"
    )


@pytest.mark.parametrize("actor", ["finance-head", "committee-1", "mayor", "stranger"])
def test_nobody_but_the_office_attests(actor: str) -> None:
    GIVEN.when(RECORD, attest(FINANCE), actor=actor).refused(
        Reason.FORBIDDEN,
        "record of linan",
        f"{actor} is not of the performance office of linan",
        "Let the performance office attest results",
    )


@pytest.mark.parametrize(
    ("changes", "reason", "problem", "mend"),
    [
        (
            {"appraisee": "forestry"},
            Reason.NOT_FOUND,
            "is given the result of forestry for 2025, and the directory has no such unit",
            "Add the unit to the directory, or correct its id",
        ),
        (
            {"year": 2027},
            Reason.INVALID,
            "is given the result of finance for 2027",
            "Give a year from 1949 to 2026",
        ),
        (
            {"grade": None, "total": None},
            Reason.INVALID,
            "is given the result of finance for 2025 with neither grade nor total",
            "Give one of them",
        ),
        (
            {"source": " "},
            Reason.INVALID,
            "is given the result of finance for 2025 without a source",
            "Say which document says so",
        ),
        (
            {"sha256": "abc"},
            Reason.INVALID,
            "is given the result of finance for 2025 with SHA-256 'abc'",
            "Give the digest as 64 digits and letters a to f, or leave it out",
        ),
    ],
)
def test_what_cannot_be_a_result_is_refused(changes: dict[str, Any], reason: Reason, problem: str, mend: str) -> None:
    GIVEN.when(RECORD, attest({**FINANCE, **changes}), actor="office-1").refused(
        reason, "record of linan", problem, mend
    )


def test_two_results_of_one_year_are_refused() -> None:
    GIVEN.when(RECORD, attest(FINANCE, FINANCE), actor="office-1").refused(
        Reason.INVALID, "record of linan", "is given two results of finance for 2025", "Give one"
    )
