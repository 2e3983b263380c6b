"""The results as tables: every unit with its years and its term, and how the clocks of the two levels differ."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

from deploy.demo.authority import Authority, Run
from deploy.demo.proof import Log
from deploy.demo.term import Played


def results(played: Played, city: Authority) -> Table:
    """Every unit of the city, best of the term first, with what was found and what came of it."""
    log = played.log
    table = Table(box=box.SIMPLE_HEAD, title="Results of the term", title_style="bold", title_justify="left")
    table.add_column("Rank", justify="right")
    table.add_column("Unit", max_width=27)
    for run in played.years:
        table.add_column(str(run.year), no_wrap=True)
    table.add_column("Term", no_wrap=True)
    table.add_column("On the way")
    term = {line["appraisee"]: line for line in log.statuses[played.term]["appraisals"]}
    lines = sorted(term.values(), key=lambda line: (-Decimal(line["total"]), line["appraisee"]))
    totals = [Decimal(line["total"]) for line in lines]
    for line, total in zip(lines, totals, strict=True):
        unit = line["appraisee"]
        years = [_result(_line(log, run, unit)) for run in played.years]
        noted = _noted(log, played.years, unit)
        rank = str(totals.index(total) + 1)
        table.add_row(rank, city.name(unit), *years, _result(line), Text("; ".join(noted) or "-", style="dim"))
    return table


def _line(log: Log, run: Run, unit: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = next(line for line in log.statuses[run.cycle]["appraisals"] if line["appraisee"] == unit)
    return found


def _result(line: Mapping[str, Any]) -> str:
    return f"{line['total']} {str(line['grade']).split()[0]}"


_NOTED = {
    "GoalsReturned": "goals returned",
    "ValueCorrected": "false data",
    "ResultRevised": "review won",
    "FeedbackCommented": "comment",
}


def _noted(log: Log, years: Sequence[Run], unit: str) -> Sequence[str]:
    """What happened to the unit on the way that does not happen to everybody."""
    return [words for kind, words in _NOTED.items() if any(log.of(f"{run.cycle}:{unit}", kind) for run in years)]


def clocks(city: Authority, district: Authority) -> Table:
    """The clocks of both levels side by side, as their rulebooks have them."""
    table = Table(
        box=box.SIMPLE_HEAD,
        title="The same procedures, two regulations: a working day lasts two seconds here",
        title_style="bold",
        title_justify="left",
    )
    for name in ("Clock", "Yuntan, after Hangzhou", "Hucheng, after Jinan"):
        table.add_column(name, no_wrap=True)
    ours, theirs = ({clock.id: clock for clock in place.rulebooks["annual"].clocks} for place in (city, district))
    for name in dict.fromkeys([*ours, *theirs]):
        known = ours.get(name) or theirs[name]
        table.add_row(known.name, *(str(clocks[name].within) if name in clocks else "-" for clocks in (ours, theirs)))
    return table
