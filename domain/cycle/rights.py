"""Who steers a cycle, and what every decision on one looks up."""

from domain.command import Context
from domain.cycle.regulation import regulation_of
from domain.cycle.state import Cycle
from domain.directory import Role, directory_of
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook


def rulebook_of(state: Cycle, context: Context) -> Rulebook:
    """What the cycle runs under, of the states that a decision has read."""
    return regulation_of(state, context.states)


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
