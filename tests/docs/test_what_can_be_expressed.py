"""The page on what can be expressed: each rule of its tables has a test that is there, and no such test is left out."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/what-can-be-expressed.md").read_text(encoding="utf-8")
ROWS = [row for row in re.findall(r"^\| .*\|$", PAGE, re.MULTILINE) if not row.startswith("| System |")]
_NAMED = re.compile(r"`(tests/[\w/.]+)::(test_\w+)`")


def names_in(file: str) -> set[str]:
    return set(re.findall(r"^def (test_\w+)\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE))


def test_each_rule_names_a_test_and_every_test_named_exists() -> None:
    assert [row for row in ROWS if not _NAMED.search(row.split(" | ")[-1])] == []
    assert [f"{file}::{test}" for file, test in _NAMED.findall(PAGE) if test not in names_in(file)] == []


def test_every_test_of_a_rule_stands_on_the_page() -> None:
    files = [file.relative_to(ROOT).as_posix() for file in ROOT.glob("tests/api/expressible/test_*.py")]
    there = {(file, test) for file in files for test in names_in(file)}

    assert there - set(_NAMED.findall(PAGE)) == set()
    assert len(there) > 50  # the folder was read
