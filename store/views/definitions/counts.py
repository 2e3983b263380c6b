"""How many appraisals of a cycle have opened, ended and lapsed each step: counted on, and counted anew where need be.

Every event moves a count up, which costs nothing however large the cycle. When an appraisal is reopened, or appraisees
join and leave, the counts are taken from the rows of the appraisals instead.
"""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import any_, func, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.appraisal.events import StepCompleted, StepLapsed, StepOpened
from domain.appraisal.state import Appraisal
from domain.cycle.state import Cycle
from domain.event import Event
from domain.schedule import StepName
from store.views.definitions.tables import appraisal, cycle, cycle_step, task

Count = tuple[str, StepName, str]
"""A column of `cycle_step` to move: cycle, step, column."""

_COLUMNS = ("opened", "ended", "lapsed")


def moves(after: Appraisal, happened: Event) -> Iterable[Count]:
    """The counts one event of an appraisal moves up."""
    match happened:
        case StepOpened(step=step):
            yield after.cycle, step, "opened"
        case StepCompleted(step=step) | StepLapsed(step=step):
            yield after.cycle, step, "ended"
            if isinstance(happened, StepLapsed):
                yield after.cycle, step, "lapsed"
        case _:
            return


async def write_counts(connection: AsyncConnection, counts: Counter[Count], closed: Counter[str]) -> None:
    """Moves the counts up."""
    steps = {(name, step) for name, step, _ in counts}
    for name, step in sorted(steps):
        moved = {column: counts[name, step, column] for column in _COLUMNS}
        row = (cycle_step.c.cycle == name) & (cycle_step.c.step == step.value)
        values = {column: cycle_step.c[column] + by for column, by in moved.items() if by}
        if values:
            await connection.execute(update(cycle_step).where(row).values(**values))
    for name, by in closed.items():
        if by:
            more = {"appraisals_closed": cycle.c.appraisals_closed + by}
            await connection.execute(update(cycle).where(cycle.c.cycle == name).values(**more))


async def count_anew(connection: AsyncConnection, state: Cycle) -> None:
    """Takes every count of a cycle from the appraisals of those who are in it now."""
    own = (appraisal.c.cycle == state.id) & appraisal.c.appraisee.in_(state.appraisees)
    for step in state.schedule:
        row = (cycle_step.c.cycle == state.id) & (cycle_step.c.step == step.value)
        counted = {
            column: select(func.count())
            .select_from(appraisal)
            .where(own, literal(step.value) == any_(appraisal.c[column]))
            .scalar_subquery()
            for column in _COLUMNS
        }
        await connection.execute(update(cycle_step).where(row).values(**counted))
    closed = select(func.count()).select_from(appraisal).where(own, appraisal.c.closed).scalar_subquery()
    await connection.execute(update(cycle).where(cycle.c.cycle == state.id).values(appraisals_closed=closed))


async def write_overdue(connection: AsyncConnection, cycles: set[str]) -> None:
    """How many appraisals are late in each step, counted from their tasks: an extension makes them fewer."""
    late = (
        select(func.count(task.c.appraisee.distinct()))
        .where(task.c.cycle == cycle_step.c.cycle, task.c.step == cycle_step.c.step, task.c.overdue)
        .scalar_subquery()
    )
    if cycles:
        await connection.execute(update(cycle_step).where(cycle_step.c.cycle.in_(cycles)).values(overdue=late))
