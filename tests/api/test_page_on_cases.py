"""The how-to on cases: its rules are sound, and its commands print what the page shows, from the first to the last."""

import contextlib
import re
import shlex
from pathlib import Path

import pytest
import yaml

from tests.api.conftest import Kaohe, World
from tests.docs.examples import ROOT

pytestmark = pytest.mark.anyio

PAGE = (ROOT / "docs/how-to/run-a-case.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [
    (command, said)
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for command, said in re.findall(r"^\$ kaohe (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


async def test_every_command_prints_what_the_page_shows(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    for name, content in FILES:
        (tmp_path / name).write_text(content, encoding="utf-8")
    await world.launch(opening=False, **yaml.safe_load(dict(FILES)["rules.yaml"]))
    for command, said in COMMANDS:
        with contextlib.chdir(tmp_path):
            ran = await kaohe(*shlex.split(command))
        assert (ran.code, ran.err) == (0, ""), command
        assert ran.out == said, command
        await world.operations.wait(await world.log.head())
    assert (len(FILES), len(COMMANDS)) == (3, 10)  # the page was read
