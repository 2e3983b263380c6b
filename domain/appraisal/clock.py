"""What time does to an appraisal: steps open, remind, fall due, escalate and lapse at the instants the cycle fixed.

The workflow asks which moment comes next, waits for it and sends its command. Whether the moment has really come is
decided here, on the schedule in force, so that an extension or a pause that the workflow has not heard of still holds.
"""

from collections.abc import Mapping
from enum import StrEnum

from domain.appraisal import events as e
from domain.appraisal.defaults import defaulted
from domain.appraisal.duties import duties
from domain.appraisal.feedback_events import FeedbackLeftUnanswered
from domain.appraisal.folding.fold import fold
from domain.appraisal.links.deriving import begins, derive
from domain.appraisal.links.taking_in import take_in
from domain.appraisal.own_times import schedule_of
from domain.appraisal.panel.rights import kept_out
from domain.appraisal.rights import cycle_of, holding, reminded
from domain.appraisal.state import Appraisal, Step
from domain.calendar import Instant
from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.cycle.state import Cycle
from domain.directory import Role
from domain.event import Event, Record
from domain.refusal import Reason, Refused
from domain.schedule import AtEnd, StepName, StepTimes


class Action(StrEnum):
    """What happens to a step when an instant is reached."""

    OPEN = "open"
    REMIND = "remind"
    FALL_DUE = "fall-due"
    ESCALATE = "escalate"
    LAPSE = "lapse"


class Moment(Record):
    """The next thing that time does to a step.

    `ordinal` counts reminders from 1, and from 0 the due instants that an extension has moved on after they had come,
    and the escalations: what happens again, for a later due instant or further up, is not what happened before.
    """

    action: Action
    at: Instant
    ordinal: int = 0


def applies(state: Appraisal, cycle: Cycle, step: StepName) -> bool:
    """Whether the appraisal goes through the step: the rulebook has it and, for verification, something was drawn."""
    if step not in cycle.schedule or step in cycle.skips.get(state.appraisee, ()):
        return False
    return step is not StepName.VERIFICATION or cycle.sample is None or state.appraisee in cycle.sample


def next_moment(state: Appraisal, cycle: Cycle, step: StepName) -> Moment | None:
    """What the clock does next to the step, or nothing while it waits for the step before, a draw, or people."""
    if not applies(state, cycle, step):
        return None
    schedule = schedule_of(state, cycle)
    times = schedule[step]
    known = state.steps.get(step)
    if known is None:
        if not _may_open(state, cycle, step):
            return None
        opens = min(t.opens for t in schedule.values()) if times.early else times.opens
        return Moment(action=Action.OPEN, at=opens)
    if known.ended or (step is StepName.FEEDBACK and state.unanswered):
        return None  # feedback that nobody answers does not lapse in silence: it waits for people
    return _next_of_open(known, times)


def _next_of_open(step: Step, times: StepTimes) -> Moment | None:
    if not step.overdue(times.due):
        since = step.fell_due_at
        reminders = [at for at in times.reminders if since is None or at > since]
        issued = step.reminded - step.reminded_before
        if issued < len(reminders):
            return Moment(action=Action.REMIND, at=reminders[issued], ordinal=step.reminded + 1)
        return Moment(action=Action.FALL_DUE, at=times.due, ordinal=step.times_due)
    strikes = times.after_due[step.struck :]
    if not strikes:
        return None if times.at_end is AtEnd.NOTHING else Moment(action=Action.LAPSE, at=times.ends)
    strike = strikes[0]
    if strike.to is None:
        return Moment(action=Action.REMIND, at=strike.at, ordinal=step.reminded + 1)
    further = step.went_up + (step.escalated_at == step.fell_due_at)
    return Moment(action=Action.ESCALATE, at=strike.at, ordinal=step.times_due - 1 + further)


def _may_open(state: Appraisal, cycle: Cycle, step: StepName) -> bool:
    if step is StepName.VERIFICATION and cycle.sample is None:
        return False
    for earlier in cycle.schedule:
        if earlier is step:
            return True
        if not applies(state, cycle, earlier):
            continue
        if earlier is StepName.VERIFICATION and cycle.sample is None:
            return False
        known = state.steps.get(earlier)
        if known is None or not known.ended:
            return False
    return True


def lies_behind(state: Appraisal, cycle: Cycle, step: StepName) -> bool:
    """Whether a step before this one has yet to end: the appraisal was reopened there, or the log taken back."""
    before = (one for one in cycle.schedule if list(StepName).index(one) < list(StepName).index(step))
    return any(applies(state, cycle, one) and not _has_ended(state, one) for one in before)


# ---------------------------------------------------------------- commands


class ClockCommand(Command):
    """A command only the clock gives."""

    step: StepName


@command
class OpenStep(ClockCommand):
    """Opens the step and lays its duties on people."""


@command
class RemindStep(ClockCommand):
    """Reminds those who have not done their part."""

    ordinal: int


@command
class MarkStepDue(ClockCommand):
    """States that the due instant came with duties open."""


@command
class EscalateStep(ClockCommand):
    """Tells the superiors what is overdue."""

    ordinal: int = 0


