"""From durations to the instants of a cycle."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.calendar import Duration, WorkingCalendar
from domain.directory import Role
from domain.planning import contradictions, plan, put_off
from domain.refusal import Refused
from domain.schedule import Anchor, Escalation, Opening, Period, StepName, StepRule, StepTimes

CALENDAR = WorkingCalendar(zone="Europe/Berlin", holidays=(date(2026, 1, 1),))
PERIOD = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
LAUNCHED = datetime(2026, 1, 5, 9, tzinfo=UTC)


def rule(step: str, after: str = "launch", due: str = "P10D", **fields: Any) -> StepRule:  # noqa: ANN401 - fields of a document
    opens = {"after": after, "wait": fields.pop("wait", "PT0S")}
    return StepRule.model_validate({"step": step, "opens": opens, "due": due, **fields})


UP = {"after": "P2D", "to": "leader"}


def berlin(*at: int) -> datetime:
    return CALENDAR.start_of(date(*at[:3])) + timedelta(hours=sum(at[3:]))


def test_a_year_is_planned_from_launch_and_period() -> None:
    rules = [
        rule(
            "goals", due="10 working days", reminders=["1 working day", "3 working days"], escalates="P1D", ends="P2D"
        ),
        rule("counseling", "period_start", wait="P6M"),
        rule("reporting", "period_end", wait="P1D", early=True, due="P1M"),
        rule("verification", "reporting", wait="PT1H"),
    ]
    goals, counseling, reporting, verification = plan(rules, CALENDAR, PERIOD, LAUNCHED)
    assert goals == StepTimes(
        step=StepName.GOALS,
        opens=LAUNCHED,
        early=False,
        reminders=(berlin(2026, 1, 14, 10), berlin(2026, 1, 16, 10)),
        due=berlin(2026, 1, 19, 10),
        escalates=berlin(2026, 1, 20, 10),
        ends=berlin(2026, 1, 21, 10),
    )
    assert (counseling.opens, counseling.due) == (berlin(2026, 7, 1), berlin(2026, 7, 11))
    assert (reporting.opens, reporting.due, reporting.early) == (berlin(2027, 1, 2), berlin(2027, 2, 2), True)
    assert verification.opens == berlin(2027, 2, 2, 1)


def test_reminders_and_escalations_after_the_due_instant_are_planned_in_one_order() -> None:
    up = [{"after": "P3D", "to": "government"}, {"after": "P1D", "to": "leader"}]
    insistent = rule("goals", due="P1D", overdue=["P1D", "P2D", "PT24H"], escalations=up, ends="P5D")
    (goals,) = plan([insistent], CALENDAR, PERIOD, LAUNCHED)
    assert goals.after_due == (
        (berlin(2026, 1, 7, 10), None),
        (berlin(2026, 1, 7, 10), Role.LEADER),
        (berlin(2026, 1, 8, 10), None),
        (berlin(2026, 1, 9, 10), Role.GOVERNMENT),
    )
    assert goals.escalates == berlin(2026, 1, 7, 10)
    assert StepTimes.model_validate_json(goals.model_dump_json()) == goals


def test_a_schedule_is_stored_without_what_its_rulebook_does_not_use() -> None:
    (goals,) = plan([rule("goals", remind=["liaison"])], CALENDAR, PERIOD, LAUNCHED)
    before = {"step", "opens", "early", "reminders", "due", "escalates", "ends"}
    assert set(goals.model_dump(mode="json")) == before | {"remind"}
    assert goals.model_dump(mode="json")["remind"] == ["liaison"]


def test_a_schedule_of_before_escalates_to_the_leaders() -> None:
    (goals,) = plan([rule("goals", escalates="P1D", ends="P1D")], CALENDAR, PERIOD, LAUNCHED)
    assert goals.after_due == ((goals.escalates, Role.LEADER),)


def test_a_step_over_a_clock_change_is_due_at_the_same_local_time_and_hours_are_hours() -> None:
    before = datetime(2026, 3, 28, 8, tzinfo=UTC)  # 9:00, the day before the clocks go forward
    days, hours = plan([rule("goals", due="P1D"), rule("counseling", due="PT24H")], CALENDAR, PERIOD, before)
    assert (days.opens, days.due) == (berlin(2026, 3, 28, 9), berlin(2026, 3, 29, 8))  # 9:00 on a day of 23 hours
    assert hours.due == days.due + timedelta(hours=24)


def test_an_instant_that_the_clocks_skip_comes_later_and_one_they_repeat_is_the_first() -> None:
    skipped = datetime(2026, 3, 28, 1, 30, tzinfo=UTC)  # 2:30, and there is no 2:30 on the next day
    (goals,) = plan([rule("goals", due="P1D", reminders=["PT1H"])], CALENDAR, PERIOD, skipped)
    assert goals.due == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 3:30
    assert goals.reminders == (datetime(2026, 3, 29, 0, 30, tzinfo=UTC),)  # 1:30, an hour before
    repeated = datetime(2026, 10, 24, 0, 30, tzinfo=UTC)  # 2:30, and there are two of them on the next day
    (goals,) = plan([rule("goals", due="P1D", escalates="PT1H", ends="PT1H")], CALENDAR, PERIOD, repeated)
    assert goals.due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert goals.escalates == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 2:30 again, an hour later


@pytest.mark.parametrize(
    ("due", "end"),
    [("P1Y", (2029, 2, 28)), ("P4Y", (2032, 2, 29)), ("P1M", (2028, 3, 29)), ("P365D", (2029, 2, 28))],
)
def test_a_year_from_a_leap_day_ends_on_the_last_of_february(due: str, end: tuple[int, int, int]) -> None:
    leap = Period(start=date(2028, 2, 29), end=date(2029, 2, 27))
    (goals,) = plan([rule("goals", "period_start", due=due)], CALENDAR, leap, LAUNCHED)
    assert goals.due == berlin(*end)


def test_a_period_that_ends_on_a_leap_day_ends_with_it() -> None:
    leap = Period(start=date(2027, 3, 1), end=date(2028, 2, 29))
    (reporting,) = plan([rule("reporting", "period_end")], CALENDAR, leap, LAUNCHED)
    assert reporting.opens == berlin(2028, 3, 1)


def test_a_step_waits_for_the_planned_end_of_the_one_before() -> None:
    goals, counseling = plan([rule("goals", ends="P5D"), rule("counseling", wait="P1D")], CALENDAR, PERIOD, LAUNCHED)
    assert counseling.opens == goals.ends
    assert counseling.due == berlin(2026, 1, 30, 10)


def test_a_period_that_began_before_launch_is_planned_as_the_rule_says() -> None:
    late = datetime(2026, 3, 1, 12, tzinfo=UTC)
    (goals,) = plan([rule("goals", "period_start")], CALENDAR, PERIOD, late)
    assert goals.ends < late


def test_a_schedule_survives_json_as_utc() -> None:
    (goals,) = plan([rule("goals", reminders=["P1D"])], CALENDAR, PERIOD, LAUNCHED)
    assert StepTimes.model_validate_json(goals.model_dump_json()) == goals
    assert goals.model_dump(mode="json")["due"] == "2026-01-15T09:00:00Z"


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ([rule("reporting"), rule("goals")], "step goals: comes after step reporting. List each step once"),
        ([rule("goals"), rule("goals")], "step goals: is listed twice. List each step once"),
        ([rule("goals", "feedback")], "step goals: opens after feedback, which does not come before it. Choose launch"),
        ([rule("goals", "goals")], "step goals: opens after goals, which does not come before it"),
        ([rule("goals", due="PT0S")], "step goals: is due PT0S after it opens: at once. Give it time"),
        ([rule("goals", reminders=["P10D"])], "step goals: reminds P10D before it is due, not between"),
        ([rule("goals", reminders=["PT0S"])], "step goals: reminds PT0S before it is due, not between"),
        ([rule("goals", escalates="P2D", ends="P1D")], "step goals: escalates P2D after it is due, but ends P1D after"),
        ([rule("goals", overdue=["P2D"], ends="P1D")], "step goals: reminds P2D after it is due, but ends P1D after"),
        ([rule("goals", overdue=["PT0S"])], "step goals: reminds PT0S after it is due: at once. Remind some time"),
        ([rule("goals", escalations=[UP], ends="P1D")], "step goals: escalates P2D after it is due, but ends P1D"),
        (
            [rule("goals", escalates="P1D", escalations=[UP], ends="P2D")],
            "step goals: escalates P1D after it is due, and by a list of escalations as well. Put it into the list",
        ),
        ([rule("goals", escalations=[UP, UP], ends="P2D")], "step goals: escalates to the leader twice, P2D after"),
        (
            [rule("scoring", at_end="default", default=["goals_stand"])],
            "step scoring: would end by a default, and no score, value or decision is ever presumed. Choose close or",
        ),
        ([rule("goals", at_end="default")], "step goals: ends by a default that is not said. Choose of goals_stand, "),
        ([rule("goals", default=["goals_stand"])], "step goals: has a default, but its end is: close. Write at_end: "),
    ],
)
def test_rules_that_contradict_each_other_are_refused(rules: list[StepRule], message: str) -> None:
    with pytest.raises(Refused, match=message):
        plan(rules, CALENDAR, PERIOD, LAUNCHED)


def test_all_contradictions_are_found_with_their_rule_and_field() -> None:
    rules = [rule("reporting", due="PT0S"), rule("goals", "result", reminders=["P20D"])]
    found = contradictions(rules, CALENDAR, PERIOD, LAUNCHED)
    places = [(index, refused.place) for index, refused in found]
    assert places == [(0, "due"), (1, "step"), (1, "opens.after"), (1, "reminders")]


def test_every_step_can_be_opened_after() -> None:
    assert {step.value for step in StepName} == set(Anchor) - {"launch", "period_start", "period_end"}


def test_a_period_ends_no_sooner_than_it_starts() -> None:
    with pytest.raises(ValidationError, match="ends on 2025-12-31, before it starts on 2026-01-01: exchange the dates"):
        Period.model_validate({"start": "2026-01-01", "end": "2025-12-31"})


def _durations(least: int, most: int) -> st.SearchStrategy[Duration]:
    days = st.integers(least, most)
    return st.builds(Duration, working_days=days) | st.builds(Duration, days=days, microseconds=st.integers(0, 10**11))


_ESCALATIONS = st.builds(Escalation, after=_durations(0, 9), to=st.sampled_from(Role))


@st.composite
def _rules(draw: st.DrawFn) -> list[StepRule]:
    steps = [step for step in StepName if draw(st.booleans())]
    rules: list[StepRule] = []
    for step in steps:
        anchors = ["launch", "period_start", "period_end", *(rule.step.value for rule in rules)]
        rules.append(
            StepRule(
                step=step,
                opens=Opening(after=Anchor(draw(st.sampled_from(anchors))), wait=draw(_durations(0, 100))),
                early=draw(st.booleans()),
                due=draw(_durations(30, 60)),
                reminders=tuple(draw(st.lists(_durations(1, 9), max_size=3))),
                overdue=tuple(draw(st.lists(_durations(1, 9), max_size=3))),
                escalations=tuple(draw(st.lists(_ESCALATIONS, max_size=3, unique=True))),
                ends=draw(_durations(13, 20)),
            )
        )
    return rules


@given(_rules(), st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis wants them naive
def test_the_instants_of_every_plan_are_in_order(rules: list[StepRule], launched: datetime) -> None:
    assume(not contradictions(rules, CALENDAR, PERIOD, launched))
    before: StepTimes | None = None
    for times in plan(rules, CALENDAR, PERIOD, launched):
        assert times.opens < times.due <= times.escalates <= times.ends
        instants = [strike.at for strike in times.after_due]
        assert [times.due, *instants, times.ends] == sorted([times.due, *instants, times.ends])
        assert times.escalates == min(strike.at for strike in times.after_due if strike.to is not None)
        assert StepTimes.model_validate_json(times.model_dump_json()) == times
        assert list(times.reminders) == sorted(set(times.reminders))
        assert all(times.opens < at < times.due for at in times.reminders)
        assert {at.utcoffset() for at in (times.opens, times.due, times.ends)} == {timedelta()}
        assert before is None or before.ends <= times.opens
        before = times


@given(_rules(), st.integers(3, 10_000))
def test_a_launch_that_comes_later_makes_nothing_earlier(rules: list[StepRule], hours: int) -> None:
    later = LAUNCHED + timedelta(hours=hours)
    assume(not contradictions(rules, CALENDAR, PERIOD, LAUNCHED) and not contradictions(rules, CALENDAR, PERIOD, later))
    for first, second in zip(
        plan(rules, CALENDAR, PERIOD, LAUNCHED), plan(rules, CALENDAR, PERIOD, later), strict=True
    ):
        # An hour's grace: where the clocks change, wall time itself runs back.
        assert first.opens <= second.opens + timedelta(hours=1)
        assert first.ends <= second.ends + timedelta(hours=1)


# ---------------------------------------------------------------- a step that opens later than planned


@given(_rules().filter(bool), st.integers(-10_000, 10_000), st.data())
def test_a_step_put_off_keeps_its_time_and_order_and_moves_nothing_before_it(
    rules: list[StepRule], hours: int, data: st.DataObject
) -> None:
    assume(not contradictions(rules, CALENDAR, PERIOD, LAUNCHED))
    planned = plan(rules, CALENDAR, PERIOD, LAUNCHED)
    at = data.draw(st.integers(0, len(planned) - 1))
    step, opens = planned[at].step, planned[at].opens + timedelta(hours=hours)

    moved = put_off(planned, rules, CALENDAR, step, opens)

    assert moved[:at] == planned[:at]
    assert all(later.ends >= before.ends for later, before in zip(moved, planned, strict=True))
    assert all(behind.opens >= before.ends for before, behind in pairwise(moved[at:]))
    if moved[at] == planned[at]:
        assert hours <= 0 or moved[at].ends == planned[at].ends
    else:
        assert (moved[at].opens, moved[at].due) == (opens, CALENDAR.add(opens, rules[at].due))
    assert put_off(moved, rules, CALENDAR, step, opens) == moved


def test_a_step_that_was_given_more_time_than_it_loses_keeps_it() -> None:
    rules = [rule("reporting"), rule("verification", "reporting"), rule("scoring", "verification")]
    planned = plan(rules, CALENDAR, PERIOD, LAUNCHED)
    longer = planned[1].model_copy(update={"due": planned[1].due + timedelta(days=9), "ends": planned[2].opens})
    extended = (planned[0], longer.model_copy(update={"ends": planned[1].ends + timedelta(days=9)}), planned[2])

    moved = put_off(extended, rules, CALENDAR, StepName.VERIFICATION, planned[1].opens + timedelta(days=2))

    assert moved[1] == extended[1]
    assert moved[2].opens == extended[1].ends
