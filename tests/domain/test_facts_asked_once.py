"""Facts asked once: a value reported in one cycle serves every linked cycle of the same appraisee and period."""

from decimal import Decimal

from domain.appraisal.cases import ChangeGoals
from domain.appraisal.events import ValueCorrected
from domain.appraisal.facts import facts
from domain.appraisal.folding.resulting import corrected
from domain.appraisal.revision.computing import corrections_of
from domain.appraisal.revision.deciding import ReviseResult
from domain.appraisal.state import Appraisal
from domain.appraisal.taken_events import TakenIn, TakenSource, ValuesTakenIn
from domain.appraisal.verification import ConfirmValue, CorrectValue
from domain.case.content import Correction
from domain.case.doing import DoAct
from domain.case.opening import OpenCase
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG, Command, Context
from domain.cycle.cancelling import CancelCycle
from domain.cycle.draw import DrawSample
from domain.cycle.passage import RecordStepPassed
from domain.refusal import Reason
from domain.schedule import StepName
from domain.streams import cycle_stream
from tests.domain.case_rules import case_rules
from tests.domain.cases import CASE
from tests.domain.given import Given
from tests.domain.history import HEAD, OFFICE, TIMED, UNIT, VERIFIER, private
from tests.domain.linked import REPORTING, YEAR, begun, indicator, launched, of, opened, report, reported, rulebook

FLOODS = "floods-2026"
GROWTH = indicator("growth", fact="gdp-growth")
SAME = indicator("gdp", fact="gdp-growth")
VERIFIED = [
    REPORTING[0],
    {**next(step for step in TIMED if step["step"] == "verification"), "opens": {"after": "reporting"}},
    {**REPORTING[1], "opens": {"after": "verification"}},
]


def linked() -> Given:
    """A special cycle within the year, for the same period; both need the same fact, and one of their own."""
    given = begun(
        rulebook("years", GROWTH, indicator("own"), steps=VERIFIED, verification={"share": "1"}),
        rulebook("special", SAME, indicator("dikes"), kind="special"),
    )
    given = launched(given, YEAR, "years")
    return launched(given, FLOODS, "special", within=YEAR, matter="High water")


def served(given: Given, cycle: str) -> list[TakenIn]:
    return [one for event in given.streams[of(cycle)] if isinstance(event, ValuesTakenIn) for one in event.taken]


def test_a_value_reported_in_the_year_is_not_asked_for_in_the_special_cycle() -> None:
    given = reported(linked(), YEAR, growth="95", own="80")

    given = opened(given, FLOODS, StepName.REPORTING)

    version = given.state(of(YEAR)).version
    source = TakenSource(stream=of(YEAR), version=version, value=Decimal(95))
    assert served(given, FLOODS) == [
        TakenIn(rule="fact:gdp-growth", into="gdp", value=Decimal(95), sources=(source,), lacking=())
    ]
    given = given.when(of(FLOODS), report({"dikes": "70"}), actor=HEAD).accepted
    assert {name: fact.value for name, fact in facts(given.state(of(FLOODS))).values.items()} == {
        "gdp": 95,
        "dikes": 70,
    }


def test_it_serves_the_other_way_round_too() -> None:
    given = reported(linked(), FLOODS, gdp="95", dikes="70")
    given = opened(given, YEAR, StepName.REPORTING)
    assert [one.into for one in served(given, YEAR)] == ["growth"]
    given.when(of(YEAR), report({"own": "80"}), actor=HEAD).accepted  # noqa: B018 - it is


def test_a_value_that_comes_while_both_ask_serves_the_one_that_reports_later() -> None:
    given = opened(opened(linked(), YEAR, StepName.REPORTING), FLOODS, StepName.REPORTING)
    given = given.when(of(YEAR), report({"growth": "95", "own": "80"}), actor=HEAD).accepted

    given = given.when(of(FLOODS), report({"dikes": "70"}), actor=HEAD).accepted

    assert [type(one).__name__ for one in given.streams[of(FLOODS)]][-3:] == [
        "ValuesTakenIn",
        "ReportSubmitted",
        "StepCompleted",
    ]


