"""What is read as a table, and what is refused."""

import hashlib
from pathlib import Path

import pytest

from api.importing import Table
from api.importing.table import LARGEST, MOST_ROWS
from api.mistakes import Mistaken
from api.tables import Column, Flaw, Form, write
from domain.refusal import Refused
from tests.api.tables import given


def said(content: bytes, delimiter: str = ",") -> str:
    with pytest.raises(Refused) as refused:
        Table.parse(content, "t.csv", delimiter)
    return str(refused.value)


def test_cells_are_kept_as_written_without_surrounding_blanks_and_rows_count_as_in_a_spreadsheet() -> None:
    content = b'\xef\xbb\xbfa , b\r\n 1.50 ,"two\nlines"\r\n\r\n,"x ""y"", z"\r\n'

    table = Table.parse(content, "t.csv")

    assert table.columns == ("a", "b")
    assert [(row.number, dict(row.cells)) for row in table.rows] == [
        (2, {"a": "1.50", "b": "two\nlines"}),
        (4, {"a": "", "b": 'x "y", z'}),
    ]
    assert table.sha256 == hashlib.sha256(content).hexdigest()


def test_a_line_separator_inside_a_cell_ends_no_row() -> None:
    assert dict(Table.parse("a,b\n1,x\u2028y\n".encode(), "t.csv").rows[0].cells) == {"a": "1", "b": "x\u2028y"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "table t.csv: is empty. Give a CSV file whose first row names its columns"),
        (b"\r\n", "table t.csv: is empty. Give a CSV file whose first row names its columns"),
        (b"PK\x03\x04abc", "table t.csv: is a workbook, not a CSV file. Save it as 'CSV UTF-8'"),
        ("a,b".encode("utf-16"), "table t.csv: is written in UTF-16. Save it as 'CSV UTF-8'"),
        (
            "a\n1\n财政局\n".encode("gb18030"),
            "table t.csv: holds bytes on line 3 that are not UTF-8. Save it as 'CSV UTF-8'",
        ),
        (b"a\n1\n\0\n", "table t.csv: holds the character U+0000 on line 3. Remove it"),
        (
            b'a,b\n1,"2\n',
            (
                "table t.csv, line 2: is no CSV: unexpected end of data. "
                "Close every quotation mark, and double those inside a cell"
            ),
        ),
        (b"a" * (LARGEST + 1), "table t.csv: is larger than 20 MB. Split it"),
        (b"a\n" * (MOST_ROWS + 2), "table t.csv: has more than 20,000 rows. Split it"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(content: bytes, expected: str) -> None:
    assert said(content) == expected


def test_every_row_of_the_wrong_length_is_a_mistake_and_none_of_the_rows() -> None:
    table = Table.parse(b"a,b\n1\n1,2\n1,2,3\n", "t.csv")

    assert [(one.place, one.problem) for one in table.mistakes] == [
        ("row 2", "has 1 cell, the heading 2"),
        ("row 4", "has 3 cells, the heading 2"),
    ]
    assert [row.number for row in table.rows] == [3]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read: No such file"):
        Table.load(tmp_path / "none.csv")


def test_columns_that_are_missing_or_twice_there_are_all_named() -> None:
    table = Table.parse(b"Offices,Goal,Goal\n", "t.csv")

    with pytest.raises(Mistaken) as refused:
        table.require({"appraisees.name": "Office", "indicators.target": "Goal", "indicators.value": "Zz"})

    assert [str(one) for one in refused.value.mistakes] == [
        "column 'Office': is not there, and appraisees.name of the profile reads it. Did you mean 'Offices'?",
        (
            "column 'Goal': stands 2 times in row 1, and indicators.target of the profile reads it. "
            "Give each column a name of its own"
        ),
        "column 'Zz': is not there, and indicators.value of the profile reads it. Columns are Offices, Goal, Goal",
    ]


def test_a_heading_read_with_the_wrong_delimiter_says_so() -> None:
    with pytest.raises(Mistaken, match=r"Set table\.delimiter in the profile to what separates the columns in 'a;b'"):
        Table.parse(b"a;b\n", "t.csv").require({"indicators.id": "z"})


def test_a_sheet_of_a_workbook_is_a_table_as_a_csv_file_is() -> None:
    heading = "".join(f'<c t="inlineStr"><is><t> {name} </t></is></c>' for name in "abc")
    rows = (heading, "", '<c><v>1.1000000000000001</v></c><c/><c t="e"><v>#N/A</v></c>', "<c/><c><v>2</v></c>")
    content = given.package(given.parts("".join(f"<row>{row}</row>" for row in rows)))

    table = Table.parse(content, "t.xlsx")

    flaw = Flaw("holds the error #N/A", "Write the value that is meant, or leave it empty")
    assert (table.columns, table.sha256) == (("a", "b", "c"), hashlib.sha256(content).hexdigest())
    assert [(row.number, dict(row.cells), dict(row.flaws)) for row in table.rows] == [
        (3, {"a": "1.1", "b": "", "c": ""}, {"c": flaw}),
        (4, {"a": "", "b": "2", "c": ""}, {}),
    ]


def test_of_several_sheets_one_has_to_be_named(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    with path.open("wb") as file:
        write(file, "Both", (Form("Values", (Column("a"),)),), {"Values": [{"a": "1"}]})
    assert Table.load(path, sheet="Values").columns == ("a",)
    said = r"Set table\.sheet in the profile to one of 'Read me', 'Values'"
    with pytest.raises(Refused, match=rf"has several sheets\. {said}"):
        Table.load(path)
    with pytest.raises(Refused, match=rf"has no sheet 'Value'\. {said}"):
        Table.load(path, sheet="Value")
