from uuid import uuid4

import pytest

from domain.refusal import Refused
from store.keys import DataKeys
from tests.api.conftest import World
from tests.api.journey import REPORT, to_feedback, to_reporting, to_result
from tests.sample import CYCLE, OFFICE, UNITS, sample_rulebook

pytestmark = pytest.mark.anyio


async def test_a_cycle_tells_who_steered_it_why_and_what_moved(world: World) -> None:
    await world.launch()
    fields = {"step": "goals", "by": "PT60S", "reason": "Snow on all roads"}
    await world.operations.cycles.extend(CYCLE, fields, OFFICE, uuid4())
    history = await world.operations.history.of(CYCLE)
    launched, extended = history.happenings
    assert (launched.actor.id, launched.actor.name) == (OFFICE, "Name of office-1")
    assert launched.what.startswith("The annual cycle 'Annual appraisal 2026' was launched for 3 appraisees")
    assert extended.texts == {"reason": "Snow on all roads"}
    assert extended.what == "Step goals was extended by PT1M, and all behind it with it."
    moved = extended.changes[0]
    assert (moved.what, moved.before, moved.after) == (
        "goals due",
        "2026-11-23 12:01:00 UTC",
        "2026-11-23 12:02:00 UTC",
    )


async def test_what_was_written_in_confidence_is_read_until_it_is_erased(world: World, keys: DataKeys) -> None:
    await world.launch()
    await to_reporting(world, "finance")
    await world.act("finance:report", "finance-head", **REPORT)
    report = (await world.operations.history.of(f"{CYCLE}:finance:budget")).happenings[-1]
    assert report.texts == {"note budget": "Closed on the last day"}
    assert report.actor.name == "Name of finance-head"
    await keys.erase("finance-head")
    erased = (await world.operations.history.of(f"{CYCLE}:finance:budget")).happenings[-1]
    assert (erased.texts, erased.actor.name) == ({"note budget": "[erased]"}, "[erased]")
    assert erased.changes == report.changes


async def test_a_corrected_score_is_told_from_goal_to_approval(world: World) -> None:
    await world.launch()
    corrected = await to_feedback(world, "finance")
    history = await world.operations.history.of(f"{CYCLE}:finance:{corrected}")
    told = [one.type for one in history.happenings]
    goals = ["GoalsSet", "GoalsConfirmed"] if corrected == "budget" else []
    assert told == [
        *("CycleLaunched", "AppraisalOpened", *goals, "ReportSubmitted", "SampleDrawn"),
        *("ValueCorrected", "ResultComputed", "ResultApproved"),
    ]
    correction = next(one for one in history.happenings if one.type == "ValueCorrected")
    assert correction.changes[0].after == "20"
    assert correction.texts == {"reason": "The ledger says so"}
    assert [one.position for one in history.happenings] == sorted(one.position for one in history.happenings)


async def test_the_batch_of_ballots_names_nobody(world: World) -> None:
    await world.launch()
    await to_result(world, "finance")
    history = await world.operations.history.of(f"{CYCLE}:finance")
    batch = next(one for one in history.happenings if one.type == "BallotsCounted")
    assert (batch.actor.id, batch.actor.name) == ("system:ballot-box", "the ballot box")
    assert batch.what.startswith("The ballot was counted: 3 of 3 ballots cast, in no order: 81, 82, 83.")


@pytest.mark.parametrize(
    ("ref", "problem"),
    [
        ("other", "has not been launched"),
        (f"{CYCLE}:other", "does not exist"),
        (f"{CYCLE}:finance:other", "is not appraised on other"),
        (f"{CYCLE}:finance:budget:more", "is none that is kept"),
        ("", "is none that is kept"),
    ],
)
async def test_a_history_that_does_not_exist_is_refused(world: World, ref: str, problem: str) -> None:
    await world.launch()
    with pytest.raises(Refused, match=problem):
        await world.operations.history.of(ref)


async def test_a_score_is_explained_down_to_its_events(world: World) -> None:
    await world.launch()
    with pytest.raises(Refused, match="has not been computed"):
        await world.operations.scores.of(f"{CYCLE}:finance")
    await to_feedback(world, "finance")
    score = await world.operations.scores.of(f"{CYCLE}:finance")
    assert (score.approved, score.total is not None) == (True, True)
    assert "Hotline calls resolved" in score.explain()


async def test_a_score_is_told_under_the_number_its_explanation_has_where_others_have_indicators_before_it(
    world: World,
) -> None:
    (duties, service) = sample_rulebook()["indicators"]
    hotline, conduct = service["children"]
    manners = {**conduct, "id": "manners", "applies_to": ["health"]}
    service["children"] = [hotline, manners, {**conduct, "applies_to": ["finance", "transport"]}]
    service["applies_to"] = duties["applies_to"] = list(UNITS)
    await world.launch(indicators=[duties, service])
    await to_feedback(world, "finance")

    history = await world.operations.history.of(f"{CYCLE}:finance:conduct")

    computed = next(one.what for one in history.happenings if one.type == "ResultComputed")
    assert history.title == "Score of finance on 2.2 Conduct of staff"
    assert "2.2 Conduct of staff scored" in computed
    assert "missing" not in computed
