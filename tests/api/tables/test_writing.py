"""What is written is read again as it was, twice the same to the byte, and guards what people may change."""

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
import python_calamine
from hypothesis import example, given
from hypothesis import strategies as st

from api.mistakes import Mistaken
from api.tables import Column, Form, Kind, Value, lines, read, write
from api.tables.form import LISTS, README
from domain.exact import text as exact_text

LONG = tuple(f"choice {n}, with a comma" for n in range(30))
FORM = Form(
    "Indicators",
    (
        Column("Code", Kind.SLUG, required=True, unique=True, note="Names it."),
        Column("Text"),
        Column("Number", Kind.NUMBER),
        Column("Whole", Kind.WHOLE),
        Column("Choice", Kind.CHOICE, choices=("up", "down")),
        Column("Long", Kind.CHOICE, choices=LONG),
        Column("Date", Kind.DATE),
        Column("Truth", Kind.TRUTH),
    ),
    note="One row for each indicator.",
)

signs = st.characters(
    exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd\ufffe\uffff", include_characters="\n\t\r"
)
numbers = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30),
    st.fractions().filter(lambda one: one.denominator > 1),
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "Text": st.none() | st.text(signs).filter(str.strip),
            "Number": st.none() | numbers,
            "Whole": st.none() | st.integers(-(10**40), 10**40),
            "Choice": st.none() | st.sampled_from(["up", "down"]),
            "Long": st.none() | st.sampled_from(LONG),
            "Date": st.none() | st.dates(),
            "Truth": st.none() | st.booleans(),
        }
    ),
    max_size=4,
)


def written(*lines_of: dict[str, Value], form: Form = FORM) -> bytes:
    stream = io.BytesIO()
    write(stream, "Annual", (form,), {form.sheet: lines_of})
    return stream.getvalue()


def one(**values: Value) -> dict[str, Value]:
    return {column.heading: None for column in FORM.columns} | {"Code": "a"} | values


@given(rows)
@example([{"Text": "<r>x</r>"}, {"Text": "_x0041_"}, {"Text": "=1+1"}, {"Text": " a\r\n"}, {"Number": Decimal("0.30")}])
def test_what_is_written_is_read_again(given_rows: list[dict[str, Value]]) -> None:
    expected = [one(**row) | {"Code": f"c{number}"} for number, row in enumerate(given_rows)]
    found = lines.read(read(written(*expected), "w.xlsx"), (FORM,))["Indicators"]
    assert [_exact(line.values) for line in found] == [_exact(row) for row in expected]


def _exact(row: object) -> list[tuple[str, str, str]]:
    """Values with their types, and numbers with every zero they were written with."""
    assert isinstance(row, dict)
    return [
        (heading, type(value).__name__, exact_text(value) if isinstance(value, Decimal | Fraction) else repr(value))
        for heading, value in sorted(row.items())
    ]


def test_the_same_content_makes_the_same_bytes() -> None:
    assert written(one(Text="财政局", Number=Fraction(1, 17))) == written(one(Text="财政局", Number=Fraction(1, 17)))


def test_another_reader_sees_the_same_texts() -> None:
    row = one(Text="财政局 <&>", Number=Decimal("0.30"), Whole=7, Choice="up", Date=date(2026, 3, 1), Truth=True)
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(written(row)))
    assert book.sheet_names == [README, "Indicators", LISTS]
    assert book.get_sheet_by_name("Indicators").to_python() == [
        ["Code", "Text", "Number", "Whole", "Choice", "Long", "Date", "Truth"],
        ["a", "财政局 <&>", "0.30", "7", "up", "", "2026-03-01", "yes"],
    ]


def test_headings_are_locked_and_cells_below_them_are_texts_to_fill_in() -> None:
    sheet, styles = (_part(written(one()), part) for part in ("xl/worksheets/sheet2.xml", "xl/styles.xml"))
    formats = re.findall(r"<xf [^>]*/>|<xf .*?</xf>", styles.partition("<cellXfs")[2].partition("</cellXfs>")[0])
    column = re.search(r'<col min="1" max="8" width="[\d.]+" style="(\d+)"', sheet)
    heading = re.search(r'<c r="A1" s="(\d+)"', sheet)
    assert column
    assert heading
    assert 'numFmtId="49"' in formats[int(column[1])]
    assert '<protection locked="0"/>' in formats[int(column[1])]
    assert "protection" not in formats[int(heading[1])]
    assert "<sheetProtection " in sheet
    assert '<pane xSplit="1" ySplit="1"' in sheet


def test_choices_are_lists_to_choose_from_long_ones_on_a_sheet_of_their_own() -> None:
    sheet = _part(written(), "xl/worksheets/sheet2.xml")
    lists = re.findall(r'<dataValidation type="list".*?sqref="(\w+:\w+)".*?<formula1>(.*?)</formula1>', sheet)
    assert lists == [
        ("E2:E100000", '"up,down"'),
        ("F2:F100000", "'Lists'!$A$2:$A$31"),
        ("H2:H100000", '"yes,no"'),
    ]
    assert [row[0].text for row in read(written(), "w.xlsx").sheets[2].rows] == ["Long", *LONG]


def test_instructions_are_made_of_the_form() -> None:
    sheet = read(written(), "w.xlsx").sheets[0]
    told = [[cell.text for cell in row] for row in sheet.rows]
    assert told[0] == ["Annual"]
    assert told[5:9] == [
        ["Sheet Indicators"],
        ["One row for each indicator."],
        ["Heading", "Filled in", "Holds", "Meaning"],
        ["Code", "always", "identifier, in one row only", "Names it."],
    ]
    assert told[12] == ["Choice", "if there is one", "one of up, down"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\0", "'a\\x00' holds the character U+0000, which is not text. Remove it"),
        ("\ud800", "'\\ud800' holds the character U+D800, which is not text. Remove it"),
        ("a" * 32_768, "a text of 32,768 characters is too long. Write at most 32,767"),
        (
            " ",
            "' ' is blank, and a cell that is blank holds nothing. Give it something to say, or leave it out",
        ),
    ],
)
def test_what_could_not_be_read_again_is_not_written(text: str, said: str) -> None:
    stream = io.BytesIO()
    with pytest.raises(Mistaken) as refused:
        write(stream, "Annual", (FORM,), {"Indicators": [one(Text="good"), one(Text=text)]})
    assert str(refused.value) == f"workbook 'Annual': sheet \"Indicators\", cell B3: {said}"
    assert stream.getvalue() == b""


def _part(content: bytes, part: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(part).decode()


def test_an_upright_sheet_is_read_again_and_says_what_its_fields_mean() -> None:
    form = Form("Indicator", FORM.columns, upright=True)
    row = one(Text="财政局", Number=Decimal("0.30"), Long=LONG[2], Truth=False)
    content = written(row, form=form)
    assert [dict(line.values) for line in lines.read(read(content, "w.xlsx"), (form,))["Indicator"]] == [row]
    assert [[cell.text for cell in found] for found in read(content, "w.xlsx").sheets[1].rows][:3] == [
        ["Field", "Value", "Meaning"],
        ["Code", "a", "Names it."],
        ["Text", "财政局"],
    ]
