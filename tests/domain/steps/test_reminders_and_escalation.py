"""Reminders and escalation: who is told, how long before and after the due instant, and what comes of it at the end.

The clocks here are seconds; a rulebook writes working days.
"""

from datetime import timedelta

import pytest

from domain.appraisal import events as e
from domain.appraisal.facts import facts
from domain.cycle.steering import ExtendCycle, PauseCycle, ResumeCycle
from domain.directory import Role
from domain.duration import Duration
from domain.event import Event
from domain.exact import number
from domain.schedule import Default, StepName
from domain.substitutions import ArrangeSubstitution
from tests import sample
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    CYCLE,
    DIRECTORY,
    GOALS,
    HEAD,
    OFFICE,
    after,
    at_step,
    do,
    done,
    ended,
    lapsed,
    launched,
    moved,
    tick,
    times,
)

LEADERS = ("mayor", "vice-mayor")
INSISTENT = {
    "reminders": ["PT30S"],
    "overdue": ["PT5S", "PT15S"],
    "remind": ["liaison"],
    "escalates": "PT0S",
    "escalations": [{"after": "PT10S", "to": "leader"}, {"after": "PT20S", "to": "committee"}],
    "ends": "PT25S",
}
"""Due after 60 seconds: one reminder before, two after, the leaders after 10 seconds and the committee after 20."""


def a_cycle(**goals: object) -> Given:
    """A cycle whose step goals has these clocks."""
    first, *others = sample.sample_steps()
    return at_step(StepName.GOALS, moved(launched(steps=[{**first, **goals}, *others]), "finance-staff-1", *LIAISON))


LIAISON = ("finance", "liaison")


def told(given: Given) -> list[tuple[type[Event], float, tuple[str, ...]]]:
    """What the clock does from here on when nobody acts: what, seconds after the due instant, and who was told."""
    due = times(given, StepName.GOALS).due
    found = []
    before = len(given.streams[APPRAISAL])
    while not ended(given, StepName.GOALS):
        given = tick(given, StepName.GOALS)
        happened = given.streams[APPRAISAL][before]
        found.append((type(happened), (given.now - due).total_seconds(), getattr(happened, "told", ())))
        before = len(given.streams[APPRAISAL])
    return found


# ---------------------------------------------------------------- the way up


def test_those_with_a_duty_are_reminded_before_and_after_and_superiors_are_told_one_above_the_other() -> None:
    assert told(a_cycle(**INSISTENT)) == [
        (e.StepReminded, -30, ("finance-head", "finance-staff-1")),
        (e.StepFellDue, 0, ()),
        (e.StepReminded, 5, ("finance-head", "finance-staff-1")),
        (e.StepEscalated, 10, LEADERS),
        (e.StepReminded, 15, ("finance-head", "finance-staff-1")),
        (e.StepEscalated, 20, ("committee-1",)),
        (e.StepLapsed, 25, ()),
    ]


def test_who_is_told_is_who_holds_the_role_when_it_is_told() -> None:
    given = moved(a_cycle(**INSISTENT), "vice-mayor", "committee", "committee")

    escalations = [(kind, people) for kind, _, people in told(given) if kind is e.StepEscalated]

    assert escalations == [(e.StepEscalated, ("mayor",)), (e.StepEscalated, ("committee-1", "vice-mayor"))]


def test_whoever_stands_in_for_somebody_is_told_as_well_for_as_long_as_that_lasts() -> None:
    given = a_cycle(**INSISTENT)
    due = times(given, StepName.GOALS).due
    for person, substitute in (("finance-head", "health-staff-1"), ("mayor", "supervision-1")):
        standing_in = ArrangeSubstitution(
            authority=sample.AUTHORITY,
            person=person,
            substitute=substitute,
            begins=given.now,
            ends=due + timedelta(seconds=12),
            reason="Away",
        )
        given = given.when(DIRECTORY, standing_in, actor=OFFICE).accepted

    assert [people for _, _, people in told(given)] == [
        ("finance-head", "finance-staff-1", "health-staff-1"),
        (),
        ("finance-head", "finance-staff-1", "health-staff-1"),
        ("mayor", "supervision-1", "vice-mayor"),
        ("finance-head", "finance-staff-1"),
        ("committee-1",),
        (),
    ]


def test_a_reminder_goes_to_those_who_can_act_now() -> None:
    given = do(a_cycle(**INSISTENT), "set-goals")

    _, _, people = told(given)[0]

    assert people == ("finance-staff-1", "office-1", "office-2")


def test_what_is_overdue_is_named_to_the_superiors() -> None:
    given = a_cycle(**INSISTENT)
    due = times(given, StepName.GOALS).due
    happened = lapsed(do(given, "set-goals"), StepName.GOALS).streams[APPRAISAL]

    assert [it for it in happened if isinstance(it, e.StepEscalated)] == [
        e.StepEscalated(step=StepName.GOALS, due=due, duties=("confirm-goals",), to=role, told=people)
        for role, people in ((Role.LEADER, LEADERS), (Role.COMMITTEE, ("committee-1",)))
    ]


