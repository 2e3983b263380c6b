"""The draw through the doors: the duty of the cycle in the inbox, what a verifier is shown, and the draw made again."""

from uuid import uuid4

import pytest

from api.operations.draws import DrawShown
from api.operations.inbox import TaskPage
from domain.appraisal.clock import OpenStep
from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle.draw import DrawSample, FixFrame
from domain.cycle.events import FrameFixed
from domain.cycle.passage import RecordStepPassed
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream
from tests.api.conftest import Kaohe, World
from tests.api.journey import REPORT, to_reporting
from tests.oracles import draw as oracle
from tests.sample import CYCLE, UNITS

pytestmark = pytest.mark.anyio

RULE = {"share": "1/3", "value_by": "supervision", "value_within": "PT60S", "outliers": {"peers": "3"}}
TASK = f"cycle:{CYCLE}:give-draw-value"
STREAM = cycle_stream(CYCLE)


async def _asked(world: World) -> None:
    """All units have reported, health far from the others, and supervision is asked for a value."""
    await world.launch(verification={**RULE, "share": "1"})
    for unit, budget in zip(UNITS, ("97", "20", "98"), strict=True):
        await to_reporting(world, unit)
        values = [{**REPORT["values"][0], "value": budget}, *REPORT["values"][1:]]
        await world.act(f"{unit}:report", f"{unit}-head", values=values)
    passed = RecordStepPassed(step=StepName.REPORTING, count=len(UNITS))
    await world.executor.execute(uuid4(), SYSTEM_LOG, STREAM, passed)
    await world.executor.execute(uuid4(), SYSTEM_CLOCK, STREAM, FixFrame())
    assert await world.operations.wait(await world.log.head())


async def _drawn(world: World) -> DrawShown:
    await _asked(world)
    await world.operations.tasks.complete(TASK, "supervision-2", None, {"value": "314159"}, uuid4())
    salt = await world.executor.opened(STREAM, FrameFixed, "/salt")
    await world.executor.execute(uuid4(), SYSTEM_CLOCK, STREAM, DrawSample(salt=salt))
    return await world.operations.draws.show(CYCLE)


def _ids(page: TaskPage) -> list[str]:
    return [task.id for task in page.tasks]


async def test_the_value_is_asked_for_in_the_inbox_of_supervision_and_of_nobody_else(world: World) -> None:
    await _asked(world)
    tasks = world.operations.tasks

    assert _ids(await tasks.listed("supervision-2")) == [TASK]
    assert TASK not in _ids(await tasks.listed("office-1"))
    shown = await tasks.show(TASK)
    assert (shown.title, shown.state, shown.step) == ("Give the value to draw the sample by", "open", None)
    assert [way.action for way in shown.ways] == ["give"]

    done = await tasks.complete(TASK, "supervision-2", None, {"value": "314159"}, uuid4())

    assert await world.operations.wait(done.position)
    assert _ids(await tasks.listed("supervision-2")) == []
    assert (await tasks.show(TASK)).state == "done"


async def test_before_the_value_is_given_the_frame_is_shown_and_the_salt_is_not(world: World) -> None:
    await _asked(world)

    shown = await world.operations.draws.show(CYCLE)

    assert (shown.value, shown.given_by, shown.salt) == (None, None, None)
    assert (shown.count, shown.differs) == (9, ())
    assert not any(one.drawn for one in shown.frame)


async def test_a_draw_is_made_again_from_what_the_log_holds(world: World) -> None:
    shown = await _drawn(world)

    frame: dict[str, dict[str, int]] = {}
    for one in shown.frame:
        frame.setdefault(one.appraisee, {})[one.indicator] = one.weight
    assert shown.differs == ()
    assert oracle.digest(frame) == shown.sha256
    expected = oracle.drawn(frame, str(shown.salt), str(shown.value), shown.share)
    assert {(one.appraisee, one.indicator) for one in shown.frame if one.drawn} == expected


async def test_a_verifier_is_shown_what_points_at_the_value(world: World) -> None:
    await _drawn(world)
    for unit in UNITS:
        await world.tick(appraisal_stream(CYCLE, unit), OpenStep(step=StepName.VERIFICATION))

    far = await world.operations.tasks.show(f"{CYCLE}:health:verify.budget")
    near = await world.operations.tasks.show(f"{CYCLE}:finance:verify.budget")

    assert [matter.text for matter in far.matters if matter.what == "hint"] == [
        "it is 77 times the usual deviation away from the median of the peers, 97"
    ]
    assert [matter for matter in near.matters if matter.what == "hint"] == []


async def test_the_command_line_shows_the_draw(world: World, kaohe: Kaohe) -> None:
    await _drawn(world)

    ran = await kaohe("cycle", "draw", CYCLE)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("9 reported values may be drawn, 1 of each appraisee's, rounded up\nframe SHA-256 ")
    assert "value 314159, given by supervision-2\n" in ran.out
    assert ran.out.endswith("Made again from frame, salt and value, it is the same.\n")


async def test_a_cycle_without_a_frame_has_no_draw_to_show(world: World) -> None:
    await world.launch()

    with pytest.raises(Refused) as refused:
        await world.operations.draws.show(CYCLE)

    assert refused.value.reason is Reason.NOT_FOUND
    assert (refused.value.thing, refused.value.problem) == (f"draw of cycle {CYCLE}", "has fixed nothing to draw from")
