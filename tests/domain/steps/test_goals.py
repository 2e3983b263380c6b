"""Goals: proposed by the unit, audited, commented on, negotiated, fixed by whoever their class asks for, published.

Each test says what has happened, who does what then, and what becomes of it. The rulebook here fixes goals of key work
by the government and all others by the committee, gives the public ten working days to comment, and has the office
publish what was fixed.
"""

from datetime import timedelta
from typing import Any

import pytest

from domain.appraisal import events as e
from domain.appraisal.facts import facts
from domain.appraisal.goal_setting import events as g
from domain.appraisal.goal_setting.audit import AuditGoals, CloseGoalComments, CommentOnGoals
from domain.appraisal.goal_setting.fixing import FixGoals, PublishGoals
from domain.appraisal.goal_setting.negotiation import AgreeGoals, DisputeGoal, DropDispute, SettleDispute
from domain.appraisal.goals import ConfirmGoals, ReturnGoals
from domain.appraisal.state import Appraisal
from domain.command import Command
from domain.directory import Role
from domain.exact import number
from domain.refusal import Reason
from domain.regulation import problems
from domain.schedule import StepName
from tests import sample
from tests.domain.given import Given
from tests.domain.goal_setting import (
    AGREED,
    AUDITED,
    DISPUTED,
    FIXED,
    FIXED_BY_COMMITTEE,
    GOAL_SETTING,
    GOVERNMENT,
    HEARD,
    LOWER,
    OPEN,
    PROPOSAL,
    PROPOSED,
    ROLES,
    STRICT,
    UNIT_AGREED,
    UNTIL,
    indicators,
)
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    HEAD,
    OFFICE,
    at_step,
    interested,
    launched,
    moved,
    private,
    stood_in,
    tick,
)

NEGOTIATION = "negotiation of goals of appraisal annual-2026:finance"


def task(key: str) -> str:
    return f"task annual-2026:finance:{key}"


def open_tasks(given: Given) -> list[tuple[str, Role, str | None]]:
    """What stands in the inbox, and of whom it is asked."""
    state: Appraisal = given.state(APPRAISAL)
    step = state.steps[StepName.GOALS]
    return [(duty.key, duty.role, duty.unit) for duty in step.open_duties]


# ---------------------------------------------------------------- the way of a goal


def test_goals_go_from_the_unit_to_their_publication() -> None:
    given = OPEN.when(APPRAISAL, PROPOSAL, actor=HEAD).then(
        e.GoalsSet(
            goals=(
                e.Goal(indicator="budget", target="98", measures=private(HEAD, "Spend in time")),
                e.Goal(indicator="delays", target="11", measures=private(HEAD, "Decide at the counter")),
            ),
            by=HEAD,
        )
    )
    given = given.when(APPRAISAL, AuditGoals(remarks="In line with the plan"), actor=OFFICE).then(
        g.GoalsAudited(remarks=private(OFFICE, "In line with the plan"), comments_until=UNTIL, by=OFFICE)
    )
    given = given.when(APPRAISAL, CommentOnGoals(comment="Too slow", voice="public"), actor=OFFICE).then(
        g.GoalsCommented(voice=g.Voice.PUBLIC, comment=private(OFFICE, "Too slow"), by=OFFICE)
    )
    given = (
        given.at(UNTIL)
        .when(APPRAISAL, CloseGoalComments(response="Taken to the unit"), actor=OFFICE)
        .then(g.GoalCommentsClosed(comments=1, response=private(OFFICE, "Taken to the unit"), by=OFFICE))
    )
    given = given.when(APPRAISAL, AgreeGoals(), actor=HEAD).then(g.GoalsAgreed(side=Role.HEAD, by=HEAD))
    given = given.when(APPRAISAL, AgreeGoals(), actor=OFFICE).then(g.GoalsAgreed(side=Role.OFFICE, by=OFFICE))
    given = given.when(APPRAISAL, FixGoals(), actor=COMMITTEE).then(
        g.GoalsFixed(goal_class=None, indicators=("delays",), by=COMMITTEE)
    )
    given = given.when(APPRAISAL, FixGoals(goal_class="key-work"), actor=GOVERNMENT).then(
        g.GoalsFixed(goal_class="key-work", indicators=("budget",), by=GOVERNMENT)
    )
    given.when(APPRAISAL, PublishGoals(publication="Gazette 2026/4"), actor=OFFICE).then(
        g.GoalsPublished(publication="Gazette 2026/4", by=OFFICE), e.StepCompleted(step=StepName.GOALS)
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (OPEN, ("set-goals", Role.HEAD, "finance")),
        (PROPOSED, ("audit-goals", Role.OFFICE, None)),
        (AUDITED, ("close-goal-comments", Role.OFFICE, None)),
        (HEARD, ("negotiate-goals", Role.HEAD, "finance")),
        (UNIT_AGREED, ("negotiate-goals-by-office", Role.OFFICE, None)),
        (AGREED, ("fix-goals", Role.COMMITTEE, None)),
        (FIXED_BY_COMMITTEE, ("fix-goals.key-work", Role.GOVERNMENT, None)),
        (FIXED, ("publish-goals", Role.OFFICE, None)),
    ],
)
def test_one_task_at_a_time_stands_in_the_inbox(given: Given, expected: tuple[str, Role, str | None]) -> None:
    assert open_tasks(given) == [expected]


