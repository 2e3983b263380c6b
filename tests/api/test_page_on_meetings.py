"""The how-to on joint meetings: its rulebook and commands do what the page shows, from the first to the last."""

import contextlib
import re
import shlex
from pathlib import Path
from uuid import uuid4

import pytest

from api.documents import parse
from domain.appraisal.recommendation import TakeRecommendation
from domain.cycle.recommendations import RecordRecommendations
from domain.meeting.closing import FinishMeeting
from domain.meeting.state import Meeting
from domain.streams import appraisal_stream, cycle_stream, meeting_stream
from tests.api.conftest import Kaohe, World
from tests.api.journey import to_result
from tests.docs.examples import ROOT
from tests.sample import AUTHORITY, CYCLE, OFFICE

pytestmark = pytest.mark.anyio

PAGE = (ROOT / "docs/how-to/hold-a-joint-meeting.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^```\w+ ([\w.-]+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = [
    (command, said)
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for command, said in re.findall(r"^\$ kaohe (.+)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]
MEETING = meeting_stream("joint-2026")
MEMBERS = {"audit-1": "statistics", "budget-1": "government", "law-1": "government", "treasury-1": "finance"}


async def test_every_command_prints_what_the_page_shows(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    (tmp_path / "statistics.txt").write_text(FILES["statistics.txt"], encoding="utf-8")
    regulation = parse(FILES["rulebook-part.yaml"].encode(), "rulebook-part.yaml")
    await world.launch(verification={"share": "1"}, **regulation)
    people = [{"id": one, "name": one, "unit": unit, "roles": ["member"]} for one, unit in MEMBERS.items()]
    directory = {"authority": AUTHORITY, "people": people}
    await world.operations.directories.publish(directory, OFFICE, uuid4())
    await to_result(world, "finance")
    await world.act("finance:compute", OFFICE)
    for command, said in COMMANDS:
        await _meanwhile(world, command)
        with contextlib.chdir(tmp_path):
            ran = await kaohe(*shlex.split(command))
        assert (ran.code, ran.err) == (0, ""), command
        assert not said or ran.out == said, command
    assert len(COMMANDS) == 13  # the page was read


async def _meanwhile(world: World, command: str) -> None:
    """What comes about between the commands of the page: the hour comes, and the closed meeting is reported."""
    if command.startswith("meeting open"):
        state = (await world.executor.load(MEETING)).state
        assert isinstance(state, Meeting)
        assert state.at is not None
        world.now = state.at
    if command.startswith("task complete"):
        await world.tick(cycle_stream(CYCLE), RecordRecommendations(meeting="joint-2026"))
        await world.tick(appraisal_stream(CYCLE, "finance"), TakeRecommendation(meeting="joint-2026"))
        await world.tick(MEETING, FinishMeeting())
