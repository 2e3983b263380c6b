"""A joint meeting in its cycle, on real PostgreSQL and real Temporal."""

from pathlib import Path

import pytest

from domain.appraisal.state import Appraisal
from domain.streams import appraisal_stream, cycle_stream
from tests.conftest import Database
from tests.players import Players
from tests.runtime import Running, running
from tests.sample import CYCLE, UNITS
from tests.temporal import TemporalServer
from tests.workflows.meetings import (
    MEETING,
    PLAYERS,
    convened,
    held,
    opened,
    play_with_a_meeting,
    play_with_nobody_coming,
)

pytestmark = pytest.mark.anyio

ITEM = ["MotionMoved", "VoteCast", "VoteCast", "VoteCast", "MotionDecided", "ItemConcluded"]
HELD = ["MeetingConvened", "MembersReminded", "MeetingOpened", *(ITEM * 3), "MeetingClosed", "MeetingReported"]


async def grades(runtime: Running) -> list[tuple[str | None, bool]]:
    states = [await runtime.state(appraisal_stream(CYCLE, unit)) for unit in UNITS]
    return [(state.grade, state.approved) for state in states if isinstance(state, Appraisal)]


async def test_a_meeting_reminds_is_held_and_its_recommendations_are_what_the_committee_approves(
    runtime: Running,
) -> None:
    await play_with_a_meeting(runtime)

    assert await runtime.types(MEETING) == HELD
    assert (await runtime.types(cycle_stream(CYCLE))).count("RecommendationsRecorded") == 1
    for unit in UNITS:
        types = await runtime.types(appraisal_stream(CYCLE, unit))
        at = types.index("ResultComputed")
        assert types[at : at + 4] == ["ResultComputed", "RecommendationTaken", "ResultApproved", "StepCompleted"]
    assert await grades(runtime) == [("good", True), ("excellent", True), ("excellent", True)]


async def test_a_meeting_to_which_nobody_comes_falls_through(runtime: Running) -> None:
    await play_with_nobody_coming(runtime)

    assert await runtime.types(MEETING) == ["MeetingConvened", "MembersReminded", "MeetingLapsed"]
    assert "RecommendationsRecorded" not in await runtime.types(cycle_stream(CYCLE))


async def test_storage_deleted_while_it_sits_costs_nothing_but_time(
    database: Database, own_temporal: TemporalServer, tmp_path: Path
) -> None:
    async with running(database, await own_temporal.connect("test-0"), tmp_path) as runtime:
        await convened(runtime)
        await opened(runtime)
        own_temporal.kill()
        own_temporal.lose_storage()
        await held(runtime)  # people's commands need no Temporal
        await own_temporal.start()
        await runtime.until_event(MEETING, "MeetingReported")
        await Players(runtime, CYCLE, skip=PLAYERS).play_to_the_end()

        assert await runtime.types(MEETING) == HELD
        assert await grades(runtime) == [("good", True), ("excellent", True), ("excellent", True)]
