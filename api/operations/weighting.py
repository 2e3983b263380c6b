"""Help with weights: proposals from comparisons or from values, and their adoption. Nothing is recorded."""

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from api.importing.table import Table
from api.mistakes import Mistake, Mistaken, fitting
from domain.event import Record
from domain.exact import number
from domain.regulation.identifiers import Slug
from domain.weighting import (
    Comparisons,
    Method,
    Normalisation,
    Proposal,
    ValueTable,
    measure,
    prioritise,
    propose,
)
from domain.weighting import adopt as adopted
from domain.weighting.comparisons import Places
from domain.weighting.entropy import Better, plain


class ColumnsMeant(Record):
    """What the columns of a table of values mean: which way each indicator is better, and how they are weighed."""

    directions: dict[Slug, Better]
    normalisation: Normalisation = Normalisation.MIN_MAX
    places: Places = 4


def weigh_comparisons(document: Mapping[str, Any], method: Method) -> Proposal:
    """Proposes weights from pairwise comparisons."""
    comparisons = fitting(Comparisons, document, "comparisons")
    return propose(prioritise(comparisons, method))


def weigh_values(table: Table, document: Mapping[str, Any]) -> Proposal:
    """Proposes weights from a table of values: the first column names appraisees, each other is an indicator's.

    Refuses a table with empty cells or cells that are no number, all of them named by row and column.
    """
    meant = fitting(ColumnsMeant, document, "directions")
    _refuse(table, [*table.mistakes, *_columns(table, meant)])
    name, *indicators = table.columns
    mistakes: list[Mistake] = []
    columns = [
        {"id": id_, "direction": meant.directions[id_], "values": _values(table, id_, mistakes)} for id_ in indicators
    ]
    mistakes += [
        Mistake(place=f"row {row.number}, {name}", problem="names no appraisee", mend="Name it, or remove the row")
        for row in table.rows
        if not row.cells[name]
    ]
    _refuse(table, mistakes)
    shape = {
        "appraisees": [row.cells[name] for row in table.rows],
        "columns": columns,
        "normalisation": meant.normalisation,
        "places": meant.places,
    }
    values = fitting(ValueTable, shape, f"table {table.name}")
    return propose(measure(values))


def adopt(proposal: Mapping[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the weights proposed, as `domain.weighting.adopt`."""
    proposed = fitting(Proposal, proposal, "proposal")
    return adopted(document, proposed)


def _refuse(table: Table, mistakes: list[Mistake]) -> None:
    if mistakes:
        raise Mistaken(f"table {table.name}", mistakes)


def _columns(table: Table, meant: ColumnsMeant) -> Iterator[Mistake]:
    for column, times in Counter(table.columns).items():
        if times > 1:
            problem = f"stands {times} times in row 1"
            yield Mistake(place=f"column {column!r}", problem=problem, mend="Give each column a name of its own")
    indicators = table.columns[1:]
    for column in indicators:
        if column not in meant.directions:
            near = difflib.get_close_matches(column, meant.directions, n=1)
            mend = (
                f"Did you mean {near[0]!r}?" if near else "Add it to 'directions' as up or down, or remove the column"
            )
            yield Mistake(place=f"column {column!r}", problem="has no direction", mend=mend)
    for id_ in meant.directions:
        if id_ not in indicators:
            yield Mistake(place=f"directions.{id_}", problem="there is no such column", mend="Add it, or leave it out")


def _values(table: Table, column: str, mistakes: list[Mistake]) -> list[Decimal | None]:
    """The numbers of a column; what is none stands among the mistakes."""
    values: list[Decimal | None] = []
    for row in table.rows:
        place, cell = f"row {row.number}, {column}", row.cells[column]
        try:
            values.append(plain(number(cell)) if cell else None)
        except ValueError as error:
            problem, _, mend = str(error).rpartition(": ")
            mistakes.append(Mistake(place=place, problem=problem, mend=f"{mend[:1].upper()}{mend[1:]}"))
        if not cell:
            mend = "Give the value, or leave the appraisee or the indicator out"
            mistakes.append(Mistake(place=place, problem="is empty", mend=mend))
    return values
