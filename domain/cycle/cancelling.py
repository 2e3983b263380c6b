"""Cancellation: a cycle comes to nothing, for a reason, and stays in the record as what it had become."""

from domain.command import Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_office, require_reason
from domain.cycle.state import Cycle
from domain.decision import Decision, reference
from domain.event import Event, Private


@command
class CancelCycle(Command):
    """Ends the cycle without results; `basis` is the provision that allows it."""

    decision = Decision.CANCEL

    reason: str
    basis: str | None = None


def cancel(wish: CancelCycle, state: Cycle, context: Context) -> list[Event]:
    name = f"cycle {state.id}"
    require_office(context, state.authority, name)
    require_reason(wish.reason, name)
    return [
        e.CycleCancelled(
            basis=None if wish.basis is None else reference(wish.basis, "legal basis"),
            reason=Private(data_subject=context.actor, text=wish.reason),
            by=context.actor,
        )
    ]
