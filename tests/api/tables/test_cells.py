"""What cells hold is read exactly as it was typed, and whatever is no value says so."""

import math
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from api.tables import read, stored
from api.tables.formats import Shown, shown
from api.tables.workbook import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Budget, Cell, Flaw, letters
from domain.refusal import Refused
from tests.api.tables.given import cells, number, package, parts, said

SHEET = "xl/worksheets/sheet1.xml"
PASTE = "Put values in place of formulas (copy, then paste as values)"


def problem(cell: str, **options: object) -> str:
    ((text, told),) = cells(cell, **options)
    assert (text, told is not None) == (None, True)
    return str(told)


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("19.579999999999998", "19.58"),
        ("1.1000000000000001", "1.1"),
        ("0.28999999999999998", "0.29"),
        ("9.949999999999999", "9.95"),
        ("0.1", "0.1"),
        ("50.34375", "50.34375"),
        ("-0", "0"),
        ("0.0", "0"),
        ("-12.50", "-12.5"),
        ("007", "7"),
        ("1E+20", "100000000000000000000"),
        ("1.5e-7", "0.00000015"),
        ("123456789012345", "123456789012345"),
        ("9007199254740993", None),
        ("0.30000000000000004", None),
        ("0.33333333333333331", None),
        ("1.00000000000000001", None),
        ("1e400", None),
        ("NaN", None),
        ("1,5", None),
        ("１", None),
        ("9" * 50, None),
    ],
)
def test_a_number_is_what_was_typed_or_it_is_none(kept: str, typed: str | None) -> None:
    found = stored.number(kept)
    assert (None if isinstance(found, Flaw) else found) == typed


def test_a_number_with_more_digits_than_are_shown_names_both() -> None:
    assert stored.number("0.30000000000000004") == Flaw(
        "0.30000000000000004 has more than the 15 digits a spreadsheet shows, 0.3",
        "Round it, or format the cell as text and write it again",
    )


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=None).filter(lambda d: d.adjusted() in range(-290, 290))
)
@example(Decimal("8.41"))
@example(Decimal(999999999999999))
def test_what_a_person_typed_comes_back_however_a_program_stores_its_double(given_number: Decimal) -> None:
    typed = Decimal(f"{given_number:.14e}")  # 15 digits, which is what a spreadsheet takes
    double = float(typed)
    for kept in (repr(double), f"{double:.17g}", f"{double:.15g}"):
        found = stored.number(kept)
        assert isinstance(found, str)
        assert Decimal(found) == typed


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=1e-200, max_value=1e200))
def test_a_double_that_nobody_can_have_typed_is_never_read(double: float) -> None:
    found = stored.number(f"{double:.17g}")
    assert isinstance(found, Flaw) == (float(f"{double:.15g}") != double)
    if isinstance(found, str):
        assert math.isclose(float(found), double, rel_tol=0)


# ---------------------------------------------------------------- what cells hold


def test_texts_are_read_wherever_they_are_kept() -> None:
    texts = (
        "<si><t>财政局</t></si>"
        '<si><r><t>two </t></r><r><rPr><b/></rPr><t xml:space="preserve">runs</t></r>'
        '<rPh sb="0" eb="1"><t>x</t></rPh></si>'
        "<si><t/></si>"
    )
    assert cells(
        '<c t="s"><v>0</v></c>',
        '<c t="s"><v>1</v></c>',
        '<c t="s"><v>2</v></c>',
        '<c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
        '<c t="str"><v>=1+1</v></c>',
        '<c t="inlineStr"><is><t>_x0041__x005F_x0041_&#10;&amp;</t></is></c>',
        '<c t="b"><v>1</v></c>',
        '<c t="d"><v>2026-03-01T00:00:00</v></c>',
        texts=texts,
    ) == [(text, None) for text in ("财政局", "two runs", None, "ab", "=1+1", "A_x0041_\n&", "TRUE", "2026-03-01")]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("<c><f>A1*2</f><v>4</v></c>", "holds the formula =A1*2, which gave 4"),
        ('<c t="str"><f>A1</f><v>x</v></c>', "holds the formula =A1, which gave x"),
        ("<c><f/></c>", "holds the formula of another cell"),
        ('<c t="e"><v>#DIV/0!</v></c>', "holds the error #DIV/0!"),
        ('<c t="e"><v>#N/A</v></c>', "holds the error #N/A"),
        ('<c t="s"><v>7</v></c>', "refers to text '7', which the workbook lacks"),
        ('<c t="b"><v>2</v></c>', "'2' is no truth value"),
        ('<c t="d"><v>2026-03-01T12:30:00</v></c>', "'2026-03-01T12:30:00' is stored as a date and is no single day"),
        ('<c t="d"><v>2026-02-30</v></c>', "'2026-02-30' is stored as a date and is no single day"),
        ('<c t="x"><v>1</v></c>', "is of the unknown kind 'x'"),
        ('<c t="inlineStr"><is><t>a_x0000_</t></is></c>', "'a\\x00' holds the character U+0000, which is not text"),
        ('<c t="inlineStr"><is><t>_xD800_</t></is></c>', "'\\ud800' holds the character U+D800, which is not text"),
        (
            '<c t="inlineStr"><is><t>a\ufffd</t></is></c>',
            "'a\ufffd' holds U+FFFD, where a character was lost on the way",
        ),
        (f'<c t="inlineStr"><is><t>{"a" * 32_768}</t></is></c>', "a text of 32,768 characters is too long"),
    ],
)
def test_a_cell_that_holds_no_value_has_a_flaw(cell: str, told: str) -> None:
    assert problem(cell) == told


