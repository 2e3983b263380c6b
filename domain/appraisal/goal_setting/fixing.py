"""Goals are fixed by whoever the rulebook names for their class, and published by the performance office."""

from domain.appraisal.goal_setting import events as g
from domain.appraisal.goal_setting.rights import require_stage
from domain.appraisal.goal_setting.setting import PUBLISH, fix_key
from domain.appraisal.rights import require_duty, require_words, rulebook_of, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.decision import Decision
from domain.event import Event
from domain.regulation import leaves_for
from domain.schedule import StepName


@command
class FixGoals(Command):
    """Fixes the goals as they stand, of a class or of all that are of none."""

    decision = Decision.FIX_GOALS

    goal_class: str | None = None


@command
class PublishGoals(Command):
    """States where the fixed goals are published."""

    publication: str


def fix_goals(wish: FixGoals, state: Appraisal, context: Context) -> list[Event]:
    require_stage(state, context, fix_key(wish.goal_class))
    leaves = leaves_for(rulebook_of(state, context), state.appraisee)
    fixed = tuple(leaf.id for leaf in leaves if leaf.goal_class == wish.goal_class and leaf.id in state.goals)
    return [g.GoalsFixed(goal_class=wish.goal_class, indicators=fixed, by=context.actor)]


def publish_goals(wish: PublishGoals, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.GOALS, PUBLISH)
    thing = f"task {task_id(state, PUBLISH)}"
    require_words(wish.publication, thing, "does not say where the goals are published", "Say where they can be read")
    return [g.GoalsPublished(publication=wish.publication, by=context.actor)]
