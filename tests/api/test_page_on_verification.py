"""The how-to on verification: its rule, files and commands do what the page shows, from the frame to a ruling."""

import contextlib
import re
import shlex
from pathlib import Path
from uuid import uuid4

import pytest
import yaml

from domain.appraisal.clock import OpenStep
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle.draw import DrawSample, FixFrame
from domain.cycle.events import FrameFixed
from domain.cycle.passage import RecordStepPassed
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from tests.api.conftest import Kaohe, World
from tests.api.journey import REPORT, to_reporting
from tests.docs.examples import ROOT
from tests.domain.steps.test_false_data import LIABLE
from tests.sample import CYCLE, UNITS

pytestmark = pytest.mark.anyio

PAGE = (ROOT / "docs/how-to/verify-reports.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = [
    (command, said)
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for command, said in re.findall(r"^\$ kaohe (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]
STREAM, FINANCE = cycle_stream(CYCLE), appraisal_stream(CYCLE, "finance")


async def _asked(world: World) -> None:
    """All have reported under the rule of the page, but that it draws everything, and the value is asked for."""
    rule = yaml.safe_load(FILES["verification.yaml"])["verification"]
    await world.launch(verification={**rule, "share": "1"}, **LIABLE)
    for unit in UNITS:
        await to_reporting(world, unit)
        await world.act(f"{unit}:report", f"{unit}-head", **REPORT)
    passed = RecordStepPassed(step=StepName.REPORTING, count=len(UNITS))
    await world.executor.execute(uuid4(), SYSTEM_LOG, STREAM, passed)
    await world.executor.execute(uuid4(), SYSTEM_CLOCK, STREAM, FixFrame())
    assert await world.operations.wait(await world.log.head())


async def _draw(world: World) -> None:
    """What the cycle's workflow does when the value is there, and the appraisals' in its wake."""
    salt = await world.executor.opened(STREAM, FrameFixed, "/salt")
    await world.executor.execute(uuid4(), SYSTEM_CLOCK, STREAM, DrawSample(salt=salt))
    for unit in UNITS:
        await world.tick(appraisal_stream(CYCLE, unit), OpenStep(step=StepName.VERIFICATION))


async def test_every_command_prints_what_the_page_shows(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    await _asked(world)
    for command, said in COMMANDS:
        if command.startswith("cycle draw"):
            await _draw(world)
        with contextlib.chdir(tmp_path):
            ran = await kaohe(*shlex.split(command))
        assert (ran.code, ran.err) == (0, ""), command
        assert not said or ran.out == said
    state = (await world.executor.load(FINANCE)).state
    assert isinstance(state, Appraisal)
    assert list(state.recorded.cases) == [("penalty-points", "false-budget")]
    assert (len(FILES), len(COMMANDS)) == (2, 8)  # the page was read
