"""The how-to on linked cycles: its rulebooks come into force, and its commands print what the page shows."""

import contextlib
import re
import shlex
from pathlib import Path
from uuid import uuid4

import pytest
import yaml

from domain.regulation import Rulebook
from tests import sample
from tests.api.conftest import Kaohe, World
from tests.docs.examples import ROOT

pytestmark = pytest.mark.anyio

PAGE = (ROOT / "docs/how-to/link-cycles.md").read_text(encoding="utf-8")
FILES = re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PART = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [
    (command, said)
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for command, said in re.findall(r"^\$ kaohe (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]


async def test_every_command_prints_what_the_page_shows(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    await world.operations.directories.publish(sample.sample_directory(), None, uuid4())
    for name, content in FILES:
        (tmp_path / name).write_text(content, encoding="utf-8")
        document = yaml.safe_load(content)
        if "indicators" in document:
            await world.enact(document)
    for command, said in COMMANDS:
        with contextlib.chdir(tmp_path):
            ran = await kaohe(*shlex.split(command))
        assert (ran.code, ran.err) == (0, ""), command
        assert ran.out == said, command
    assert (len(FILES), len(COMMANDS)) == (5, 6)  # the page was read


def test_the_part_of_a_rulebook_it_shows_is_one() -> None:
    (part,) = map(yaml.safe_load, PART)
    read = Rulebook.model_validate(sample.sample_rulebook(**part))
    assert [intake.of for intake in read.intakes] == ["leads"]
