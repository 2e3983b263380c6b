"""Steering: extension, pause and resumption, each with a reason that becomes part of the record."""

from datetime import datetime, timedelta

from domain.calendar import Duration
from domain.command import Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_new, require_office, require_reason, rulebook_of
from domain.cycle.state import Cycle
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.schedule import StepName, StepTimes


@command
class ExtendCycle(Command):
    """Moves the due instant of a step, and everything after it, by a duration."""

    step: StepName
    by: Duration
    reason: str


@command
class PauseCycle(Command):
    """Stops clocks and submissions."""

    reason: str


@command
class ResumeCycle(Command):
    """Lets clocks and submissions go on."""


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
    if wish.step in state.passed or state.schedule[wish.step].ends <= context.now:
        raise Refused(
            Reason.CONFLICT,
            f"step {wish.step.value} of {name}",
            "has ended, and what has ended is not extended",
            "Extend a step that is still ahead or open",
        )
    calendar = rulebook_of(state, context).calendar
    steps = list(state.schedule)
    later = set(steps[steps.index(wish.step) :])

    def moved(times: StepTimes) -> StepTimes:
        if times.step not in later:
            return times
        own = times.step == wish.step
        return times.model_copy(
            update={
                "opens": times.opens if own else calendar.add(times.opens, wish.by),
                "reminders": tuple(at if at <= context.now else calendar.add(at, wish.by) for at in times.reminders),
                "due": calendar.add(times.due, wish.by),
                "escalates": calendar.add(times.escalates, wish.by),
                "ends": calendar.add(times.ends, wish.by),
            }
        )

    return [
        e.CycleExtended(
            step=wish.step,
            by_duration=wish.by,
            schedule=tuple(moved(times) for times in state.schedule.values()),
            reason=Private(data_subject=context.actor, text=wish.reason),
            by=context.actor,
        )
    ]


def pause(wish: PauseCycle, state: Cycle, context: Context) -> list[Event]:
    name = f"cycle {state.id}"
    require_office(context, state.authority, name)
    require_reason(wish.reason, name)
    require_new(state.paused_at is None, state, "is paused already")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [e.CyclePaused(at=context.now, reason=reason, by=context.actor)]


def resume(_wish: ResumeCycle, state: Cycle, context: Context) -> list[Event]:
    require_office(context, state.authority, f"cycle {state.id}")
    if state.paused_at is None:
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", "is not paused", "Nothing needs to be done")
    pause, since = context.now - state.paused_at, state.paused_at
    schedule = tuple(_moved_by_pause(times, since, pause) for times in state.schedule.values())
    return [e.CycleResumed(schedule=schedule, by=context.actor)]


def _moved_by_pause(times: StepTimes, since: datetime, pause: timedelta) -> StepTimes:
    def moved(at: datetime) -> datetime:
        return at + pause if at > since else at

    return times.model_copy(
        update={
            "opens": moved(times.opens),
            "reminders": tuple(moved(at) for at in times.reminders),
            "due": moved(times.due),
            "escalates": moved(times.escalates),
            "ends": moved(times.ends),
        }
    )
