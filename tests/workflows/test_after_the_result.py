"""What follows a result on a real Temporal: a notice that is given its time, silence, and a review after the close."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.appraisal.revision.deciding import ApproveRevision
from domain.appraisal.state import Appraisal
from domain.case.content import Correction, GivenCorrections
from domain.case.doing import DoAct
from domain.cycle.ranking import RankResults
from domain.cycle.state import Cycle
from domain.exact import Exact
from domain.streams import appraisal_stream, cycle_stream
from tests import sample
from tests.conftest import Database
from tests.domain.cases import procedures_of
from tests.players import Players
from tests.runtime import Running, running
from tests.sample import CYCLE, OFFICE
from tests.temporal import TemporalServer
from tests.workflows import cases
from tests.workflows.cases import HEAD, STREAM, UNIT

pytestmark = pytest.mark.anyio

APPRAISAL = appraisal_stream(CYCLE, UNIT)


@pytest.fixture
async def runtime(database: Database, temporal: TemporalServer, tmp_path: Path) -> AsyncIterator[Running]:
    async with running(database, await temporal.connect(temporal.namespace()), tmp_path) as it:
        yield it


async def test_a_notice_lasts_its_time_and_feedback_that_nobody_answers_waits_for_the_office(runtime: Running) -> None:
    rules = sample.on_notice()
    rules["clocks"] = [{**rules["clocks"][0], "within": "PT1S"}]
    goals, *others = sample.steps(sample.STEPS_WITH_NOTICE, "PT1S", escalates="PT0.5S", ends="PT0.5S")
    rules["steps"] = [{**goals, "due": "PT4S"}, *others]
    await runtime.set_up((UNIT,), **rules)
    await Players(runtime, CYCLE, skip=frozenset({"answer-feedback"})).play_to_the_end()

    types = await runtime.types(APPRAISAL)
    assert types[types.index("ResultApproved") :] == [
        *("ResultApproved", "StepCompleted"),
        *("StepOpened", "NoticePublished", "NoticeClosed", "ResultAnnounced", "StepCompleted"),
        *("StepOpened", "FeedbackIssued", "StepFellDue", "StepEscalated", "FeedbackLeftUnanswered"),
        *("SilenceRecorded", "StepCompleted", "AppraisalClosed"),
    ]
    published, closed = [
        stored.occurred_at
        for stored in await runtime.core.log.read_stream(APPRAISAL)
        if stored.type in {"NoticePublished", "NoticeClosed"}
    ]
    assert (closed - published).total_seconds() >= 1


async def test_a_review_after_the_close_of_the_cycle_revises_the_result_and_the_next_ranking_takes_it_in(
    runtime: Running,
) -> None:
    await runtime.set_up((UNIT,), **procedures_of("hangzhou-2015"))
    await Players(runtime, CYCLE).play_to_the_end()
    await runtime.do(OFFICE, cycle_stream(CYCLE), RankResults())
    first = await _total(runtime)

    await cases.opened(runtime, HEAD, "review", states={"reason": "Two complaints were withdrawn"})
    await runtime.until_event(APPRAISAL, "CaseNoted")
    content = GivenCorrections(corrections=(Correction(indicator="conduct", points="95"),))
    act = DoAct(act="decide", outcome="corrected", states={"reason": "They were"}, content=content)
    await runtime.do(OFFICE, STREAM, act)
    await runtime.until_event(STREAM, "CaseClosed")
    assert (await runtime.types(APPRAISAL))[-2:] == ["CaseNoted", "ResultRevised"]

    await runtime.do("committee-1", APPRAISAL, ApproveRevision())
    await runtime.do(OFFICE, cycle_stream(CYCLE), RankResults())
    cycle = await runtime.state(cycle_stream(CYCLE))
    assert isinstance(cycle, Cycle)
    assert cycle.standings is not None
    assert cycle.standings.of(UNIT).total == await _total(runtime) > first


async def _total(runtime: Running) -> Exact:
    state = await runtime.state(APPRAISAL)
    assert isinstance(state, Appraisal)
    assert state.total is not None
    return state.total
