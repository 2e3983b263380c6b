"""CSV files: encodings and delimiters are declared or certain, and what is written runs nowhere."""

import io

import pytest

from api.tables import delimited, read
from domain.refusal import Refused

SAVE = "Save it as 'CSV UTF-8'"


def rows(content: bytes, **declared: str) -> list[list[str | None]]:
    return [[cell.text for cell in row] for row in read(content, "t.csv", **declared).sheets[0].rows]


def said(content: bytes, **declared: str) -> str:
    with pytest.raises(Refused) as refused:
        read(content, "t.csv", **declared)
    return str(refused.value)


def test_a_csv_file_is_one_sheet_without_a_name_whose_cells_have_places() -> None:
    (sheet,) = read(b"a,b\n\n1,\n", "t.csv").sheets
    assert (sheet.name, [[(cell.place, cell.text) for cell in row] for row in sheet.rows]) == (
        "",
        [[("cell A1", "a"), ("cell B1", "b")], [("cell A3", "1"), ("cell B3", None)]],
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a,b\n1;5,2\n", [["a", "b"], ["1;5", "2"]]),
        (b"a;b\n1,5;2\n", [["a", "b"], ["1,5", "2"]]),
        (b"a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
        (b'"a,b";c\n1;2\n', [["a,b", "c"], ["1", "2"]]),
        (b"a\n1\n", [["a"], ["1"]]),
    ],
)
def test_the_delimiter_is_what_divides_the_first_row(content: bytes, expected: list[list[str]]) -> None:
    assert rows(content) == expected


def test_a_first_row_that_two_delimiters_divide_is_refused_unless_one_is_declared() -> None:
    assert said(b"a;b,c\n1;2,3\n") == (
        "table t.csv: has a first row that ',' or ';' may divide. "
        "Declare the delimiter, or put headings that hold the other in quotation marks"
    )
    assert rows(b"a;b,c\n1;2,3\n", delimiter=";") == [["a", "b,c"], ["1", "2,3"]]


GB = "代码,名称\nczj,财政局\n".encode("gb18030")


def test_gb18030_is_read_when_it_is_declared_or_marked() -> None:
    assert rows(GB, encoding="gb18030") == [["代码", "名称"], ["czj", "财政局"]]
    assert rows("\ufeff代码\n財政局\n".encode("gb18030")) == [["代码"], ["財政局"]]
    assert said(GB) == f"table t.csv: holds bytes on line 1 that are not UTF-8. {SAVE}"


@pytest.mark.parametrize(
    ("content", "declared", "expected"),
    [
        (
            "a\n财政\n".encode() + "局\n".encode("gb18030"),
            {},
            f"holds bytes on line 3 that are not UTF-8. {SAVE}",
        ),
        (
            GB + "wsj,卫生\n".encode(),
            {"encoding": "gb18030"},
            (
                "is declared to be GB18030, and line 3 is written in UTF-8. "
                "Save all of it as 'CSV UTF-8', and declare no other encoding"
            ),
        ),
        (GB + b"x,\xff\n", {"encoding": "gb18030"}, f"holds bytes on line 3 that are not GB18030. {SAVE}"),
        ("a,b".encode("utf-16"), {"encoding": "gb18030"}, f"is written in UTF-16. {SAVE}"),
    ],
)
def test_a_mixture_of_encodings_is_refused_with_its_line(
    content: bytes, declared: dict[str, str], expected: str
) -> None:
    assert said(content, **declared) == f"table t.csv: {expected}"


def test_a_lost_character_and_a_control_character_are_flaws_of_their_cells() -> None:
    (row,) = read("a\ufffd,b\x07,c\n".encode(), "t.csv").sheets[0].rows
    assert [cell.flaw.problem if cell.flaw else cell.text for cell in row] == [
        "'a\ufffd' holds U+FFFD, where a character was lost on the way",
        "'b\\x07' holds the character U+0007, which is not text",
        "c",
    ]


def test_more_columns_than_are_read_refuse_the_file() -> None:
    assert said(b"," * 10_000) == "table t.csv: has more than 1,000 columns. Leave out the columns that are not needed"


def test_what_is_written_runs_nowhere_and_numbers_stay_numbers() -> None:
    stream = io.BytesIO()
    delimited.write(stream, [["名称", "v"], ["=1+1", "-1"], ["@x", "+1.50"], ["-x", "-1/3"], ["a,b", '"'], ["\tx", ""]])
    assert stream.getvalue().decode("utf-8") == (
        '\ufeff名称,v\r\n\'=1+1,-1\r\n\'@x,+1.50\r\n\'-x,-1/3\r\n"a,b",""""\r\n\'\tx,\r\n'
    )
