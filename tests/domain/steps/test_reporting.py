"""Reporting and verification: what the head says, what a verifier finds, and that the report stays."""

import pytest

from domain.appraisal import events as e
from domain.appraisal.events import Evidence
from domain.appraisal.reporting import SubmitReport, ValueEntry
from domain.appraisal.state import Appraisal
from domain.appraisal.verification import ConfirmValue, CorrectValue
from domain.command import Command
from domain.directory import Role
from domain.exact import number
from domain.refusal import Reason
from domain.schedule import StepName
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    HEAD,
    VERIFIER,
    at_step,
    do,
    done,
    draw_if_due,
    duty,
    moved,
    private,
    reported,
    tick,
)

OPEN = at_step(StepName.REPORTING)
TASK = "task annual-2026:finance:report"
BUDGET, DELAYS, HOTLINE = reported().values
SHA = "0" * 63 + "f"


def with_budget(**changes: object) -> SubmitReport:
    return SubmitReport(values=(ValueEntry.model_validate({**dict(BUDGET), **changes}), DELAYS, HOTLINE))


def test_the_head_reports_every_measured_indicator() -> None:
    wish = SubmitReport(
        values=(
            ValueEntry(
                indicator="budget",
                value="301/3",
                unit="%",
                evidence=(Evidence(reference="audit-2026", sha256=SHA),),
                note="Audited",
            ),
            ValueEntry(indicator="delays", unit="days", note="No count"),
            HOTLINE,
        )
    )

    given = OPEN.when(APPRAISAL, wish, actor=HEAD).then(
        e.ReportSubmitted(
            values=(
                e.ReportedValue(
                    indicator="budget",
                    value="301/3",
                    unit="%",
                    evidence=(Evidence(reference="audit-2026", sha256=SHA),),
                    note=private(HEAD, "Audited"),
                ),
                e.ReportedValue(indicator="delays", value=None, unit="days", note=private(HEAD, "No count")),
                e.ReportedValue(indicator="hotline", value="81", unit="%"),
            ),
            by=HEAD,
        ),
        e.StepCompleted(step=StepName.REPORTING),
    )

    given.when(APPRAISAL, wish, actor=HEAD).refused(
        Reason.CONFLICT, TASK, "is done already", "Nothing needs to be done; see 'kaohe history annual-2026:finance'"
    )


@pytest.mark.parametrize(
    ("wish", "problem", "mend"),
    [
        (
            SubmitReport(values=(BUDGET, DELAYS)),
            "says nothing of hotline",
            "Report every indicator; where there is no value, say why in its note",
        ),
        (
            SubmitReport(values=()),
            "says nothing of budget, delays, hotline",
            "Report every indicator; where there is no value, say why in its note",
        ),
        (
            SubmitReport(values=(BUDGET, DELAYS, HOTLINE, BUDGET)),
            "holds the value of indicator budget twice",
            "Report each indicator once",
        ),
        (
            with_budget(indicator="conduct"),
            "holds the value of indicator conduct, which is not to be reported",
            "Report budget, delays, hotline",
        ),
        (
            with_budget(unit="yuan"),
            "holds the value of indicator budget in 'yuan'",
            "Report it in '%', the rulebook's unit",
        ),
        (
            with_budget(value=None, note=" "),
            "leaves out the value of indicator budget without a word",
            "Give the value, or a note why not",
        ),
        (
            with_budget(evidence=[{"reference": " "}]),
            "has evidence without a reference for the value of indicator budget",
            "Say where the document can be seen",
        ),
        (
            with_budget(evidence=[{"reference": "audit", "sha256": "ABC"}]),
            "has evidence audit with SHA-256 'ABC' for the value of indicator budget",
            "Give the digest as 64 digits and letters a to f, or leave it out",
        ),
    ],
    ids=["missing", "empty", "twice", "judged", "unit", "no value", "no reference", "no digest"],
)
def test_reports_that_cannot_be_are_refused(wish: SubmitReport, problem: str, mend: str) -> None:
    OPEN.when(APPRAISAL, wish, actor=HEAD).refused(Reason.INVALID, TASK, problem, mend)


# ---------------------------------------------------------------- verification

VERIFY = at_step(StepName.VERIFICATION)
REPORT = next(version for version, it in enumerate(VERIFY.streams[APPRAISAL], 1) if isinstance(it, e.ReportSubmitted))
VERIFY_TASK = "task annual-2026:finance:verify.budget"
CORRECTION = CorrectValue(indicator="budget", value="80", unit="%", reason="The books say so")


def test_what_was_drawn_is_asked_of_verifiers() -> None:
    state: Appraisal = VERIFY.state(APPRAISAL)
    asked = state.steps[StepName.VERIFICATION].duties

    assert asked == (
        e.Duty(key="verify.budget", role=Role.VERIFIER),
        e.Duty(key="verify.delays", role=Role.VERIFIER),
    )


def test_a_correction_cites_the_report_which_stays() -> None:
    given = VERIFY.when(APPRAISAL, CORRECTION, actor=VERIFIER).then(
        e.ValueCorrected(
            indicator="budget",
            was="100",
            value="80",
            cites=REPORT,
            reason=private(VERIFIER, "The books say so"),
            by=VERIFIER,
        )
    )

    state: Appraisal = given.state(APPRAISAL)
    now = len(given.streams[APPRAISAL])
    assert given.streams[APPRAISAL][:-1] == VERIFY.streams[APPRAISAL]
    assert (number("80"), (REPORT, now)) == (state.reported["budget"].value, state.reported["budget"].cites)
    assert state.reported["delays"] == VERIFY.state(APPRAISAL).reported["delays"]


