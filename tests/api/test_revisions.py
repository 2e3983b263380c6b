"""A revised result through the doors: a task of the committee, the score that counts, and all of it computed again."""

from uuid import uuid4

import pytest

from domain.appraisal.cases import NoteCase
from domain.appraisal.revision.deciding import ReviseResult
from domain.case.doing import DoAct
from domain.command import SYSTEM_CLOCK
from domain.streams import appraisal_stream, case_stream
from tests.api.conftest import Kaohe, World
from tests.api.journey import to_feedback
from tests.domain.cases import opening, procedures_of
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

FINANCE = appraisal_stream(CYCLE, "finance")
REASON = {"reason": "The hotline was counted twice"}
CONTENT = {"kind": "corrections", "corrections": [{"indicator": "hotline", "value": "90"}]}


async def revised(world: World) -> None:
    """The hotline of finance is found to be at its target, and the result is computed again."""
    await world.launch(**procedures_of("hangzhou-2015"))
    await to_feedback(world, "finance")
    findings = [{"indicator": one, "cause": "It", "recommendation": "It"} for one in ("budget", "delays", "hotline")]
    await world.act("finance:issue-feedback", OFFICE, causes="It", recommendations="It", findings=findings)
    execute, case = world.executor.execute, case_stream("c-1")
    await execute(uuid4(), "finance-head", case, opening("review", states=REASON))
    await execute(uuid4(), SYSTEM_CLOCK, FINANCE, NoteCase(case="c-1"))
    wish = {"act": "decide", "outcome": "corrected", "states": REASON, "content": CONTENT}
    await execute(uuid4(), OFFICE, case, DoAct.model_validate(wish))
    await execute(uuid4(), SYSTEM_CLOCK, FINANCE, ReviseResult(case="c-1"))
    await world.operations.wait(await world.log.head())


async def test_the_committee_sees_what_would_count_and_then_it_does(world: World, kaohe: Kaohe) -> None:
    await revised(world)
    task = f"{CYCLE}:finance:approve-revision"
    assert [one.id for one in (await world.operations.tasks.listed("committee-1")).tasks if "finance" in one.id] == [
        task
    ]
    before = await world.operations.scores.of(f"{CYCLE}:finance")
    shown = {one.what: one.text for one in (await world.operations.tasks.show(task)).matters}
    assert (await kaohe("task", "complete", task, "--as", "committee-1")).code == 0

    after = await world.operations.scores.of(f"{CYCLE}:finance")
    assert str(after.total) == shown["total"] != str(before.total)
    assert after.computed_at > before.computed_at
    assert (await world.operations.tasks.show(f"{CYCLE}:finance:issue-feedback")).state == "done"


async def test_who_approves_within_the_case_sees_what_the_result_would_become(world: World) -> None:
    """In Jinan the committee approves a changed result in an act of the review itself."""
    await world.launch(**procedures_of("jinan-2018"))
    await to_feedback(world, "finance")
    findings = [{"indicator": one, "cause": "It", "recommendation": "It"} for one in ("budget", "delays", "hotline")]
    await world.act("finance:issue-feedback", OFFICE, causes="It", recommendations="It", findings=findings)
    await world.executor.execute(uuid4(), "finance-head", case_stream("c-1"), opening("review", states=REASON))
    wish = {"act": "decide", "outcome": "changed", "states": REASON, "content": CONTENT}
    await world.executor.execute(uuid4(), OFFICE, case_stream("c-1"), DoAct.model_validate(wish))

    shown = await world.operations.tasks.show("case:c-1:approve-again")
    before = (await world.operations.scores.of(f"{CYCLE}:finance")).total
    assert shown.matters[-1].what == "the result would become"
    assert shown.matters[-1].text.endswith(f"instead of {before}, fair")


async def test_a_revised_result_comes_out_the_same_when_the_cycle_is_recomputed(world: World) -> None:
    await revised(world)
    again = await world.operations.recomputing.of(CYCLE)
    assert (again.results, again.differences) == (2, ())


async def test_the_history_says_what_was_corrected_and_what_it_changed(world: World, kaohe: Kaohe) -> None:
    await revised(world)
    told = (await kaohe("history", f"{CYCLE}:finance")).out
    assert "The result was computed again on case c-1: to be approved by the committee." in told
