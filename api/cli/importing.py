"""`kaohe import`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from api.cli.answering import operating, refusing
from api.cli.options import Actor, Json
from api.cli.output import as_json, clean, line, table

if TYPE_CHECKING:
    from api.importing import Plan, Tell, Written
    from api.importing.grouping import Appraisee


async def bring_in(  # noqa: PLR0913 - what an import can be asked for
    file: Path,
    *,
    profile: Path,
    cycle: str | None = None,
    launch: bool = False,
    report: bool = False,
    dry_run: bool = False,
    json: Json = False,
    actor: Actor = None,
) -> None:
    """Bring a table of indicators in: as a directory, a rulebook, a cycle, and reported values.

    The whole table is read first; nothing is recorded unless every row that counts is good. The same import again
    records nothing twice, so after a failure it is safe to run it again.

    Args:
        file: The table, a CSV file or a workbook (.xlsx).
        profile: What its columns mean and by which rules it is appraised, in YAML or JSON.
        cycle: The id of the cycle; the profile's when left out.
        launch: Launch the cycle, too. Needs --as somebody of the performance office.
        report: Report the values in the name of each unit's head, as soon as reporting is open.
        dry_run: Show what would be made, and record nothing; nothing needs to run for that.
    """
    from api.importing import Importer, Profile, Table, draw_up, rehearse_dry  # noqa: PLC0415 - not needed by `--help`
    from store.clock import system_clock  # noqa: PLC0415 - the same

    with refusing():
        form = Profile.load(profile)
        plan = draw_up(Table.load(file, form.table.delimiter, form.table.encoding, form.table.sheet), form, cycle)
        if dry_run:
            rehearse_dry(plan, await system_clock())
    if not json:
        _show(plan)
    done: list[Written] = []
    if not dry_run:
        async with operating() as operations:
            with _progress() as tell:
                importer = Importer(operations, plan, actor, tell=tell)
                done += await importer.publish(launch=launch)
                if report:
                    done += await importer.report()
    if json:
        from api.importing.summary import summary  # noqa: PLC0415 - not needed by `--help`

        as_json(summary(plan, done))
        return
    line()
    _tell(plan, done)


def _show(plan: "Plan") -> None:
    line(f"Table {plan.table} (SHA-256 {plan.sha256})")
    line(f"{plan.rows:,} rows: {plan.indicators:,} count")
    for left in plan.left_out:
        line(f"    {left.rows:,} left out, which give no {left.column}")
    line()
    table(
        ("appraisee", "indicators", "with a value"),
        [
            (_named(unit), len(unit.entries), sum(entry.value is not None for entry in unit.entries))
            for unit in plan.appraisees
        ],
        empty="",
    )
    launch = plan.launch
    line()
    line(f"directory {launch.authority}: {len(plan.directory.units)} units, {len(plan.directory.people)} people")
    line(f"rulebook {launch.rulebook}: {plan.scored:,} indicators, content {plan.rulebook_hash}")
    line(f"cycle {launch.cycle}: {len(launch.appraisees)} appraisees, {launch.period.start} to {launch.period.end}")


def _named(unit: "Appraisee") -> str:
    """The unit's id, with its name where the id does not say it."""
    from api.importing.grouping import slug_of  # noqa: PLC0415 - not needed by `--help`

    return unit.id if unit.id == slug_of(unit.name) else f"{unit.id} ({unit.name})"


def _tell(plan: "Plan", done: "list[Written]") -> None:
    from api.importing.importer import DRAFT  # noqa: PLC0415 - not needed by `--help`

    if not done:
        line("Nothing was recorded: this was a dry run.")
        return
    reports = [one for one in done if one.what.startswith("values")]
    for one in done:
        if one not in reports:
            line(f"{one.what}: {'was there already' if one.replayed else 'recorded'}, at version {one.version}")
    if reports:
        before = sum(one.replayed for one in reports)
        again = f", {before} of them before" if before else ""
        line(f"values: {plan.values:,} reported by {len(reports)} heads{again}")
    if all(one.replayed for one in done):
        line("This import was made before. Nothing new was recorded.")
    if any(one.what == DRAFT for one in done):
        line(f"The committee has to approve the rulebook: see 'kaohe rulebook show {plan.launch.rulebook}'.")
        line("Then run the same import again: it publishes what was approved.")
    elif not any(one.what == "cycle" for one in done):
        line(f"To launch cycle {plan.launch.cycle}, run it again with --launch --as PERSON of the performance office.")
    elif not reports:
        line("To report the values, run it again with --report as well when reporting is open.")


@contextmanager
def _progress() -> "Iterator[Tell]":
    """A bar on a terminal's standard error; nothing in a pipe."""
    from rich.console import Console  # noqa: PLC0415 - not needed by `--help`
    from rich.progress import Progress  # noqa: PLC0415 - the same

    terminal = Console(stderr=True)
    with Progress(console=terminal, transient=True, disable=not terminal.is_terminal) as bar:
        task = bar.add_task("checking", total=None)
        yield lambda what, done, total: bar.update(task, description=clean(what), completed=done, total=total)
