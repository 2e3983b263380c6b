"""The results as a table: every unit by its total, with its grade and what verification found."""

from decimal import Decimal

from rich import box
from rich.table import Table
from rich.text import Text

from deploy.demo.city import City
from deploy.demo.proof import Year
from deploy.demo.year import Played
from domain.directory import Role


def results(played: Played, city: City) -> Table:
    """The table, best first; units of the same total share a rank."""
    year, ballots = played.year, played.door.ledger.ballots
    table = Table(box=box.SIMPLE_HEAD, title="Results of the year", title_style="bold", title_justify="left")
    table.add_column("Rank", justify="right")
    for name in ("Unit", "Total", "Grade", "Ballots"):
        table.add_column(name, no_wrap=True)
    table.add_column("Verified")
    lines = sorted(year.status["appraisals"], key=lambda line: (-Decimal(line["total"]), line["appraisee"]))
    totals = [Decimal(line["total"]) for line in lines]
    for line, total in zip(lines, totals, strict=True):
        unit = line["appraisee"]
        cast, staff = ballots.get(unit, 0), len(city.holders(Role.STAFF, unit))
        table.add_row(
            str(totals.index(total) + 1),
            city.name(unit),
            line["total"],
            line["grade"],
            f"{cast} of {staff}" + (", withheld" if cast < city.ballots_needed else ""),
            Text(_verified(year, unit), style="yellow" if year.of(unit, "ValueCorrected") else "dim"),
        )
    return table


def _verified(year: Year, unit: str) -> str:
    """What verification found in a unit's report."""
    confirmed = len(year.of(unit, "ValueConfirmed"))
    changes = [change for event in year.of(unit, "ValueCorrected") for change in event.changes]
    notes = [f"{what.removeprefix('value of ')} {before} → {after}" for what, before, after in changes]
    return "; ".join([*notes, f"{confirmed} confirmed"] if confirmed or not notes else notes)
