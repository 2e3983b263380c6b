"""The how-to on goals and reports: its files and commands do what the page shows, from the first to the last."""

import contextlib
import re
import shlex
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from domain.appraisal.clock import OpenStep, command_for, next_moment
from domain.appraisal.decide import OpenAppraisal
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from tests import sample
from tests.api.conftest import Kaohe, World
from tests.docs.examples import ROOT
from tests.domain.goal_setting import PREMIER
from tests.domain.papers import PEOPLE

pytestmark = pytest.mark.anyio

PAGE = (ROOT / "docs/how-to/set-goals-and-report.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = [
    (command, said)
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for command, said in re.findall(r"^\$ kaohe (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]
STREAM = appraisal_stream(sample.CYCLE, "finance")


async def test_every_command_prints_what_the_page_shows(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    await launched(world)
    for command, said in COMMANDS:
        await meanwhile(world, command)
        with contextlib.chdir(tmp_path):
            ran = await kaohe(*shlex.split(command))
        assert (ran.code, ran.err) == (0, ""), command
        assert ran.out == said
    assert (len(FILES), len(COMMANDS)) == (4, 30)  # the page was read


def rules() -> dict[str, Any]:
    """The sample rulebook with what the page says, and with an indicator for what it speaks of."""
    indicators: list[dict[str, Any]] = sample.sample_rulebook()["indicators"]
    indicators[0]["children"][0]["goal_class"] = "key-work"
    conduct = {"id": "conduct", "name": "Conduct of staff", "weight": "1/3"}
    indicators[1]["children"][1] = {**conduct, "rule": {"shape": "rated", "panels": {"experts": "1"}}}
    evaluators = [
        {"kind": "lead_departments", "weight": "0.9"},
        {"kind": "experts", "weight": "0.1", "panel": "experts"},
    ]
    steps = [one for one in sample.sample_steps("P60D") if one["step"] in {"goals", "reporting", "scoring"}]
    for step, after in zip(steps, ("launch", "goals", "reporting"), strict=True):
        step["opens"] = {"after": after}
    said = yaml.safe_load(FILES["rules.yaml"])
    said["panels"][0] = {name: str(it) if name == "highest" else it for name, it in said["panels"][0].items()}
    return {"indicators": indicators, "evaluators": evaluators, "steps": steps, **said}


async def launched(world: World) -> None:
    """Goals are to be set; the unit has a liaison and a deputy, and there are experts."""
    document = sample.sample_directory()
    experts = [f"expert-{number}" for number in (1, 2, 3)]
    document["people"] += [*PEOPLE, PREMIER, *map(_expert, experts)]
    await world.operations.directories.publish(document, None, uuid4())
    await world.enact(sample.sample_rulebook(**rules()))
    wish = sample.launch(appraisees=("finance",))
    await world.executor.execute(uuid4(), sample.OFFICE, cycle_stream(sample.CYCLE), wish)
    await world.tick(STREAM, OpenAppraisal(cycle=sample.CYCLE, appraisee="finance"))
    await world.tick(STREAM, OpenStep(step=StepName.GOALS))


def _expert(person: str) -> dict[str, Any]:
    return {"id": person, "name": f"Name of {person}", "unit": "government", "roles": ["expert"]}


async def meanwhile(world: World, command: str) -> None:
    """What the clock does, and whoever takes up a post, before a command of the page."""
    match command.split(" --", maxsplit=1)[0].split():
        case ["task", "complete", task] if task.endswith("close-goal-comments"):
            world.now += timedelta(days=14)
        case ["task", "complete", task] if task.endswith("draft-report") and "hand-in" not in command:
            await world.tick(STREAM, OpenStep(step=StepName.REPORTING))
        case ["task", "complete", task] if task.endswith("score.experts.expert-1"):
            await to_scoring(world)
        case ["panel", "replace", *_]:
            more = {"authority": sample.AUTHORITY, "people": [_expert("expert-4")]}
            await world.operations.directories.publish(more, "office-2", uuid4())
        case _:
            pass
    await world.operations.wait(await world.log.head())


async def to_scoring(world: World) -> None:
    """Nobody has corrected the report, and its step has ended."""
    world.now += timedelta(days=120)
    cycle = (await world.executor.load(cycle_stream(sample.CYCLE))).state
    for step in (StepName.REPORTING, StepName.SCORING):
        while moment := next_moment((await world.executor.load(STREAM)).state, cycle, step):
            await world.tick(STREAM, command_for(moment, step))
            if step is StepName.SCORING:
                return
