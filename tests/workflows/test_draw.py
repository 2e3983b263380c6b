"""The draw on real PostgreSQL and real Temporal: the frame, the wait for a value with its clock, and the sample."""

import json

import pytest

from activities.contracts import cycle_workflow_id
from api.operations import Operations
from domain.appraisal.state import Appraisal
from domain.cycle import events as c
from domain.cycle.state import Cycle
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from store.codec import decode
from tests.oracles import draw as oracle
from tests.players import Players
from tests.runtime import Running
from tests.sample import CYCLE, UNITS

pytestmark = pytest.mark.anyio

STREAM = cycle_stream(CYCLE)
VERIFICATION = {"share": "1/2", "value_by": "supervision", "value_within": "PT2S", "value_reminders": ["PT1S"]}
GIVING = "give-draw-value"


async def test_a_cycle_waits_for_the_value_tells_who_is_late_and_draws_when_it_is_given(runtime: Running) -> None:
    await runtime.set_up(verification=VERIFICATION)

    await Players(runtime, CYCLE, skip=frozenset({GIVING})).play_until(lambda: _told(runtime, "DrawValueEscalated"))
    await Players(runtime, CYCLE).play_to_the_end()

    types = [name for name in await runtime.types(STREAM) if name.startswith(("Frame", "Draw", "Sample"))]
    assert types[:3] == ["FrameFixed", "DrawValueReminded", "DrawValueEscalated"]
    assert types[-2:] == ["DrawValueGiven", "SampleDrawn"]
    assert set(types[3:-2]) <= {"DrawValueEscalated"}
    for unit in UNITS:
        state = await runtime.state(appraisal_stream(CYCLE, unit))
        assert isinstance(state, Appraisal)
        assert len(state.steps[StepName.VERIFICATION].done) == 2


async def test_what_is_drawn_is_what_anyone_draws_from_the_log(runtime: Running) -> None:
    await runtime.set_up(verification=VERIFICATION)

    await Players(runtime, CYCLE).play_until(lambda: _told(runtime, "SampleDrawn"))

    told = {stored.type: decode(stored) for stored in await runtime.core.log.read_stream(STREAM)}
    fixed, drawn = told["FrameFixed"], told["SampleDrawn"]
    assert isinstance(fixed, c.FrameFixed)
    assert isinstance(drawn, c.SampleDrawn)
    assert oracle.digest(fixed.frame) == fixed.sha256 == drawn.frame_sha256
    expected = oracle.drawn(fixed.frame, drawn.seed, str(drawn.value), drawn.share)
    assert {(item.appraisee, item.indicator) for item in drawn.drawn} == expected


async def test_the_salt_is_read_by_nobody_before_the_value_is_given(runtime: Running) -> None:
    await runtime.set_up(verification=VERIFICATION)

    await Players(runtime, CYCLE, skip=frozenset({GIVING})).play_until(lambda: _told(runtime, "FrameFixed"))

    stored = next(one for one in await runtime.core.log.read_stream(STREAM) if one.type == "FrameFixed")
    assert json.loads(stored.body)["salt"].keys() == {"data_subject", "nonce", "ciphertext"}
    assert await runtime.core.executor.opened(STREAM, c.FrameFixed, "/salt") == "5eed"
    history = await _operations(runtime).history.of(CYCLE)
    assert [happened.texts for happened in history.happenings if happened.type == "FrameFixed"] == [{}]
    workflow = await runtime.client.get_workflow_handle(cycle_workflow_id(CYCLE)).fetch_history()
    assert "5eed" not in workflow.to_json()


async def _told(runtime: Running, name: str) -> bool:
    return name in await runtime.types(STREAM)


def _operations(runtime: Running) -> Operations:
    core = runtime.core
    return Operations(core.log, core.keys, core.executor, core.ballots, runtime.views, clock=core.clock)


async def test_the_stream_of_the_cycle_shows_the_duty_while_the_value_is_waited_for(runtime: Running) -> None:
    await runtime.set_up(verification=VERIFICATION)
    await Players(runtime, CYCLE, skip=frozenset({GIVING})).play_until(lambda: _told(runtime, "DrawValueEscalated"))
    state = await runtime.state(STREAM)
    assert isinstance(state, Cycle)
    assert state.draw is not None
    due = state.draw.due

    async def shown() -> bool:
        page = await _operations(runtime).tasks.listed("supervision-2")
        found = [(task.id, task.asked_of, task.due, task.overdue) for task in page.tasks]
        return found == [(f"cycle:{CYCLE}:{GIVING}", "the supervision", due, True)]

    await runtime.until(shown)