def test_a_rulebook_that_says_nothing_keeps_to_the_two_acts_of_old() -> None:
    given = at_step(StepName.GOALS).when(APPRAISAL, PROPOSAL, actor=HEAD).accepted

    given.when(APPRAISAL, ConfirmGoals(), actor=OFFICE).then(
        e.GoalsConfirmed(by=OFFICE), e.StepCompleted(step=StepName.GOALS)
    )


def test_a_rulebook_asks_for_no_more_than_it_says() -> None:
    given = launched(roles=ROLES, goal_setting={"fixed_by": "committee"})
    given = at_step(StepName.GOALS, given).when(APPRAISAL, PROPOSAL, actor=HEAD).accepted
    given = given.when(APPRAISAL, AuditGoals(), actor=OFFICE).then(
        g.GoalsAudited(remarks=None, comments_until=None, by=OFFICE)
    )

    given.when(APPRAISAL, FixGoals(), actor=COMMITTEE).then(
        g.GoalsFixed(goal_class=None, indicators=("budget", "delays"), by=COMMITTEE),
        e.StepCompleted(step=StepName.GOALS),
    )


# ---------------------------------------------------------------- targets in force


@pytest.mark.parametrize(
    ("given", "expected"),
    [(AGREED, {}), (FIXED_BY_COMMITTEE, {"delays": "11"}), (FIXED, {"budget": "98", "delays": "11"})],
    ids=["agreed", "fixed by the committee", "fixed by all"],
)
def test_a_target_counts_once_its_goal_is_fixed(given: Given, expected: dict[str, str]) -> None:
    assert facts(given.state(APPRAISAL)).targets == {name: number(target) for name, target in expected.items()}


# ---------------------------------------------------------------- goals that are returned


@pytest.mark.parametrize(
    ("given", "actor"),
    [(PROPOSED, OFFICE), (AUDITED, OFFICE), (AGREED, COMMITTEE), (FIXED_BY_COMMITTEE, GOVERNMENT)],
    ids=["on audit", "for a comment", "by the committee", "by the government"],
)
def test_goals_returned_go_the_whole_way_again(given: Given, actor: str) -> None:
    given = given.when(APPRAISAL, ReturnGoals(reason="Name the roads"), actor=actor).then(
        e.GoalsReturned(reason=private(actor, "Name the roads"), by=actor)
    )

    assert open_tasks(given) == [("set-goals", Role.HEAD, "finance")]
    assert facts(given.state(APPRAISAL)).targets == {}
    given = given.when(APPRAISAL, PROPOSAL, actor=HEAD).accepted
    assert open_tasks(given) == [("audit-goals", Role.OFFICE, None)]


