"""Goals: the head sets them, the performance office confirms or returns them (Hangzhou ordinance, art. 12 to 14)."""

from collections.abc import Collection

from domain.appraisal import events as e
from domain.appraisal.rights import directory_of, require_duty, require_words, rulebook_of, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event, Private, Record
from domain.exact import Exact, text
from domain.refusal import Reason, Refused
from domain.regulation import Direction, Indicator, leaves_for
from domain.schedule import StepName

RETURNING = ("confirm-goals", "audit-goals", "close-goal-comments", "fix-goals")
"""Duties on which goals can be returned to the unit."""


class GoalEntry(Record):
    """A goal as its author writes it: measures in words, and a target where it is stricter than the rulebook's."""

    indicator: str
    target: Exact | None = None
    measures: str


@command
class SetGoals(Command):
    """Proposes the appraisee's goals, at least one."""

    goals: tuple[GoalEntry, ...]


@command
class ConfirmGoals(Command):
    """Confirms the goals as they were set."""


@command
class ReturnGoals(Command):
    """Returns the goals to be set again, with the reason; without a `duty` named, on whichever is open."""

    reason: str
    duty: str | None = None


def set_goals(wish: SetGoals, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.GOALS, "set-goals")
    thing = f"task {task_id(state, 'set-goals')}"
    if not wish.goals:
        raise Refused(Reason.INVALID, thing, "names no goal", "Set a goal for at least one indicator")
    leaves = {leaf.id: leaf for leaf in leaves_for(rulebook_of(state, context), state.appraisee)}
    seen: set[str] = set()
    for goal in wish.goals:
        if goal.indicator in seen:
            raise Refused(Reason.INVALID, thing, f"has two goals for indicator {goal.indicator}", "Set one for each")
        seen.add(goal.indicator)
        if goal.indicator not in leaves:
            raise Refused(
                Reason.INVALID,
                thing,
                f"names indicator {goal.indicator}, on which {state.appraisee} is not appraised",
                f"Its indicators are {', '.join(leaves)}",
            )
        require_words(
            goal.measures,
            thing,
            f"has no measures for indicator {goal.indicator}",
            "Say what will be done to reach the goal",
        )
        require_target(goal.target, leaves[goal.indicator], thing, state)
    _require_carried(seen, leaves, state, thing)
    return [e.GoalsSet(goals=tuple(_goal(goal, context.actor) for goal in wish.goals), by=context.actor)]


def _goal(entry: GoalEntry, author: str) -> e.Goal:
    measures = Private(data_subject=author, text=entry.measures)
    return e.Goal(indicator=entry.indicator, target=entry.target, measures=measures)


def _require_carried(goals: Collection[str], leaves: Collection[str], state: Appraisal, thing: str) -> None:
    """What an earlier improvement or rectification has left unfinished is taken up again by a goal."""
    for measure in state.carried:
        if measure.indicator is not None and measure.indicator in leaves and measure.indicator not in goals:
            problem = f"has no goal for indicator {measure.indicator}, whose measure {measure.measure} is not finished"
            raise Refused(Reason.INVALID, thing, problem, f"Set one that takes it up; see '{measure.stream}'")


def require_target(target: Exact | None, leaf: Indicator, thing: str, state: Appraisal) -> None:
    """Refuses a target for what is not measured, and one weaker than the outer cycle's or the rulebook's."""
    if target is None:
        return
    derived = state.derived.get(leaf.id)
    if derived is not None and _is_weaker(target, derived.target, leaf):
        raise Refused(
            Reason.INVALID,
            thing,
            f"sets target {text(target)} for indicator {leaf.id}, "
            f"weaker than the {text(derived.target)} that the goals of {derived.stream} give",
            "Set a target at least as strict, or none to keep that one",
        )
    if derived is not None:
        return
    if leaf.target is None:
        raise Refused(
            Reason.INVALID,
            thing,
            f"sets target {text(target)} for indicator {leaf.id}, which is judged and takes no target",
            "Leave the target out, and say in the measures what will be done",
        )
    if _is_weaker(target, leaf.target, leaf):
        raise Refused(
            Reason.INVALID,
            thing,
            f"sets target {text(target)} for indicator {leaf.id}, weaker than the rulebook's {text(leaf.target)}",
            "Set a target at least as strict, or none to keep the rulebook's",
        )


def _is_weaker(target: Exact, than: Exact, leaf: Indicator) -> bool:
    return target < than if leaf.direction is Direction.UP else target > than


def confirm_goals(_wish: ConfirmGoals, state: Appraisal, context: Context) -> list[Event]:
    _require_other("confirm-goals", state, context)
    return [e.GoalsConfirmed(by=context.actor)]


def return_goals(wish: ReturnGoals, state: Appraisal, context: Context) -> list[Event]:
    thing = _require_other(wish.duty or _deciding(state), state, context)
    require_words(wish.reason, thing, "returns the goals without a reason", "Say what is to be changed in them")
    return [e.GoalsReturned(reason=Private(data_subject=context.actor, text=wish.reason), by=context.actor)]


def _deciding(state: Appraisal) -> str:
    """The duty on which the goals can be returned now: there is never more than one open."""
    step = state.steps.get(StepName.GOALS)
    asked = [duty.key for duty in step.duties if duty.key.partition(".")[0] in RETURNING] if step else []
    turn = {duty.key for duty in step.open_duties} if step else set()
    return next((key for key in asked if key in turn), asked[0] if asked else "confirm-goals")


def _require_other(key: str, state: Appraisal, context: Context) -> str:
    """Whoever set the goals does not decide on them, whatever post is held by now."""
    require_duty(state, context, StepName.GOALS, key)
    thing = f"task {task_id(state, key)}"
    if state.goals_set_by in directory_of(state, context).eyes(context.actor):
        one = "" if state.goals_set_by == context.actor else f" counts as one with {state.goals_set_by}, who"
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"would be done by {context.actor}, who{one} set the goals",
            "Let another member of the performance office decide on them",
        )
    return thing
