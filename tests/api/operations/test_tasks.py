import pytest

from domain.refusal import Reason, Refused
from domain.schedule import StepName
from tests.api.conftest import World
from tests.api.journey import GOALS, opens, to_reporting, to_result, to_scoring
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio


async def _ids(world: World, person: str) -> list[str]:
    await world.operations.wait(await world.log.head())
    page = await world.operations.tasks.listed(person)
    return sorted(task.id.removeprefix(f"{CYCLE}:") for task in page.tasks)


async def test_people_see_the_tasks_asked_of_them_and_no_others(world: World) -> None:
    await world.launch()
    assert await _ids(world, "finance-head") == ["finance:set-goals"]
    assert await _ids(world, OFFICE) == []
    await world.act("finance:set-goals", "finance-head", **GOALS)
    assert await _ids(world, "finance-head") == []
    assert await _ids(world, OFFICE) == ["finance:confirm-goals"]


async def test_a_list_goes_on_where_its_page_ends(world: World) -> None:
    await world.launch()
    first = await world.operations.tasks.listed(limit=2)
    rest = await world.operations.tasks.listed(limit=2, after=first.after)
    assert [task.appraisee for task in (*first.tasks, *rest.tasks)] == ["finance", "health", "transport"]
    assert rest.after is None


async def test_a_cursor_that_no_list_gave_is_refused(world: World) -> None:
    await world.launch()
    with pytest.raises(Refused, match="is none that a list gave"):
        await world.operations.tasks.listed(after="abc")


async def test_a_task_shows_how_to_do_it(world: World) -> None:
    await world.launch()
    await to_reporting(world, "finance")
    shown = await world.operations.tasks.show(f"{CYCLE}:finance:report")
    assert (shown.state, shown.asked_of, shown.step) == ("open", "head of finance", "reporting")
    assert [(one.indicator, one.unit, str(one.target)) for one in shown.subjects] == [
        ("budget", "%", "96"),  # the goal, which is stricter than the rulebook's 95
        ("delays", "days", "12"),
        ("hotline", "%", "90"),
    ]
    assert [way.action for way in shown.ways] == ["submit", "sign", "draft", "return"]
    assert shown.ways[0].fields["required"] == ["values"]


async def test_a_task_about_an_indicator_does_not_ask_for_it(world: World) -> None:
    await world.launch()
    corrected = await to_scoring(world, "finance")
    shown = await world.operations.tasks.show(f"{CYCLE}:finance:verify.{corrected}")
    assert (shown.state, [way.action for way in shown.ways]) == ("done", ["confirm", "correct"])
    assert sorted(shown.ways[1].fields["properties"]) == [
        "found",
        "kind",
        "liability",
        "points",
        "reason",
        "unit",
        "value",
    ]
    rating = await world.operations.tasks.show(f"{CYCLE}:finance:rate.mayor")
    assert (sorted(rating.ways[0].fields["properties"]), rating.ways[0].fields["required"]) == (["score"], ["score"])


async def test_a_task_that_does_not_exist_names_those_that_do(world: World) -> None:
    await world.launch()
    with pytest.raises(Refused) as refused:
        await world.operations.tasks.show(f"{CYCLE}:finance:report")
    assert refused.value.reason is Reason.NOT_FOUND
    assert refused.value.mend == f"Open tasks of this appraisal are: {CYCLE}:finance:set-goals"


@pytest.mark.parametrize("task", ["finance", "a:b", "a:b:c:d", "::"])
async def test_what_is_no_task_id_is_refused(world: World, task: str) -> None:
    with pytest.raises(Refused, match="is no id of a task"):
        await world.operations.tasks.show(task)


async def test_one_side_of_a_talk_does_not_act_on_the_task_of_the_other(world: World) -> None:
    await world.launch()
    await world.act("finance:set-goals", "finance-head", **GOALS)
    await world.act("finance:confirm-goals", OFFICE)
    await opens(world, "finance", StepName.COUNSELING)
    with pytest.raises(Refused, match="is acted on for the side office, which finance-head is not on"):
        await world.act("finance:talk-by-office", "finance-head", topic="Mine")


