"""False data: a caught false report loses points or the grade, at once or when the unit was heard."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from domain.appraisal import events as e
from domain.appraisal import fact_events as f
from domain.appraisal.recording import false_reports
from domain.appraisal.recording.false_reports import AnswerFalseReport, RuleOnFalseReport
from domain.appraisal.recording.record import CloseRecord, RecordFacts
from domain.appraisal.verification import CorrectValue
from domain.command import Command
from domain.decision import Capacity
from domain.directory import Role
from domain.refusal import Reason
from domain.schedule import StepName
from domain.scoring import Result
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    OFFICE,
    VERIFIER,
    after,
    at_step,
    do,
    done,
    launched,
    moved,
    private,
    tick,
)

RECORD = "record of appraisal annual-2026:finance"
BUDGET = CorrectValue(indicator="budget", value="80", unit="%", reason="Books")


# ---------------------------------------------------------------- false data

LIABLE: dict[str, Any] = {
    "adjustments": [
        {"id": "penalty-points", "name": "Penalty points", "rule": {"shape": "bonus", "cap": "0", "floor": "-100"}}
    ],
    "vetoes": [{"id": "very-serious", "name": "Very serious breach of honesty", "best": "poor"}],
    "liabilities": [
        {
            "id": "false-information",
            "act": "gives false information",
            "by": "assessed unit",
            "consequence": "penalty points",
            "authority": "agency",
            "adjustment": "penalty-points",
        },
        {
            "id": "very-serious-breach",
            "act": "does so very seriously",
            "by": "assessed unit",
            "consequence": "the result is unqualified at once",
            "authority": "committee",
            "veto": "very-serious",
        },
        {
            "id": "serious-breach",
            "act": "does so seriously",
            "by": "assessed unit",
            "consequence": "public criticism besides the penalty points",
            "authority": "committee",
        },
    ],
}
FALSE_DATA = ["false-information", "very-serious-breach"]
AT_ONCE = {"share": "1", "false_data": {"liabilities": FALSE_DATA}}
HEARD = {"share": "1", "false_data": {"liabilities": FALSE_DATA, "hearing": "PT20S"}}
FALSE = CorrectValue.model_validate(
    {
        "indicator": "budget",
        "value": "40",
        "unit": "%",
        "reason": "The books say 40",
        "found": "false_data",
        "liability": "false-information",
        "points": "-5",
    }
)
VERY_FALSE = FALSE.model_copy(update={"liability": "very-serious-breach", "points": None})


def _liable(rule: Mapping[str, Any]) -> Given:
    return at_step(StepName.VERIFICATION, launched(verification=rule, **LIABLE))


def test_an_error_is_corrected_and_nothing_more() -> None:
    [corrected] = _liable(AT_ONCE).when(APPRAISAL, BUDGET, actor=VERIFIER).events

    assert isinstance(corrected, e.ValueCorrected)
    assert corrected.found is e.Found.ERROR


def test_false_data_is_a_case_under_the_liability_that_the_verifier_names() -> None:
    given = _liable(AT_ONCE)
    at = given.state(APPRAISAL).version + 1

    corrected, case = given.when(APPRAISAL, FALSE, actor=VERIFIER).events

    assert isinstance(corrected, e.ValueCorrected)
    assert corrected.found is e.Found.FALSE_DATA
    assert case == f.CaseRecorded(
        provision="penalty-points",
        case="false-budget",
        kind=None,
        count=1,
        points=Decimal(-5),
        evidence=(e.Evidence(reference=f"event {at} of appraisal annual-2026:finance"),),
        reason=private(VERIFIER, "The books say 40"),
        by=VERIFIER,
    )


def test_a_liability_goes_with_false_data_and_with_nothing_else() -> None:
    thing, mend = "task annual-2026:finance:verify.budget", "Name the liability of false data, and none of an error"
    for changes, problem in (
        ({"liability": None}, "finds false_data, and no liability"),
        ({"found": e.Found.ERROR}, "finds error, and a liability"),
    ):
        wish = FALSE.model_copy(update=changes)
        _liable(AT_ONCE).when(APPRAISAL, wish, actor=VERIFIER).refused(Reason.INVALID, thing, problem, mend)


def test_a_liability_that_is_none_of_false_data_is_refused() -> None:
    wish = FALSE.model_copy(update={"liability": "serious-breach"})
    _liable(AT_ONCE).when(APPRAISAL, wish, actor=VERIFIER).refused(
        Reason.INVALID,
        RECORD,
        "names liability serious-breach, which the rulebook does not attach to false data",
        "It attaches: false-information, very-serious-breach",
    )


def test_a_caught_false_report_loses_points_and_a_very_serious_one_has_the_last_grade() -> None:
    """The same year three times: an error, false data with five points off, and false data that vetoes every grade."""
    error = _liable(AT_ONCE).when(APPRAISAL, FALSE.model_copy(update=NO_LIABILITY), actor=VERIFIER).accepted
    false = _liable(AT_ONCE).when(APPRAISAL, FALSE, actor=VERIFIER).accepted
    very = _liable(AT_ONCE).when(APPRAISAL, VERY_FALSE, actor=VERIFIER).accepted

    results = [_result(given) for given in (error, false, very)]

    assert [(result.total, result.grade) for result in results] == [
        (Decimal("81.25"), "good"),
        (Decimal("76.25"), "fair"),
        (Decimal("81.25"), "poor"),
    ]
    assert "Very serious breach of honesty: no grade above poor" in results[2].explanation.rule


NO_LIABILITY = {"found": e.Found.ERROR, "liability": None, "points": None}


def _result(given: Given) -> Result:
    given = done(given, StepName.VERIFICATION)
    given = done(tick(given, StepName.SCORING), StepName.SCORING)
    given = do(tick(given, StepName.RESULT), "compute")
    [result] = [event.result for event in given.streams[APPRAISAL] if isinstance(event, e.ResultComputed)]
    return result


# ---------------------------------------------------------------- heard first, where the rulebook says so

CHARGED = _liable(HEARD).when(APPRAISAL, FALSE, actor=VERIFIER).accepted
ANSWER = AnswerFalseReport(indicator="budget", answer="A clerk mistook the year")
UPHOLD = RuleOnFalseReport(indicator="budget", upheld=True, reason="Two years are in it")


def test_where_the_unit_is_to_be_heard_a_charge_is_brought_and_nothing_counts_yet() -> None:
    state = CHARGED.state(APPRAISAL)

    assert CHARGED.streams[APPRAISAL][-1] == f.FalseReportCharged(
        indicator="budget",
        cites=state.version - 1,
        liability="false-information",
        kind=None,
        points=Decimal(-5),
        answer_by=after(CHARGED.now, 20),
        by=VERIFIER,
    )
    assert state.recorded.cases == {}
    assert state.reported["budget"].value == Decimal(40)


def test_a_charge_asks_the_head_for_an_answer_and_the_committee_for_a_ruling() -> None:
    asked = false_reports.open_duties(CHARGED.state(APPRAISAL))
    assert [(one.duty.key, one.duty.role, one.duty.unit, one.due) for one in asked] == [
        ("answer-false-report.budget", Role.HEAD, "finance", after(CHARGED.now, 20)),
        ("rule-on-false-report.budget", Role.COMMITTEE, None, None),
    ]
    answered = CHARGED.when(APPRAISAL, ANSWER, actor="finance-head").accepted
    left = false_reports.open_duties(answered.state(APPRAISAL))
    assert [one.duty.key for one in left] == ["rule-on-false-report.budget"]
    ruled = answered.when(APPRAISAL, UPHOLD, actor="committee-1").accepted
    assert false_reports.open_duties(ruled.state(APPRAISAL)) == ()


def test_the_committee_hears_before_it_rules() -> None:
    until = after(CHARGED.now, 20)
    CHARGED.when(APPRAISAL, UPHOLD, actor="committee-1").refused(
        Reason.CONFLICT,
        RECORD,
        f"has a charge on budget that the unit may answer until {until.isoformat()}",
        "Hear it first",
    )
    assert CHARGED.at(until).when(APPRAISAL, UPHOLD, actor="committee-1").refusal is None


def test_a_charge_that_is_upheld_is_a_recorded_case_and_a_dismissed_one_is_none() -> None:
    answered = CHARGED.when(APPRAISAL, ANSWER, actor="finance-head").accepted

    upheld = answered.when(APPRAISAL, UPHOLD, actor="committee-1").accepted
    dismissed = answered.when(APPRAISAL, UPHOLD.model_copy(update={"upheld": False}), actor="committee-1").accepted

    assert list(upheld.state(APPRAISAL).recorded.cases) == [("penalty-points", "false-budget")]
    assert dismissed.state(APPRAISAL).recorded.cases == {}


@pytest.mark.parametrize(
    ("person", "roles", "problem"),
    [
        ("office-2", ("office", "committee"), "would be ruled on by office-2, who is of the performance office"),
        ("supervision-1", ("verifier", "committee"), "would be ruled on by supervision-1, who brought the charge"),
        ("supervision-2", ("supervision",), "takes rulings from the committee, not from supervision-2"),
    ],
)
def test_who_brought_the_charge_or_runs_the_cycle_does_not_rule(
    person: str, roles: tuple[str, ...], problem: str
) -> None:
    given = moved(CHARGED, person, "supervision", *roles).at(after(CHARGED.now, 20))
    refusal = given.when(APPRAISAL, UPHOLD, actor=person).refusal
    assert refusal is not None
    assert (refusal.reason, refusal.problem) == (Reason.FORBIDDEN, problem)


def test_only_the_head_answers_and_once() -> None:
    CHARGED.when(APPRAISAL, ANSWER, actor=OFFICE).refused(
        Reason.FORBIDDEN, RECORD, "takes the answer from the head of finance, not from office-1", "Let the head answer"
    )
    answered = CHARGED.when(APPRAISAL, ANSWER, actor="finance-head").accepted
    answered.when(APPRAISAL, ANSWER, actor="finance-head").refused(
        Reason.CONFLICT,
        RECORD,
        f"has an answer to the charge on budget (event {answered.state(APPRAISAL).version})",
        "Let the committee rule on it",
    )


def test_the_record_is_not_closed_over_a_charge_without_a_ruling() -> None:
    given = done(CHARGED, StepName.VERIFICATION)
    given = tick(given, StepName.SCORING)

    given.when(APPRAISAL, CloseRecord(), actor=OFFICE).refused(
        Reason.CONFLICT,
        RECORD,
        "has a charge of false data on budget without a ruling",
        "Let the committee rule on it first",
    )


# ---------------------------------------------------------------- who acted in what capacity, and by which document


def test_each_part_in_it_is_recorded_with_its_capacity() -> None:
    answered = CHARGED.when(APPRAISAL, ANSWER, actor="finance-head")
    ruled = answered.accepted.when(APPRAISAL, UPHOLD, actor="committee-1")

    assert _liable(HEARD).when(APPRAISAL, FALSE, actor=VERIFIER).capacity == Capacity(
        "verifier", mandate="post:supervision"
    )
    assert answered.capacity == Capacity("head", mandate="post:finance")
    assert ruled.capacity == Capacity("committee", mandate="post:committee")


@pytest.mark.parametrize("door", [UPHOLD, RecordFacts(facts=(UPHOLD,))], ids=["task", "fact"])
def test_a_ruling_needs_the_number_of_its_document_where_the_rulebook_says_so(door: Command) -> None:
    given = at_step(StepName.VERIFICATION, launched(verification=HEARD, numbered=["false_report"], **LIABLE))
    given = given.when(APPRAISAL, FALSE, actor=VERIFIER).accepted.when(APPRAISAL, ANSWER, actor="finance-head").accepted

    given.when(APPRAISAL, door, actor="committee-1").refused(
        Reason.INVALID,
        "appraisal annual-2026:finance",
        "is decided on (false_report) without the number of the document that says so",
        "Give it: --document NUMBER on the command line, the header Kaohe-Document over HTTP",
    )
    assert given.when(APPRAISAL, door, actor="committee-1", document="7").refusal is None
