"""The how-to on facts and rankings: its files and commands do what the page shows, from the first to the last."""

import contextlib
import re
import shlex
from pathlib import Path

import pytest

from domain.appraisal.state import Appraisal
from tests.api.comparing import conclude, stream, to_recording
from tests.api.conftest import Kaohe, World
from tests.docs.examples import ROOT

pytestmark = pytest.mark.anyio

PAGE = (ROOT / "docs/how-to/record-facts-and-rank.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [
    (command, said)
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for command, said in re.findall(r"^\$ kaohe (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


async def test_every_command_prints_what_the_page_shows(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    for name, content in FILES:
        (tmp_path / name).write_text(content, encoding="utf-8")
    await to_recording(world)
    for command, said in COMMANDS:
        if command.startswith("cycle rank") and not await _approved(world):
            await conclude(world, "health", "transport")
        with contextlib.chdir(tmp_path):
            ran = await kaohe(*shlex.split(command))
        assert (ran.code, ran.err) == (0, ""), command
        assert not said or ran.out == said
    assert (len(FILES), len(COMMANDS)) == (6, 13)  # the page was read


async def _approved(world: World) -> bool:
    state = (await world.executor.load(stream("finance"))).state
    assert isinstance(state, Appraisal)
    return state.approved