def test_the_corrected_value_counts_and_its_score_cites_report_and_correction() -> None:
    given = VERIFY.when(APPRAISAL, CORRECTION, actor=VERIFIER).accepted
    corrected = len(given.streams[APPRAISAL])
    given = compute_after(do(given, "verify.delays"))

    [computed] = [it for it in given.streams[APPRAISAL] if isinstance(it, e.ResultComputed)]
    budget = computed.result.explanation.children[0].children[0].children[0]
    assert (budget.inputs["value"], budget.cites) == ("80", (REPORT, corrected))


def compute_after(given: Given) -> Given:
    given = done(tick(given, StepName.SCORING), StepName.SCORING)
    return do(tick(given, StepName.RESULT), "compute")


def test_a_value_can_be_corrected_to_none_but_only_in_so_many_words() -> None:
    wish = CORRECTION.model_copy(update={"value": None})

    [corrected] = VERIFY.when(APPRAISAL, wish, actor=VERIFIER).events

    assert isinstance(corrected, e.ValueCorrected)
    assert corrected.value is None
    assert CorrectValue.model_fields["value"].is_required()


def test_a_confirmed_value_keeps_its_value_and_cites_both() -> None:
    given = VERIFY.when(APPRAISAL, ConfirmValue(indicator="budget"), actor=VERIFIER).then(
        e.ValueConfirmed(indicator="budget", cites=REPORT, by=VERIFIER)
    )

    state: Appraisal = given.state(APPRAISAL)
    assert (number("100"), (REPORT, REPORT + 3)) == (state.reported["budget"].value, state.reported["budget"].cites)


@pytest.mark.parametrize(
    ("changes", "problem", "mend"),
    [
        ({"unit": "yuan"}, "gives the value in 'yuan'", "Give it in '%', the rulebook's unit"),
        ({"value": number("100.0")}, "corrects 100 to the same", "Confirm it instead"),
        ({"reason": ""}, "corrects without a reason", "Say how the right value was found"),
    ],
    ids=["unit", "same", "reason"],
)
def test_corrections_that_cannot_be_are_refused(changes: dict[str, object], problem: str, mend: str) -> None:
    VERIFY.when(APPRAISAL, CORRECTION.model_copy(update=changes), actor=VERIFIER).refused(
        Reason.INVALID, VERIFY_TASK, problem, mend
    )


EITHER = pytest.mark.parametrize("wish", [ConfirmValue(indicator="budget"), CORRECTION], ids=["confirm", "correct"])


@EITHER
def test_a_verifier_does_not_verify_the_own_unit(wish: Command) -> None:
    given = moved(VERIFY, "finance-staff-1", "finance", "verifier")

    given.when(APPRAISAL, wish, actor="finance-staff-1").refused(
        Reason.FORBIDDEN,
        VERIFY_TASK,
        "would be done by finance-staff-1, who is of the unit appraised",
        "Let somebody who has no part in the appraisal do it",
    )


@EITHER
def test_who_reported_does_not_verify_in_another_post_either(wish: Command) -> None:
    moved(VERIFY, HEAD, "supervision", "verifier").when(APPRAISAL, wish, actor=HEAD).refused(
        Reason.FORBIDDEN,
        VERIFY_TASK,
        "would be done by finance-head, who set its goals",
        "Let somebody who has no part in the appraisal do it",
    )
    given = reported_by_another()
    moved(given, "finance-staff-1", "supervision", "verifier").when(APPRAISAL, wish, actor="finance-staff-1").refused(
        Reason.FORBIDDEN,
        VERIFY_TASK,
        "would be done by finance-staff-1, who reported its values",
        "Let somebody who has no part in the appraisal do it",
    )


def reported_by_another() -> Given:
    """The report comes from the successor of the head who set the goals."""
    given = moved(at_step(StepName.REPORTING), "finance-staff-1", "finance", "head")
    given = given.when(APPRAISAL, reported(), actor="finance-staff-1").accepted
    return tick(draw_if_due(given, StepName.VERIFICATION), StepName.VERIFICATION)


@EITHER
def test_only_verifiers_verify(wish: Command) -> None:
    VERIFY.when(APPRAISAL, wish, actor=HEAD).refused(
        Reason.FORBIDDEN,
        VERIFY_TASK,
        "is asked of the verifier, not of finance-head",
        "See 'kaohe task list --as YOU' for your own tasks",
    )


@EITHER
def test_a_value_is_verified_once(wish: Command) -> None:
    assert duty(VERIFY, StepName.VERIFICATION, "verify.budget").role is Role.VERIFIER
    do(VERIFY, "verify.budget").when(APPRAISAL, wish, actor=VERIFIER).refused(
        Reason.CONFLICT,
        VERIFY_TASK,
        "is done already",
        "Nothing needs to be done; see 'kaohe history annual-2026:finance'",
    )


def test_what_was_not_drawn_is_not_verified() -> None:
    VERIFY.when(APPRAISAL, ConfirmValue(indicator="hotline"), actor=VERIFIER).refused(
        Reason.NOT_FOUND,
        "task annual-2026:finance:verify.hotline",
        "does not exist",
        "Open tasks of this appraisal are: annual-2026:finance:verify.budget, annual-2026:finance:verify.delays",
    )
