"""The demo as its user runs it, without a terminal: a whole term, real servers, a real kill."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.processes import alive, naming

ROOT = Path(__file__).parents[2]
_SECONDS = 400


def kaohe(*arguments: str, temporary: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-P", "-m", "deploy.main", *arguments],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )


@pytest.mark.timeout(_SECONDS + 10)
def test_a_term_is_played_to_its_end_and_nothing_is_lost_or_left(data: Path) -> None:
    temporary = data.parent
    done = kaohe("demo", temporary=temporary)
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout
    for sentence in (
        "$ kaohe rulebook draft annual.yaml",
        "$ kaohe rulebook approve yuntan-annual --content sha256:",
        "$ kaohe rulebook publish yuntan-annual",
        "yuntan-2025-4, Quarter 4 of 2025",
        "gets its goals back: too vague",
        "A citizen comments on the goals of",
        "does not answer the invitation to a talk",
        "sets its goals after a reminder",
        "sets its goals after the due time",
        "reports after the due time",
        "reports only after its superiors were told",
        "gets a problem notice after the first quarter",
        "answers the notice: explanation, proposal, result",
        "is offered help, without blame after the first quarter",
        "reports 2 values that no book holds",
        "Verification finds Transport Bureau out",
        "the worker is dead, with",
        "The supervisor has started another worker",
        "2 of 4 vote, the others abstain",
        "A motion to lift Lutai County to",
        "The joint meeting recommends 8 grades, by 9 motions and votes by name",
        "The committee returns the result of Health Bureau of Hucheng once",
        "Transport Bureau comments on its feedback",
        "The review is won: Housing and Urban-Rural Development Bureau is given 96 points for openness",
        "The committee approves the revised result of Housing and Urban-Rural Development Bureau",
        "The review is lost: the result of Housing Bureau of Hucheng is upheld",
        "is referred for accountability, and answered",
        "The improvement plan of Transport Bureau is carried over into the goals of 2025",
        "yuntan-term-2024 is closed",
        "Verification found the reported value",
        "The committee approved the result",
    ):
        assert sentence in said, said
    assert len(re.findall(r"^ +\d +\S.*(Excellent|Good|Fair|Poor) ", said, re.MULTILINE)) == 8
    assert re.search(r"Request for a review +PT6S +PT30S", said)
    assert re.search(r"Approval of a changed result +- +PT10S", said)
    assert re.search(r"All [\d,]{3,5} commands acknowledged in the end stand in the history exactly once", said)
    assert [path.name for path in temporary.iterdir()] == []
    assert {pid for pid in naming(temporary) if alive(pid)} == set()


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    done = kaohe("demo", "--data", str(tmp_path), temporary=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"data folder {tmp_path}: is not empty" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
