"""A replaced evaluator: another leader rates the unit instead of one who cannot, as long as that one has not."""

from domain.appraisal import events as e
from domain.appraisal.rights import directory_of, part_in, require_open_step, require_words, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.decision import Decision
from domain.directory import Role
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.schedule import StepName


@command
class ReplaceRater(Command):
    """Asks another leader to rate the unit instead of one who is asked and has not."""

    decision = Decision.REPLACE_RATER

    leader: str
    successor: str
    reason: str


def replace_rater(wish: ReplaceRater, state: Appraisal, context: Context) -> list[Event]:
    thing = f"task {task_id(state, f'rate.{wish.leader}')}"
    directory = directory_of(state, context)
    if not directory.holds(context.actor, Role.OFFICE):
        problem = f"{context.actor} is not of the performance office of {state.authority}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let the performance office replace an evaluator")
    step = require_open_step(state, context, StepName.SCORING, thing)
    require_words(wish.reason, thing, "is handed to somebody else without a reason", "Say why")
    asked = {duty.key: duty for duty in step.duties}
    if f"rate.{wish.leader}" not in asked:
        raters = ", ".join(key.removeprefix("rate.") for key in asked if key.startswith("rate."))
        raise Refused(Reason.NOT_FOUND, thing, "does not exist", f"Those asked to rate are: {raters or 'nobody'}")
    if f"rate.{wish.leader}" in step.done:
        raise Refused(Reason.CONFLICT, thing, "is done already", "A rating that was given stands")
    if why := _unfit(wish.successor, state, context, tuple(asked)):
        problem = f"would be done by {wish.successor}, who {why}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Name another leader")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [e.RaterReplaced(leader=wish.leader, successor=wish.successor, reason=reason, by=context.actor)]


def _unfit(person: str, state: Appraisal, context: Context, asked: tuple[str, ...]) -> str | None:
    """Why the person may not rate the unit; nothing for whoever may."""
    directory = directory_of(state, context)
    if person not in directory.holders(Role.LEADER):
        return "is no leader"
    if f"rate.{person}" in asked:
        return "is asked to rate it as well"
    return part_in(state, person, directory)
