"""The records of decisions: numbered without a gap, each number once, and the heading says the number of the file."""

from pathlib import Path

RECORDS = sorted((Path(__file__).parents[2] / "docs" / "decisions").glob("*.md"))


def test_each_number_is_given_once_and_none_is_left_out() -> None:
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))


def test_every_heading_has_the_number_of_its_file() -> None:
    headings = [record.read_text(encoding="utf-8").partition(" ")[2].partition(".")[0] for record in RECORDS]

    assert headings == [str(int(record.name[:4])) for record in RECORDS]
