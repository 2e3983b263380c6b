"""Goals where the rulebook says no more: the unit sets them, the office confirms or returns them."""

import pytest

from domain.appraisal import events as e
from domain.appraisal.goals import ConfirmGoals, GoalEntry, ReturnGoals, SetGoals
from domain.appraisal.state import Appraisal
from domain.command import Command
from domain.refusal import Reason
from domain.schedule import StepName
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    HEAD,
    OFFICE,
    at_step,
    do,
    done,
    draw_if_due,
    lapsed,
    moved,
    private,
    tick,
)

OPEN = at_step(StepName.GOALS)
SET = do(OPEN, "set-goals")
SET_TASK, CONFIRM_TASK = "task annual-2026:finance:set-goals", "task annual-2026:finance:confirm-goals"


def goal(indicator: str = "budget", target: str | None = None, measures: str = "Spend in time") -> SetGoals:
    return SetGoals(goals=(GoalEntry(indicator=indicator, target=target, measures=measures),))


def test_the_head_sets_goals_and_the_office_confirms_them() -> None:
    given = OPEN.when(APPRAISAL, goal(target="98"), actor=HEAD).then(
        e.GoalsSet(goals=(e.Goal(indicator="budget", target="98", measures=private(HEAD, "Spend in time")),), by=HEAD)
    )

    given.when(APPRAISAL, ConfirmGoals(), actor=OFFICE).then(
        e.GoalsConfirmed(by=OFFICE), e.StepCompleted(step=StepName.GOALS)
    )


def test_goals_returned_are_set_again() -> None:
    given = SET.when(APPRAISAL, ReturnGoals(reason="Too few"), actor=OFFICE).then(
        e.GoalsReturned(reason=private(OFFICE, "Too few"), by=OFFICE)
    )
    given.when(APPRAISAL, ConfirmGoals(), actor=OFFICE).refused(
        Reason.CONFLICT, CONFIRM_TASK, "comes after annual-2026:finance:set-goals", "Wait until that one is done"
    )

    given = given.when(APPRAISAL, goal(), actor=HEAD).accepted
    state: Appraisal = given.when(APPRAISAL, ConfirmGoals(), actor=OFFICE).accepted.state(APPRAISAL)
    assert state.goals == {"budget": None}


@pytest.mark.parametrize(
    ("indicator", "target"),
    [("budget", "95"), ("budget", "95.0001"), ("delays", "12"), ("delays", "0"), ("conduct", None)],
)
def test_a_target_as_strict_as_the_rulebooks_or_stricter_is_taken(indicator: str, target: str | None) -> None:
    assert OPEN.when(APPRAISAL, goal(indicator, target), actor=HEAD).refusal is None


STRICTER = "Set a target at least as strict, or none to keep the rulebook's"


@pytest.mark.parametrize(
    ("wish", "problem", "mend"),
    [
        (SetGoals(goals=()), "names no goal", "Set a goal for at least one indicator"),
        (
            goal(target="94.99"),
            "sets target 94.99 for indicator budget, weaker than the rulebook's 95",
            STRICTER,
        ),
        (
            goal("delays", "25/2"),
            "sets target 25/2 for indicator delays, weaker than the rulebook's 12",
            STRICTER,
        ),
        (
            goal("conduct", "90"),
            "sets target 90 for indicator conduct, which is judged and takes no target",
            "Leave the target out, and say in the measures what will be done",
        ),
        (
            goal("growth"),
            "names indicator growth, on which finance is not appraised",
            "Its indicators are budget, delays, hotline, conduct",
        ),
        (
            SetGoals(goals=goal().goals * 2),
            "has two goals for indicator budget",
            "Set one for each",
        ),
        (goal(measures=" "), "has no measures for indicator budget", "Say what will be done to reach the goal"),
    ],
    ids=["none", "weaker upwards", "weaker downwards", "judged", "unknown", "twice", "without measures"],
)
def test_goals_that_cannot_be_are_refused(wish: SetGoals, problem: str, mend: str) -> None:
    OPEN.when(APPRAISAL, wish, actor=HEAD).refused(Reason.INVALID, SET_TASK, problem, mend)


def test_goals_are_returned_with_a_reason() -> None:
    SET.when(APPRAISAL, ReturnGoals(reason=""), actor=OFFICE).refused(
        Reason.INVALID, CONFIRM_TASK, "returns the goals without a reason", "Say what is to be changed in them"
    )


@pytest.mark.parametrize("wish", [ConfirmGoals(), ReturnGoals(reason="No")], ids=lambda it: type(it).__name__)
def test_who_set_the_goals_does_not_decide_on_them_in_another_post_either(wish: Command) -> None:
    moved(SET, HEAD, "performance-office", "office").when(APPRAISAL, wish, actor=HEAD).refused(
        Reason.FORBIDDEN,
        CONFIRM_TASK,
        "would be done by finance-head, who set the goals",
        "Let another member of the performance office decide on them",
    )


@pytest.mark.parametrize("confirmed", [True, False])
def test_only_confirmed_goals_set_a_target(*, confirmed: bool) -> None:
    given = done(OPEN, StepName.GOALS) if confirmed else lapsed(SET, StepName.GOALS)
    given = do(at_step_after_goals(given), "compute")

    [computed] = [it for it in given.streams[APPRAISAL] if isinstance(it, e.ResultComputed)]
    budget = computed.result.explanation.children[0].children[0].children[0]
    expected = ("98", "confirmed goals") if confirmed else ("95", "rulebook")
    assert expected == (budget.inputs["target"], budget.inputs["target from"])


def at_step_after_goals(given: Given) -> Given:
    for step in list(StepName)[1:]:
        given = tick(draw_if_due(given, step), step)
        if step is StepName.RESULT:
            return given
        given = done(given, step)
    raise AssertionError