def test_goals_are_returned_with_a_reason() -> None:
    PROPOSED.when(APPRAISAL, ReturnGoals(reason=" "), actor=OFFICE).refused(
        Reason.INVALID, task("audit-goals"), "returns the goals without a reason", "Say what is to be changed in them"
    )


# ---------------------------------------------------------------- comments


@pytest.mark.parametrize("voice", [g.Voice.PUBLIC, g.Voice.SERVICE_OBJECTS])
def test_the_office_writes_down_what_the_public_and_those_served_say(voice: g.Voice) -> None:
    AUDITED.when(APPRAISAL, CommentOnGoals(comment="Open on Saturday", voice=voice), actor=OFFICE).then(
        g.GoalsCommented(voice=voice, comment=private(OFFICE, "Open on Saturday"), by=OFFICE)
    )
    AUDITED.when(APPRAISAL, CommentOnGoals(comment="Open on Saturday", voice=voice), actor="health-head").refused(
        Reason.FORBIDDEN,
        "goals of appraisal annual-2026:finance",
        f"take what the {voice.value.replace('_', ' ')} say from the performance office, not from health-head",
        "Let the office write it down, or comment for the own unit",
    )


def test_anybody_of_the_directory_comments_for_the_own_unit_and_nobody_else() -> None:
    wish = CommentOnGoals(comment="We need this by May")
    AUDITED.when(APPRAISAL, wish, actor="health-head").then(
        g.GoalsCommented(voice=g.Voice.UNIT, comment=private("health-head", "We need this by May"), by="health-head")
    )
    AUDITED.when(APPRAISAL, wish, actor="stranger").refused(
        Reason.FORBIDDEN,
        "goals of appraisal annual-2026:finance",
        "are commented on by stranger, who is not in the directory of linan",
        "Send the comment to the performance office",
    )


COMMENTED = AUDITED.when(APPRAISAL, CommentOnGoals(comment="Too slow"), actor="health-head").accepted


@pytest.mark.parametrize(
    ("given", "wish", "actor", "reason", "thing", "problem", "mend"),
    [
        (
            PROPOSED,
            CommentOnGoals(comment="Too slow"),
            "health-head",
            Reason.CONFLICT,
            "goals of appraisal annual-2026:finance",
            "are not open for comments",
            "See 'kaohe history annual-2026:finance' for how far they have come",
        ),
        (
            AUDITED.at(UNTIL),
            CommentOnGoals(comment="Too slow"),
            "health-head",
            Reason.CONFLICT,
            "goals of appraisal annual-2026:finance",
            "were open for comments until 2026-03-16T01:00:00+00:00",
            "Let the performance office know in another way; it answers for what becomes of the goals",
        ),
        (
            AUDITED,
            CommentOnGoals(comment=" "),
            "health-head",
            Reason.INVALID,
            "goals of appraisal annual-2026:finance",
            "are commented on without a word",
            "Say what should be otherwise, and why",
        ),
        (
            AUDITED.at(UNTIL - timedelta(microseconds=1)),
            CloseGoalComments(),
            OFFICE,
            Reason.CONFLICT,
            task("close-goal-comments"),
            "takes comments until 2026-03-16T01:00:00+00:00",
            "Close it then; anybody may comment until that instant",
        ),
        (
            COMMENTED.at(UNTIL),
            CloseGoalComments(),
            OFFICE,
            Reason.INVALID,
            task("close-goal-comments"),
            "would leave 1 comment without a response",
            "Say what becomes of them, or return the goals to be changed",
        ),
    ],
    ids=["before the audit", "too late", "without a word", "closed too early", "without a response"],
)
def test_comments_keep_their_time_and_are_answered(
    given: Given, wish: Command, actor: str, reason: Reason, thing: str, problem: str, mend: str
) -> None:
    given.when(APPRAISAL, wish, actor=actor).refused(reason, thing, problem, mend)


