"""A workbook made for a rulebook is read as the table that it asks for."""

from pathlib import Path

import pytest

from api import shipped
from api.mistakes import Mistake
from api.scoring.reading import read_table
from api.scoring.template import VALUES, values_form, write_template
from api.scoring.values import ValuesReader
from domain.regulation import AppraiseeEntry, in_force
from tests.api.scoring.sheets import sheet
from tests.api.shipped import rulebook, scheme


@pytest.mark.parametrize("name", shipped.names())
def test_every_heading_of_a_template_is_understood(name: str) -> None:
    regulation = in_force(rulebook(name), scheme(name))
    reader = ValuesReader(regulation)
    reader.read(sheet(" | ".join(column.heading for column in values_form(regulation).columns), name=VALUES))
    assert reader.mistakes == list[Mistake]()


@pytest.mark.parametrize("name", ["huzhou-departments", "philippines-spms"])
def test_a_template_that_is_not_filled_in_says_nothing_of_those_it_lists(name: str, tmp_path: Path) -> None:
    stated = {"huzhou-departments": {"group": "party-and-general"}, "philippines-spms": {"regulatory": "false"}}[name]
    listed = (
        AppraiseeEntry(id="finance", name="财政局", attributes=stated),
        AppraiseeEntry(id="land", attributes=stated),
    )
    book, yearly = rulebook(name).model_copy(update={"appraisees": listed}), scheme(name)
    path = tmp_path / "values.xlsx"
    with path.open("wb") as out:
        write_template(in_force(book, yearly), out)
    table = read_table(path, book, yearly, None)
    expected = {"finance", "land", *(one.id for one in yearly.appraisees)} if yearly else {"finance", "land"}
    assert set(table.facts) == expected
    assert table.names["finance"] == "财政局"
    assert table.facts["finance"].values == {}
