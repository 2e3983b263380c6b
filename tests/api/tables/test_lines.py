"""Rows become values by the form of their sheet, and every mistake of every sheet is told at once."""

import io
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from api.mistakes import Mistaken
from api.tables import Cell, Column, Flaw, Form, Kind, Sheet, Workbook, lines, read, write
from api.tables.lines import MOST_TOLD
from api.tables.workbook import COLUMNS

UNITS = Form(
    "Units",
    (
        Column("Code", Kind.SLUG, required=True, unique=True),
        Column("Name", required=True),
        Column("Weight", Kind.NUMBER),
        Column("People", Kind.WHOLE),
        Column("Kind", Kind.CHOICE, choices=("department", "district")),
        Column("Since", Kind.DATE),
        Column("Rated", Kind.TRUTH),
    ),
)
NOTES = Form("Notes", (Column("Note"),), required=False)


def workbook(**sheets: list[list[str | Flaw | None]]) -> Workbook:
    return Workbook("w.xlsx", "", tuple(Sheet(name, tuple(_rows(name, rows))) for name, rows in sheets.items()))


def _rows(sheet: str, rows: list[list[str | Flaw | None]]) -> list[tuple[Cell, ...]]:
    return [
        tuple(
            Cell(sheet, COLUMNS[position], number, None, text)
            if isinstance(text, Flaw)
            else Cell(sheet, COLUMNS[position], number, text)
            for position, text in enumerate(row)
        )
        for number, row in enumerate(rows, start=1)
        if row
    ]


HEADING: list[str | Flaw | None] = [column.heading for column in UNITS.columns]


def mistakes(found: Workbook, *forms: Form) -> list[str]:
    with pytest.raises(Mistaken) as refused:
        lines.read(found, forms or (UNITS, NOTES))
    assert refused.value.thing == "workbook w.xlsx"
    return [str(one) for one in refused.value.mistakes]


def wrong(column: str, text: str) -> str:
    """What is said of one cell of an otherwise good row."""
    good: dict[str, str | Flaw | None] = {"Code": "a", "Name": "A"}
    (said,) = mistakes(
        workbook(Units=[HEADING, [(good | {column: text}).get(heading) for heading in map(str, HEADING)]])
    )
    return said.removeprefix(f'sheet "Units", cell {COLUMNS[HEADING.index(column)]}2: ')


def test_rows_are_values_by_their_headings_and_know_their_places() -> None:
    rows: list[list[str | Flaw | None]] = [
        ["Name", None, *HEADING[2:], "Code"],
        ["Finance", None, "0.30", " 12 ", "department", "2026-03-01", "Yes", " finance "],
        [],
        [" "],
        ["Health", None, "1/3", None, None, None, "FALSE", "health"],
    ]
    found = lines.read(workbook(Units=rows), (UNITS, NOTES))
    assert found["Notes"] == ()
    assert [(line.row, list(line.values.values())) for line in found["Units"]] == [
        (2, ["finance", "Finance", Decimal("0.30"), 12, "department", date(2026, 3, 1), True]),
        (5, ["health", "Health", Fraction(1, 3), None, None, None, False]),
    ]
    assert (str(found["Units"][0].values["Weight"]), found["Units"][1].places["Weight"]) == (
        "0.30",
        'sheet "Units", cell C5',
    )


def test_a_csv_file_is_the_sheet_of_the_only_form() -> None:
    (line,) = lines.read(read(b"Note\n1\n", "t.csv"), (NOTES,))["Notes"]
    assert (line.values, line.places) == ({"Note": "1"}, {"Note": "cell A2"})


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (
            "Weight",
            "1,200.50",
            "'1,200.50' is written with separators. Write plain digits with a full stop before decimals",
        ),
        ("Weight", "1 200", "'1 200' is written with separators. "),
        (
            "Weight",
            "38.46%",
            "'38.46%' is a percentage. Write the number alone: 38.46, or a hundredth of it, as is asked",
        ),
        ("Weight", "１２．５", "'１２．５' is written in characters other than plain digits. Write 12.5"),
        ("Weight", "−5", "'−5' is written in characters other than plain digits. Write -5"),
        ("Weight", "1E5", "'1E5' is written with an exponent. "),
        ("Weight", "abc", "'abc' is not a number. Write plain digits, "),
        ("Weight", "1/0", "'1/0' divides by zero. Write a denominator above 0"),
        ("Weight", "NaN", "'NaN' is not a number. "),
        ("Weight", "2026-03-01", "'2026-03-01' is not a number. "),
        ("People", "5.0", "'5.0' is no whole number. Write digits only"),
        ("People", "1/3", "'1/3' is no whole number. "),
        ("Code", "Finance Bureau", "'Finance Bureau' is no identifier. Use at most 80 lower-case letters"),
        ("Kind", "districts", "'districts' is not possible. Did you mean 'district'?"),
        ("Kind", "x", "'x' is not possible. Choose from department, district"),
        ("Since", "2026/3/1", "'2026/3/1' is no date. Write year-month-day, such as 2026-03-01"),
        ("Since", "20260301", "'20260301' is no date. "),
        ("Since", "2026-02-30", "'2026-02-30' is no date. "),
        ("Rated", "maybe", "'maybe' is neither yes nor no. Write yes or no"),
        ("Name", " ", "is empty, and 'Name' has to be filled in. Fill it in"),
    ],
)
def test_a_text_that_is_no_value_is_refused_with_what_to_write(column: str, text: str, said: str) -> None:
    assert wrong(column, text).startswith(said)