# ---------------------------------------------------------------- negotiation


def test_a_dispute_of_the_office_is_settled_by_the_unit() -> None:
    raised = len(HEARD.streams[APPRAISAL]) + 1
    given = HEARD.when(APPRAISAL, STRICT, actor=OFFICE).then(
        g.GoalDisputed(
            indicator="budget",
            target="99",
            reason=private(OFFICE, "The year before had 99"),
            side=Role.OFFICE,
            by=OFFICE,
        )
    )
    given = given.when(APPRAISAL, SettleDispute(indicator="budget"), actor=HEAD).then(
        g.DisputeSettled(indicator="budget", cites=raised, side=Role.HEAD, by=HEAD)
    )
    given = given.when(APPRAISAL, AgreeGoals(), actor=HEAD).accepted
    given = given.when(APPRAISAL, AgreeGoals(), actor=OFFICE).accepted

    assert open_tasks(given) == [("fix-goals", Role.COMMITTEE, None)]
    assert given.state(APPRAISAL).goals["budget"] == number("99")


def test_a_dispute_hands_the_turn_to_the_other_side_until_nothing_is_in_dispute() -> None:
    given = HEARD.when(APPRAISAL, LOWER, actor=HEAD).accepted
    assert open_tasks(given) == [("negotiate-goals-by-office", Role.OFFICE, None)]

    again = DisputeGoal(indicator="delays", target="9", reason="The hall opens in May")
    given = given.when(APPRAISAL, again, actor=OFFICE).accepted
    assert open_tasks(given) == [("negotiate-goals", Role.HEAD, "finance")]

    given = given.when(APPRAISAL, SettleDispute(indicator="delays"), actor=HEAD).accepted
    given = given.when(APPRAISAL, AgreeGoals(), actor=HEAD).accepted
    assert open_tasks(given) == [("negotiate-goals-by-office", Role.OFFICE, None)]

    given = given.when(APPRAISAL, AgreeGoals(), actor=OFFICE).accepted
    assert open_tasks(given) == [("fix-goals", Role.COMMITTEE, None)]
    assert given.state(APPRAISAL).goals["delays"] == number("9")


def test_what_the_unit_disputes_is_agreed_once_the_office_has_taken_it() -> None:
    given = HEARD.when(APPRAISAL, LOWER, actor=HEAD).accepted
    given = given.when(APPRAISAL, SettleDispute(indicator="delays"), actor=OFFICE).accepted
    given = given.when(APPRAISAL, AgreeGoals(), actor=OFFICE).accepted

    assert open_tasks(given) == [("fix-goals", Role.COMMITTEE, None)]
    assert given.state(APPRAISAL).goals["delays"] == number("10")


def test_whoever_stands_in_for_the_head_that_disputes_does_not_settle_it_for_the_office() -> None:
    given = stood_in(HEARD.when(APPRAISAL, LOWER, actor=HEAD).accepted, HEAD, "office-2")

    given.when(APPRAISAL, SettleDispute(indicator="delays", side=Role.OFFICE), actor="office-2").refused(
        Reason.FORBIDDEN,
        NEGOTIATION,
        f"would be done by office-2, who counts as one with {HEAD}, who is of the unit appraised",
        "Let somebody who has no part in the appraisal do it",
    )


def test_whoever_has_an_interest_in_the_unit_does_not_negotiate_for_the_office() -> None:
    interested(UNIT_AGREED, OFFICE).when(APPRAISAL, AgreeGoals(), actor=OFFICE).refused(
        Reason.FORBIDDEN,
        NEGOTIATION,
        f"would be done by {OFFICE}, who has declared an interest in finance",
        "Let somebody do it who has none",
    )


