"""Help, improvement and rectification: offered early, agreed or imposed, checked, and what is left carried on."""

from datetime import date
from typing import Any

from domain.case import events as e
from domain.case.content import Measures
from domain.case.doing import ReturnToAct
from domain.case.offers import offers
from domain.cycle.regulation import regulation_of, regulation_streams
from domain.directory import Role
from domain.refusal import Reason
from domain.regulation import Rulebook
from domain.schedule import StepName
from tests.domain.case_rules import help_rules
from tests.domain.cases import CASE, acts, opened, opening, ticked, turn
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, CYCLE, HEAD, OFFICE, at_step, launched, reported

GIVEN = launched(**help_rules())
REPORTING = at_step(StepName.REPORTING, GIVEN)


def measures(*ids: str) -> dict[str, Any]:
    several = [{"id": one, "what": f"Mend {one}", "by": "2026-09-30", "indicator": "hotline"} for one in ids]
    return {"kind": "measures", "measures": several}


def rulebook() -> Rulebook:
    cycle = GIVEN.state(CYCLE)
    return regulation_of(cycle, {name: GIVEN.state(name) for name in regulation_streams(cycle)})


def offered(given: Given) -> list[tuple[str, str]]:
    return [(one.procedure.id, one.why) for one in offers(given.state(APPRAISAL), rulebook())]


def todo(given: Given) -> list[str]:
    """What was written down last as to be done."""
    return [one.id for brought in given.state(CASE).contents(Measures)[-1:] for one in brought.measures]


# ---------------------------------------------------------------- help offered early


def test_help_is_offered_when_values_fall_behind_and_nothing_is_opened_by_it() -> None:
    given = REPORTING.when(APPRAISAL, reported(budget="55"), actor=HEAD).accepted

    assert offered(given) == [("counseling", "55 < 60 or 81 < 60 is true")]
    assert CASE not in given.streams


def test_nothing_is_offered_before_there_are_values_or_when_they_keep_up() -> None:
    assert offered(REPORTING) == []
    assert offered(REPORTING.when(APPRAISAL, reported(), actor=HEAD).accepted) == []


def test_what_is_taken_up_is_not_offered_again() -> None:
    given = REPORTING.when(APPRAISAL, reported(budget="55"), actor=HEAD).accepted
    assert offered(opened(given, OFFICE, "counseling", states={"topic": "The budget"})) == []


def test_a_counseling_ends_with_actions_that_both_sides_agree_to() -> None:
    given = opened(GIVEN, OFFICE, "counseling", states={"topic": "The budget"})
    given = acts(given, HEAD, "actions", content=measures("m-1")).accepted
    agreed = acts(given, OFFICE, "agree", outcome="agreed")

    assert agreed.events[-1] == e.CaseDecided(outcome="agreed", granted=True, at=GIVEN.now)


# ---------------------------------------------------------------- an agreed improvement, an imposed rectification


def test_an_improvement_is_the_unit_s_plan_agreed_and_checked_within_three_months() -> None:
    given = opened(GIVEN, HEAD, "improvement", content=measures("m-1", "m-2"))
    given = given.when(CASE, ReturnToAct(act="agree", reason="By when?"), actor=OFFICE).accepted
    given = acts(given, HEAD, "plan", content=measures("m-1", "m-2", "m-3")).accepted
    given = acts(given, OFFICE, "agree", outcome="agreed").accepted

    assert todo(given) == ["m-1", "m-2", "m-3"]
    assert (turn(given).act, turn(given).opened.duty.role) == ("check", Role.OFFICE)
    assert turn(given).opened.clock.due == GIVEN.now.replace(month=6)


def test_an_improvement_that_is_finished_leaves_nothing_to_carry_on() -> None:
    given = opened(GIVEN, HEAD, "improvement", content=measures("m-1"))
    given = acts(given, OFFICE, "agree", outcome="agreed").accepted
    finished = acts(given, OFFICE, "check", outcome="finished", states={"finding": "Done"})

    assert finished.events[-1] == e.CaseDecided(outcome="finished", granted=True, at=GIVEN.now)
    assert finished.accepted.state(CASE).unfinished == ()


def test_what_a_check_finds_unfinished_is_written_down_and_carried_on() -> None:
    given = opened(GIVEN, HEAD, "improvement", content=measures("m-1", "m-2"))
    given = acts(given, OFFICE, "agree", outcome="agreed").accepted
    given = acts(given, OFFICE, "check", outcome="unfinished", states={"finding": "m-2 is late"}).accepted
    left = acts(given, HEAD, "left", content=measures("m-2"))

    assert left.events[-1] == e.CaseDecided(outcome="unfinished", granted=False, at=GIVEN.now)
    assert todo(left.accepted) == ["m-2"]
    assert [one.id for one in left.accepted.state(CASE).unfinished] == ["m-2"]


def test_a_plan_that_nobody_agreed_to_leaves_nothing_to_carry_on() -> None:
    given = opened(GIVEN, HEAD, "improvement", content=measures("m-1"))
    given = acts(given, OFFICE, "agree", outcome="dropped").accepted

    assert given.state(CASE).unfinished == ()


def test_a_check_that_nobody_made_until_its_end_leaves_the_measures_unfinished() -> None:
    rules = help_rules()
    rules["clocks"][0] |= {"ends": "P1M", "at_end": "close"}
    given = opened(launched(**rules), HEAD, "improvement", content=measures("m-1"))
    given = acts(given, OFFICE, "agree", outcome="agreed").accepted
    while not given.state(CASE).settled:
        given = ticked(given).accepted

    assert [one.id for one in given.state(CASE).unfinished] == ["m-1"]


def test_a_rectification_is_imposed_by_the_office_and_nobody_asks_the_unit() -> None:
    fields: dict[str, Any] = {"states": {"reason": "Calls went unanswered"}, "content": measures("m-1")}
    given = opened(GIVEN, OFFICE, "rectification", **fields)

    assert todo(given) == ["m-1"]
    assert (turn(given).act, turn(given).opened.duty.role) == ("report", Role.HEAD)
    GIVEN.when(CASE, opening("rectification", **fields), actor=HEAD).refused(
        Reason.FORBIDDEN,
        "case c-1",
        f"is asked of the office, not of {HEAD}",
        "See 'kaohe task list --as YOU' for your own tasks",
    )


def test_a_measure_has_its_day_and_its_text_is_kept_in_confidence() -> None:
    (measure,) = opened(GIVEN, HEAD, "improvement", content=measures("m-1")).state(CASE).contents(Measures)[0].measures

    assert (measure.id, measure.by, measure.indicator) == ("m-1", date(2026, 9, 30), "hotline")
    assert measure.what.data_subject == HEAD


def test_a_measure_for_what_the_unit_is_not_appraised_on_is_refused() -> None:
    content = {"kind": "measures", "measures": [{"id": "m-1", "what": "x", "by": "2026-09-30", "indicator": "fog"}]}
    GIVEN.when(CASE, opening("improvement", content=content), actor=HEAD).refused(
        Reason.INVALID,
        "case c-1",
        "names indicator fog, on which finance is not appraised",
        "Its indicators are budget, delays, hotline, conduct",
    )


def test_two_measures_of_one_name_are_refused() -> None:
    GIVEN.when(CASE, opening("improvement", content=measures("calls", "calls")), actor=HEAD).refused(
        Reason.INVALID, "case c-1", "names measure calls twice", "Name each measure once"
    )
