"""Every test the guarantees name is there: a promise without its test is no promise."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.findall(r"`(tests/[^`]+)`", (ROOT / "docs/reference/guarantees.md").read_text())


def test_every_test_named_exists() -> None:
    missing = [name for name in NAMED if not _exists(name)]
    assert missing == []
    assert len(NAMED) > 50  # the page was read


def _exists(name: str) -> bool:
    path, _, test = name.partition("::")
    file = ROOT / path
    if not test:
        return file.is_dir() and any(file.glob("test_*.py"))
    return file.is_file() and f"def {test}(" in file.read_text()
