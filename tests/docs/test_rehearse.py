"""The how-to on rehearsing a regulation shows what the commands print."""

import json
from pathlib import Path

from tests.docs.examples import run

PAGE = "docs/how-to/rehearse.md"


def test_every_command_prints_what_the_page_shows(tmp_path: Path) -> None:
    ran = list(run(PAGE, tmp_path))
    assert [one.printed for one in ran] == [one.said for one in ran]
    assert len(ran) == 4  # the page was read
    term = json.loads((tmp_path / "term.json").read_text(encoding="utf-8"))
    assert term["report"]["cycles"] == [f"cycle-{number}" for number in range(1, 6)]
