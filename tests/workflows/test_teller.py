"""Ballots are counted by whoever brings the last one; when that is cut off, the log services count them."""

import pytest

from activities.contracts import BALLOTS, command_id
from activities.teller import Teller
from domain.appraisal.state import Appraisal
from domain.schedule import StepName
from domain.streams import appraisal_stream
from store.ballots import BallotBox
from store.counting import count_ballots
from tests.players import Players
from tests.runtime import Running
from tests.sample import CYCLE, UNITS

pytestmark = pytest.mark.anyio

UNIT = UNITS[0]
STREAM = appraisal_stream(CYCLE, UNIT)


class CutOffBox(BallotBox):
    """A box whose keeper dies before it is emptied."""

    async def discard(self, number: int) -> None:
        """Does not happen."""


async def _until_voting(runtime: Running) -> None:
    """Plays until the first unit votes."""

    async def voting() -> bool:
        state: Appraisal = (await runtime.core.executor.load(STREAM)).state
        return StepName.SCORING in state.steps

    await runtime.set_up()
    await Players(runtime, CYCLE, skip=frozenset({"ballot"})).play_until(voting)


async def _everybody_votes(runtime: Running) -> None:
    """Puts all ballots of the first unit into the box, and counts none."""
    staff = [f"{UNIT}-staff-{number}" for number in (1, 2, 3)]
    for person in staff:
        await runtime.core.ballots.cast(CYCLE, UNIT, person, "80", electorate=staff)


async def test_a_full_box_that_nobody_counted_is_counted(runtime: Running) -> None:
    await _until_voting(runtime)
    await _everybody_votes(runtime)

    await runtime.until_event(STREAM, "BallotsCounted")

    async def emptied() -> bool:
        return await runtime.core.ballots.full() == []

    await runtime.until(emptied)


async def test_a_box_that_was_counted_and_not_emptied_is_emptied(runtime: Running) -> None:
    core = runtime.core
    await _until_voting(runtime)
    await runtime.stop("log")
    await _everybody_votes(runtime)
    box = CutOffBox(core.log.pool)
    await count_ballots(core.executor, box, STREAM, command_id(STREAM, BALLOTS), await core.clock())
    assert await box.full() == [(CYCLE, UNIT)]

    await Teller(core.executor, core.ballots, core.clock).look()

    assert await box.full() == []
    assert (await runtime.types(STREAM)).count("BallotsCounted") == 1
