"""What an import would make, or has made, in the form programs read."""

from collections.abc import Sequence

from api.importing.importer import Written
from api.importing.plan import Plan
from api.importing.rows import LeftOut
from domain.event import Record


class UnitSummary(Record):
    """One appraisee, with its head and how much the table says of it."""

    id: str
    name: str
    head: str
    indicators: int
    values: int


class Summary(Record):
    """An import as a whole; `recorded` is empty for a dry run."""

    table: str
    sha256: str
    rows: int
    counted: int
    left_out: tuple[LeftOut, ...]
    authority: str
    rulebook: str
    rulebook_hash: str
    cycle: str
    appraisees: tuple[UnitSummary, ...]
    recorded: tuple[Written, ...]


def summary(plan: Plan, recorded: Sequence[Written]) -> Summary:
    """Sums a plan up with what was recorded of it."""
    return Summary(
        table=plan.table,
        sha256=plan.sha256,
        rows=plan.rows,
        counted=plan.indicators,
        left_out=plan.left_out,
        authority=plan.launch.authority,
        rulebook=plan.launch.rulebook,
        rulebook_hash=plan.rulebook_hash,
        cycle=plan.launch.cycle,
        appraisees=tuple(
            UnitSummary(
                id=unit.id,
                name=unit.name,
                head=unit.head,
                indicators=len(unit.entries),
                values=sum(entry.value is not None for entry in unit.entries),
            )
            for unit in plan.appraisees
        ),
        recorded=tuple(recorded),
    )
