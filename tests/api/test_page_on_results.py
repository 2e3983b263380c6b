"""The how-to on what follows a result: its rules, files and commands do what the page shows, from notice to use."""

import contextlib
import re
import shlex
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import yaml

from domain.appraisal.cases import NoteCase
from domain.appraisal.revision.deciding import ReviseResult
from domain.command import SYSTEM_CLOCK
from domain.schedule import StepName
from domain.streams import appraisal_stream
from tests import sample
from tests.api.conftest import Kaohe, World
from tests.api.journey import opens, to_scoring
from tests.docs.examples import ROOT
from tests.sample import CYCLE, OFFICE, UNITS

pytestmark = pytest.mark.anyio

PAGE = (ROOT / "docs/how-to/after-the-result.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = [
    (command, said)
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for command, said in re.findall(r"^\$ kaohe (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]
FINANCE = appraisal_stream(CYCLE, "finance")


async def _approved(world: World) -> None:
    """All results are approved under the rules of the page, and that of finance can be shown."""
    rules = yaml.safe_load(FILES["rules.yaml"])
    steps = sample.steps(sample.STEPS_WITH_NOTICE, "P30D")
    await world.launch(steps=steps, verification={"share": "1"}, **rules)
    await to_scoring(world, UNITS[0])
    for unit in UNITS[1:]:
        await opens(world, unit, StepName.VERIFICATION)
        await world.operations.wait(await world.log.head())
        for task in (await world.operations.tasks.listed("supervision-1")).tasks:
            await world.operations.tasks.complete(task.id, "supervision-1", "confirm", {}, uuid4())
        await opens(world, unit, StepName.SCORING)
    for unit in UNITS:
        await world.act(f"{unit}:judge.conduct", "supervision-head", points="87.5")
        for leader in ("mayor", "vice-mayor"):
            await world.act(f"{unit}:rate.{leader}", leader, score="90")
        for number in (1, 2, 3):
            await world.act(f"{unit}:ballot", f"{unit}-staff-{number}", score=f"8{number}")
        await opens(world, unit, StepName.RESULT)
        await world.act(f"{unit}:compute", OFFICE)
        await world.act(f"{unit}:approve", "committee-1")
    await opens(world, "finance", StepName.NOTICE)


async def _before(world: World, command: str) -> None:
    """What time and workflows do between the commands of the page."""
    if ":close-notice" in command:
        world.now += timedelta(days=7)
    if ":issue-feedback" in command and "show" in command:
        await opens(world, "finance", StepName.FEEDBACK)
    if command.startswith("task list"):
        await world.executor.execute(uuid4(), SYSTEM_CLOCK, FINANCE, NoteCase(case="review-1"))
        await world.executor.execute(uuid4(), SYSTEM_CLOCK, FINANCE, ReviseResult(case="review-1"))
    await world.operations.wait(await world.log.head())


async def test_every_command_prints_what_the_page_shows(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    await _approved(world)
    for command, said in COMMANDS:
        await _before(world, command)
        with contextlib.chdir(tmp_path):
            ran = await kaohe(*shlex.split(command))
        assert (ran.code, ran.err) == (0, ""), command
        assert ran.out == said, command
    assert (len(FILES), len(COMMANDS)) == (4, 19)  # the page was read
