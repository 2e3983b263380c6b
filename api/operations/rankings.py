"""Rankings: where everybody stands in a cycle, the quotas, and what follows over the years."""

from uuid import UUID

from sqlalchemy import select

from api.operations.known import require_cycle
from api.operations.store import Done, Store, person
from domain.cycle.ranking import ApproveQuota, RankResults
from domain.cycle.state import Cycle
from domain.event import Record
from domain.refusal import Reason, Refused
from domain.scoring import Follows, QuotaKept, Standing
from domain.streams import cycle_stream
from store.views.definitions.tables import cycle as cycles


class StandingsShown(Record):
    """The ranking that counts, by its number; `follows` is by appraisee."""

    cycle: str
    number: int
    standings: tuple[Standing, ...]
    quotas: tuple[QuotaKept, ...]
    follows: dict[str, tuple[Follows, ...]]
    version: int


class Rankings:
    """Ranks cycles and shows how they are ranked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def rank(self, cycle: str, actor: str | None, command_id: UUID, expected_version: int | None = None) -> Done:
        """Ranks a cycle, with the ranked cycles of earlier years under the same rulebook as its past."""
        acting = person(actor)
        state = await require_cycle(self._store, cycle)
        wish = RankResults(earlier=await self._earlier(state))
        stream = cycle_stream(cycle)
        return await self._store.write(command_id, acting, stream, wish, expected_version=expected_version)

    async def _earlier(self, state: Cycle) -> tuple[str, ...]:
        """The ranked cycles before this one, the first year first; of one year the last that was launched counts."""
        same = (cycles.c.authority == state.authority) & (cycles.c.rulebook == state.rulebook)
        named = select(cycles.c.cycle).where(same, cycles.c.cycle != state.id).order_by(cycles.c.launched_at)
        async with self._store.reading() as connection:
            names = (await connection.execute(named)).scalars().all()
        found: list[tuple[int, str]] = []
        for name in names:
            _, other = await self._store.load(cycle_stream(name), Cycle)
            before = other.year is not None and state.year is not None and other.year < state.year
            if before and other.year is not None and other.standings is not None:
                found.append((other.year, name))
        return tuple(name for _, name in sorted(found, key=lambda one: one[0]))

    async def approve_quota(
        self, cycle: str, wish: ApproveQuota, actor: str | None, command_id: UUID, expected_version: int | None = None
    ) -> Done:
        """Approves the higher cap of a quota; the next ranking goes by it."""
        acting, stream = person(actor), cycle_stream(cycle)
        await require_cycle(self._store, cycle)
        return await self._store.write(command_id, acting, stream, wish, expected_version=expected_version)

    async def standings(self, cycle: str) -> StandingsShown:
        """The ranking that counts; refuses a cycle that has none."""
        loaded, state = await self._store.load(cycle_stream(cycle), Cycle)
        if state.standings is None:
            problem = "has not been ranked" if state.launched else "has not been launched"
            mend = f"Rank it with 'kaohe cycle rank {cycle}'" if state.launched else "See 'kaohe cycle status'"
            raise Refused(Reason.NOT_FOUND, f"cycle {cycle}", problem, mend)
        return StandingsShown(
            cycle=cycle,
            number=state.rankings,
            standings=state.standings.standings,
            quotas=state.standings.quotas,
            follows=dict(state.follows),
            version=loaded.version,
        )
