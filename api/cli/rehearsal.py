"""`kaohe rehearse`: a regulation gone through in memory, before anybody lives by it."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.answering import refusing
from api.cli.options import Json
from api.cli.output import as_json, line, table
from api.sentences.words import number
from domain.refusal import Reason, Refused

if TYPE_CHECKING:
    from api.operations.rehearsing import Rehearsed
    from domain.exact import Exact
    from domain.rehearsal import Report

_MOST_ROWS = 20
"""Rows of a table at a terminal or in a pipe; `--json` has all."""

_ASKED = "whom it asks"


def rehearse(  # noqa: PLR0913 - options, each by its name
    rulebook: Path,
    *,
    scheme: Path | None = None,
    contains: tuple[Path, ...] = (),
    directory: Path | None = None,
    values: Path | None = None,
    begin: date | None = None,
    years: int = 1,
    units: int = 10,
    late: str = "0.2",
    silent: str = "0.05",
    cases: str = "0",
    pace: str = "5",
    seed: str = "1",
    json: Json = False,
) -> None:
    """Go through a regulation with synthetic people on a skipping clock; nothing is launched and nothing recorded.

    Args:
        rulebook: The rulebook to rehearse.
        scheme: The scheme of the first cycle, where the rulebook leaves something to it.
        contains: A rulebook of cycles that are launched within these, such as the months of a year.
        directory: The people; without it, a company is made up in which every role is held.
        values: Last year's values, as for 'kaohe score': what each rule would have done to them.
        begin: The first day, where the scheme does not say it; else the first of this year.
        years: For how many years cycles follow each other.
        units: How many appraisees are made up, where neither rulebook nor values name any.
        late: The share of duties done after they are due.
        silent: The share of duties never done.
        cases: The share of appraisees with a review, a change of goals, a notice and so on: one of each procedure.
        pace: How many duties one person can do in a working day.
        seed: What chance follows from; the same seed gives the same rehearsal.
    """
    from api.documents import load  # noqa: PLC0415 - not needed by `--help`
    from api.operations.directories import read_directory  # noqa: PLC0415 - the same
    from api.operations.rehearsing import Asked, rehearse_regulation  # noqa: PLC0415 - the same
    from api.scoring.reading import read_regulation, read_table  # noqa: PLC0415 - the same
    from domain.rehearsal import Behaviour  # noqa: PLC0415 - the same

    with refusing():
        read, under = read_regulation(rulebook, scheme)
        known = read_table(values, read, under, None) if values else None
        asked = Asked(
            begin=begin or date(datetime.now(UTC).year, 1, 1),
            years=years,
            units=units,
            behaviour=Behaviour(
                late=_number(late, "--late"), silent=_number(silent, "--silent"), cases=_number(cases, "--cases")
            ),
            pace=_number(pace, "--pace"),
            seed=seed,
        )
        people = read_directory(load(directory)) if directory else None
        inner = tuple(read_regulation(one, None)[0] for one in contains)
        found = rehearse_regulation(read, under, asked, directory=people, table=known, contained=inner)
    if json:
        as_json(found)
    else:
        _print(found)


def _number(given: str, name: str) -> "Exact":
    from domain.exact import number as exact  # noqa: PLC0415 - not needed by `--help`

    try:
        return exact(given)
    except ValueError as error:
        raise Refused(Reason.INVALID, f"option {name}", str(error), "Write a number such as 0.2 or 1/3") from error


def _print(found: "Rehearsed") -> None:
    shown = found.report
    what = f"rulebook {found.rulebook}" + (f" under scheme {found.scheme}" if found.scheme else "")
    cycles, appraisees = number(len(shown.cycles), "cycle"), number(found.appraisees, "appraisee")
    line(f"Rehearsal of {what}: {cycles} over {appraisees}, {shown.events:,} events.")
    if shown.ended:
        line(f"The last of them ended on {shown.ended}.")
    _print_troubles(shown)
    _print_steps(shown)
    _print_load(shown)
    if found.scores:
        _print_effects(found)


def _headed(heading: str) -> None:
    line()
    line(heading)


def _rows(columns: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> None:
    if not rows:
        line(empty)
        return
    table(columns, rows[:_MOST_ROWS], empty=empty)
    if len(rows) > _MOST_ROWS:
        line(f"and {len(rows) - _MOST_ROWS} more; --json shows all")


def _print_troubles(shown: "Report") -> None:
    """What cannot work as it stands."""
    if shown.years_without_holidays:
        years = ", ".join(map(str, shown.years_without_holidays))
        line(f"The calendar lists no holiday of {years}: every weekday of these years is taken for a working day.")
    for cycle in shown.stuck:
        line(f"Cycle {cycle} never ended.")
    _headed("What nobody could do")
    obstacles = [(one.thing, one.times, one.problem, one.mend) for one in shown.obstacles]
    _rows(("thing", "times", "problem", "mend"), obstacles, "Everything asked could be done by somebody.")
    _headed("Steps that nobody can finish in time")
    late = [(one.cycle, one.step, one.owner, one.problem, one.mend) for one in shown.unfinishable]
    _rows(("cycle", "step", "who", "problem", "mend"), late, "There is time for every step.")
    _headed("Deadlines that clash")
    clashes = [
        (one.owner, one.first, one.last, one.duties, one.capacity, ", ".join(one.steps)) for one in shown.clashes
    ]
    _rows(("who", "from", "to", "duties", "can do", "steps"), clashes, "No deadlines clash.")


def _print_steps(shown: "Report") -> None:
    _headed("How the steps came out")
    outcomes = [(one.cycle, one.step, one.asked, one.in_time, one.late, one.never) for one in shown.outcomes]
    _rows(("cycle", "step", "duties", "in time", "late", "never"), outcomes, "No step was reached.")
    _headed("Reminders and escalations")
    fired = [
        (one.cycle, one.step, one.kind, one.to or _ASKED, one.times, one.people, one.first) for one in shown.firings
    ]
    _rows(("cycle", "step", "what", "to", "times", "people", "first"), fired, "Nobody had to be told anything.")


def _print_load(shown: "Report") -> None:
    _headed("The fullest weeks")
    several = [one for one in shown.load if max(one.opened, one.due) > 1]
    fullest = sorted(several, key=lambda one: (-max(one.opened, one.due), one.week, one.owner))
    weeks = [(one.week, one.owner, one.opened, one.due, one.overdue) for one in fullest]
    _rows(("week", "who", "opened", "due", "overdue"), weeks, "Nobody had more than one duty in a week.")


def _print_effects(found: "Rehearsed") -> None:
    from domain.explanation import readable  # noqa: PLC0415 - not needed by `--help`

    _headed("What each rule would have done to the values")
    rows = [
        (
            one.kind,
            one.rule,
            f"{one.touched} of {one.of}",
            *("" if score is None else readable(score) for score in (one.lowest, one.mean, one.highest)),
        )
        for one in found.effects
    ]
    _rows(("kind", "rule", "touches", "lowest", "mean", "highest"), rows, "No rule touched anything.")
