import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from api.cli import connection
from domain.refusal import Refused
from tests import sample
from tests.api.conftest import Kaohe, World
from tests.api.journey import GOALS, REPORT, to_feedback, to_reporting
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

TASK = f"{CYCLE}:finance:set-goals"
GOALS_AS_YAML = """
goals:
  - indicator: budget
    target: 96.50   # kept to the last digit
    measures: Plan each quarter
"""


def _written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


async def test_a_cycle_is_launched_with_public_commands_alone(kaohe: Kaohe, tmp_path: Path) -> None:
    directory = _written(tmp_path, "directory.yaml", sample.sample_directory())
    rulebook = _written(tmp_path, "rulebook.yaml", sample.sample_rulebook())
    checked = await kaohe("rulebook", "check", rulebook)
    assert (checked.code, checked.out.startswith("Rulebook annual is in order.")) == (0, True)
    for command in (
        ("rulebook", "publish", rulebook),
        ("directory", "publish", directory),
        (
            *("cycle", "launch", CYCLE, "--rulebook", "annual", "--start", "2026-01-01", "--end", "2026-12-31"),
            *("--appraisees", *sample.UNITS, "--as", OFFICE),
        ),
    ):
        ran = await kaohe(*command)
        assert (ran.code, ran.err) == (0, "")
        assert "recorded, at version" in ran.out
    listed = await kaohe("cycle", "status")
    assert listed.out.splitlines()[1].split("\t")[:4] == [CYCLE, CYCLE, "annual", "3"]


async def test_a_cycle_is_launched_from_a_file_with_options_above_it(
    world: World, kaohe: Kaohe, tmp_path: Path
) -> None:
    await world.publish()
    fields: dict[str, Any] = {"cycle": "other", "rulebook": "annual", "title": "Year", "appraisees": ["finance"]}
    fields |= {"period": {"start": "2026-01-01", "end": "2026-12-31"}}
    ran = await kaohe("cycle", "launch", CYCLE, "--data", _written(tmp_path, "c.json", fields), "--as", OFFICE)
    assert (ran.code, ran.out) == (0, f"Cycle {CYCLE}: launch recorded, at version 1 of its stream.\n")


async def test_a_rulebook_with_findings_ends_with_exit_code_2(kaohe: Kaohe, tmp_path: Path) -> None:
    document = sample.sample_rulebook(missing="somehow", grades=[{"grade": "all", "from": "1"}])
    path = _written(tmp_path, "r.yaml", document)
    ran = await kaohe("rulebook", "check", path)
    assert (ran.code, ran.out) == (2, "")
    assert "missing: 'somehow' is not possible" in ran.err
    found = json.loads((await kaohe("rulebook", "check", path, "--json")).out)
    assert (found["valid"], found["hash"]) == (False, None)


async def test_a_task_is_done_from_a_yaml_file_without_losing_a_digit(
    world: World, kaohe: Kaohe, tmp_path: Path
) -> None:
    await world.launch()
    path = _written(tmp_path, "goals.yaml", GOALS_AS_YAML)
    ran = await kaohe("task", "complete", TASK, "--as", "finance-head", "--data", path)
    assert (ran.code, ran.out) == (0, f"Task {TASK}: recorded, at version 3 of its appraisal.\n")
    stored = (await world.log.read_stream(f"appraisal:{CYCLE}:finance"))[-1]
    assert json.loads(stored.body)["goals"][0]["target"] == "96.50"