def test_a_dispute_that_is_dropped_leaves_the_goal_as_it_was() -> None:
    raised = len(HEARD.streams[APPRAISAL]) + 1
    given = DISPUTED.when(APPRAISAL, DropDispute(indicator="budget"), actor=OFFICE).then(
        g.DisputeDropped(indicator="budget", cites=raised, side=Role.OFFICE, by=OFFICE)
    )

    assert given.state(APPRAISAL).goals["budget"] == number("98")


def test_a_dispute_about_more_than_the_target_leaves_the_target() -> None:
    wish = DisputeGoal(indicator="budget", reason="The measures name no dates")
    given = HEARD.when(APPRAISAL, wish, actor=OFFICE).accepted
    given = given.when(APPRAISAL, SettleDispute(indicator="budget"), actor=HEAD).accepted

    assert given.state(APPRAISAL).goals["budget"] == number("98")


@pytest.mark.parametrize(
    ("given", "wish", "actor", "reason", "thing", "problem", "mend"),
    [
        (
            AUDITED,
            STRICT,
            OFFICE,
            Reason.CONFLICT,
            NEGOTIATION,
            "is not open",
            "See 'kaohe history annual-2026:finance' for how far the goals have come",
        ),
        (
            DISPUTED,
            AgreeGoals(),
            HEAD,
            Reason.CONFLICT,
            NEGOTIATION,
            "has budget in dispute",
            "Settle or drop each dispute first, or dispute it back",
        ),
        (
            DISPUTED,
            SettleDispute(indicator="budget"),
            "office-2",
            Reason.FORBIDDEN,
            NEGOTIATION,
            "would be settled on budget by office-2, of the side that disputes it",
            "Let the other side settle it, or drop the dispute",
        ),
        (
            DISPUTED,
            DropDispute(indicator="budget"),
            HEAD,
            Reason.FORBIDDEN,
            NEGOTIATION,
            "has budget disputed by the side of the office",
            "Settle it, or dispute it back",
        ),
        (
            DISPUTED,
            SettleDispute(indicator="delays"),
            HEAD,
            Reason.NOT_FOUND,
            NEGOTIATION,
            "has no dispute on delays",
            "In dispute is: budget",
        ),
        (
            HEARD,
            DisputeGoal(indicator="budget", target="94", reason="Hard times"),
            HEAD,
            Reason.INVALID,
            NEGOTIATION,
            "sets target 94 for indicator budget, weaker than the rulebook's 95",
            "Set a target at least as strict, or none to keep the rulebook's",
        ),
        (
            HEARD,
            DisputeGoal(indicator="growth", reason="Grow"),
            HEAD,
            Reason.INVALID,
            NEGOTIATION,
            "names indicator growth, on which finance is not appraised",
            "Its indicators are budget, delays, hotline, conduct",
        ),
        (
            HEARD,
            DisputeGoal(indicator="budget", reason=""),
            HEAD,
            Reason.INVALID,
            NEGOTIATION,
            "disputes budget without a reason",
            "Say what speaks for the change",
        ),
        (
            HEARD,
            STRICT,
            "health-head",
            Reason.FORBIDDEN,
            NEGOTIATION,
            "is between the head of finance and the performance office, and health-head is neither",
            "Let one of the two act",
        ),
    ],
    ids=[
        *("before its turn", "agreed in dispute", "settled by the own side", "dropped by the other"),
        *("no dispute", "weaker", "unknown", "without a reason", "by a third"),
    ],
)
def test_a_negotiation_takes_its_order(
    given: Given, wish: Command, actor: str, reason: Reason, thing: str, problem: str, mend: str
) -> None:
    given.when(APPRAISAL, wish, actor=actor).refused(reason, thing, problem, mend)


# ---------------------------------------------------------------- who decides, and when


