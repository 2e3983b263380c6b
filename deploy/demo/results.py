"""The results as a table: every unit by its total, with its grade and what verification found."""

from decimal import Decimal

from rich import box
from rich.table import Table
from rich.text import Text

from deploy.demo.city import City
from deploy.demo.proof import Year


def results(year: Year, city: City) -> Table:
    """The table, best first; units of the same total share a rank."""
    table = Table(box=box.SIMPLE_HEAD, title="Results of the year", title_style="bold", title_justify="left")
    table.add_column("Rank", justify="right")
    table.add_column("Unit")
    table.add_column("Total", justify="right")
    table.add_column("Grade")
    table.add_column("Verification")
    lines = sorted(year.status["appraisals"], key=lambda line: (-Decimal(line["total"]), line["appraisee"]))
    totals = [Decimal(line["total"]) for line in lines]
    for line, total in zip(lines, totals, strict=True):
        note = verification(year, line["appraisee"])
        table.add_row(
            str(totals.index(total) + 1),
            city.name(line["appraisee"]),
            line["total"],
            line["grade"],
            Text(note, style="yellow" if year.of(line["appraisee"], "ValueCorrected") else "dim"),
        )
    return table


def verification(year: Year, unit: str) -> str:
    """What verification found in a unit's report."""
    confirmed = len(year.of(unit, "ValueConfirmed"))
    notes = [change for event in year.of(unit, "ValueCorrected") for change in event.changes]
    if confirmed or not notes:
        notes.append(f"{confirmed} confirmed")
    return "; ".join(notes)