def test_a_value_that_is_known_is_refused_when_it_is_reported_again() -> None:
    given = opened(reported(linked(), YEAR, growth="95", own="80"), FLOODS, StepName.REPORTING)
    given.when(of(FLOODS), report({"gdp": "99", "dikes": "70"}), actor=HEAD).refused(
        Reason.INVALID,
        f"task {FLOODS}:finance:report",
        f"holds the value of indicator gdp, which is taken in from {of(YEAR)} and not asked for again",
        "Leave it out; if it is wrong, have it corrected there",
    )


def test_where_all_is_known_nothing_is_asked() -> None:
    given = begun(rulebook("years", GROWTH), rulebook("special", SAME, kind="special"))
    given = launched(given, YEAR, "years")
    given = launched(given, FLOODS, "special", within=YEAR, matter="High water")
    given = opened(reported(given, YEAR, growth="95"), FLOODS, StepName.REPORTING)
    assert given.state(of(FLOODS)).steps[StepName.REPORTING].ended


def test_a_corrected_value_is_taken_in_as_corrected() -> None:
    given = opened(reported(linked(), YEAR, growth="95", own="80"), FLOODS, StepName.REPORTING)
    given = given.when(of(FLOODS), report({"dikes": "70"}), actor=HEAD).accepted
    year = cycle_stream(YEAR)
    given = given.when(year, RecordStepPassed(step=StepName.REPORTING, count=1), actor=SYSTEM_LOG).accepted
    given = given.when(year, DrawSample(), actor=SYSTEM_CLOCK).accepted
    given = opened(given, YEAR, StepName.VERIFICATION)
    correction = CorrectValue(indicator="growth", value="60", unit="%", reason="Books")
    given = given.when(of(YEAR), correction, actor=VERIFIER).accepted

    given = opened(given, FLOODS, StepName.SCORING)

    assert facts(given.state(of(FLOODS))).values["gdp"].value == 60
    assert [one.value for one in served(given, FLOODS)] == [95, 60]


def to_verify() -> Given:
    """Growth was reported in the special cycle, which verifies nothing, and served the year, which verifies all."""
    given = opened(reported(linked(), FLOODS, gdp="95", dikes="70"), YEAR, StepName.REPORTING)
    given = given.when(of(YEAR), report({"own": "80"}), actor=HEAD).accepted
    year = cycle_stream(YEAR)
    given = given.when(year, RecordStepPassed(step=StepName.REPORTING, count=1), actor=SYSTEM_LOG).accepted
    return opened(given.when(year, DrawSample(), actor=SYSTEM_CLOCK).accepted, YEAR, StepName.VERIFICATION)


def verified(given: Given, *wishes: Command) -> Given:
    for wish in wishes:
        given = given.when(of(YEAR), wish, actor=VERIFIER).accepted
    return opened(given, YEAR, StepName.SCORING)


def test_who_reports_first_where_nothing_is_verified_does_not_get_round_verification() -> None:
    correction = CorrectValue(indicator="growth", value="60", unit="%", reason="Books")

    found = facts(verified(to_verify(), correction, ConfirmValue(indicator="own")).state(of(YEAR))).values["growth"]

    assert found.value == Decimal(60)
    assert len(found.cites) == 2, "what was taken in, and the finding"


def test_a_fact_that_was_confirmed_stays_as_it_was_found() -> None:
    given = to_verify()
    later = ValueCorrected(
        indicator="gdp", was="95", value="60", cites=3, reason=private(VERIFIER, "Books"), by=VERIFIER
    )
    for name in ("growth", "own"):
        given = given.when(of(YEAR), ConfirmValue(indicator=name), actor=VERIFIER).accepted

    given = verified(given.happened(of(FLOODS), later))

    assert facts(given.state(of(YEAR))).values["growth"].value == Decimal(95)