@pytest.mark.parametrize(
    ("given", "wish", "actor", "reason", "thing", "problem", "mend"),
    [
        (
            AGREED,
            FixGoals(goal_class="key-work"),
            GOVERNMENT,
            Reason.CONFLICT,
            task("fix-goals.key-work"),
            "comes after annual-2026:finance:fix-goals",
            "Wait until that one is done",
        ),
        (
            FIXED_BY_COMMITTEE,
            FixGoals(goal_class="key-work"),
            COMMITTEE,
            Reason.FORBIDDEN,
            task("fix-goals.key-work"),
            "is asked of the government, not of committee-1",
            "See 'kaohe task list --as YOU' for your own tasks",
        ),
        (
            FIXED_BY_COMMITTEE,
            FixGoals(),
            COMMITTEE,
            Reason.CONFLICT,
            task("fix-goals"),
            "is done already",
            "Nothing needs to be done; see 'kaohe history annual-2026:finance'",
        ),
        (
            moved(PROPOSED, HEAD, "performance-office", "office"),
            AuditGoals(),
            HEAD,
            Reason.FORBIDDEN,
            task("audit-goals"),
            "would be done by finance-head, who set its goals",
            "Let somebody who has no part in the appraisal do it",
        ),
        (
            moved(AGREED, COMMITTEE, "finance", "committee"),
            FixGoals(),
            COMMITTEE,
            Reason.FORBIDDEN,
            task("fix-goals"),
            "would be done by committee-1, who is of the unit appraised",
            "Let somebody who has no part in the appraisal do it",
        ),
        (
            FIXED,
            PublishGoals(publication=""),
            OFFICE,
            Reason.INVALID,
            task("publish-goals"),
            "does not say where the goals are published",
            "Say where they can be read",
        ),
    ],
    ids=["out of order", "another's class", "twice", "audited by who set them", "of the unit", "published nowhere"],
)
def test_goals_are_decided_on_by_whom_they_are_asked_of(
    given: Given, wish: Command, actor: str, reason: Reason, thing: str, problem: str, mend: str
) -> None:
    given.when(APPRAISAL, wish, actor=actor).refused(reason, thing, problem, mend)


def test_nothing_is_decided_after_the_step_has_ended() -> None:
    given = PROPOSED
    while not given.state(APPRAISAL).steps[StepName.GOALS].ended:
        given = tick(given, StepName.GOALS)

    given.when(APPRAISAL, AuditGoals(), actor=OFFICE).refused(
        Reason.CONFLICT,
        task("audit-goals"),
        "belongs to step goals, which has ended",
        "See 'kaohe history annual-2026:finance' for how it ended",
    )


# ---------------------------------------------------------------- what a rulebook cannot say


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"goal_setting": {"fixed_by": "comittee"}},
            "goal_setting.fixed_by: there is no role 'comittee'. Did you mean 'committee'?",
        ),
        (
            {"goal_setting": {"fixed_by": "society"}},
            "goal_setting.fixed_by: no post holds role society, so nobody could fix. State held_by of role society",
        ),
        (
            {"goal_setting": {"fixed_by": "unit"}},
            "goal_setting.fixed_by: role unit is the unit's own head. Let goals be fixed by somebody outside the unit",
        ),
        (
            {"goal_setting": {"fixed_by": "committee", "classes": GOAL_SETTING["classes"] * 2}},
            "goal_setting.classes: 'key-work' is listed twice. Give each an id of its own",
        ),
        (
            {"goal_setting": {"fixed_by": "committee", "basis": "art-14"}},
            "goal_setting.basis: there is no article 'art-14'. There are: none",
        ),
        (
            {"goal_setting": {"fixed_by": "committee"}, "indicators": indicators()},
            "indicators.1.1.goal_class: there is no class of goals 'key-work'. There are: none",
        ),
        (
            {
                "goal_setting": {"fixed_by": "committee"},
                "steps": [{**sample.sample_steps()[2], "opens": {"after": "launch"}}],
            },
            "goal_setting: it says how goals are set, and there is no step goals. Add the step, or leave it out",
        ),
    ],
)
def test_a_rule_of_goal_setting_that_nobody_could_follow_is_found(changes: dict[str, Any], expected: str) -> None:
    found = problems(sample.sample_rulebook(roles=ROLES, **changes))

    assert [str(finding) for finding in found] == [expected]