def test_a_rulebook_that_names_no_superiors_escalates_to_the_leaders() -> None:
    assert told(a_cycle())[1] == (e.StepEscalated, 5, LEADERS)


def test_when_all_is_done_nobody_is_told_any_more() -> None:
    given = tick(tick(tick(a_cycle(**INSISTENT), StepName.GOALS), StepName.GOALS), StepName.GOALS)

    given = done(given, StepName.GOALS)

    assert ended(given, StepName.GOALS)
    assert told(given) == []


# ---------------------------------------------------------------- steering


def test_a_pause_puts_off_what_had_not_come_and_brings_back_nothing() -> None:
    given = a_cycle(**INSISTENT)
    for _ in range(4):  # reminded, due, reminded again, leaders told
        given = tick(given, StepName.GOALS)
    given = given.when(CYCLE, PauseCycle(reason="Flood"), actor=OFFICE).accepted
    given = given.at(after(given.now, 1000)).when(CYCLE, ResumeCycle(), actor=OFFICE).accepted

    assert [(kind, seconds) for kind, seconds, _ in told(given)] == [
        (e.StepReminded, 1015),
        (e.StepEscalated, 1020),
        (e.StepLapsed, 1025),
    ]


def test_an_extension_after_the_due_instant_begins_the_way_up_again_for_the_later_one() -> None:
    given = a_cycle(**INSISTENT)
    for _ in range(4):
        given = tick(given, StepName.GOALS)
    by = Duration(microseconds=60_000_000)
    given = given.when(CYCLE, ExtendCycle(step=StepName.GOALS, by=by, reason="Flood"), actor=OFFICE).accepted

    assert [(kind, seconds) for kind, seconds, _ in told(given)] == [
        (e.StepReminded, -30),
        (e.StepFellDue, 0),
        (e.StepReminded, 5),
        (e.StepEscalated, 10),
        (e.StepReminded, 15),
        (e.StepEscalated, 20),
        (e.StepLapsed, 25),
    ]


# ---------------------------------------------------------------- the end


def test_a_step_that_closes_takes_nothing_after_its_end() -> None:
    given = lapsed(a_cycle(), StepName.GOALS)

    refusal = given.when(APPRAISAL, GOALS, actor=HEAD).refusal

    assert refusal is not None
    assert refusal.problem == "belongs to step goals, which has ended"


def test_a_step_that_does_nothing_at_its_end_waits_for_what_is_late() -> None:
    given = a_cycle(at_end="nothing")
    for _ in range(2):  # due, leaders told
        given = tick(given, StepName.GOALS)
    given = given.at(after(times(given, StepName.GOALS).ends, 10_000))

    given = done(given, StepName.GOALS)

    assert given.streams[APPRAISAL][-1] == e.StepCompleted(step=StepName.GOALS)


STAND = {"at_end": "default", "default": ["goals_stand", "targets_stand"]}


def test_goals_that_nobody_confirmed_stand_as_they_were_set_where_the_rulebook_says_so() -> None:
    given = lapsed(do(a_cycle(**STAND), "set-goals"), StepName.GOALS)

    *_, defaulted, lapse = given.streams[APPRAISAL]

    goal = e.StandingGoal(indicator="budget", target=number("98"))
    assert defaulted == e.GoalsDefaulted(default=Default.GOALS_STAND, goals=(goal,))
    assert lapse == e.StepLapsed(step=StepName.GOALS, undone=("confirm-goals",))
    assert facts(given.state(APPRAISAL)).targets == {"budget": number("98")}


def test_where_nobody_set_goals_the_targets_of_the_indicators_are_the_goals() -> None:
    given = lapsed(a_cycle(**STAND), StepName.GOALS)

    *_, defaulted, lapse = given.streams[APPRAISAL]

    targets = {"budget": number("95"), "delays": number("12"), "hotline": number("90")}
    goals = tuple(e.StandingGoal(indicator=indicator, target=target) for indicator, target in targets.items())
    assert defaulted == e.GoalsDefaulted(default=Default.TARGETS_STAND, goals=goals)
    assert lapse == e.StepLapsed(step=StepName.GOALS, undone=("set-goals", "confirm-goals"))


@pytest.mark.parametrize("default", [["goals_stand"], []])
def test_without_a_rule_for_it_silence_sets_no_goals(default: list[str]) -> None:
    clock = {"at_end": "default", "default": default} if default else {}

    given = lapsed(a_cycle(**clock), StepName.GOALS)

    assert not any(isinstance(it, e.GoalsDefaulted) for it in given.streams[APPRAISAL])
    assert facts(given.state(APPRAISAL)).targets == {}