async def test_a_leader_does_not_rate_for_another(world: World) -> None:
    await world.launch()
    await to_scoring(world, "finance")
    with pytest.raises(Refused, match="is asked of vice-mayor, not of mayor"):
        await world.act("finance:rate.vice-mayor", "mayor", score="90")


async def test_a_way_that_the_task_does_not_have_is_refused(world: World) -> None:
    await world.launch()
    with pytest.raises(Refused, match="cannot be done by 'burn'"):
        await world.act("finance:set-goals", "finance-head", "burn")


async def test_ballots_are_counted_when_the_last_is_cast_without_names_or_time_of_day(world: World) -> None:
    await world.launch()
    await to_result(world, "finance")
    stored = [one for one in await world.log.read_stream(f"appraisal:{CYCLE}:finance") if one.type == "BallotsCounted"]
    assert len(stored) == 1
    assert stored[0].occurred_at.isoformat() == "2026-11-23T00:00:00+00:00"
    assert '"system:ballot-box"' in stored[0].meta
    assert "staff" not in stored[0].body + stored[0].meta


async def test_a_voter_who_asks_again_after_the_count_hears_that_the_ballot_counts(world: World) -> None:
    """As one does whose answer was lost."""
    await world.launch()
    await to_result(world, "finance")
    with pytest.raises(Refused, match="has been cast already and counts"):
        await world.act("finance:ballot", "finance-staff-1", score="80")


async def test_a_second_ballot_is_refused_and_the_task_is_not_shown_again(world: World) -> None:
    await world.launch()
    await to_scoring(world, "finance")
    assert await _ids(world, "finance-staff-1") == ["finance:ballot"]
    await world.act("finance:ballot", "finance-staff-1", score="80")
    assert await _ids(world, "finance-staff-1") == []
    with pytest.raises(Refused, match="has been cast already and counts"):
        await world.act("finance:ballot", "finance-staff-1", score="100")


@pytest.mark.parametrize(
    ("voter", "score", "reason"),
    [
        (
            "health-staff-1",
            "80",
            "is asked of finance-staff-1, finance-staff-2, finance-staff-3, not of health-staff-1",
        ),
        ("finance-staff-1", "101", "is given score 101"),
        ("finance-staff-1", "1e2", "is not a number"),
    ],
)
async def test_a_ballot_that_cannot_count_is_refused_before_the_box(
    world: World, voter: str, score: str, reason: str
) -> None:
    await world.launch()
    await to_scoring(world, "finance")
    head = await world.log.head()
    with pytest.raises(Refused, match=reason):
        await world.act("finance:ballot", voter, score=score)
    assert await world.log.head() == head
    assert await _ids(world, "finance-staff-1") == ["finance:ballot"]


async def test_a_ballot_before_its_step_is_refused(world: World) -> None:
    await world.launch()
    with pytest.raises(Refused, match="belongs to step scoring, which has not opened"):
        await world.act("finance:ballot", "finance-staff-1", score="80")


async def test_goals_are_confirmed_with_their_measures_and_own_targets_in_sight(world: World) -> None:
    await world.launch()
    await world.act("finance:set-goals", "finance-head", **GOALS)
    shown = await world.operations.tasks.show(f"{CYCLE}:finance:confirm-goals")
    assert [(one.what, one.text, one.by) for one in shown.matters] == [
        ("own target budget", "96", "finance-head"),
        ("measures budget", "Plan each quarter", "finance-head"),
    ]


async def test_a_result_is_approved_with_its_total_and_grade_in_sight(world: World) -> None:
    await world.launch()
    await to_result(world, "finance")
    await world.act("finance:compute", OFFICE)
    shown = await world.operations.tasks.show(f"{CYCLE}:finance:approve")
    assert [one.what for one in shown.matters[:2]] == ["total", "grade"]
    talk = await world.operations.tasks.show(f"{CYCLE}:finance:talk")
    assert [one.text for one in talk.matters] == ["Where it hurts", "Meet monthly"]
