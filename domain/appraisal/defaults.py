"""What open duties become by rule when their step ends: goals may stand unconfirmed; a score is never presumed."""

from domain.appraisal import events as e
from domain.appraisal.rights import rulebook_of
from domain.appraisal.state import Appraisal
from domain.command import Context
from domain.event import Event
from domain.exact import Exact
from domain.regulation import leaves_for
from domain.schedule import Default, StepTimes


def defaulted(times: StepTimes, state: Appraisal, context: Context) -> list[Event]:
    """What the step's defaults make of what is open in it; nothing, where none of them applies."""
    default = Default.GOALS_STAND if state.goals else Default.TARGETS_STAND
    if default not in times.default:
        return []
    targets = state.goals or _targets(state, context)
    goals = tuple(e.StandingGoal(indicator=indicator, target=target) for indicator, target in targets.items())
    return [e.GoalsDefaulted(default=default, goals=goals)]


def _targets(state: Appraisal, context: Context) -> dict[str, Exact]:
    leaves = leaves_for(rulebook_of(state, context), state.appraisee)
    targets = {leaf.id: leaf.target for leaf in leaves if leaf.target is not None}
    return targets | {name: goal.target for name, goal in state.derived.items()}
