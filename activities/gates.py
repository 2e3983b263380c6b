"""Gates between steps: when the last appraisal of a cycle has passed a step, the log services tell the cycle's stream.

The count is a view's; no signal per appraisal ever reaches the cycle.
"""

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.contracts import command_id
from activities.giving import give
from domain.command import SYSTEM_LOG
from domain.cycle.passage import RecordAppraisalsClosed, RecordStepPassed
from domain.schedule import StepName
from domain.streams import cycle_stream
from store.execute import Executor
from store.nudge import Nudge
from store.patience import patiently
from store.views.definitions.tables import cycle, cycle_step

_POLL = 0.5


class Gatekeeper:
    """Looks at the counts after every move of the views, and records what they have completed."""

    def __init__(self, executor: Executor, views: AsyncEngine, moved: Nudge) -> None:
        self._executor = executor
        self._views = views
        self._moved = moved

    async def run(self) -> None:
        """Goes on until cancelled; a database that is away is waited for."""
        while True:
            seen = self._moved.count
            await patiently("gates", self.look)
            await self._moved.wait(seen, _POLL)

    async def look(self) -> None:
        """Records every gate that is complete and not recorded yet, in the order of the steps, the close last.

        The closed are counted first: whatever has closed by then has also passed its last step when that is counted.
        """
        async with self._views.connect() as connection:
            closed = (await connection.execute(_CLOSED)).all()
            passed = (await connection.execute(_PASSED)).all()
        for step_row in passed:
            await self._record_passed(step_row)
        for row in closed:
            await self._record_closed(row)

    async def _record_passed(self, row: Row[*tuple[Any, ...]]) -> None:
        stream, step = cycle_stream(row.cycle), StepName(row.step)
        wish = RecordStepPassed(step=step, count=row.ended)
        await give(self._executor, command_id(stream, "passed", step.value), stream, wish, actor=SYSTEM_LOG)

    async def _record_closed(self, row: Row[*tuple[Any, ...]]) -> None:
        stream = cycle_stream(row.cycle)
        wish = RecordAppraisalsClosed(count=row.appraisals_closed)
        await give(self._executor, command_id(stream, "closed"), stream, wish, actor=SYSTEM_LOG)


_PASSED = (
    select(cycle_step.c.cycle, cycle_step.c.step, cycle_step.c.ended)
    .join(cycle, cycle.c.cycle == cycle_step.c.cycle)
    .where(cycle_step.c.ended == cycle.c.appraisees, ~cycle_step.c.passed)
    .order_by(cycle_step.c.cycle, cycle_step.c.ordinal)
)
_CLOSED = select(cycle.c.cycle, cycle.c.appraisals_closed).where(
    cycle.c.appraisals_closed == cycle.c.appraisees, ~cycle.c.all_closed
)
