"""The one set of operations that every door calls."""

from copy import copy
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from api.operations.bulk import Bulk
from api.operations.cases import Cases
from api.operations.cycles import Cycles
from api.operations.directories import Directories
from api.operations.drafts import DraftsOfUnits
from api.operations.draws import Draws
from api.operations.facts import FactsOfAppraisals
from api.operations.goals import GoalsOfAppraisals
from api.operations.history import History
from api.operations.linked import LinkedCycles
from api.operations.meetings import Meetings
from api.operations.notices import Notices
from api.operations.panels import PanelsOfAppraisals
from api.operations.rankings import Rankings
from api.operations.recomputing import Recomputing
from api.operations.records import Records
from api.operations.regulations import SCHEMES, Regulations, RulebookRegulations
from api.operations.scores import Scores
from api.operations.status import Status, status
from api.operations.steering import Steering
from api.operations.store import PATIENCE, Store
from api.operations.tasks import Tasks
from api.operations.uses import UsesOfResults
from store.ballots import BallotBox
from store.clock import Clock, system_clock
from store.codec import Codec
from store.execute import Executor, event_id
from store.keys import DataKeys
from store.log import Log
from store.nudge import Nudge
from store.views.shown import Shown

__all__ = ["Operations"]


class Operations:
    """Everything that can be asked of Kaohe, by subject.

    `views` is an engine of a login that may read the views. `shown` is the projector's nudge where it runs in the same
    process; `patience` is how many seconds a write waits until it is shown.
    """

    def __init__(  # noqa: PLR0913 - what is injected, each by its name
        self,
        log: Log,
        keys: DataKeys,
        executor: Executor,
        ballots: BallotBox,
        views: AsyncEngine,
        *,
        clock: Clock = system_clock,
        shown: Nudge | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self._over(Store(executor, log, Codec(keys), views, Shown(views, shown), ballots, clock, patience))

    def under(self, document: str | None) -> "Operations":
        """The same operations, whose writes are made by the document of that number."""
        bound = copy(self)
        bound._over(replace(self._store, document=document))  # noqa: SLF001 - one of its own class
        return bound

    def _over(self, store: Store) -> None:
        self._store = store
        self.directories = Directories(store)
        self.rulebooks = RulebookRegulations(store)
        self.schemes = Regulations(store, SCHEMES)
        self.cycles = Cycles(store)
        self.draws = Draws(store)
        self.linked = LinkedCycles(store)
        self.rankings = Rankings(store)
        self.recomputing = Recomputing(store)
        self.records = Records(store)
        self.tasks = Tasks(store)
        self.bulk = Bulk(store, self.tasks)
        self.steering = Steering(store)
        self.notices = Notices(store)
        self.uses = UsesOfResults(store)
        self.goals = GoalsOfAppraisals(store)
        self.drafts = DraftsOfUnits(store)
        self.cases = Cases(store)
        self.meetings = Meetings(store)
        self.panels = PanelsOfAppraisals(store)
        self.facts = FactsOfAppraisals(store)
        self.history = History(store)
        self.scores = Scores(store)

    async def status(self) -> Status:
        """Where the log stands, and how far behind it the views are."""
        return await status(self._store)

    async def recorded(self, command_id: UUID) -> bool:
        """Whether a command of that id has been carried out."""
        return await self._store.log.find(event_id(command_id, 0)) is not None

    async def wait(self, position: int) -> bool:
        """Whether the views show that position within the time a writer waits."""
        return await self._store.wait(position)
