"""Peers: what rules compare, taken from all appraisals once nothing in them can change any more.

Facts are recorded until scoring ends in an appraisal, and peers are tabulated when it has ended in all. No fact can
come later than the table, and whatever result is computed after it rests on this one table.
"""

from domain.appraisal.facts import facts
from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.cycle import events as e
from domain.cycle.rights import require_new, require_system, rulebook_of
from domain.cycle.state import Cycle
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.scoring import PeerTable, tabulate
from domain.scoring.rules import Rules
from domain.streams import appraisal_stream


@command
class TabulatePeers(Command):
    """Tabulates what the rulebook compares, read from the appraisals."""


def tabulate_peers(_wish: TabulatePeers, state: Cycle, context: Context) -> list[Event]:
    require_system(context, SYSTEM_CLOCK, state)
    require_new(state.comparison is None, state, "has tabulated its peers already")
    require_new(Rules(rulebook_of(state, context)).compares, state, "compares no peers")
    if StepName.SCORING not in state.passed:
        raise Refused(
            Reason.CONFLICT,
            f"cycle {state.id}",
            "is still being scored, so what its rulebook compares is not complete",
            "Tabulate the peers when scoring has ended in every appraisal",
        )
    return [e.PeersTabulated(table=peer_table(state, context))]


def peer_table(state: Cycle, context: Context) -> PeerTable:
    """What the rulebook compares, from the appraisals as the context has them."""
    known = {
        appraisee: facts(context.states[appraisal_stream(state.id, appraisee)], state.year)
        for appraisee in state.appraisees
    }
    return tabulate(rulebook_of(state, context), known)
