"""Records of earlier years: attested, read from tables, and shown."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from api.mistakes import fitting
from api.operations.store import Done, Store, person
from api.tables import Column, Form, Kind, Workbook, read
from api.tables.lines import read as read_lines
from domain.directory import Directory
from domain.evaluations import AttestEvaluations, Evaluation
from domain.event import Record
from domain.record import Attested, AttestedResult, AttestResults
from domain.refusal import Reason, Refused
from domain.scoring import EarlierResult
from domain.streams import directory_stream, record_stream

FORM = Form(
    "results",
    (
        Column("appraisee", Kind.SLUG, required=True, note="the id of the unit"),
        Column("year", Kind.WHOLE, required=True, note="the year appraised"),
        Column("grade", note="as it was given"),
        Column("total", Kind.NUMBER, note="as it was given, to the last digit"),
        Column("source", note="the document that says so; the table itself when left out"),
    ),
)
"""What a table of earlier results holds, one in each row."""


class YearShown(EarlierResult):
    """A result of an earlier year."""

    appraisee: str


class RecordShown(Record):
    """The attested results of an authority's appraisees, by appraisee and year."""

    authority: str
    version: int
    results: tuple[YearShown, ...]
    evaluations: tuple[Evaluation, ...]


class Records:
    """Attests results of earlier years, and shows them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def attest(self, wish: AttestResults | AttestEvaluations, actor: str | None, command_id: UUID) -> Done:
        """Attests results or evaluations, or corrects those attested before."""
        return await self._store.write(command_id, person(actor), record_stream(wish.authority), wish)

    async def evaluate(self, fields: Mapping[str, Any], authority: str, actor: str | None, command_id: UUID) -> Done:
        """Attests the evaluation of a project or a policy, or corrects the one attested before under its id."""
        evaluation = fitting(Evaluation, fields, f"evaluation {fields.get('id', '')}".strip())
        wish = AttestEvaluations(authority=authority, evaluations=(evaluation,))
        return await self._store.write(command_id, person(actor), record_stream(authority), wish)

    async def bring_in(self, file: Path, authority: str, actor: str | None, command_id: UUID) -> tuple[Done, int]:
        """Attests the results of a table, all of them or none; answers how many rows it has."""
        wish = AttestResults(authority=authority, results=results(read(file)))
        return await self.attest(wish, actor, command_id), len(wish.results)

    async def show(self, authority: str) -> RecordShown:
        """The results that count; refuses an authority that has no directory."""
        loaded, attested = await self._store.load(record_stream(authority), Attested)
        directory, _ = await self._store.load(directory_stream(authority), Directory)
        if not directory.version:
            mend = "Publish its directory with 'kaohe directory publish FILE'"
            raise Refused(Reason.NOT_FOUND, f"authority {authority}", "is not known", mend)
        shown = tuple(
            YearShown(appraisee=appraisee, **result.model_dump())
            for appraisee, by_year in sorted(attested.results.items())
            for _, result in sorted(by_year.items())
        )
        return RecordShown(
            authority=authority, version=loaded.version, results=shown, evaluations=tuple(attested.evaluations.values())
        )


def results(table: Workbook) -> tuple[AttestedResult, ...]:
    """The results in a table; each names the table's SHA-256 where it is its own source."""
    return tuple(_result(line.values, table) for line in read_lines(table, (FORM,))[FORM.sheet])


def _result(values: Any, table: Workbook) -> AttestedResult:  # noqa: ANN401 - the values of a row, by heading
    source = values["source"]
    return AttestedResult(
        appraisee=values["appraisee"],
        year=values["year"],
        grade=values["grade"],
        total=values["total"],
        source=source or table.name,
        sha256=None if source else table.sha256,
    )
