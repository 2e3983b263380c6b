"""Every rulebook and scheme that comes along is the same content after it was a workbook."""

import io
from typing import Any

import pytest

from api import shipped
from api.layout import document_in, write_document
from api.tables import read
from domain.event import Record
from domain.regulation import Rulebook, Scheme, content_hash
from tests import sample

DOCUMENTS: list[tuple[str, type[Record], dict[str, Any]]] = [
    (kind.__name__, kind, document)
    for name in shipped.names()
    for kind, document in ((Rulebook, shipped.load(name)), (Scheme, shipped.load_scheme(name)))
    if document is not None
]


def workbook(document: dict[str, Any]) -> bytes:
    stream = io.BytesIO()
    write_document(stream, document)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("kind", "document"),
    [pytest.param(kind, document, id=f"{document['id']}-{name}") for name, kind, document in DOCUMENTS],
)
def test_a_shipped_document_is_the_same_content_after_it_was_a_workbook(
    kind: type[Record], document: dict[str, Any]
) -> None:
    back = document_in(read(workbook(document), "w.xlsx"))
    assert content_hash(kind.model_validate(back)) == content_hash(kind.model_validate(document))


def test_the_way_up_of_a_step_is_a_sheet_whose_rows_name_the_step() -> None:
    document = sample.sample_rulebook()
    up = [{"after": "PT5S", "to": "leader"}, {"after": "PT9S", "to": "committee"}]
    document["steps"][0] |= {"escalates": "PT0S", "escalations": up, "overdue": ["PT2S"], "remind": ["liaison"]}
    document["steps"][0] |= {"at_end": "default", "default": ["goals_stand"]}

    found = read(workbook(document), "w.xlsx")

    (sheet,) = (sheet for sheet in found.sheets if sheet.name == "Steps escalations")
    rows = [[cell.text for cell in row] for row in sheet.rows]
    assert rows == [["belongs to", "after", "to"], ["goals", "PT5S", "leader"], ["goals", "PT9S", "committee"]]
    back = Rulebook.model_validate(document_in(found))
    assert content_hash(back) == content_hash(Rulebook.model_validate(document))


def test_there_are_documents_of_both_kinds_to_show_it_with() -> None:
    assert {name for name, _, _ in DOCUMENTS} == {"Rulebook", "Scheme"}


def test_the_same_document_makes_the_same_bytes() -> None:
    document = shipped.load("huzhou-departments")
    assert workbook(document) == workbook(document)


def test_a_tree_of_indicators_is_one_sheet_whose_rows_name_their_parents() -> None:
    found = read(workbook(shipped.load("huzhou-departments")), "w.xlsx")
    (sheet,) = (sheet for sheet in found.sheets if sheet.name == "Indicators")
    heading, *rows = [[cell.text for cell in row] for row in sheet.rows]
    assert heading[:4] == ["parent", "id", "name", "weight"]
    assert [row[:3] for row in rows[:4]] == [
        [None, "duty-effectiveness", "Duty effectiveness"],
        ["duty-effectiveness", "work-performance", "Work performance"],
        [None, "coordination", "Coordination"],
        ["coordination", "comprehensive-evaluation", "Comprehensive evaluation"],
    ]
    assert rows[1][heading.index("rule.high.points")] == "60"
