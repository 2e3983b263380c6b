"""Goals changed in mid-year: by request with a reason and a ground, approved by whoever approves their class.

Hangzhou ordinance, art. 15: the government approves changes of goals of key work, the agency agrees to others.
"""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from domain.appraisal.cases import ChangeGoals
from domain.appraisal.events import GoalChanged, GoalsChanged
from domain.appraisal.facts import facts
from domain.case import events as e
from domain.case.doing import ReturnToAct, WithdrawRequest
from domain.certificates import GrantCertificate
from domain.command import SYSTEM_CLOCK
from domain.cycle.cancelling import CancelCycle
from domain.refusal import Reason
from domain.schedule import StepName
from tests import sample
from tests.domain.cases import CASE, GOVERNMENT, acts, opened, opening, peopled, procedures_of, running, turn
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, CYCLE, DIRECTORY, HEAD, OFFICE, UNIT, at_step, done, launched

GROUND = "force majeure"
GIVEN = running("hangzhou-2015")


def changes(indicator: str = "budget", target: str = "90") -> dict[str, Any]:
    return {"kind": "goal_changes", "changes": [{"indicator": indicator, "target": target}]}


def request(outcome: str = "other", **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the command
    return {"ground": GROUND, "outcome": outcome, "states": {"reason": "Floods"}, "content": changes(), **fields}


def asked(given: Given = GIVEN, **fields: Any) -> Given:  # noqa: ANN401 - fields of the command
    return opened(given, HEAD, "goal-adjustment", **request(**fields))


def granted(given: Given) -> Given:
    return acts(given, OFFICE, "other-goals", outcome="agreed").accepted


def test_a_change_that_the_agency_agrees_to_takes_effect_in_the_appraisal() -> None:
    decided = acts(asked(), OFFICE, "other-goals", outcome="agreed")
    assert decided.events[-1] == e.CaseDecided(outcome="agreed", granted=True, at=GIVEN.now)

    given = decided.accepted.when(APPRAISAL, ChangeGoals(case="c-1"), actor=SYSTEM_CLOCK).then(
        GoalsChanged(case="c-1", changes=(GoalChanged(indicator="budget", before=None, target=Decimal(90)),))
    )

    assert facts(given.state(APPRAISAL)).targets == {"budget": Decimal(90)}


def test_a_goal_set_before_is_told_as_what_it_was() -> None:
    given = granted(asked(done(at_step(StepName.GOALS, GIVEN), StepName.GOALS)))

    given.when(APPRAISAL, ChangeGoals(case="c-1"), actor=SYSTEM_CLOCK).then(
        GoalsChanged(case="c-1", changes=(GoalChanged(indicator="budget", before=Decimal(98), target=Decimal(90)),))
    )


def test_a_goal_that_is_decided_on_later_counts_instead_of_the_change() -> None:
    """The change came before the goals of the year were set, and those were confirmed after it."""
    given = granted(asked()).when(APPRAISAL, ChangeGoals(case="c-1"), actor=SYSTEM_CLOCK).accepted
    given = done(at_step(StepName.GOALS, given), StepName.GOALS)

    assert facts(given.state(APPRAISAL)).targets == {"budget": Decimal(98)}


def test_a_change_takes_effect_once() -> None:
    given = granted(asked()).when(APPRAISAL, ChangeGoals(case="c-1"), actor=SYSTEM_CLOCK).accepted
    given.when(APPRAISAL, ChangeGoals(case="c-1"), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "case c-1", "has taken effect already", "Nothing needs to be done"
    )


def test_a_change_that_is_refused_does_not_take_effect() -> None:
    given = acts(asked(), OFFICE, "other-goals", outcome="refused").accepted
    given.when(APPRAISAL, ChangeGoals(case="c-1"), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "case c-1", "has not been granted as a goal_change", "Decide it first"
    )


def test_nobody_changes_goals_by_hand() -> None:
    granted(asked()).when(APPRAISAL, ChangeGoals(case="c-1"), actor=OFFICE).refused(
        Reason.FORBIDDEN, "case c-1", "is carried out by its workflow", "Do the acts of the case instead"
    )


def test_what_was_reported_is_not_made_the_goal_afterwards() -> None:
    given = done(at_step(StepName.REPORTING, asked()), StepName.REPORTING)
    granted(given).when(APPRAISAL, ChangeGoals(case="c-1"), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT,
        "case c-1",
        "changes the goals for budget, whose values have been reported",
        "The goals stand as they were",
    )


def test_a_change_names_one_of_the_grounds_of_the_regulation() -> None:
    wish = opening("goal-adjustment", **request(ground="convenience"))
    GIVEN.when(CASE, wish, actor=HEAD).refused(
        Reason.INVALID,
        "case c-1",
        "names the ground 'convenience'",
        "Name one of: major change of policy; reorganisation; force majeure",
    )


def test_a_judged_indicator_has_no_goal_to_change() -> None:
    wish = opening("goal-adjustment", **request(content=changes("conduct")))
    GIVEN.when(CASE, wish, actor=HEAD).refused(
        Reason.INVALID,
        "case c-1",
        "changes the goal for indicator conduct, which takes no target",
        "Name indicators with a target",
    )


# ---------------------------------------------------------------- the approver of its class


def classed(**rulebook: Any) -> Given:  # noqa: ANN401 - fields of the rulebook document
    """The same rules, and the goal for the budget is one of key work."""
    indicators = sample.sample_rulebook()["indicators"]
    indicators[0]["children"][0]["goal_class"] = "key-work"
    classes = [{"id": "key-work", "name": "Key work", "fixed_by": "agency", "changed_by": "government"}]
    setting = {"fixed_by": "agency", "classes": classes}
    return peopled(launched(**procedures_of("hangzhou-2015"), indicators=indicators, goal_setting=setting, **rulebook))


def test_a_goal_of_key_work_is_changed_by_the_government() -> None:
    given = asked(classed(), outcome="key-work")
    assert (turn(given).act, turn(given).opened.duty.role.value) == ("key-work", "government")

    decided = acts(given, GOVERNMENT, "key-work", outcome="approved")
    assert decided.events[-1] == e.CaseDecided(outcome="approved", granted=True, at=GIVEN.now)


def test_the_agency_cannot_grant_what_is_the_government_s_to_approve_and_sends_it_back() -> None:
    given = asked(classed(), outcome="other")
    acts(given, OFFICE, "other-goals", outcome="agreed").refused(
        Reason.FORBIDDEN,
        "act other-goals",
        "would grant another goal for budget, which government approves, not agency",
        "Send it back, so that it is asked of whoever approves goals of this class",
    )

    given = given.when(CASE, ReturnToAct(act="other-goals", reason="Key work"), actor=OFFICE).accepted
    fields = request("key-work")
    del fields["ground"]
    assert turn(acts(given, HEAD, "ask", **fields).accepted).act == "key-work"


def test_the_unit_alone_asks_for_a_change_of_its_goals() -> None:
    wish = opening("goal-adjustment", **request())
    GIVEN.when(CASE, wish, actor="health-head").refused(
        Reason.FORBIDDEN,
        "case c-1",
        f"is asked of head of {UNIT}, not of health-head",
        "See 'kaohe task list --as YOU' for your own tasks",
    )


def test_whoever_approves_has_a_certificate_where_the_rulebook_asks_for_one() -> None:
    given = asked(classed(certified=["government"]), outcome="key-work")
    refusal = acts(given, GOVERNMENT, "key-work", outcome="approved").refusal
    assert refusal is not None
    assert (refusal.reason, GOVERNMENT in refusal.thing) == (Reason.FORBIDDEN, True)

    certificate = {
        "authority": sample.AUTHORITY,
        "person": GOVERNMENT,
        "role": "government",
        "begins": given.now,
        "ends": given.now + timedelta(days=365),
        "training": "course-7",
    }
    given = given.when(DIRECTORY, GrantCertificate.model_validate(certificate), actor=OFFICE).accepted
    assert acts(given, GOVERNMENT, "key-work", outcome="approved").refusal is None


# ---------------------------------------------------------------- a cancelled cycle


def cancelled() -> Given:
    return asked().when(CYCLE, CancelCycle(reason="The city was merged"), actor=OFFICE).accepted


def test_in_a_cancelled_cycle_nothing_is_decided_any_more_and_a_case_is_withdrawn() -> None:
    acts(cancelled(), OFFICE, "other-goals", outcome="agreed").refused(
        Reason.CONFLICT,
        "case c-1",
        "comes to nothing, because its cycle is cancelled",
        "Withdraw it: kaohe case withdraw c-1",
    )
    withdrawn = cancelled().when(CASE, WithdrawRequest(reason="The cycle is cancelled"), actor=HEAD)
    assert withdrawn.accepted.state(CASE).withdrawn


def test_in_a_cancelled_cycle_no_case_is_opened() -> None:
    wish = opening("goal-adjustment", case="c-2", **request())
    cancelled().when("case:c-2", wish, actor=HEAD).refused(
        Reason.CONFLICT,
        "case c-2",
        "is of cycle annual-2026, which is cancelled",
        "Open it in a cycle that goes on",
    )
