"""Verification: values are checked against other sources and seen on site, and settled by as many as the rule wants."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.appraisal import events as e
from domain.appraisal import fact_events as f
from domain.appraisal.recording.checks import RecordCrossCheck, RecordSiteVisit
from domain.appraisal.verification import ConfirmValue, CorrectValue
from domain.command import Command
from domain.interests import DeclareInterest
from domain.refusal import Reason
from domain.schedule import StepName
from tests import sample
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    CYCLE,
    DIRECTORY,
    OFFICE,
    VERIFIER,
    at_step,
    launch,
    launched,
    moved,
    private,
    published,
)

RECORD = "record of appraisal annual-2026:finance"


# ---------------------------------------------------------------- other sources, and visits with outsiders

SEEN = {"share": "1", "cross_checked": ["budget"], "visits": {"indicators": ["hotline"], "outsiders": 2}}
CHECK = RecordCrossCheck(
    indicator="budget", source="treasury ledger", value="97", unit="%", evidence=(e.Evidence(reference="ledger 12"),)
)
VISIT = RecordSiteVisit(
    indicators=("hotline",),
    on=date(2026, 3, 2),
    outsiders=f.Outsiders(deputies=1, citizens=1),
    found="Calls are answered",
)


def _verifying(**verification: Any) -> Given:  # noqa: ANN401 - fields of the rule
    return at_step(StepName.VERIFICATION, launched(verification={"share": "1", **verification}))


def test_the_lead_department_or_a_verifier_records_what_another_source_says() -> None:
    given = _verifying(**SEEN)
    for person in ("statistics-head", VERIFIER):
        given.when(APPRAISAL, CHECK, actor=person).then(
            f.CrossCheckRecorded(
                indicator="budget",
                source="treasury ledger",
                value=Decimal(97),
                evidence=(e.Evidence(reference="ledger 12"),),
                replaces=None,
                by=person,
            )
        )
    for person in ("finance-head", OFFICE, "supervision-head"):
        given.when(APPRAISAL, CHECK, actor=person).refused(
            Reason.FORBIDDEN,
            RECORD,
            f"is to be written in by the head of statistics or a verifier here, not by {person}",
            "Let them record it",
        )


def test_a_source_asked_again_replaces_what_it_said() -> None:
    given = _verifying(**SEEN).when(APPRAISAL, CHECK, actor=VERIFIER).accepted
    at = given.state(APPRAISAL).version

    [again] = given.when(APPRAISAL, CHECK.model_copy(update={"value": Decimal(98)}), actor=VERIFIER).events

    assert isinstance(again, f.CrossCheckRecorded)
    assert again.replaces == at


def test_a_value_to_be_checked_against_another_source_is_not_confirmed_before_and_then_cites_it() -> None:
    given = _verifying(**SEEN)
    given.when(APPRAISAL, ConfirmValue(indicator="budget"), actor=VERIFIER).refused(
        Reason.CONFLICT,
        "task annual-2026:finance:verify.budget",
        "confirms budget, which the rulebook wants checked against another source",
        "Record the cross-check first",
    )
    given = given.when(APPRAISAL, CHECK, actor="statistics-head").accepted
    at = given.state(APPRAISAL).version

    [confirmed] = given.when(APPRAISAL, ConfirmValue(indicator="budget"), actor=VERIFIER).events

    assert isinstance(confirmed, e.ValueConfirmed)
    assert confirmed.rests_on == (at,)


def test_a_check_counts_for_nothing_by_itself() -> None:
    given = _verifying(**SEEN)
    before = given.state(APPRAISAL).reported
    assert given.when(APPRAISAL, CHECK, actor=VERIFIER).accepted.state(APPRAISAL).reported == before


def test_a_visit_counts_the_outsiders_and_names_nobody() -> None:
    _verifying(**SEEN).when(APPRAISAL, VISIT, actor=VERIFIER).then(
        f.SiteVisitRecorded(
            indicators=("hotline",),
            on=date(2026, 3, 2),
            outsiders=f.Outsiders(deputies=1, citizens=1),
            found=private(VERIFIER, "Calls are answered"),
            evidence=(),
            by=VERIFIER,
        )
    )


def test_a_value_seen_on_site_is_confirmed_once_enough_outsiders_came_along() -> None:
    given, confirm = _verifying(**SEEN), ConfirmValue(indicator="hotline")
    thing, mend = "task annual-2026:finance:verify.hotline", "Record such a visit first"
    wanted = "confirms hotline, which is seen on site with 2 outsiders"
    given.when(APPRAISAL, confirm, actor=VERIFIER).refused(
        Reason.CONFLICT, thing, f"{wanted}, and nobody has been there", mend
    )
    alone = VISIT.model_copy(update={"outsiders": f.Outsiders(experts=1)})
    given = given.when(APPRAISAL, alone, actor=VERIFIER).accepted
    given.when(APPRAISAL, confirm, actor=VERIFIER).refused(Reason.CONFLICT, thing, f"{wanted}, and 1 came along", mend)

    given = given.when(APPRAISAL, VISIT, actor=VERIFIER).accepted
    assert given.when(APPRAISAL, confirm, actor=VERIFIER).refusal is None


def test_a_visit_that_lies_ahead_or_is_about_what_was_not_reported_is_refused() -> None:
    given = _verifying(**SEEN)
    given.when(APPRAISAL, VISIT.model_copy(update={"on": date(2026, 3, 9)}), actor=VERIFIER).refused(
        Reason.INVALID, RECORD, "is given a visit on 2026-03-09, which lies ahead", "Record it when it has taken place"
    )
    given.when(APPRAISAL, VISIT.model_copy(update={"indicators": ("conduct",)}), actor=VERIFIER).refused(
        Reason.INVALID,
        RECORD,
        "has no reported value of conduct",
        "Reported are: budget, delays, hotline",
    )


# ---------------------------------------------------------------- several verifiers: one value, two pairs of eyes

BUDGET = CorrectValue(indicator="budget", value="80", unit="%", reason="Books")
SECOND, THIRD = "statistics-head", "mayor"


def _by_two() -> Given:
    rule = {"share": "1", "verifiers": 2}
    given = moved(published(verification=rule), SECOND, "statistics", "head", "verifier")
    given = launch(moved(given, THIRD, "government", "leader", "verifier"))
    return at_step(StepName.VERIFICATION, given)


def test_a_value_is_settled_when_two_have_found_the_same() -> None:
    given = _by_two().when(APPRAISAL, ConfirmValue(indicator="budget"), actor=VERIFIER).accepted
    assert _open(given) == {"verify.budget", "verify.delays", "verify.hotline"}

    given = given.when(APPRAISAL, ConfirmValue(indicator="budget"), actor=SECOND).accepted

    assert _open(given) == {"verify.delays", "verify.hotline"}
    assert given.state(APPRAISAL).reported["budget"].corrected is False


def test_what_two_find_otherwise_a_third_decides() -> None:
    given = _by_two().when(APPRAISAL, BUDGET, actor=VERIFIER).accepted
    assert given.state(APPRAISAL).reported["budget"].value == Decimal(100)
    given = given.when(APPRAISAL, ConfirmValue(indicator="budget"), actor=SECOND).accepted
    assert "verify.budget" in _open(given)

    given = given.when(APPRAISAL, BUDGET, actor=THIRD).accepted

    known = given.state(APPRAISAL).reported["budget"]
    assert (known.value, known.corrected) == (Decimal(80), True)
    cited = [given.streams[APPRAISAL][at - 1] for at in known.cites[1:]]
    assert [(type(event), getattr(event, "by", None)) for event in cited] == [
        (e.ValueCorrected, VERIFIER),
        (e.ValueCorrected, THIRD),
    ]
    assert "verify.budget" not in _open(given)


def test_nobody_is_two_verifiers() -> None:
    given = _by_two().when(APPRAISAL, BUDGET, actor=VERIFIER).accepted

    given.when(APPRAISAL, BUDGET, actor=VERIFIER).refused(
        Reason.CONFLICT,
        "task annual-2026:finance:verify.budget",
        "has a finding of supervision-1 already",
        "Let another verifier look into it",
    )


def test_a_cycle_with_too_few_verifiers_is_not_launched() -> None:
    given = published(verification={"share": "1", "verifiers": 2})
    given.when(CYCLE, sample.launch(appraisees=("finance",)), actor=OFFICE).refused(
        Reason.INVALID,
        "appraisee finance",
        "has 1 verifiers of other units, and the rulebook wants 2 for each value",
        "Fill more such posts",
    )


def _open(given: Given) -> set[str]:
    step = given.state(APPRAISAL).current
    return {duty.key for duty in step.open_duties}


# ---------------------------------------------------------------- conflict of interest


@pytest.mark.parametrize(
    "wish", [ConfirmValue(indicator="budget"), BUDGET, CHECK, VISIT], ids=lambda wish: type(wish).__name__
)
def test_who_has_declared_an_interest_in_the_unit_looks_into_none_of_its_values(wish: Command) -> None:
    interest = DeclareInterest(authority=sample.AUTHORITY, person=VERIFIER, unit="finance", ground="A brother is there")
    given = _verifying().when(DIRECTORY, interest, actor=VERIFIER).accepted

    refusal = given.when(APPRAISAL, wish, actor=VERIFIER).refusal

    assert refusal is not None
    assert (refusal.reason, refusal.problem) == (
        Reason.FORBIDDEN,
        "would be done by supervision-1, who has declared an interest in finance",
    )
