"""The clocks of cases: reminders, escalation and the end that a rulebook declares, each once and in its order."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.case import events as e
from domain.case.clock import next_moment
from domain.cycle.belonging import MergeAppraisees
from domain.cycle.cancelling import CancelCycle
from domain.directory import Role
from domain.event import Event
from domain.refusal import Reason
from domain.schedule import EscalationTime
from tests.domain.case_rules import case_rules
from tests.domain.cases import CASE, acts, opened, ticked, turn
from tests.domain.given import Given
from tests.domain.history import CYCLE, HEAD, LAUNCHED, OFFICE, UNIT, launched

PROBLEM = {"problem": "Reports are late"}


def notice(**clock: Any) -> Given:  # noqa: ANN401 - fields of the clock
    return opened(launched(**case_rules(**clock)), OFFICE, "notice", states=PROBLEM)


def seconds(number: int) -> datetime:
    return LAUNCHED + timedelta(seconds=number)


def played(given: Given) -> list[Event]:
    """Everything that the clock does while nobody acts."""
    happened: list[Event] = []
    while next_moment(given.state(CASE)):
        outcome = ticked(given)
        happened += outcome.events
        given = outcome.accepted
    return happened


FULL = {
    "within": "PT60S",
    "reminders": ["PT10S", "PT30S"],
    "overdue": ["PT5S"],
    "escalations": [{"after": "PT20S", "to": "government"}, {"after": "PT10S", "to": "leader"}],
    "ends": "PT40S",
}


def test_an_act_that_nobody_does_is_reminded_of_falls_due_and_goes_up() -> None:
    assert played(notice(**FULL)) == [
        e.ActReminded(turn=2, act="answer", ordinal=1, due=seconds(60)),
        e.ActReminded(turn=2, act="answer", ordinal=2, due=seconds(60)),
        e.ActFellDue(turn=2, act="answer", due=seconds(60)),
        e.ActReminded(turn=2, act="answer", ordinal=3, due=seconds(60)),
        e.ActEscalated(turn=2, act="answer", ordinal=1, due=seconds(60), to=Role.LEADER),
        e.ActEscalated(turn=2, act="answer", ordinal=2, due=seconds(60), to=Role.GOVERNMENT),
    ]


def test_the_instants_of_an_act_are_fixed_when_it_opens() -> None:
    assert turn(notice(**FULL)).opened.clock == e.ActClock(
        due=seconds(60),
        reminders=(seconds(30), seconds(50)),
        overdue=(seconds(65),),
        escalations=(
            EscalationTime(at=seconds(70), to=Role.LEADER),
            EscalationTime(at=seconds(80), to=Role.GOVERNMENT),
        ),
        ends=seconds(100),
    )


def test_a_clock_that_closes_ends_the_case_without_an_outcome() -> None:
    given = notice(**FULL, at_end="close")

    assert played(given)[-2:] == [
        e.ActLapsed(turn=2, act="answer", outcome=None),
        e.CaseDecided(outcome=None, granted=False, at=seconds(100)),
    ]


def test_after_the_end_nobody_acts_any_more() -> None:
    given = notice(within="PT60S", ends="PT1S", at_end="close")
    acts(ticked(ticked(given).accepted).accepted, HEAD, "answer").refused(
        Reason.CONFLICT, "case c-1", "has been decided", "See 'kaohe history case:c-1' for how it ended"
    )


def test_at_one_instant_whatever_is_first_in_the_log_counts() -> None:
    given = notice(within="PT60S", ends="PT0S", at_end="close")
    due = ticked(given).accepted
    acted, lapsed = acts(due, HEAD, "answer").accepted, ticked(due).accepted

    assert next_moment(acted.state(CASE)) is None
    assert acts(lapsed, HEAD, "answer").refusal is not None


def defaulting() -> Given:
    """A change of goals that counts as refused when nobody decides on it in a minute."""
    rules = case_rules(within="PT60S", ends="PT10S", at_end="default", default="refused")
    notice_, change = rules["procedures"]
    change["acts"][1]["clock"] = "answer"
    del notice_["acts"][1]["clock"]
    changes = {"kind": "goal_changes", "changes": [{"indicator": "budget", "target": "90"}]}
    return opened(launched(**rules), HEAD, "goal-change", content=changes)


def test_a_default_outcome_takes_the_place_of_a_decision_and_is_told_as_such() -> None:
    assert played(defaulting())[-2:] == [
        e.ActLapsed(turn=2, act="decide", outcome="refused"),
        e.CaseDecided(outcome="refused", granted=False, at=seconds(70)),
    ]


def test_time_that_others_must_be_given_keeps_an_act_from_being_done_early() -> None:
    given = notice(within="PT60S", at_least=True)
    assert turn(given).opened.clock == e.ActClock(earliest=seconds(60))

    acts(given, HEAD, "answer").refused(
        Reason.CONFLICT,
        "task case:c-1:answer",
        f"may not be done before {seconds(60).isoformat()}, which gives others their time",
        "Wait until then",
    )
    assert acts(given.at(seconds(60)), HEAD, "answer").refusal is None


@pytest.mark.parametrize(
    ("launched_on", "due"),
    [("2026-03-02", "2027-02-02"), ("2027-01-31", "2027-02-02"), ("2027-02-01", "2028-02-08")],
)
def test_a_day_named_by_the_law_is_the_next_one_and_ends_at_midnight(launched_on: str, due: str) -> None:
    rules = case_rules(on={"nth": 1, "weekday": "monday", "month": 2})
    given = launched(**rules).at(datetime.fromisoformat(f"{launched_on}T01:00:00+00:00"))
    answer = turn(opened(given, OFFICE, "notice", states=PROBLEM)).opened

    assert answer.clock.due == datetime.fromisoformat(f"{due}T00:00:00+08:00")


def test_a_reminder_that_would_come_before_the_act_opens_is_left_out() -> None:
    assert turn(notice(within="PT60S", reminders=["PT60S", "PT90S", "PT30S"])).opened.clock.reminders == (seconds(30),)


def test_in_a_cancelled_cycle_a_case_ends_at_the_next_moment_of_its_clock() -> None:
    given = notice(within="PT60S", reminders=["PT30S"])
    given = given.when(CYCLE, CancelCycle(reason="The city was merged"), actor=OFFICE).accepted

    assert played(given) == [e.CaseDecided(outcome=None, granted=False, at=seconds(30))]


def without_it(given: Given) -> Given:
    """Finance was merged into health, which has joined the cycle in its stead."""
    wish = MergeAppraisees(appraisees=(UNIT,), into="health", reason="Reform of organs")
    return given.when(CYCLE, wish, actor=OFFICE).accepted


def test_a_change_to_the_appraisal_of_a_unit_that_was_merged_comes_to_nothing() -> None:
    given = without_it(defaulting())

    acts(given, OFFICE, "decide", outcome="agreed").refused(
        Reason.CONFLICT,
        "case c-1",
        "comes to nothing, because finance has left its cycle",
        "Withdraw it: kaohe case withdraw c-1",
    )
    assert played(given) == [e.CaseDecided(outcome=None, granted=False, at=seconds(60))]


def test_a_notice_to_a_unit_that_was_merged_goes_on() -> None:
    given = without_it(notice(within="PT60S", reminders=["PT30S"]))

    assert [type(one) for one in played(given)] == [e.ActReminded, e.ActFellDue]
    assert acts(given, HEAD, "answer").refusal is None
