"""The how-to on enactment: its files and commands do what the page shows, from an empty log to a retired rulebook."""

import contextlib
import re
import shlex
from pathlib import Path

import pytest

from tests.api.conftest import Kaohe
from tests.docs.examples import ROOT

pytestmark = pytest.mark.anyio

PAGE = (ROOT / "docs/how-to/enact-a-rulebook.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [
    (command, said)
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for command, said in re.findall(r"^\$ kaohe (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


async def test_every_command_prints_what_the_page_shows(kaohe: Kaohe, tmp_path: Path) -> None:
    for name, content in FILES:
        (tmp_path / name).write_text(content, encoding="utf-8")
    for command, said in COMMANDS:
        with contextlib.chdir(tmp_path):
            ran = await kaohe(*shlex.split(command))
        assert ran.code == 0, ran.err
        assert ran.out == said, command
    assert (len(FILES), len(COMMANDS)) == (4, 22)  # the page was read