def test_no_fact_is_taken_from_a_cycle_that_is_not_linked_or_of_another_period() -> None:
    given = begun(rulebook("years", GROWTH), rulebook("special", SAME, kind="special"))
    given = launched(given, YEAR, "years")
    given = launched(given, FLOODS, "special", matter="High water")
    given = opened(reported(given, YEAR, growth="95"), FLOODS, StepName.REPORTING)
    assert served(given, FLOODS) == []


def test_no_fact_is_taken_from_a_cycle_that_was_cancelled() -> None:
    given = reported(linked(), FLOODS, gdp="95", dikes="70")
    cancel = CancelCycle(reason="There was no high water")
    given = opened(given.when(cycle_stream(FLOODS), cancel, actor=OFFICE).accepted, YEAR, StepName.REPORTING)
    assert served(given, YEAR) == []
    given.when(of(YEAR), report({"growth": "95", "own": "80"}), actor=HEAD).accepted  # noqa: B018 - it is


def test_a_value_that_was_not_given_is_asked_for_elsewhere() -> None:
    given = opened(reported(linked(), YEAR, growth=None, own="80"), FLOODS, StepName.REPORTING)
    assert served(given, FLOODS) == []


def test_a_report_of_which_all_is_known_by_now_is_handed_in_empty() -> None:
    given = begun(rulebook("years", GROWTH), rulebook("special", SAME, kind="special"))
    given = launched(given, YEAR, "years")
    given = launched(given, FLOODS, "special", within=YEAR, matter="High water")
    given = opened(opened(given, FLOODS, StepName.REPORTING), YEAR, StepName.REPORTING)
    given = given.when(of(YEAR), report({"growth": "95"}), actor=HEAD).accepted

    given = given.when(of(FLOODS), report({}), actor=HEAD).accepted

    assert facts(given.state(of(FLOODS))).values["gdp"].value == 95


def test_a_goal_is_not_changed_to_what_was_reported_elsewhere() -> None:
    given = begun(rulebook("years", GROWTH), rulebook("special", SAME, kind="special", **case_rules(within="P10D")))
    given = launched(given, YEAR, "years")
    given = launched(given, FLOODS, "special", within=YEAR, matter="High water")
    given = opened(reported(given, YEAR, growth="95"), FLOODS, StepName.REPORTING)
    content = {"kind": "goal_changes", "changes": [{"indicator": "gdp", "target": "95"}]}
    fields = {"case": "c-1", "procedure": "goal-change", "cycle": FLOODS, "appraisee": UNIT, "content": content}
    given = given.when(CASE, OpenCase.model_validate(fields), actor=HEAD).accepted
    given = given.when(CASE, DoAct(act="decide", outcome="approved"), actor=OFFICE).accepted

    given.when(of(FLOODS), ChangeGoals(case="c-1"), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "case c-1",
        "changes the goals for gdp, whose values have been reported",
        "The goals stand as they were",
    )


def test_a_review_corrects_what_was_reported_elsewhere_and_still_cites_where_it_came_from() -> None:
    given = opened(reported(linked(), YEAR, growth="95", own="80"), FLOODS, StepName.REPORTING)
    state: Appraisal = given.state(of(FLOODS))
    context = Context(given.now, SYSTEM_CLOCK, states=given.reads(of(FLOODS), ReviseResult(case="c-1")))
    (one,) = corrections_of([Correction(indicator="gdp", value=Decimal(90))], state, context, "case c-1")

    assert (one.was, one.becomes) == (Decimal(95), Decimal(90))
    revised = corrected(state, [one], state.version + 1).known["gdp"]
    assert (revised.value, revised.cites) == (Decimal(90), (*state.known["gdp"].cites, state.version + 1))
