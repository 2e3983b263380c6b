"""A workbook to fill in with the values that a rulebook asks for: its indicators as columns, its appraisees as rows."""

from collections.abc import Iterator
from typing import BinaryIO

from api.scoring.details import FORMS
from api.tables.form import Column, Form, Kind, Value
from api.tables.writing import write
from domain.exact import text
from domain.regulation import (
    AttributeKind,
    Bonus,
    CountDeduction,
    EvaluatorKind,
    Indicator,
    Judged,
    Rated,
    Rulebook,
    numbers,
    walk,
)
from domain.scoring.rules import Rules

VALUES = "Values"
"""The sheet with one row for each appraisee."""

_LISTED = "Several with semicolons."


def write_template(rulebook: Rulebook, stream: BinaryIO) -> None:
    """Writes the workbook; who the documents list has a row already, with what they say of it."""
    form = values_form(rulebook)
    headings = [column.heading for column in form.columns]
    lines: list[dict[str, Value]] = []
    for one in rulebook.appraisees:
        said = {f"attribute:{name}": value for name, value in one.attributes.items()}
        line: dict[str, Value] = {"appraisee": one.id, "name": one.name, **said}
        lines.append({heading: value for heading, value in line.items() if heading in headings})
    write(stream, rulebook.title, [form, *FORMS], {VALUES: lines})


def values_form(rulebook: Rulebook) -> Form:
    """The sheet of values as a rulebook asks for it."""
    columns = [
        Column("appraisee", Kind.SLUG, required=True, unique=True, note="Who the row is about, by id."),
        Column("name", note="Shown, and counts for nothing."),
        *_attributes(rulebook),
        *_indicators(rulebook),
        *_cases(rulebook),
        *_overall(rulebook),
    ]
    note = "One row for each appraisee. An empty cell says nothing; the rulebook decides what becomes of it."
    return Form(VALUES, tuple(columns), note=note)


def _attributes(rulebook: Rulebook) -> Iterator[Column]:
    for attribute in rulebook.attributes:
        choices = ("true", "false") if attribute.kind is AttributeKind.TRUTH else attribute.values
        kind = Kind.CHOICE if choices else Kind.NUMBER if attribute.kind is AttributeKind.NUMBER else Kind.TEXT
        yield Column(f"attribute:{attribute.name}", kind, choices=choices, note=attribute.unit or "")


def _indicators(rulebook: Rulebook) -> Iterator[Column]:
    rules, numbered = Rules(rulebook), numbers(rulebook)
    for _, node in walk(rulebook.indicators):
        if node.children or node.value_from is not None:
            continue
        named = f"{numbered[node.id]} {node.name}"
        match node.rule:
            case Rated():
                for panel in rules.panels_of(node):
                    scorers = rules.panels[panel].name
                    yield Column(f"scores:{node.id}/{panel}", note=f"{named}, scores of {scorers}. {_LISTED}")
            case Judged():
                yield Column(node.id, Kind.NUMBER, note=f"{named}, points from 0 to {text(node.judging_maximum)}")
            case CountDeduction() | Bonus():
                yield Column(node.id, Kind.NUMBER, note=f"{named}, number of cases")
                yield Column(f"cases:{node.id}", note=f"{named}, cases by id. {_LISTED}")
            case _:
                yield Column(_with_unit(node), Kind.NUMBER, note=named)
        if node.joint is not None:
            yield Column(f"role:{node.id}", note=f"{named}: lead, cooperating, or cooperating of 3")


def _with_unit(node: Indicator) -> str:
    return f"{node.id} [{node.unit}]" if node.unit and "[" not in node.unit and "]" not in node.unit else node.id


def _cases(rulebook: Rulebook) -> Iterator[Column]:
    for one in rulebook.adjustments:
        if isinstance(one.rule, CountDeduction | Bonus):
            yield Column(f"cases:{one.id}", note=f"{one.name}, cases by id. {_LISTED}")
        else:
            yield Column(one.id, Kind.NUMBER, note=one.name)
    for veto in rulebook.vetoes:
        yield Column(f"cases:{veto.id}", note=f"{veto.name}, cases by id. {_LISTED}")


def _overall(rulebook: Rulebook) -> Iterator[Column]:
    for one in rulebook.evaluators:
        if one.panel is not None:
            yield Column(f"overall:{one.panel}", note=f"Scores of the panel for the appraisee as a whole. {_LISTED}")
        elif one.kind is EvaluatorKind.LEADERS:
            yield Column("ratings", note=f"What leaders gave, from 0 to 100. {_LISTED}")
        elif one.kind is EvaluatorKind.INTERNAL_BALLOT:
            yield Column("ballots", note=f"What staff gave, from 0 to 100. {_LISTED}")