def test_every_cell_that_a_formula_fills_is_computed() -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2</f><v>1</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2"><v>2</v></c></row><row r="3"><c r="A3"><v>3</v></c></row>'
    )
    found = read(package(parts(rows)), "w.xlsx").sheets[0].rows
    assert [[(cell.text, cell.flaw) for cell in row] for row in found] == [
        [(None, Flaw("holds the formula =B1:B2, which gave 1", PASTE)), ("1", None)],
        [(None, Flaw("holds the formula of another cell, which gave 2", PASTE)), ("2", None)],
        [("3", None)],
    ]


# ---------------------------------------------------------------- what cells show


def test_a_cell_says_what_its_format_shows_and_never_a_number_that_is_something_else() -> None:
    formats = ("0.00%", "yyyy-mm-dd", "h:mm", "0000", "#,##0,", "#,##0.00")
    assert cells(*(number("0.3846", style) for style in (0, 1, 6)), formats=formats) == [
        ("0.3846", None),
        ("38.46%", None),
        ("0.3846", None),
    ]
    assert cells(*(number("46082", style) for style in (2, 3, 4, 5)), formats=formats) == [
        ("2026-03-01", None),
        (None, "46082 holds a time"),
        (None, "46082 is shown with zeros in front that it does not hold"),
        (None, "46082 is shown in thousands and holds single ones"),
    ]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", Shown.NUMBER),
        ("0.00", Shown.NUMBER),
        ("#,##0.00_);[Red]\\(#,##0.00\\)", Shown.NUMBER),
        ("0.00E+00", Shown.NUMBER),
        ('0.0"days"', Shown.NUMBER),
        ('0" %"', Shown.NUMBER),
        ("# ??/??", Shown.NUMBER),
        ("@", Shown.NUMBER),
        ('_ [$¥-804]* #,##0.00_ ;_ [$¥-804]* -#,##0.00_ ;_ * "-"??_ ;_ @_ ', Shown.NUMBER),
        ("0%", Shown.PERCENTAGE),
        ("0;-0%", Shown.PERCENTAGE),
        ("yyyy/m/d", Shown.DATE),
        ('yyyy"年"m"月"d"日"', Shown.DATE),
        ("[$-804]aaaa", Shown.DATE),
        ("mmm", Shown.DATE),
        ("h:mm AM/PM", Shown.TIME),
        ("[h]:mm", Shown.TIME),
        ("mm:ss.0", Shown.TIME),
        ("000000", Shown.PADDED),
        ("0,", Shown.SCALED),
    ],
)
def test_a_format_shows_a_number_or_something_else(code: str, kind: Shown) -> None:
    assert shown(code) is kind


@pytest.mark.parametrize(
    ("serial", "from_1904", "told"),
    [
        ("46082", False, "2026-03-01"),
        ("61", False, "1900-03-01"),
        ("2958465", False, "9999-12-31"),
        ("44620", True, "2026-03-01"),
        ("0", True, "1904-01-01"),
        ("0", False, None),
        ("1", False, None),
        ("59", False, None),
        ("60", False, None),
        ("0.5", False, None),
        ("46082.5", False, None),
        ("-1", False, None),
        ("2958466", False, None),
        ("2957004", True, None),
    ],
)
def test_a_date_is_a_certain_day_or_none(serial: str, from_1904: bool, told: str | None) -> None:  # noqa: FBT001 - given
    found = stored.day(serial, from_1904=from_1904)
    assert (None if isinstance(found, Flaw) else found) == told


def test_days_of_1900_and_times_of_day_say_why_they_are_none() -> None:
    mend = "Format the cell as text and write it as year-month-day, such as 2026-03-01"
    assert [stored.day(serial, from_1904=False) for serial in ("60", "46082.5")] == [
        Flaw("day 60 of 1900 is no certain date, because spreadsheets count that year's days wrongly", mend),
        Flaw("day 46082.5 holds a time of day", mend),
    ]


def test_a_workbook_says_from_when_it_counts_days() -> None:
    formats = ("yyyy-mm-dd",)
    assert cells(number("44620", 1), formats=formats, properties='date1904="1"') == [("2026-03-01", None)]


# ---------------------------------------------------------------- sheets


