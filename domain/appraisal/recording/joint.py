"""Joint tasks: each co-operating unit confirms the part that is stated for it, or disputes it."""

from typing import Final

from domain.appraisal import fact_events as f
from domain.appraisal.recording.rights import record_of, require_record_open
from domain.appraisal.rights import require_duty, require_words, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.schedule import StepName

CONFIRM: Final = "confirm-part"


@command
class ConfirmJointPart(Command):
    """Confirms the unit's part in a joint task."""

    indicator: str


@command
class DisputeJointPart(Command):
    """Disputes the unit's part in a joint task, with the reason; it does not count until one is stated anew."""

    indicator: str
    reason: str


def confirm_joint_part(wish: ConfirmJointPart, state: Appraisal, context: Context) -> list[Event]:
    _, cites = _asked(wish.indicator, state, context)
    return [f.JointPartConfirmed(indicator=wish.indicator, cites=cites, by=context.actor)]


def dispute_joint_part(wish: DisputeJointPart, state: Appraisal, context: Context) -> list[Event]:
    thing, cites = _asked(wish.indicator, state, context)
    require_words(wish.reason, thing, "disputes the part without a reason", "Say what part the unit had")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [f.JointPartDisputed(indicator=wish.indicator, cites=cites, reason=reason, by=context.actor)]


def require_answered(state: Appraisal) -> None:
    """Refuses to close the record while a unit has time left to say whether its part is right."""
    step = state.current
    waiting = [duty.key.partition(".")[2] for duty in step.open_duties if duty.key.startswith(CONFIRM)] if step else []
    if waiting and step and not step.fell_due:
        problem = f"has a part in {', '.join(waiting)} that {state.appraisee} has not confirmed"
        mend = "Wait for its answer, or until the step has fallen due; then what nobody disputed stands"
        raise Refused(Reason.CONFLICT, record_of(state), problem, mend)


def _asked(indicator: str, state: Appraisal, context: Context) -> tuple[str, int]:
    """The task, and the version of the event that states the part."""
    key = f"{CONFIRM}.{indicator}"
    require_duty(state, context, state.current.name if state.current else StepName.SCORING, key)
    require_record_open(state, context)
    return f"task {task_id(state, key)}", state.recorded.joint[indicator].cites[0]