async def test_the_same_id_again_is_carried_out_once_and_says_so(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    command = ("task", "complete", TASK, "--as", "finance-head", "--id", str(uuid4()))
    given = ("--set", f"goals:={json.dumps(GOALS['goals'])}")
    await kaohe(*command, *given)
    head = await world.log.head()
    ran = await kaohe(*command, *given)
    assert (ran.code, ran.out) == (0, f"Task {TASK}: recorded, as it was before, at version 3 of its appraisal.\n")
    assert await world.log.head() == head


async def test_tasks_are_listed_in_columns_and_as_json(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    await world.operations.wait(await world.log.head())
    plain = await kaohe("task", "list", "--as", "health-head")
    assert plain.out.splitlines() == [
        "task\twhat\tasked of\tdue\toverdue",
        f"{CYCLE}:health:set-goals\tSet the goals\thead of health\t2026-11-23 12:01:00Z\t",
    ]
    listed = json.loads((await kaohe("task", "list", "--json")).out)
    assert [task["appraisee"] for task in listed["tasks"]] == ["finance", "health", "transport"]
    nothing = await kaohe("task", "list", "--as", "mayor")
    assert (nothing.out, nothing.err) == ("", "No tasks are open for mayor.\n")


async def test_a_narrow_terminal_gets_a_table_with_whole_ids(
    world: World, kaohe: Kaohe, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.launch()
    await world.operations.wait(await world.log.head())
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "70")
    ran = await kaohe("task", "list", "--as", "health-head")
    assert "\x1b[1m" in ran.out  # headings stand out
    assert f"{CYCLE}:health:set-goals" in ran.out


async def test_a_task_shows_its_ways_and_their_fields(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    await to_reporting(world, "finance")
    ran = await kaohe("task", "show", f"{CYCLE}:finance:report")
    assert "It is open, asked of head of finance" in ran.out
    assert "--action submit: Reports every measured indicator of the appraisee, each once; those" in ran.out
    assert "    values: list of {indicator: text, value: number, unit: text, " in ran.out


async def test_a_cycle_is_steered_and_shown(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    for words in (
        ("pause", CYCLE, "--reason", "Flood"),
        ("resume", CYCLE),
        ("extend", CYCLE, "--step", "goals", "--by", "PT60S", "--reason", "After the flood"),
    ):
        ran = await kaohe("cycle", *words, "--as", OFFICE)
        assert (ran.code, ran.err) == (0, "")
    shown = await kaohe("cycle", "status", CYCLE)
    assert shown.out.startswith(f"Annual appraisal 2026 ({CYCLE}): running, 0 of 3 closed\n")
    status = json.loads((await kaohe("cycle", "status", CYCLE, "--json")).out)
    assert (status["version"], status["steps"][0]["due"]) == (4, "2026-11-23T12:02:00Z")


async def test_a_duration_that_is_none_is_refused(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    ran = await kaohe("cycle", "extend", CYCLE, "--step", "goals", "--by", "soon", "--reason", "x", "--as", OFFICE)
    assert ran.code == 2
    assert ran.err.splitlines()[1].startswith("Problem: by: 'soon' is not a duration")


async def test_a_history_reads_like_a_page(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    await to_reporting(world, "finance")
    await world.act("finance:report", "finance-head", **REPORT)
    ran = await kaohe("history", f"{CYCLE}:finance:budget")
    assert "Name of finance-head (finance-head)" in ran.out
    assert "    value of budget: none → 97.5 %" in ran.out
    assert "    note budget: Closed on the last day" in ran.out
    told = json.loads((await kaohe("history", f"{CYCLE}:finance", "--json")).out)
    assert told["happenings"][-1]["type"] == "StepCompleted"


async def test_what_would_steer_a_terminal_is_shown_as_a_mark(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    goals = [{"indicator": "budget", "measures": "\x1b[2Jgone"}]
    await world.act("finance:set-goals", "finance-head", goals=goals)
    ran = await kaohe("history", f"{CYCLE}:finance")
    assert "\x1b" not in ran.out
    assert "�[2Jgone" in ran.out


async def test_a_score_is_explained(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    await to_feedback(world, "finance")
    ran = await kaohe("score", f"{CYCLE}:finance")
    assert ran.out.startswith(f"Score of finance in {CYCLE}: approved, computed by event ")
    assert "Lead departments" in ran.out
    score = json.loads((await kaohe("score", f"{CYCLE}:finance", "--json")).out)
    assert isinstance(score["total"], str)


async def test_a_store_that_is_away_says_how_to_send_the_write_again(world: World, kaohe: Kaohe) -> None:
    await world.launch()
    await world.log.close()
    command = str(uuid4())
    ran = await kaohe("cycle", "resume", CYCLE, "--as", OFFICE, "--id", command)
    assert (ran.code, ran.out) == (1, "")
    assert f"Mend: Run it again with --id {command};" in ran.err


async def test_a_command_line_that_nobody_connected_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_connect", [])
    with pytest.raises(Refused, match="is not known to this command line"):
        connection.connect()


@pytest.mark.parametrize("given", ["reason", "=x", ":=1", "a:={"])
async def test_a_field_that_is_not_written_right_is_refused(world: World, kaohe: Kaohe, given: str) -> None:
    ran = await kaohe("task", "complete", TASK, "--as", "finance-head", "--set", given)
    assert (ran.code, ran.err.startswith(f"Refused: --set {given}.")) == (2, True)


async def test_rulebook_and_directory_are_shown_as_over_http(world: World, kaohe: Kaohe) -> None:
    await world.publish()
    operations = world.operations
    for command, shown in (
        (("rulebook", "show", "annual"), await operations.rulebooks.show("annual")),
        (("directory", "show", "linan"), await operations.directories.show("linan")),
    ):
        assert json.loads((await kaohe(*command, "--json")).out) == shown.model_dump(mode="json")
        plain = await kaohe(*command)
        assert (plain.code, f"at version {shown.version} of its stream" in plain.out) == (0, True)


async def test_findings_do_not_steer_the_terminal(kaohe: Kaohe, tmp_path: Path) -> None:
    path = _written(tmp_path, "r.json", sample.sample_rulebook(id="a\x1b[2J"))
    ran = await kaohe("rulebook", "check", path)
    assert (ran.code, "\x1b" in ran.out + ran.err) == (2, False)


async def test_what_is_not_asked_for_is_not_said_to_be_missing(kaohe: Kaohe) -> None:
    ran = await kaohe("cycle", "launch", "--as", OFFICE)
    assert (ran.code, "cycle" in ran.err, "rulebook" in ran.err, "authority" in ran.err) == (2, True, True, False)


@pytest.mark.parametrize("ref", ["t1", "a:b:c"])
async def test_a_score_is_asked_for_by_cycle_and_appraisee(kaohe: Kaohe, ref: str) -> None:
    ran = await kaohe("score", ref)
    assert (ran.code, ran.err.splitlines()[-1]) == (2, "Mend: Ask for CYCLE:APPRAISEE.")