def test_cells_know_their_places_and_rows_end_with_what_they_hold() -> None:
    rows = (
        '<row r="2"><c r="B2"><v>1</v></c><c r="C2" s="1"/></row><row r="4"><c r="A4"/></row>'
        '<row r="7"><c><v>2</v></c><c r="C7"><v>3</v></c></row>'
    )
    found = read(package(parts(rows)), "w.xlsx").sheets[0].rows
    assert [[(cell.place, cell.text) for cell in row] for row in found] == [
        [('sheet "Data", cell A2', None), ('sheet "Data", cell B2', "1")],
        [('sheet "Data", cell A7', "2"), ('sheet "Data", cell B7', None), ('sheet "Data", cell C7', "3")],
    ]


def test_a_workbook_of_a_program_that_prefixes_its_names_is_read() -> None:
    sheet = b'<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    assert read(package(parts() | {SHEET: sheet}), "w.xlsx").sheets[0].rows[0][0].text == "1"


def test_what_is_hidden_or_merged_is_told_once_for_each_run() -> None:
    rows = "".join(
        f'<row r="{row}" hidden="{int(row in {2, 3, 5})}"><c r="A{row}"><v>1</v></c><c r="C{row}"><v>1</v></c></row>'
        for row in range(1, 7)
    )
    made = parts(
        f'{rows}<row r="9" hidden="1"/>',
        before='<cols><col min="2" max="4" hidden="1"/><col min="6" max="16384" width="0"/></cols>',
        after='<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="A50:B50"/></mergeCells>',
        state='state="veryHidden"',
    )
    mend = "Show the {}, which a filter may hide, or delete it"
    assert [(one.place, one.problem, one.mend) for one in read(package(made), "w.xlsx").sheets[0].mistakes] == [
        ('sheet "Data"', "is hidden, with values in it", "Show it, or delete it"),
        ('sheet "Data", cells A1:B2', "are merged", "Unmerge them, and write the value in each cell it is for"),
        ('sheet "Data", rows 2 to 3', "are hidden, with values in it", mend.format("row")),
        ('sheet "Data", row 5', "is hidden, with values in it", mend.format("row")),
        ('sheet "Data", column C', "is hidden, with values in it", mend.format("column")),
    ]


# ---------------------------------------------------------------- how much is read


def test_more_columns_than_are_read_refuse_the_file_unless_they_are_empty() -> None:
    empty = "".join(f'<c r="{letters(column)}1" s="0"/>' for column in range(10_000))
    assert read(package(parts(f'<row r="1">{empty}</row>')), "w.xlsx").sheets[0].rows == ()
    filled = "".join(f'<c r="{letters(column)}1"><v>1</v></c>' for column in range(10_000))
    assert said(package(parts(f'<row r="1">{filled}</row>'))) == (
        'workbook w.xlsx: sheet "Data", has more than 1,000 columns. Leave out the columns that are not needed'
    )


def test_one_cell_in_the_last_corner_costs_nothing() -> None:
    corner = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>2</v></c></row>'
    assert [row[0].row for row in read(package(parts(corner)), "w.xlsx").sheets[0].rows] == [1, 1_048_576]
    corner = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    assert "has more than 1,000 columns" in said(package(parts(corner)))


def test_more_rows_than_are_read_refuse_the_file() -> None:
    rows = "".join(f'<row r="{row}"><c><v>{row}</v></c></row>' for row in range(1, MOST_ROWS + 2))
    assert said(package(parts(rows))) == 'workbook w.xlsx: sheet "Data", has more than 100,000 rows. Split it'


def test_more_cells_than_are_read_refuse_the_file() -> None:
    budget = Budget("workbook w.xlsx")
    wide = (Cell("Data", "A", 1, None),) * MOST_COLUMNS
    for row in range(MOST_CELLS // MOST_COLUMNS):
        budget.spend("Data", wide, row)
    with pytest.raises(Refused, match=r"^workbook w\.xlsx: has more than 2,000,000 cells\. Split it$"):
        budget.spend("Other", wide[:1], 1)


def test_a_text_that_many_cells_share_counts_in_each() -> None:
    long = f"<si><t>{'a' * 30_000}</t></si>"
    rows = '<row><c t="s"><v>0</v></c></row>' * 4_000
    assert said(package(parts(rows, texts=long))) == (
        "workbook w.xlsx: holds more than 100,000,000 characters. Split it"
    )


LIMITED = """
import resource, sys
from pathlib import Path
from api.tables import read
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]), int(sys.argv[2])))
print(sum(len(row) for row in read(Path(sys.argv[1])).sheets[0].rows))
"""


def test_two_hundred_thousand_cells_are_read_in_little_memory(tmp_path: Path) -> None:
    row = "".join(f"<c><v>{n}.5</v></c>" if n % 2 else f'<c t="inlineStr"><is><t>{n}</t></is></c>' for n in range(20))
    (tmp_path / "w.xlsx").write_bytes(package(parts(f"<row>{row}</row>" * 10_000), zipfile.ZIP_STORED))
    ran = subprocess.run(  # noqa: S603 - what runs is written above
        [sys.executable, "-c", LIMITED, tmp_path / "w.xlsx", str(300_000_000)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.stdout, ran.stderr) == ("200000\n", "")
