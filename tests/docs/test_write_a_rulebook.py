"""The how-to on writing a rulebook shows what the commands print."""

from pathlib import Path

from tests.docs.examples import run

PAGE = "docs/how-to/write-a-rulebook.md"


def test_every_command_prints_what_the_page_shows(tmp_path: Path) -> None:
    ran = list(run(PAGE, tmp_path))
    assert [one.printed for one in ran] == [one.said for one in ran]
    assert len(ran) == 1  # the page was read