def test_all_mistakes_of_all_sheets_are_told_at_once() -> None:
    found = workbook(
        Units=[
            ["Code", "Nam", "Weight", "Weight", None, Flaw("holds the formula =A1", "Put a value"), "zz"],
            ["a", "A", "x"],
            ["a", "B", Flaw("holds the error #N/A", "Write it"), None, "stray"],
        ],
        Unit=[["x"]],
        Empty=[],
    )
    known = "Code, Name, Weight, People, Kind, Since, Rated"
    assert mistakes(found, UNITS, Form("Grades", (Column("Grade", required=True),))) == [
        'sheet "Grades": is not there. Add it, with the headings Grade',
        "sheet \"Unit\": is no sheet of this form. Did you mean 'Units'? If not, delete it",
        "sheet \"Units\", cell B1: 'Nam' is no column of this sheet. Did you mean 'Name'? If not, delete it",
        "sheet \"Units\", cell D1: 'Weight' stands in cell C1 already. Keep one of the two",
        'sheet "Units", cell F1: holds the formula =A1. Put a value',
        f"sheet \"Units\", cell G1: 'zz' is no column of this sheet. Columns are {known}; delete any other",
        "sheet \"Units\", row 1: lacks the column 'Name'. Add it",
        (
            "sheet \"Units\", cell C2: 'x' is not a number. "
            'Write plain digits, "19.58" or "1/17", without signs for thousands'
        ),
        "sheet \"Units\", cell A3: 'a' stands in cell A2 already. Give each row a 'Code' of its own",
        'sheet "Units", cell C3: holds the error #N/A. Write it',
        'sheet "Units", cell E3: stands below no heading. Write what it is in row 1, or delete it',
    ]


def test_of_very_many_mistakes_the_rest_is_counted() -> None:
    row: list[str | Flaw | None] = ["x y", "n"]
    found = mistakes(workbook(Units=[["Code", "Name"], *([row] * (MOST_TOLD + 5))]))
    assert (len(found), found[-1]) == (MOST_TOLD + 1, "the rest: has 5 more mistakes. Correct these first")


def test_a_sheet_that_is_empty_or_begins_below_its_first_row_lacks_its_headings() -> None:
    said = 'sheet "Units", row 1: is empty. Write the headings Code, Name there'
    assert mistakes(workbook(Units=[])) == [said]
    assert mistakes(workbook(Units=[[], HEADING])) == [said]


def test_instructions_and_lists_are_no_sheets_of_values() -> None:
    stream = io.BytesIO()
    write(stream, "Units", (UNITS, NOTES), {})
    assert lines.read(read(stream.getvalue(), "w.xlsx"), (UNITS, NOTES)) == {"Units": (), "Notes": ()}


ONE = Form("Unit", UNITS.columns, upright=True)


def test_an_upright_sheet_is_one_line_whose_fields_stand_below_each_other() -> None:
    rows: list[list[str | Flaw | None]] = [
        ["Field", "Value"],
        ["Name", "Finance", "Its full name"],
        [],
        ["Code", "finance"],
        ["People"],
    ]
    (line,) = lines.read(workbook(Unit=rows), (ONE,))["Unit"]
    assert (line.values["Code"], line.values["Name"], line.values["People"]) == ("finance", "Finance", None)
    assert (line.places["Name"], line.places["People"]) == ('sheet "Unit", cell B2', 'sheet "Unit", cell B5')


def test_what_is_wrong_with_an_upright_sheet_is_told_by_its_cells() -> None:
    rows: list[list[str | Flaw | None]] = [
        ["Field", "Value", "Meaning"],
        ["Code", "x y"],
        ["Code", "z", None, "stray"],
        ["Wight", "1"],
        [None, "2"],
        [Flaw("holds the formula =A1", "Put a value"), "3"],
    ]
    assert mistakes(workbook(Unit=rows), ONE) == [
        'sheet "Unit", cell D3: stands beside the fields. Write it into column B, or delete it',
        "sheet \"Unit\", cell A3: 'Code' stands in cell A2 already. Keep one of the two",
        "sheet \"Unit\", cell A4: 'Wight' is no field of this sheet. Did you mean 'Weight'? If not, delete it",
        'sheet "Unit", cell A6: holds the formula =A1. Put a value',
        "sheet \"Unit\", column A: lacks the field 'Name'. Add it",
        (
            "sheet \"Unit\", cell B2: 'x y' is no identifier. "
            "Use at most 80 lower-case letters, digits and inner hyphens, such as 'annual-2026'"
        ),
        'sheet "Unit", cell B5: stands beside no field. Write what it is in column A, or delete it',
    ]


def test_an_upright_sheet_without_fields_or_values_lacks_what_is_required() -> None:
    lacking = [f"sheet \"Unit\", column A: lacks the field '{field}'. Add it" for field in ("Code", "Name")]
    assert mistakes(workbook(Unit=[["Field", "Value"]]), ONE) == lacking
    empty = [
        f"sheet \"Unit\", cell B{row}: is empty, and '{field}' has to be filled in. Fill it in"
        for row, field in ((2, "Code"), (3, "Name"))
    ]
    assert mistakes(workbook(Unit=[["Field"], ["Code"], ["Name"]]), ONE) == empty
