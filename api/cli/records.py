"""`kaohe record`."""

# ruff: noqa: D417 - options that several commands share are described where they are defined

from pathlib import Path
from uuid import uuid4

from api.cli.answering import operating
from api.cli.options import Actor, CommandId, Document, Json
from api.cli.output import as_json, line, table


async def bring_in(
    file: Path, *, authority: str, actor: Actor = None, command: CommandId = None, document: Document = None
) -> None:
    """Attest results of earlier years from a table, all rows or none; a row for a year that is known corrects it.

    Args:
        file: CSV or an Excel workbook with the columns appraisee, year, grade, total and source.
        authority: The id of the appraising authority.
    """
    command = command or uuid4()
    async with operating(command, document) as operations:
        done, rows = await operations.records.bring_in(file, authority, actor, command)
        results = "1 result" if rows == 1 else f"{rows} results"
        line(f"Record of {authority}: {results} {done.says}, at version {done.version} of its stream.")


async def show(authority: str, *, json: Json = False) -> None:
    """Show the attested results of earlier years.

    Args:
        authority: The id of the appraising authority.
    """
    from domain.explanation import readable  # noqa: PLC0415 - not needed by `--help`

    async with operating() as operations:
        found = await operations.records.show(authority)
    if json:
        as_json(found)
        return
    rows = [
        (
            one.appraisee,
            one.year,
            one.grade,
            "" if one.total is None else readable(one.total),
            one.source,
            one.sha256,
            one.attested_by,
        )
        for one in found.results
    ]
    columns = ("appraisee", "year", "grade", "total", "source", "SHA-256", "attested by")
    table(columns, rows, empty=f"No results of earlier years are attested for {authority}.")
    if found.evaluations:
        line()
        given = [
            (
                *(one.id, one.kind, one.name, one.appraisee, one.year),
                *("" if one.total is None else readable(one.total), one.grade, one.source),
            )
            for one in found.evaluations
        ]
        table(("evaluation", "of a", "name", "appraisee", "year", "total", "grade", "source"), given, empty="")


async def evaluate(  # noqa: PLR0913 - the fields of an evaluation
    evaluation: str,
    *,
    authority: str,
    kind: str,
    name: str,
    appraisee: str,
    year: int,
    total: str | None = None,
    grade: str | None = None,
    source: str,
    actor: Actor = None,
    command: CommandId = None,
    document: Document = None,
) -> None:
    """Attest the evaluation of a project or a policy; under an id that is known, it corrects that one.

    Args:
        evaluation: The id of the evaluation.
        authority: The id of the appraising authority.
        kind: What was evaluated: project or policy.
        name: What the project or policy is called.
        appraisee: The unit whose project or policy it is.
        year: The year evaluated.
        total: The total that was given, to the last digit.
        grade: The grade that was given.
        source: The document that says so.
    """
    fields = {"kind": kind, "name": name, "appraisee": appraisee, "year": year, "source": source}
    given = {"id": evaluation, **fields, "total": total, "grade": grade}
    command = command or uuid4()
    async with operating(command, document) as operations:
        done = await operations.records.evaluate(given, authority, actor, command)
        line(f"Record of {authority}: evaluation {evaluation} {done.says}, at version {done.version} of its stream.")