@command
class LapseStep(ClockCommand):
    """Ends the step with duties open."""


@command
class CloseAppraisal(Command):
    """Ends the appraisal after its last step."""


_ACTIONS: Mapping[type[Command], Action] = {
    OpenStep: Action.OPEN,
    RemindStep: Action.REMIND,
    MarkStepDue: Action.FALL_DUE,
    EscalateStep: Action.ESCALATE,
    LapseStep: Action.LAPSE,
}


def command_for(moment: Moment, step: StepName) -> ClockCommand:
    """The command that carries out a moment."""
    match moment.action:
        case Action.OPEN:
            return OpenStep(step=step)
        case Action.REMIND:
            return RemindStep(step=step, ordinal=moment.ordinal)
        case Action.FALL_DUE:
            return MarkStepDue(step=step)
        case Action.ESCALATE:
            return EscalateStep(step=step, ordinal=moment.ordinal)
        case Action.LAPSE:
            return LapseStep(step=step)


def advance(wish: ClockCommand, state: Appraisal, context: Context) -> list[Event]:
    """Does what the clock asks, if it is the step's next moment and its instant has been reached."""
    cycle = cycle_of(state, context)
    thing = f"step {wish.step.value} of appraisal {state.cycle}:{state.appraisee}"
    _require_clock(context, thing)
    if holds(cycle, wish):
        raise Refused(Reason.CONFLICT, thing, "does not move while its cycle is paused", "Wait until it is resumed")
    moment = next_moment(state, cycle, wish.step)
    asked = _words(_ACTIONS[type(wish)])
    if moment is None or command_for(moment, wish.step) != wish:
        instead = (
            f"but to {_words(moment.action)} at {moment.at.isoformat()}" if moment else "and nothing else by the clock"
        )
        raise Refused(Reason.CONFLICT, thing, f"is not to {asked} now, {instead}", "Read the step again")
    if context.now < moment.at:
        raise Refused(Reason.CONFLICT, thing, f"is not to {asked} before {moment.at.isoformat()}", "Wait for it")
    return _events(wish, state, cycle, context)


def holds(cycle: Cycle, wish: ClockCommand) -> bool:
    """Whether a pause of the cycle keeps the clock from it: from everything, or from opening a further step."""
    return cycle.stands_still or (cycle.paused_at is not None and isinstance(wish, OpenStep))


def _words(action: Action) -> str:
    return action.value.replace("-", " ")


def _events(wish: ClockCommand, state: Appraisal, cycle: Cycle, context: Context) -> list[Event]:
    times = schedule_of(state, cycle)[wish.step]
    if isinstance(wish, OpenStep):
        taken = take_in(wish.step, state, context)
        asked = duties(wish.step, fold(state, taken), context)
        opened = e.StepOpened(step=wish.step, due=times.due, ends=times.ends, duties=asked)
        derived = derive(state, context) if begins(wish.step, cycle) else []
        return [*derived, *taken, opened, *(kept_out(state, context) if wish.step is StepName.SCORING else ())]
    step = state.steps[wish.step]
    undone = tuple(duty.key for duty in step.undone)
    match wish:
        case RemindStep(ordinal=ordinal):
            told = reminded(step.open_duties, times.remind, state, context)
            return [e.StepReminded(step=wish.step, ordinal=ordinal, due=times.due, duties=undone, told=told)]
        case MarkStepDue():
            return [e.StepFellDue(step=wish.step, due=times.due, duties=undone)]
        case EscalateStep():
            to = times.after_due[step.struck].to or Role.LEADER
            told = holding(to, state, context)
            return [e.StepEscalated(step=wish.step, due=times.due, duties=undone, to=to, told=told)]
        case _ if wish.step is StepName.FEEDBACK and state.issued_at is not None:
            return [FeedbackLeftUnanswered(issued=state.issued_at)]
        case _:
            defaults = defaulted(times, state, context) if times.at_end is AtEnd.DEFAULT else []
            return [*defaults, e.StepLapsed(step=wish.step, undone=undone)]


def close(_wish: CloseAppraisal, state: Appraisal, context: Context) -> list[Event]:
    """Ends the appraisal when every step it goes through has ended, or its cycle is over for it."""
    cycle = cycle_of(state, context)
    thing = f"appraisal {state.cycle}:{state.appraisee}"
    _require_clock(context, thing)
    if cycle.is_over_for(state.appraisee):
        return [e.AppraisalCancelled()]
    ahead = [step.value for step in cycle.schedule if applies(state, cycle, step) and not _has_ended(state, step)]
    if ahead:
        raise Refused(Reason.CONFLICT, thing, f"has steps ahead: {', '.join(ahead)}", "Wait until they have ended")
    return [e.AppraisalClosed()]


def _has_ended(state: Appraisal, step: StepName) -> bool:
    known = state.steps.get(step)
    return known is not None and known.ended


def _require_clock(context: Context, thing: str) -> None:
    if context.actor != SYSTEM_CLOCK:
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"is moved by the clock, not by {context.actor}",
            "Extend or pause the cycle instead",
        )
