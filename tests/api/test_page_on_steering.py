"""The how-to pages on steering and on standing in: their commands do what the pages show, one after the other."""

import contextlib
import re
import shlex
from pathlib import Path

import pytest

from tests.api.conftest import Kaohe, World
from tests.api.journey import GOALS
from tests.docs.examples import ROOT

pytestmark = pytest.mark.anyio

NUMBER = "0123456789ab"
"""What the page writes for the number of a preview."""


def _page(name: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The files of a page, and its commands with what they print."""
    page = (ROOT / "docs/how-to" / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    shown = [
        found for block in blocks for found in re.findall(r"^\$ kaohe (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    ]
    return re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL), shown


async def test_a_cycle_is_steered_as_the_page_shows(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    _, commands = _page("steer-a-cycle.md")
    number = NUMBER
    for command, said in commands:
        if command.endswith("--dry-run"):
            for unit in ("finance", "health"):
                await world.shown(await world.act(f"{unit}:set-goals", f"{unit}-head", **GOALS))
        ran = await kaohe(*shlex.split(command.replace(NUMBER, number)))
        assert (ran.code, ran.err) == (0, ""), command
        if command.endswith("--dry-run"):
            number = ran.out.split()[-1]
        assert ran.out == said.replace(NUMBER, number), command
    assert len(commands) == 12


async def test_people_stand_in_and_are_certified_as_the_page_shows(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    await world.launch()
    files, commands = _page("substitute-and-delegate.md")
    for name, content in files:
        (tmp_path / name).write_text(content, encoding="utf-8")
    for command, said in commands:
        with contextlib.chdir(tmp_path):
            ran = await kaohe(*shlex.split(command))
        assert (ran.code, ran.err) == (0, ""), command
        assert not said or ran.out == said, command
        if command.startswith("task complete"):
            who = (
                "Name of health-head (health-head), as head, for Name of finance-head (finance-head), by substitution:1"
            )
            assert who in (await kaohe("history", "annual-2026:finance")).out
    assert (len(files), len(commands)) == (1, 6)
