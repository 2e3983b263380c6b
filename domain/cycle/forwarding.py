"""An earlier deadline: a step falls due and ends sooner, for a reason, and never before those concerned can know."""

from datetime import datetime

from domain.calendar import Duration, WorkingCalendar
from domain.command import Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_office, require_reason, rulebook_of
from domain.cycle.state import Cycle
from domain.cycle.steering import after_due
from domain.decision import Decision
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.schedule import StepName, StepTimes


@command
class BringForward(Command):
    """Moves the due instant of a step, and what follows from it, earlier by a duration; later steps stay."""

    decision = Decision.BRING_FORWARD

    step: StepName
    by: Duration
    reason: str


def bring_forward(wish: BringForward, state: Cycle, context: Context) -> list[Event]:
    name = f"cycle {state.id}"
    require_office(context, state.authority, name)
    require_reason(wish.reason, name)
    thing = f"step {wish.step.value} of {name}"
    if wish.step not in state.schedule:
        steps = ", ".join(step.value for step in state.schedule)
        raise Refused(Reason.NOT_FOUND, name, f"has no step {wish.step.value}", f"Choose one of {steps}")
    if wish.by == Duration():
        raise Refused(Reason.INVALID, thing, f"would come {wish.by} earlier, which is nothing", "Give a duration")
    if state.paused_at is not None:
        raise Refused(Reason.CONFLICT, thing, "waits, because the cycle is paused", "Resume the cycle first")
    known = state.schedule[wish.step]
    if wish.step in state.passed or known.due <= context.now:
        raise Refused(Reason.CONFLICT, thing, "has fallen due", "Bring forward a step that is still ahead or open")
    calendar = rulebook_of(state, context).calendar
    earlier = _earlier(known, wish.by, calendar, context.now)
    if earlier.due <= max(context.now, earlier.opens):
        raise Refused(
            Reason.INVALID,
            thing,
            f"would be due on {earlier.due.isoformat()}, before anybody could do it",
            f"Bring it forward by less; it opens on {known.opens.isoformat()} and is due on {known.due.isoformat()}",
        )
    schedule = tuple(earlier if times.step is wish.step else times for times in state.schedule.values())
    return [
        e.CycleBroughtForward(
            step=wish.step,
            by_duration=wish.by,
            schedule=schedule,
            reason=Private(data_subject=context.actor, text=wish.reason),
            by=context.actor,
        )
    ]


def _earlier(times: StepTimes, by: Duration, calendar: WorkingCalendar, now: datetime) -> StepTimes:
    """The step's times, earlier; reminders that have come stay, and those now past become one that comes at once."""

    def moved(at: datetime) -> datetime:
        return max(calendar.subtract(at, by), due)

    due = calendar.subtract(times.due, by)
    ahead = [calendar.subtract(at, by) for at in times.reminders if at > now]
    at_once = [now] if times.opens <= now and any(at <= now for at in ahead) else []
    reminders = (*(at for at in times.reminders if at <= now), *at_once, *(at for at in ahead if at > now))
    return times.model_copy(update={"reminders": tuple(sorted(reminders)), "due": due, **after_due(times, moved)})
