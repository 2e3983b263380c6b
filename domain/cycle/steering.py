"""Steering: extension, pause and resumption, each with a reason that becomes part of the record."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from pydantic import Field

from domain.calendar import Duration, WorkingCalendar
from domain.command import Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_new, require_office, require_reason, rulebook_of
from domain.cycle.state import Cycle
from domain.decision import Decision, reference
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.schedule import StepName, StepTimes

_MOST_DAYS, _MOST_WORKING_DAYS = 366, 260
_DAYS_OF_A_MONTH = 30
_MICROSECONDS_OF_A_DAY = 86_400_000_000


@command
class ExtendCycle(Command):
    """Moves the due instant of a step, and everything after it, by a duration."""

    decision = Decision.EXTEND

    step: StepName
    by: Duration
    reason: str


@command
class PauseCycle(Command):
    """Pauses the cycle: clocks and submissions stop, or open steps run on and no further one opens.

    `basis` is the provision that allows it. A pause that says neither is the same command as before, byte for byte.
    """

    decision = Decision.PAUSE

    reason: str
    basis: str | None = Field(default=None, exclude_if=lambda basis: basis is None)
    clocks: e.Clocks = Field(default=e.Clocks.STOP, exclude_if=lambda clocks: clocks is e.Clocks.STOP)


@command
class ResumeCycle(Command):
    """Lets clocks and submissions go on."""

    decision = Decision.RESUME


def extend(wish: ExtendCycle, state: Cycle, context: Context) -> list[Event]:
    name = f"cycle {state.id}"
    require_office(context, state.authority, name)
    require_reason(wish.reason, name)
    if wish.step not in state.schedule:
        raise Refused(
            Reason.NOT_FOUND,
            name,
            f"has no step {wish.step.value}",
            f"Choose one of {', '.join(step.value for step in state.schedule)}",
        )
    if wish.by == Duration():
        raise Refused(Reason.INVALID, name, f"would be extended by {wish.by}, which is nothing", "Extend it by more")
    now = clock_of(state, context)
    _require_reasonable(wish.by, name)
    if wish.step in state.passed or state.schedule[wish.step].ends <= now:
        raise Refused(
            Reason.CONFLICT,
            f"step {wish.step.value} of {name}",
            "has ended, and what has ended is not extended",
            "Extend a step that is still ahead or open",
        )
    calendar = rulebook_of(state, context).calendar
    schedule: list[StepTimes] = []
    for times in state.schedule.values():
        schedule.append(_extended(times, schedule, wish, calendar, now))
    return [
        e.CycleExtended(
            step=wish.step,
            by_duration=wish.by,
            schedule=tuple(schedule),
            reason=Private(data_subject=context.actor, text=wish.reason),
            by=context.actor,
        )
    ]


def clock_of(state: Cycle, context: Context) -> datetime:
    """Where the cycle's clocks stand: what would have come while they stop has not come."""
    return state.paused_at if state.paused_at is not None and state.stands_still else context.now


def _require_reasonable(by: Duration, name: str) -> None:
    """An extension of more than a year is a slip of the pen, and is seldom noticed before the year is over."""
    days = by.months * _DAYS_OF_A_MONTH + by.days + Fraction(by.microseconds, _MICROSECONDS_OF_A_DAY)
    if days > _MOST_DAYS or by.working_days > _MOST_WORKING_DAYS:
        raise Refused(
            Reason.INVALID,
            name,
            f"would be extended by {by}, more than a year",
            f"Extend it by at most {_MOST_DAYS} days or {_MOST_WORKING_DAYS} working days at a time",
        )


def _extended(
    times: StepTimes, before: Sequence[StepTimes], wish: ExtendCycle, calendar: WorkingCalendar, now: datetime
) -> StepTimes:
    """The step's times with the extension, behind the steps `before` it that have theirs already.

    Months are clipped and days off skipped, so that two instants may come closer or change places; then the earlier one
    stands, and a step that would be left without time keeps the time it had.
    """
    moving = any(step.step == wish.step for step in before)
    if times.step != wish.step and not moving:
        return times
    opens = max(calendar.add(times.opens, wish.by), before[-1].ends) if moving else times.opens
    due = calendar.add(times.due, wish.by)
    if due <= opens:
        due = opens + (times.due - times.opens)

    def moved(at: datetime) -> datetime:
        return max(calendar.add(at, wish.by), due)

    extended = times.model_copy(
        update={
            "opens": opens,
            "reminders": tuple(sorted(_reminder(at, times, due, wish, calendar, now) for at in times.reminders)),
            "due": due,
            **after_due(times, moved),
        }
    )
    return extended.model_copy(update={"ends": max(extended.ends, extended.after_due[-1].at)})


def after_due(times: StepTimes, moved: Callable[[datetime], datetime]) -> dict[str, object]:
    """What comes after the due instant, moved."""
    rungs = (rung.model_copy(update={"at": moved(rung.at)}) for rung in times.escalations)
    return {
        "overdue": tuple(sorted(moved(at) for at in times.overdue)),
        "escalates": moved(times.escalates),
        "escalations": tuple(sorted(rungs, key=lambda rung: rung.at)),
        "ends": moved(times.ends),
    }


def _reminder(  # noqa: PLR0913, PLR0917 - all that an extension knows
    at: datetime, times: StepTimes, due: datetime, wish: ExtendCycle, calendar: WorkingCalendar, now: datetime
) -> datetime:
    """A reminder with the extension; one that has come stays, unless its due instant came too and it lies ahead again.

    Then people are reminded once more, of the later due instant.
    """
    if at <= now < times.due:
        return at
    moved = min(calendar.add(at, wish.by), due)
    return moved if moved > now else at


def pause(wish: PauseCycle, state: Cycle, context: Context) -> list[Event]:
    name = f"cycle {state.id}"
    require_office(context, state.authority, name)
    require_reason(wish.reason, name)
    require_new(state.paused_at is None, state, "is paused already")
    reason = Private(data_subject=context.actor, text=wish.reason)
    basis = None if wish.basis is None else reference(wish.basis, "legal basis")
    return [e.CyclePaused(at=context.now, basis=basis, clocks=wish.clocks, reason=reason, by=context.actor)]


def resume(_wish: ResumeCycle, state: Cycle, context: Context) -> list[Event]:
    require_office(context, state.authority, f"cycle {state.id}")
    if state.paused_at is None:
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", "is not paused", "Nothing needs to be done")
    schedule = tuple(state.schedule.values())
    if state.stands_still:
        pause, since = context.now - state.paused_at, state.paused_at
        schedule = tuple(moved_by_pause(times, since, pause) for times in schedule)
    return [e.CycleResumed(at=context.now, schedule=schedule, by=context.actor)]


def moved_by_pause(times: StepTimes, since: datetime, pause: timedelta) -> StepTimes:
    """The step's times with all instants after the pause began moved by its length."""

    def moved(at: datetime) -> datetime:
        return at + pause if at > since else at

    return times.model_copy(
        update={
            "opens": moved(times.opens),
            "reminders": tuple(moved(at) for at in times.reminders),
            "due": moved(times.due),
            **after_due(times, moved),
        }
    )
