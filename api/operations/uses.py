"""Uses of results: proposed by rule, decided by people, and how they stand."""

from uuid import UUID

from api.operations.known import require_cycle
from api.operations.matters import Matter
from api.operations.store import Done, Store, person
from domain.command import Command
from domain.cycle.state import Cycle
from domain.cycle.uses.deciding import AnswerReferral, DecideUses
from domain.cycle.uses.events import Choice, Proposal
from domain.cycle.uses.proposing import ProposeUses
from domain.event import Record
from domain.streams import cycle_stream


class UseShown(Record):
    """A proposed use with what was decided on it; `referred` and `answered` are about its referral, if it has one."""

    proposal: Proposal
    choice: Choice | None
    withdrawn: bool
    referred: bool
    answered: bool


class UsesShown(Record):
    """The uses of a cycle's results; `ranking` is the one they were last proposed from, 0 before that."""

    cycle: str
    ranking: int
    uses: tuple[UseShown, ...]
    version: int


class UsesOfResults:
    """Proposes and decides uses, and shows them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def listed(self, cycle: str, *, undecided: bool = False) -> UsesShown:
        """The uses in the order in which they were proposed, or those alone on which somebody has to decide."""
        await require_cycle(self._store, cycle)
        loaded, state = await self._store.load(cycle_stream(cycle), Cycle)
        shown = tuple(
            UseShown(
                proposal=use.proposal,
                choice=use.decided,
                withdrawn=use.withdrawn,
                referred=use.referred,
                answered=use.answered,
            )
            for use in state.uses.by_id.values()
            if use.undecided or not undecided
        )
        return UsesShown(cycle=cycle, ranking=state.uses.ranking, uses=shown, version=loaded.version)

    async def propose(
        self, cycle: str, actor: str | None, command_id: UUID, expected_version: int | None = None
    ) -> Done:
        """Proposes uses by the rules of the rulebook, from the ranking that counts."""
        return await self._write(cycle, ProposeUses(), actor, command_id, expected_version)

    async def decide(
        self, cycle: str, wish: DecideUses, actor: str | None, command_id: UUID, expected_version: int | None = None
    ) -> Done:
        """Adopts, declines or defers proposed uses."""
        return await self._write(cycle, wish, actor, command_id, expected_version)

    async def answer(
        self, cycle: str, wish: AnswerReferral, actor: str | None, command_id: UUID, expected_version: int | None = None
    ) -> Done:
        """Records what came of a referral."""
        return await self._write(cycle, wish, actor, command_id, expected_version)

    async def _write(
        self, cycle: str, wish: Command, actor: str | None, command_id: UUID, expected_version: int | None
    ) -> Done:
        await require_cycle(self._store, cycle)
        stream = cycle_stream(cycle)
        return await self._store.write(command_id, person(actor), stream, wish, expected_version=expected_version)


def to_decide(state: Cycle) -> tuple[Matter, ...]:
    """What the committee is to decide on, proposal by proposal."""
    return tuple(Matter(what=one.id, text=summary(one), by=one.appraisee) for one in state.uses.undecided)


def summary(one: Proposal) -> str:
    """A proposal in one line: what follows, by which provision, and why."""
    years = f", {', '.join(map(str, one.years))}" if one.years else ""
    cases = f", case {', '.join(one.cases)}" if one.cases else ""
    whom = f", for {', '.join(one.persons)}" if one.persons else ""
    why = f" (grade {one.grade or 'none'}{years}{cases}{whom})"
    return f"{one.name}: {'; '.join(one.then)}{why}"
