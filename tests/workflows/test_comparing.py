"""A cycle that compares, rates, excuses, vetoes and ranks under a quota, on real PostgreSQL and real Temporal."""

import json

import pytest

from domain.appraisal.facts import facts
from domain.appraisal.state import Appraisal
from domain.cycle.ranking import ApproveQuota, RankResults
from domain.cycle.state import Cycle
from domain.regulation import parse
from domain.scoring import compute, stand, tabulate
from domain.streams import appraisal_stream, cycle_stream
from tests import comparing
from tests.players import Players
from tests.runtime import Running
from tests.sample import CYCLE, OFFICE, UNITS, sample_rulebook
from tests.workflows.comparing import play_to_peers

pytestmark = pytest.mark.anyio


async def test_a_cycle_that_compares_ends_in_the_totals_of_the_same_facts_in_memory(runtime: Running) -> None:
    await play_to_peers(runtime)

    await Players(runtime, CYCLE).play_to_the_end()

    assert [name for name in await runtime.types(cycle_stream(CYCLE)) if name != "StepPassedByAll"] == [
        "CycleLaunched",
        "LaunchChecked",
        "AppraisalsOpened",
        "PeersTabulated",
        "AppraisalsClosed",
        "CycleClosed",
    ]
    rulebook = parse(sample_rulebook(**comparing.CHANGES))
    known = {unit: facts(await _state(runtime, unit), 2026) for unit in UNITS}
    table = tabulate(rulebook, known)
    for unit in UNITS:
        stored = await runtime.core.log.read_stream(appraisal_stream(CYCLE, unit))
        computed = next(json.loads(one.body) for one in stored if one.type == "ResultComputed")
        in_memory = compute(rulebook, unit, known[unit], table)
        assert computed["result"] == in_memory.model_dump(mode="json", by_alias=True)
    assert {unit: str((await _state(runtime, unit)).total) for unit in UNITS}["finance"] == "92.14"

    await runtime.do("committee-1", cycle_stream(CYCLE), ApproveQuota(quota=1, reason="A good year"))
    await runtime.do(OFFICE, cycle_stream(CYCLE), RankResults())  # the cycle is closed: results stand
    ranked = await runtime.state(cycle_stream(CYCLE))
    assert isinstance(ranked, Cycle)
    results = {unit: compute(rulebook, unit, known[unit], table) for unit in UNITS}
    assert ranked.standings == stand(rulebook, results, [1])
    assert {one.appraisee: one.grade for one in ranked.standings.standings} == {
        "finance": "excellent",
        "transport": "excellent",
        "health": "good",
    }


async def _state(runtime: Running, unit: str) -> Appraisal:
    state = await runtime.state(appraisal_stream(CYCLE, unit))
    assert isinstance(state, Appraisal)
    return state
