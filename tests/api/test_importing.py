"""Importing into a real store: published and launched once, whatever is repeated, and nothing unless all is good."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from api.importing import Importer, Plan, Written
from domain.appraisal.clock import OpenStep
from domain.appraisal.decide import OpenAppraisal
from domain.appraisal.state import Appraisal
from domain.enactment.approval import ApproveDraft, ReturnDraft
from domain.enactment.consultation import WaiveConsultation
from domain.enactment.state import Stage
from domain.refusal import Reason, Refused
from domain.schedule import StepName
from domain.streams import appraisal_stream
from tests.api import importing
from tests.api.conftest import Kaohe, World
from tests.api.importing import CYCLE, OFFICER

pytestmark = pytest.mark.anyio

CHANGED = importing.changed(1, "1,Parks & Gardens,Trees planted,more,90,104.50")


def importer(world: World, plan: Plan, actor: str | None = OFFICER) -> Importer:
    async def clock() -> Any:  # noqa: ANN401 - a datetime
        return world.now

    return Importer(world.operations, plan, actor, clock=clock)


async def open_reporting(world: World, plan: Plan, units: int | None = None) -> None:
    """Opens reporting as the workflows would."""
    for unit in plan.launch.appraisees[:units]:
        stream = appraisal_stream(plan.launch.cycle, unit)
        await world.tick(stream, OpenAppraisal(cycle=plan.launch.cycle, appraisee=unit))
        await world.tick(stream, OpenStep(step=StepName.REPORTING))


def replayed(written: tuple[Written, ...]) -> list[tuple[str, bool]]:
    return [(one.what, one.replayed) for one in written]


async def approve(world: World, plan: Plan) -> None:
    """The office waives the consultation on the draft of an import, and the committee approves it."""
    name, act = plan.launch.rulebook, world.operations.rulebooks.act
    await act(name, WaiveConsultation(reason="As last year"), OFFICER, uuid4())
    await act(name, ApproveDraft(hash=plan.rulebook_hash), importing.COMMITTEE, uuid4())


async def test_an_import_publishes_launches_and_reports_every_value(world: World) -> None:
    plan = importing.plan()

    published = await importer(world, plan).publish(launch=True)
    await open_reporting(world, plan)
    reported = await importer(world, plan).report()

    assert replayed(published) == [("directory", False), ("rulebook", False), ("cycle", False)]
    assert [one.what for one in reported] == [f"values of {unit}" for unit in plan.launch.appraisees]
    _, state = await world.operations._store.load(appraisal_stream(CYCLE, "parks-gardens"), Appraisal)
    assert {one: str(known.value) for one, known in state.reported.items()} == {
        "t-1": "104.50",
        "t-2": "7",
        "t-4": "None",
    }
    assert state.reported["t-1"].evidence == ("town.csv row 2",)


async def test_the_same_import_again_writes_nothing(world: World) -> None:
    await importer(world, importing.plan()).publish(launch=True)
    await open_reporting(world, importing.plan())
    await importer(world, importing.plan()).report()
    head = await world.log.head()

    again = await importer(world, importing.plan()).publish(launch=True)
    again += await importer(world, importing.plan()).report()

    assert [one.replayed for one in again] == [True] * 6
    assert await world.log.head() == head


async def test_a_rulebook_that_somebody_else_published_with_the_same_content_counts_as_there(world: World) -> None:
    plan = importing.plan()
    await importer(world, plan, None).publish()

    again = await importer(world, plan, OFFICER).publish()

    assert replayed(again) == [("directory", True), ("rulebook", True)]


async def test_a_changed_table_cannot_go_into_the_cycle_of_the_first(world: World) -> None:
    await importer(world, importing.plan()).publish(launch=True)
    head = await world.log.head()
    changed = importing.plan(CHANGED)
    await world.operations.wait(head)

    with pytest.raises(Refused) as refused:
        await importer(world, changed).publish(launch=True)

    assert (refused.value.reason, refused.value.thing) == (Reason.CONFLICT, f"cycle {CYCLE}")
    assert await world.log.head() == head


async def test_a_changed_table_goes_into_a_cycle_of_its_own(world: World) -> None:
    await importer(world, importing.plan()).publish(launch=True)
    changed = importing.plan(CHANGED, cycle="town-2026-b")

    with pytest.raises(Refused) as refused:
        await importer(world, changed).publish(launch=True)
    assert refused.value.problem == "is not launched: the draft of rulebook town-report is checked, and not approved"
    await approve(world, changed)
    done = await importer(world, changed).publish(launch=True)
    again = await importer(world, changed).publish(launch=True)

    assert replayed(done) == [("directory", True), ("rulebook", False), ("cycle", False)]
    assert replayed(again) == [("directory", True), ("rulebook", True), ("cycle", True)]


@pytest.mark.parametrize(
    ("changes", "actor", "said"),
    [
        ({"indicators__lead": "nobody"}, OFFICER, "is led by nobody, which the directory does not have"),
        ({}, importing.COMMITTEE, "committee-1 is not of the performance office of town"),
        ({}, None, "the actor: is not named"),
        ({"people": [{"id": "library-head", "name": "x", "unit": "hall", "roles": ["office"]}]}, "x", "listed twice"),
        (
            {"rulebook__steps": [{"step": "result", "opens": {"after": "period_start"}, "due": "P1D", "ends": "P1D"}]},
            OFFICER,
            "would end its step result on 2026-01-02T16:00:00+00:00, which has passed",
        ),
    ],
)
async def test_nothing_is_written_unless_everything_can_be(
    world: World, changes: dict[str, Any], actor: str | None, said: str
) -> None:
    with pytest.raises(Refused, match=said.replace("+", r"\+")):
        await importer(world, importing.plan(**changes), actor).publish(launch=True)

    assert await world.log.head() == -1


async def test_values_of_years_before_are_recorded_with_the_reports_and_once(world: World) -> None:
    rule = {"shape": "improvement", "years": "1"}
    auditor = {"id": "audit-head", "name": "Auditor", "unit": "audit", "roles": ["head"]}
    people = [*importing.profile()["people"], auditor]
    plan = importing.plan(indicators__rule=rule, indicators__past={"2025": {"column": "Goal"}}, people=people)
    await importer(world, plan).publish(launch=True)
    await open_reporting(world, plan)

    first = await importer(world, plan).report()
    again = await importer(world, plan).report()

    assert [one.replayed for one in (*first, *again)] == [False] * 3 + [True] * 3
    _, state = await world.operations._store.load(appraisal_stream(CYCLE, "parks-gardens"), Appraisal)
    assert {one: dict(known.by_year) for one, known in state.recorded.past.items()} == {
        "t-1": {2025: 100},
        "t-2": {2025: 5},
        "t-4": {2025: 9},
    }


async def test_an_import_in_the_name_of_the_office_leaves_a_draft_once_and_publishes_what_was_approved(
    world: World,
) -> None:
    await importer(world, importing.plan()).publish()
    changed = importing.plan(CHANGED)

    drafted = await importer(world, changed).publish()
    head = await world.log.head()
    again = await importer(world, changed).publish()
    assert await world.log.head() == head
    await approve(world, changed)
    published = await importer(world, changed).publish()

    assert replayed(drafted) == [("directory", True), ("draft of the rulebook", False)]
    assert replayed(again) == [("directory", True), ("draft of the rulebook", True)]
    assert replayed(published) == [("directory", True), ("rulebook", False)]
    shown = await world.operations.rulebooks.show("town-report")
    assert shown.in_force == changed.rulebook_hash
    assert shown.versions[1].reason == f"Imported from town.csv (SHA-256 {changed.sha256})"


async def test_an_import_puts_its_draft_in_the_place_of_another_and_checks_what_was_returned(world: World) -> None:
    await importer(world, importing.plan()).publish()
    changed, other = importing.plan(CHANGED), importing.plan(importing.changed(1, "1,Library,Trees,more,1,1"))
    for plan in (changed, other, changed):
        assert replayed(await importer(world, plan).publish())[1] == ("draft of the rulebook", False)
    await approve(world, changed)
    await world.operations.rulebooks.act("town-report", ReturnDraft(reason="No"), importing.COMMITTEE, uuid4())

    assert replayed(await importer(world, changed).publish())[1] == ("draft of the rulebook", False)
    shown = await world.operations.rulebooks.show("town-report")
    assert shown.draft
    assert (shown.draft.hash, shown.draft.stage) == (changed.rulebook_hash, Stage.CHECKED)


async def test_a_version_that_is_not_in_force_any_more_is_not_launched(world: World) -> None:
    await importer(world, importing.plan()).publish()
    await importer(world, importing.plan(CHANGED)).publish()
    await approve(world, importing.plan(CHANGED))
    await importer(world, importing.plan(CHANGED)).publish()

    with pytest.raises(Refused, match="that this import published is not in force any more"):
        await importer(world, importing.plan()).publish(launch=True)


async def test_the_command_says_that_the_committee_has_to_approve(kaohe: Kaohe, world: World, tmp_path: Path) -> None:
    await importer(world, importing.plan()).publish()
    table, form = importing.files(tmp_path, CHANGED)

    ran = await kaohe("import", table, "--profile", form, "--as", OFFICER)

    assert (ran.code, ran.out.splitlines()[-3:]) == (
        0,
        [
            "draft of the rulebook: recorded, at version 3",
            "The committee has to approve the rulebook: see 'kaohe rulebook show town-report'.",
            "Then run the same import again: it publishes what was approved.",
        ],
    )


async def test_values_of_a_cycle_that_was_not_launched_are_refused(world: World) -> None:
    await importer(world, importing.plan()).publish()

    with pytest.raises(Refused, match=f"cycle {CYCLE}: has not been launched"):
        await importer(world, importing.plan()).report()


async def test_values_before_reporting_is_due_to_open_are_refused_with_its_time(world: World) -> None:
    steps = [{"step": "reporting", "opens": {"after": "launch", "wait": "P1D"}, "due": "P1D", "ends": "P1D"}]
    plan = importing.plan(rulebook__steps=steps)
    await importer(world, plan).publish(launch=True)
    await world.operations.wait(await world.log.head())

    with pytest.raises(Refused, match=r"reporting in cycle town-2026: opens on 2026-11-24T12:00:00\+00:00"):
        await importer(world, plan).report()


async def test_values_wait_until_reporting_has_opened_for_all(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.importing.importer.OPENS_WITHIN", 0.3)
    plan = importing.plan()
    await importer(world, plan).publish(launch=True)
    await open_reporting(world, plan, units=2)

    with pytest.raises(Refused, match="has opened in 2 of 3 appraisals"):
        await importer(world, plan).report()


async def test_a_unit_that_has_reported_something_else_is_named_and_the_others_are_reported(world: World) -> None:
    plan = importing.plan()
    await importer(world, plan).publish(launch=True)
    await open_reporting(world, plan)
    own = {"values": [{"indicator": "t-7", "value": "3", "unit": "as named"}]}
    await world.operations.tasks.complete(f"{CYCLE}:library:report", "library-head", "submit", own, uuid4())

    with pytest.raises(Refused) as refused:
        await importer(world, plan).report()

    assert refused.value.thing == f"task {CYCLE}:library:report"
    assert refused.value.problem == "is done already; 2 of 3 reports are recorded"


# ---------------------------------------------------------------- the command


async def test_a_dry_run_shows_what_would_be_made_and_records_nothing(
    kaohe: Kaohe, world: World, tmp_path: Path
) -> None:
    table, form = importing.files(tmp_path)

    ran = await kaohe("import", table, "--profile", form, "--dry-run")

    assert (ran.code, ran.err) == (0, "")
    told = ran.out.splitlines()
    assert told[1:4] == [
        "7 rows: 5 count",
        "    1 left out, which give no Goal",
        "    1 left out, which give no Office",
    ]
    assert told[5:9] == [
        "appraisee\tindicators\twith a value",
        "parks-gardens\t3\t2",
        "childrens-office\t1\t1",
        "library\t1\t1",
    ]
    assert told[-1] == "Nothing was recorded: this was a dry run."
    assert await world.log.head() == -1


async def test_units_with_ids_of_their_own_are_shown_with_their_names(kaohe: Kaohe, tmp_path: Path) -> None:
    content = importing.csv("1,财政局,支出,more,1,1,fin", heading=f"{importing.HEADING},Code")
    table, form = importing.files(tmp_path, content, appraisees__id={"column": "Code"})

    ran = await kaohe("import", table, "--profile", form, "--dry-run")

    assert "fin (财政局)\t1\t1" in ran.out.splitlines()


async def test_the_command_imports_and_says_when_it_did_so_before(kaohe: Kaohe, world: World, tmp_path: Path) -> None:
    table, form = importing.files(tmp_path)
    arguments = ("import", table, "--profile", form, "--launch", "--as", OFFICER)

    first = await kaohe(*arguments)
    head = await world.log.head()
    second = await kaohe(*arguments)

    assert (first.code, first.out.splitlines()[-4:]) == (
        0,
        [
            "directory: recorded, at version 2",
            "rulebook: recorded, at version 1",
            "cycle: recorded, at version 1",
            "To report the values, run it again with --report as well when reporting is open.",
        ],
    )
    assert "This import was made before. Nothing new was recorded." in second.out.splitlines()
    assert await world.log.head() == head


async def test_the_command_tells_programs_what_it_did(kaohe: Kaohe, tmp_path: Path) -> None:
    table, form = importing.files(tmp_path)

    ran = await kaohe("import", table, "--profile", form, "--cycle", "other", "--json")

    found = json.loads(ran.out)
    assert (found["cycle"], found["counted"], found["rows"]) == ("other", 5, 7)
    assert [(one["what"], one["replayed"]) for one in found["recorded"]] == [("directory", False), ("rulebook", False)]


async def test_the_command_names_every_bad_row_and_records_nothing(kaohe: Kaohe, world: World, tmp_path: Path) -> None:
    table, form = importing.files(tmp_path, importing.csv("1,Parks,a,more,x,1", "2,Parks,b,up,1,1"))

    ran = await kaohe("import", table, "--profile", form)

    assert ran.code == 2
    assert "- row 2, Goal: 'x' is not a number." in ran.err
    assert "- row 3, Better: 'up' is no direction the profile knows. Write one of more, less" in ran.err
    assert await world.log.head() == -1
