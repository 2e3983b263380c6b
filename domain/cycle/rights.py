"""Who steers a cycle, and what every decision on one looks up."""

from collections.abc import Collection

from domain.command import Context
from domain.cycle.regulation import regulation_of
from domain.cycle.state import Cycle
from domain.directory import Directory, Role, directory_of
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook


def rulebook_of(state: Cycle, context: Context) -> Rulebook:
    """What the cycle runs under, of the states that a decision has read."""
    return regulation_of(state, context.states)


def directory_during(cycle: Cycle, context: Context) -> Directory:
    """Who is who when it is decided; who stood in for whom since the cycle's first step counts as one with him."""
    began = min(times.opens for times in cycle.schedule.values())
    return directory_of(cycle.authority, context).at(context.now, min(began, context.now))


def require_committee(units: Collection[str], office_does: str, cycle: Cycle, context: Context, thing: str) -> None:
    """Refuses all but members of the committee who are neither of the office nor of one of the units.

    Whoever stood in for another since the cycle began is what the other is.
    """
    directory, actor = directory_during(cycle, context), context.actor
    eyes = directory.eyes(actor)
    part = next((unit for unit in units if any(directory.belongs(one, unit) for one in eyes)), None)
    if not directory.holds(actor, Role.COMMITTEE):
        why = "is not of the committee"
    elif any(directory.holds(one, Role.OFFICE) for one in eyes):
        why = f"is of the performance office, which {office_does}"
    elif part is not None:
        why = f"is of {part}, which it concerns"
    else:
        return
    problem, mend = f"would be decided by {actor}, who {why}", "Let another member of the committee decide"
    raise Refused(Reason.FORBIDDEN, thing, problem, mend)


def require_office(context: Context, authority: str, name: str) -> None:
    if not directory_of(authority, context).holds(context.actor, Role.OFFICE):
        raise Refused(
            Reason.FORBIDDEN,
            name,
            f"{context.actor} is not of the performance office of {authority}",
            "Let the performance office steer the cycle",
        )


def require_system(context: Context, actor: str, state: Cycle) -> None:
    """Refuses what only a part of the system may state, when a person does."""
    if context.actor != actor:
        raise Refused(
            Reason.FORBIDDEN,
            f"cycle {state.id}",
            f"is moved on by {actor}, not by {context.actor}",
            "Wait for it; the performance office may extend, pause or resume the cycle",
        )


def require_reason(reason: str, name: str) -> None:
    if not reason.strip():
        raise Refused(
            Reason.INVALID, name, "is steered without a reason", "Give the reason; it becomes part of the record"
        )


def require_new(new: bool, state: Cycle, problem: str) -> None:  # noqa: FBT001 - reads as the condition it is
    if not new:
        raise Refused(Reason.CONFLICT, f"cycle {state.id}", problem, "Nothing needs to be done")
