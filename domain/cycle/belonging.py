"""Who belongs to a running cycle: late joiners, and units that are closed, transferred or merged in mid-cycle.

A joiner goes through the steps that have passed in times of its own, or leaves them out, as the rulebook says. The
appraisal of a leaver ends as it is. "All have passed" is said of those who are in the cycle at that moment.
"""

from domain.command import Command, Context, command
from domain.cycle import events as e
from domain.cycle.launch import check_others, check_unit
from domain.cycle.rights import require_office, require_reason, rulebook_of
from domain.cycle.state import Cycle
from domain.cycle.steering import clock_of
from domain.decision import Decision
from domain.directory import directory_of
from domain.event import Event, Private
from domain.planning import times_of
from domain.refusal import Reason, Refused
from domain.regulation import LateJoiners, Rulebook
from domain.schedule import StepTimes
from domain.scoring.rules import Rules
from domain.streams import slug


@command
class AddAppraisee(Command):
    """Takes another appraisee into a running cycle."""

    decision = Decision.ADD_APPRAISEE

    appraisee: str
    reason: str


@command
class RemoveAppraisee(Command):
    """Takes an appraisee out of a running cycle; `to` is the cycle it is transferred to."""

    decision = Decision.REMOVE_APPRAISEE

    appraisee: str
    why: e.Leaving
    to: str | None = None
    reason: str


@command
class MergeAppraisees(Command):
    """Lets units that became one be appraised as that one, which joins the cycle if it was not in it."""

    decision = Decision.MERGE_APPRAISEES

    appraisees: tuple[str, ...]
    into: str
    reason: str


def add(wish: AddAppraisee, state: Cycle, context: Context) -> list[Event]:
    name = _steered(wish.reason, state, context)
    return [_joined(wish.appraisee, wish.reason, name, state, context)]


def remove(wish: RemoveAppraisee, state: Cycle, context: Context) -> list[Event]:
    name = _steered(wish.reason, state, context)
    if wish.why is e.Leaving.MERGED:
        mend = "Name all that are merged, and into what, with 'kaohe cycle merge'"
        raise Refused(Reason.INVALID, name, f"would lose {wish.appraisee} to a merger", mend)
    if (wish.why is e.Leaving.TRANSFERRED) is (wish.to is None):
        said = "nowhere" if wish.to is None else f"to cycle {wish.to}"
        mend = "Say to which cycle it is transferred, or that it is closed"
        raise Refused(Reason.INVALID, name, f"would lose {wish.appraisee}, {wish.why.value}, {said}", mend)
    if wish.to is not None and slug(wish.to, "cycle") == state.id:
        raise Refused(Reason.INVALID, name, f"has {wish.appraisee} already", "Name another cycle")
    _require_members((wish.appraisee,), name, state)
    return [_left(wish.appraisee, wish.why, wish.to, wish.reason, context)]


def merge(wish: MergeAppraisees, state: Cycle, context: Context) -> list[Event]:
    name = _steered(wish.reason, state, context)
    leavers = tuple(unit for unit in dict.fromkeys(wish.appraisees) if unit != wish.into)
    if not leavers:
        raise Refused(Reason.INVALID, name, f"merges nothing into {wish.into}", "Name the units that are merged")
    joins = wish.into not in state.appraisees
    _require_members(leavers, name, state, joins=joins)
    joined = [_joined(wish.into, wish.reason, name, state, context)] if joins else []
    return [*joined, *(_left(unit, e.Leaving.MERGED, wish.into, wish.reason, context) for unit in leavers)]


def _steered(reason: str, state: Cycle, context: Context) -> str:
    name = f"cycle {state.id}"
    require_office(context, state.authority, name)
    require_reason(reason, name)
    if state.appraisals_closed:
        mend = "Launch another cycle; what is done stays as it is"
        raise Refused(Reason.CONFLICT, name, "has all its appraisals closed", mend)
    return name


def _joined(unit: str, reason: str, name: str, state: Cycle, context: Context) -> e.AppraiseeJoined:
    rulebook, directory = rulebook_of(state, context), directory_of(state.authority, context)
    if unit in state.appraisees or unit in state.left:
        problem = f"has {unit} already" if unit in state.appraisees else f"was left by {unit}"
        mend = "Nothing needs to be done" if unit in state.appraisees else "Appraise it in another cycle"
        raise Refused(Reason.CONFLICT, name, problem, mend)
    if slug(unit, "appraisee") not in directory.units:
        problem = f"names {unit}, which the directory of {state.authority} does not have"
        raise Refused(Reason.NOT_FOUND, name, problem, "Add the unit to the directory, or correct its name")
    check_unit(unit, rulebook, Rules(rulebook), directory)
    check_others((unit,), rulebook, directory)
    if state.comparison is not None:
        mend = "Appraise it in the next cycle"
        raise Refused(Reason.CONFLICT, name, "has compared its peers, and a late one would not be among them", mend)
    skips = state.passed if rulebook.late_joiners is LateJoiners.REMAINING_STEPS else frozenset()
    return e.AppraiseeJoined(
        appraisee=unit,
        at=context.now,
        schedule=_own_times(state, rulebook, context),
        skips=tuple(step for step in state.schedule if step in skips),
        reason=Private(data_subject=context.actor, text=reason),
        by=context.actor,
    )


def _own_times(state: Cycle, rulebook: Rulebook, context: Context) -> tuple[StepTimes, ...]:
    """A full time of its own, from now on and one after the other, for each step that has fallen due for the others."""
    rules = {rule.step: rule for rule in rulebook.steps}
    own: list[StepTimes] = []
    for times in state.schedule.values():
        earliest = own[-1].ends if own else context.now
        if times.due <= clock_of(state, context) or (own and times.opens < earliest):
            own.append(times_of(rules[times.step], rulebook.calendar, earliest))
    return tuple(own)


def _require_members(units: tuple[str, ...], name: str, state: Cycle, *, joins: bool = False) -> None:
    """Refuses to let go whoever is not in the cycle, or all who are."""
    unknown = [unit for unit in units if unit not in state.appraisees]
    if unknown:
        mend = f"See 'kaohe cycle status {state.id}' for its appraisees"
        raise Refused(Reason.NOT_FOUND, name, f"does not have {', '.join(unknown)}", mend)
    if not joins and set(units) == set(state.appraisees):
        raise Refused(Reason.CONFLICT, name, "would be left with nobody to appraise", "Cancel the cycle instead")


def _left(unit: str, why: e.Leaving, to: str | None, reason: str, context: Context) -> e.AppraiseeLeft:
    words = Private(data_subject=context.actor, text=reason)
    return e.AppraiseeLeft(appraisee=unit, why=why, to=to, reason=words, by=context.actor)
