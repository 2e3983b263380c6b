"""Plans flow down: the goals of a term give those of its years, no weaker, and unfinished measures are carried over."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.appraisal.cases import NoteCase
from domain.appraisal.derived_events import CarriedMeasure, DerivedGoal, GoalsDerived
from domain.appraisal.facts import facts
from domain.appraisal.goals import ConfirmGoals, GoalEntry, SetGoals
from domain.case.doing import DoAct
from domain.case.opening import OpenCase
from domain.command import SYSTEM_CLOCK, Command
from domain.cycle.cancelling import CancelCycle
from domain.cycle.containing import RecordInnerRefused
from domain.refusal import Reason
from domain.regulation import problems
from domain.schedule import Period, StepName
from domain.streams import case_stream, cycle_stream
from tests.domain.given import Given, Outcome
from tests.domain.history import HEAD, OFFICE, TIMED, UNIT
from tests.domain.linked import YEAR, begun, indicator, launched, of, opened, rulebook

TERM = "term-2026"
OF_TERM = Period(start=date(2026, 1, 1), end=date(2030, 12, 31))
CASE = case_stream("c-1")
GOALS = [step for step in TIMED if step["step"] == "goals"]
SECOND = Period(start=date(2027, 1, 1), end=date(2027, 12, 31))


def goals(target: str | None, name: str = "growth") -> SetGoals:
    return SetGoals(goals=(GoalEntry(indicator=name, target=target, measures="Build"),))


def planned(
    target: str | None = "150",
    contains: Sequence[dict[str, Any]] = (),
    first: str | None = YEAR,
    **derives: Any,  # noqa: ANN401 - fields of a document
) -> Given:
    """A term whose goal for growth was set and confirmed, and its first year, if any, whose goals have opened."""
    rule = {"indicator": "growth", **derives}
    given = begun(
        rulebook("terms", indicator("growth"), kind="term", steps=GOALS, contains=list(contains)),
        rulebook("years", indicator("growth"), indicator("own"), steps=GOALS, derives=[rule]),
    )
    given = opened(launched(given, TERM, "terms", OF_TERM), TERM, StepName.GOALS)
    if target is not None:
        given = given.when(of(TERM), goals(target), actor=HEAD).accepted
        given = given.when(of(TERM), ConfirmGoals(), actor=OFFICE).accepted
    return given if first is None else opened(launched(given, first, "years", within=TERM), first, StepName.GOALS)


def derived(given: Given, cycle: str = YEAR) -> list[DerivedGoal]:
    return [goal for one in given.streams[of(cycle)] if isinstance(one, GoalsDerived) for goal in one.goals]


def head(given: Given, wish: Command) -> Outcome:
    return given.when(of(YEAR), wish, actor=HEAD)


def test_the_goal_of_the_term_is_the_years_and_cites_where_it_is_from() -> None:
    given = planned()
    version = given.state(of(TERM)).version
    assert derived(given) == [DerivedGoal(indicator="growth", target=Decimal(150), stream=of(TERM), version=version)]
    assert facts(given.state(of(YEAR))).targets == {"growth": 150}


@pytest.mark.parametrize(("shares", "expected"), [(["0.8", "1"], ["120"]), (["0.5"], [])])
def test_a_year_has_its_share_where_that_is_stricter_than_its_rulebook(shares: list[str], expected: list[str]) -> None:
    assert [str(goal.target) for goal in derived(planned(shares=shares))] == expected


def test_each_year_has_the_share_of_its_place_in_the_term() -> None:
    given = planned(shares=["0.8", "0.9"])
    given = launched(given, "annual-2027", "years", SECOND, within=TERM)
    given = opened(given, "annual-2027", StepName.GOALS)
    assert [goal.target for goal in derived(given, "annual-2027")] == [135]


def test_a_year_that_was_launched_anew_takes_no_share_from_the_next() -> None:
    given = planned(shares=["0.8", "0.9", "0.2"])
    given = given.when(cycle_stream(YEAR), CancelCycle(reason="A wrong rulebook"), actor=OFFICE).accepted
    again = opened(launched(given, "again", "years", within=TERM), "again", StepName.GOALS)
    given = opened(launched(again, "annual-2027", "years", SECOND, within=TERM), "annual-2027", StepName.GOALS)
    assert [goal.target for cycle in ("again", "annual-2027") for goal in derived(given, cycle)] == [120, 135]


def test_a_year_that_could_not_be_launched_keeps_its_share_from_the_next() -> None:
    yearly = [{"rulebook": "years", "kind": "annual", "every": "year"}]
    given = planned(shares=["0.8", "0.9"], contains=yearly, first=None)
    refusal = RecordInnerRefused(cycle=f"{TERM}-1", attempt=1, thing="a", problem="b", mend="c")
    given = given.when(cycle_stream(TERM), refusal, actor=SYSTEM_CLOCK).accepted
    given = opened(launched(given, "annual-2027", "years", SECOND, within=TERM), "annual-2027", StepName.GOALS)
    assert [goal.target for goal in derived(given, "annual-2027")] == [135]


def test_the_goals_of_a_term_that_was_cancelled_give_none() -> None:
    given = planned(first=None)
    given = launched(given, YEAR, "years", within=TERM)
    given = given.when(cycle_stream(TERM), CancelCycle(reason="The city was merged"), actor=OFFICE).accepted
    assert derived(opened(given, YEAR, StepName.GOALS)) == []


def test_goals_of_the_term_that_nobody_confirmed_give_what_its_rulebook_asks() -> None:
    assert derived(planned(None)) == []  # 100 there, and 100 in the year's own rulebook


def test_a_goal_of_the_year_may_be_stricter_and_not_weaker() -> None:
    given = planned()
    head(given, goals("140")).refused(
        Reason.INVALID,
        f"task {YEAR}:finance:set-goals",
        f"sets target 140 for indicator growth, weaker than the 150 that the goals of {of(TERM)} give",
        "Set a target at least as strict, or none to keep that one",
    )
    given = head(given, goals("160")).accepted
    given = given.when(of(YEAR), ConfirmGoals(), actor=OFFICE).accepted
    assert facts(given.state(of(YEAR))).targets == {"growth": 160}


def test_a_goal_without_a_target_of_its_own_keeps_the_terms() -> None:
    given = head(planned(), goals(None)).accepted
    given = given.when(of(YEAR), ConfirmGoals(), actor=OFFICE).accepted
    assert facts(given.state(of(YEAR))).targets == {"growth": 150}


@pytest.mark.parametrize(
    ("fields", "place", "problem"),
    [
        ({"indicator": "other"}, "derives.1.indicator", "there is no indicator 'other' that is scored"),
        ({"shares": ["0"]}, "derives.1.shares", "one is not above 0"),
    ],
)
def test_a_rule_that_derives_nothing_is_found(fields: dict[str, Any], place: str, problem: str) -> None:
    document = rulebook("years", indicator("growth"), derives=[{"indicator": "growth", **fields}])
    assert (place, problem) in [(one.place, one.problem) for one in problems(document)]


# ---------------------------------------------------------------- measures that are not finished

IMPROVEMENT: dict[str, Any] = {
    "roles": [
        {"id": "unit", "name": "Unit", "held_by": "head"},
        {"id": "office", "name": "Office", "held_by": "office"},
    ],
    "procedures": [
        {
            "id": "improvement",
            "name": "Improvement",
            "kind": "improvement",
            "acts": [
                {"id": "plan", "by": "unit", "does": "plans", "content": "measures"},
                {"id": "check", "by": "office", "does": "checks"},
            ],
        }
    ],
}
PLAN = {
    "kind": "measures",
    "measures": [{"id": "more-lines", "what": "Open more lines", "by": "2027-06-30", "indicator": "growth"}],
}


def improving(**procedures: Any) -> Given:  # noqa: ANN401 - other procedures
    """In the first year finance has planned an improvement for its growth; the office has yet to check it."""
    rules = {**IMPROVEMENT, **procedures}
    given = begun(rulebook("years", indicator("growth"), indicator("own"), steps=GOALS, **rules))
    given = launched(given, YEAR, "years")
    wish = OpenCase.model_validate(
        {"case": "c-1", "procedure": "improvement", "cycle": YEAR, "appraisee": UNIT, "content": PLAN}
    )
    given = given.when(CASE, wish, actor=HEAD).accepted
    return given.when(of(YEAR), NoteCase(case="c-1"), actor=SYSTEM_CLOCK).accepted


def next_year(given: Given) -> Given:
    """The year after has opened its goals."""
    return opened(launched(given, "annual-2027", "years", SECOND, follows=YEAR), "annual-2027", StepName.GOALS)


def test_a_measure_that_is_not_finished_is_carried_into_the_next_year_and_its_words_stay_where_they_are() -> None:
    given = next_year(improving())
    (event,) = (one for one in given.streams[of("annual-2027")] if isinstance(one, GoalsDerived))
    measure = CarriedMeasure(
        measure="more-lines",
        indicator="growth",
        by=date(2027, 6, 30),
        stream=CASE,
        version=given.state(CASE).version,
    )
    assert event == GoalsDerived(goals=(), carried=(measure,))


def test_the_next_years_goals_take_it_up() -> None:
    given = next_year(improving())
    given.when(of("annual-2027"), goals(None, "own"), actor=HEAD).refused(
        Reason.INVALID,
        "task annual-2027:finance:set-goals",
        "has no goal for indicator growth, whose measure more-lines is not finished",
        "Set one that takes it up; see 'case:c-1'",
    )
    assert given.when(of("annual-2027"), goals(None), actor=HEAD).accepted


def test_a_measure_of_a_year_that_was_cancelled_is_not_carried_over() -> None:
    cancel = CancelCycle(reason="The organs were dissolved")
    given = next_year(improving().when(cycle_stream(YEAR), cancel, actor=OFFICE).accepted)
    assert not [one for one in given.streams[of("annual-2027")] if isinstance(one, GoalsDerived)]


def test_a_case_that_ended_with_measures_left_to_do_carries_them_over() -> None:
    """The last act of the shorter procedure writes the measures down, so nobody has found them done."""
    short = [{**IMPROVEMENT["procedures"][0], "acts": IMPROVEMENT["procedures"][0]["acts"][:1]}]
    given = next_year(improving(procedures=short))
    (event,) = (one for one in given.streams[of("annual-2027")] if isinstance(one, GoalsDerived))

    assert given.state(CASE).settled
    assert [one.measure for one in event.carried] == ["more-lines"]


def test_a_measure_that_was_checked_is_not_carried_over() -> None:
    given = improving().when(CASE, DoAct(act="check"), actor=OFFICE).accepted
    given = next_year(given)
    assert not [one for one in given.streams[of("annual-2027")] if isinstance(one, GoalsDerived)]
