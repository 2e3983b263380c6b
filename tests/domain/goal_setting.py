"""A rulebook that says how goals are set, and the history of goals under it, brought as far as a test wants it.

It fixes goals of key work by the government and all others by the committee, gives the public ten working days to
comment, has unit and office negotiate, and the office publish what was fixed.
"""

from datetime import UTC, datetime
from typing import Any

from domain.appraisal.goal_setting.audit import AuditGoals, CloseGoalComments, CommentOnGoals
from domain.appraisal.goal_setting.fixing import FixGoals, PublishGoals
from domain.appraisal.goal_setting.negotiation import AgreeGoals, DisputeGoal, DropDispute, SettleDispute
from domain.appraisal.goals import GoalEntry, SetGoals
from domain.directory import PublishDirectory
from domain.schedule import StepName
from tests import sample
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, COMMITTEE, DIRECTORY, HEAD, OFFICE, at_step, launched

GOVERNMENT = "premier"
PREMIER = {"id": GOVERNMENT, "name": "Name of premier", "unit": "government", "roles": ["government"]}
GOAL_SETTING: dict[str, Any] = {
    "fixed_by": "committee",
    "classes": [{"id": "key-work", "name": "Goals of key work", "fixed_by": "government"}],
    "comments": "10 working days",
    "negotiated": True,
    "published": True,
}
ROLES = [
    {"id": "committee", "name": "Committee", "held_by": "committee"},
    {"id": "government", "name": "Government", "held_by": "government"},
    {"id": "agency", "name": "Performance office", "held_by": "office"},
    {"id": "unit", "name": "Unit", "held_by": "head"},
    {"id": "society", "name": "Society"},
]
STEPS = [{**step, "due": "P60D"} if step["step"] == "goals" else step for step in sample.sample_steps()]


def indicators() -> list[dict[str, Any]]:
    """Those of the sample, of which the budget's goal is one of key work."""
    found: list[dict[str, Any]] = sample.sample_rulebook()["indicators"]
    found[0]["children"][0]["goal_class"] = "key-work"
    return found


def opened(**changes: Any) -> Given:  # noqa: ANN401 - fields of the provision
    """The step has just opened, under a rulebook that says how goals are set, with these fields changed."""
    rule = {**GOAL_SETTING, **changes}
    rule = {name: value for name, value in rule.items() if value is not None}
    given = launched(roles=ROLES, goal_setting=rule, indicators=indicators(), steps=STEPS)
    wish = PublishDirectory.model_validate({"authority": sample.AUTHORITY, "people": [PREMIER]})
    return at_step(StepName.GOALS, given.when(DIRECTORY, wish, actor=OFFICE).accepted)


PROPOSAL = SetGoals(
    goals=(
        GoalEntry(indicator="budget", target="98", measures="Spend in time"),
        GoalEntry(indicator="delays", target="11", measures="Decide at the counter"),
    )
)
UNTIL = datetime(2026, 3, 16, 1, tzinfo=UTC)
"""Ten working days after the audit of 2 March."""

OPEN = opened()
PROPOSED = OPEN.when(APPRAISAL, PROPOSAL, actor=HEAD).accepted
AUDITED = PROPOSED.when(APPRAISAL, AuditGoals(), actor=OFFICE).accepted
HEARD = AUDITED.at(UNTIL).when(APPRAISAL, CloseGoalComments(), actor=OFFICE).accepted
UNIT_AGREED = HEARD.when(APPRAISAL, AgreeGoals(), actor=HEAD).accepted
AGREED = UNIT_AGREED.when(APPRAISAL, AgreeGoals(), actor=OFFICE).accepted
FIXED_BY_COMMITTEE = AGREED.when(APPRAISAL, FixGoals(), actor=COMMITTEE).accepted
FIXED = FIXED_BY_COMMITTEE.when(APPRAISAL, FixGoals(goal_class="key-work"), actor=GOVERNMENT).accepted

LOWER = DisputeGoal(indicator="delays", target="10", reason="The new hall opens in June")
STRICT = DisputeGoal(indicator="budget", target="99", reason="The year before had 99")
DISPUTED = HEARD.when(APPRAISAL, STRICT, actor=OFFICE).accepted


WRITTEN = frozenset(
    {
        "Decide at the counter",
        "Too slow",
        "Taken to the unit",
        "The new hall opens in June",
        "The year before had 99",
        PREMIER["name"],
    }
)
"""What people write in `whole` besides what they do in the sample's own history."""


def whole() -> Given:
    """Everything that can happen to goals has happened: a comment, disputes settled and dropped, all to the end."""
    given = AUDITED.when(APPRAISAL, CommentOnGoals(comment="Too slow", voice="public"), actor=OFFICE).accepted
    given = given.at(UNTIL)
    for actor, wish in (
        (OFFICE, CloseGoalComments(response="Taken to the unit")),
        (HEAD, LOWER),
        (OFFICE, SettleDispute(indicator="delays")),
        (OFFICE, STRICT),
        (OFFICE, DropDispute(indicator="budget")),
        (HEAD, AgreeGoals()),
        (OFFICE, AgreeGoals()),
        (COMMITTEE, FixGoals()),
        (GOVERNMENT, FixGoals(goal_class="key-work")),
        (OFFICE, PublishGoals(publication="Gazette 2026/4")),
    ):
        given = given.when(APPRAISAL, wish, actor=actor).accepted
    return given
