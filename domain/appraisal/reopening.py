"""Reopening: the performance office proposes it with a reason, and the committee decides; never the same person.

The step named and all behind it begin again, in times of their own, on what was said before; ballots alone are not
cast twice. What rested on those steps falls: a result has to be computed and approved anew.
"""

from datetime import UTC, datetime, timedelta

from domain.appraisal import events as e
from domain.appraisal.own_times import schedule_of
from domain.appraisal.rights import cycle_of, directory_of, require_disinterested, require_words
from domain.appraisal.state import Appraisal, Reopening
from domain.calendar import Instant
from domain.command import Command, Context, command
from domain.cycle.steering import moved_by_pause
from domain.decision import Decision
from domain.directory import Role
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.schedule import StepName, StepTimes

KEY = "decide-reopening"
"""The duty of deciding on a proposal."""
_LONGEST = timedelta(days=366)
_EVER = datetime.min.replace(tzinfo=UTC)


@command
class ProposeReopening(Command):
    """Proposes that a step that has ended begins again, due at an instant of its own."""

    decision = Decision.PROPOSE_REOPENING

    step: StepName
    due: Instant
    reason: str


@command
class ReopenAppraisal(Command):
    """Reopens the appraisal as proposed."""

    decision = Decision.REOPEN


@command
class DeclineReopening(Command):
    """Leaves the appraisal as it is, with the reason."""

    reason: str


def propose(wish: ProposeReopening, state: Appraisal, context: Context) -> list[Event]:
    thing = _thing(state)
    if not directory_of(state, context).holds(context.actor, Role.OFFICE):
        problem = f"{context.actor} is not of the performance office of {state.authority}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let the performance office propose a reopening")
    require_words(wish.reason, thing, "would be reopened without a reason", "Say what is to be looked at again")
    if state.reopening is not None:
        problem = f"is proposed to be reopened already (event {state.reopening.proposed_at})"
        raise Refused(Reason.CONFLICT, thing, problem, "Wait for the committee to decide")
    known = state.steps.get(wish.step)
    if known is None or not known.ended:
        ended = ", ".join(step.name.value for step in state.steps.values() if step.ended)
        problem = f"would be reopened at step {wish.step.value}, which has not ended"
        raise Refused(Reason.CONFLICT, thing, problem, f"Name one that has: {ended or 'none'}")
    _require_ahead(wish.due, context, thing)
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [e.ReopeningProposed(step=wish.step, due=wish.due, reason=reason, by=context.actor)]


def reopen(_wish: ReopenAppraisal, state: Appraisal, context: Context) -> list[Event]:
    thing, proposal = _require_committee(state, context)
    cycle = cycle_of(state, context)
    if cycle.paused_at is not None:
        raise Refused(Reason.CONFLICT, thing, f"waits, because cycle {state.cycle} is paused", "Resume it first")
    _require_ahead(proposal.due, context, thing)
    times = tuple(schedule_of(state, cycle).values())
    place = next(place for place, one in enumerate(times) if one.step is proposal.step)
    again = _again(times[place], proposal.due, context.now)
    later = max(again.ends - times[place].ends, timedelta())
    schedule = (again, *(moved_by_pause(one, _EVER, later) for one in times[place + 1 :]))
    return [e.AppraisalReopened(cites=proposal.proposed_at, at=context.now, schedule=schedule, by=context.actor)]


def decline(wish: DeclineReopening, state: Appraisal, context: Context) -> list[Event]:
    thing, proposal = _require_committee(state, context)
    require_words(wish.reason, thing, "is left as it is without a reason", "Say why")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [e.ReopeningDeclined(cites=proposal.proposed_at, reason=reason, by=context.actor)]


def _thing(state: Appraisal) -> str:
    return f"appraisal {state.cycle}:{state.appraisee}"


def _again(times: StepTimes, due: datetime, now: datetime) -> StepTimes:
    """The step's times once more, from now to the due instant given; reminders that would have passed are left out."""
    moved = moved_by_pause(times, _EVER, due - times.due)
    reminders = tuple(at for at in moved.reminders if at > now)
    return moved.model_copy(update={"opens": now, "early": False, "reminders": reminders})


def _require_ahead(due: datetime, context: Context, thing: str) -> None:
    if not context.now < due <= context.now + _LONGEST:
        problem = f"would be due on {due.isoformat()}, which is not within the year ahead"
        raise Refused(Reason.INVALID, thing, problem, "Propose a due instant in the future, within a year")


def _require_committee(state: Appraisal, context: Context) -> tuple[str, Reopening]:
    """A member of the committee decides who has no part, did not propose it, and is not of the performance office."""
    thing = _thing(state)
    if state.reopening is None:
        raise Refused(Reason.CONFLICT, thing, "has no reopening proposed", "The performance office proposes one")
    directory = directory_of(state, context)
    if not directory.holds(context.actor, Role.COMMITTEE):
        problem = f"is reopened by the committee, not by {context.actor}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let a member of the committee decide")
    require_disinterested(state, context, thing)
    eyes = directory.eyes(context.actor)
    if state.reopening.by in eyes or any(directory.holds(one, Role.OFFICE) for one in eyes):
        problem = f"would be decided by {context.actor}, of the office that proposed it"
        mend = "Let a member of the committee who is not of the performance office decide"
        raise Refused(Reason.FORBIDDEN, thing, problem, mend)
    return thing, state.reopening
