"""What is wrong is refused by both doors, names the thing, the value and the mend, and writes nothing."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests import sample
from tests.api.conftest import Kaohe, World, writing
from tests.api.journey import to_reporting
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

REPORT: dict[str, Any] = {
    "values": [
        {"indicator": "budget", "value": "97.5", "unit": "%"},
        {"indicator": "delays", "value": "11", "unit": "days"},
        {"indicator": "hotline", "value": "81", "unit": "%"},
    ]
}
GOALS: dict[str, Any] = {"goals": [{"indicator": "budget", "measures": "Plan each quarter"}]}
TASK = f"{CYCLE}:finance:set-goals"
WEIGHTS = sample.sample_rulebook()
WEIGHTS["indicators"][0]["weight"] = "0.7"
UNKNOWN = {**sample.sample_rulebook(), "colour": "red"}


def _file(folder: Path, content: object) -> Path:
    path = folder / "document.json"
    path.write_text(json.dumps(content))
    return path


async def _refused_by_http(
    world: World, client: httpx.AsyncClient, path: str, body: object, headers: dict[str, str], status: int
) -> dict[str, Any]:
    """Sends it, and makes sure that it is refused as a problem and leaves nothing behind."""
    head = await world.log.head()
    answer = await client.post(path, json=body, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    problem: dict[str, Any] = answer.json()
    assert problem["type"].startswith("urn:kaohe:problem:")
    assert all(problem[part] for part in ("thing", "problem", "mend"))
    assert await world.log.head() == head
    return problem


async def _refused_by_command_line(world: World, kaohe: Kaohe, *arguments: str | Path) -> str:
    """Runs it, and makes sure that it ends with exit code 2, in three parts, and leaves nothing behind."""
    head = await world.log.head()
    ran = await kaohe(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert [line.partition(":")[0] for line in ran.err.splitlines()[:3]] == ["Refused", "Problem", "Mend"]
    assert await world.log.head() == head
    return ran.err


async def test_an_unknown_field_is_refused_by_its_name(
    world: World, client: httpx.AsyncClient, kaohe: Kaohe, tmp_path: Path
) -> None:
    problem = await _refused_by_http(world, client, "/rulebooks", UNKNOWN, writing(), 422)
    assert problem["thing"] == "rulebook annual"
    assert problem["problem"] == "rulebook: unknown field 'colour'"
    said = await _refused_by_command_line(world, kaohe, "rulebook", "publish", _file(tmp_path, UNKNOWN))
    assert "unknown field 'colour'" in said


async def test_an_unknown_field_of_a_task_is_refused_with_the_nearest_known(
    world: World, client: httpx.AsyncClient, kaohe: Kaohe, tmp_path: Path
) -> None:
    await world.launch()
    wrong = {"goals": [{"indicator": "budget", "measure": "Plan each quarter", "measures": "x"}]}
    body, headers = {"fields": wrong}, writing("finance-head")
    problem = await _refused_by_http(world, client, f"/tasks/{TASK}/completion", body, headers, 422)
    assert problem["errors"] == [
        {
            "place": "goals.1.measure",
            "problem": "unknown field",
            "mend": "Did you mean 'measures'?",
            "pointer": "/goals/0/measure",
        }
    ]
    data = _file(tmp_path, wrong)
    said = await _refused_by_command_line(
        world, kaohe, "task", "complete", TASK, "--as", "finance-head", "--data", data
    )
    assert said.splitlines() == [
        f"Refused: task {TASK}.",
        "Problem: goals.1.measure: unknown field.",
        "Mend: Did you mean 'measures'?",
    ]


async def test_weights_that_do_not_add_up_are_refused_with_their_sum(
    world: World, client: httpx.AsyncClient, kaohe: Kaohe, tmp_path: Path
) -> None:
    problem = await _refused_by_http(world, client, "/rulebooks", WEIGHTS, writing(), 422)
    assert "1.1" in problem["detail"]
    said = await _refused_by_command_line(world, kaohe, "rulebook", "publish", _file(tmp_path, WEIGHTS))
    assert "1.1" in said


async def test_a_cycle_without_appraisees_is_refused(world: World, client: httpx.AsyncClient, kaohe: Kaohe) -> None:
    await world.publish()
    body = {"cycle": CYCLE, "rulebook": "annual", "period": {"start": "2026-01-01", "end": "2026-12-31"}}
    problem = await _refused_by_http(world, client, "/cycles", body, writing(OFFICE), 422)
    assert (problem["thing"], problem["problem"]) == (f"cycle {CYCLE}", "has no appraisees")
    said = await _refused_by_command_line(
        world,
        kaohe,
        *("cycle", "launch", CYCLE, "--rulebook", "annual"),
        *("--start", "2026-01-01", "--end", "2026-12-31", "--as", OFFICE),
    )
    assert "has no appraisees" in said


async def test_a_value_of_the_wrong_unit_is_refused_with_the_right_one(
    world: World, client: httpx.AsyncClient, kaohe: Kaohe, tmp_path: Path
) -> None:
    await world.launch()
    await to_reporting(world, "finance")
    wrong = json.loads(json.dumps(REPORT))
    wrong["values"][1]["unit"] = "hours"
    task = f"{CYCLE}:finance:report"
    body, headers = {"fields": wrong}, writing("finance-head")
    problem = await _refused_by_http(world, client, f"/tasks/{task}/completion", body, headers, 422)
    assert problem["problem"] == "holds the value of indicator delays in 'hours'"
    assert problem["mend"] == "Report it in 'days', the rulebook's unit"
    data = _file(tmp_path, wrong)
    said = await _refused_by_command_line(
        world, kaohe, "task", "complete", task, "--as", "finance-head", "--data", data
    )
    assert "'hours'" in said


async def test_a_task_done_already_is_refused(world: World, client: httpx.AsyncClient, kaohe: Kaohe) -> None:
    await world.launch()
    await world.act("finance:set-goals", "finance-head", **GOALS)
    body, headers = {"fields": GOALS}, writing("finance-head")
    problem = await _refused_by_http(world, client, f"/tasks/{TASK}/completion", body, headers, 409)
    assert (problem["thing"], problem["problem"]) == (f"task {TASK}", "is done already")
    given = f"goals:={json.dumps(GOALS['goals'])}"
    said = await _refused_by_command_line(
        world, kaohe, "task", "complete", TASK, "--as", "finance-head", "--set", given
    )
    assert "is done already" in said


async def test_a_stale_version_is_refused_with_both_versions(
    world: World, client: httpx.AsyncClient, kaohe: Kaohe
) -> None:
    await world.launch()
    body, headers = {"fields": GOALS}, writing("finance-head", **{"If-Match": '"1"'})
    problem = await _refused_by_http(world, client, f"/tasks/{TASK}/completion", body, headers, 412)
    assert problem["problem"] == "is at version 2; the command was decided on version 1"
    given = f"goals:={json.dumps(GOALS['goals'])}"
    said = await _refused_by_command_line(
        world, kaohe, "task", "complete", TASK, "--as", "finance-head", "--set", given, "--expect", "1"
    )
    assert "is at version 2; the command was decided on version 1" in said


async def test_a_task_of_somebody_else_is_refused_with_whose_it_is(
    world: World, client: httpx.AsyncClient, kaohe: Kaohe
) -> None:
    await world.launch()
    body, headers = {"fields": GOALS}, writing("health-head")
    problem = await _refused_by_http(world, client, f"/tasks/{TASK}/completion", body, headers, 403)
    assert problem["problem"] == "is asked of head of finance, not of health-head"
    given = f"goals:={json.dumps(GOALS['goals'])}"
    said = await _refused_by_command_line(world, kaohe, "task", "complete", TASK, "--as", "health-head", "--set", given)
    assert "is asked of head of finance, not of health-head" in said


async def test_a_repeated_command_with_other_content_is_refused(
    world: World, client: httpx.AsyncClient, kaohe: Kaohe
) -> None:
    await world.launch()
    key = str(uuid4())
    first = await client.post(f"/tasks/{TASK}/completion", json={"fields": GOALS}, headers=writing("finance-head", key))
    assert first.status_code == 200
    other = {"goals": [{"indicator": "hotline", "measures": "Answer at once"}]}
    body, headers = {"fields": other}, writing("finance-head", key)
    problem = await _refused_by_http(world, client, f"/tasks/{TASK}/completion", body, headers, 422)
    assert (problem["type"], problem["thing"]) == ("urn:kaohe:problem:reused", f"command {key}")
    given = f"goals:={json.dumps(other['goals'])}"
    said = await _refused_by_command_line(
        world, kaohe, *("task", "complete", TASK, "--as", "finance-head", "--set", given, "--id", key)
    )
    assert "has been carried out before, with other content" in said


async def test_a_part_of_the_system_is_no_actor(world: World, client: httpx.AsyncClient, kaohe: Kaohe) -> None:
    await world.launch()
    body, headers = {"fields": GOALS}, writing("system:clock")
    problem = await _refused_by_http(world, client, f"/tasks/{TASK}/completion", body, headers, 403)
    assert problem["thing"] == "actor 'system:clock'"
    said = await _refused_by_command_line(
        world, kaohe, "cycle", "pause", CYCLE, "--reason", "Flood", "--as", "system:operator"
    )
    assert "actor 'system:operator'" in said


async def test_nobody_named_is_refused_where_a_person_is_needed(
    world: World, client: httpx.AsyncClient, kaohe: Kaohe
) -> None:
    await world.launch()
    problem = await _refused_by_http(world, client, f"/cycles/{CYCLE}/pause", {"reason": "Flood"}, writing(), 422)
    assert problem["problem"] == "is not named"
    assert "is not named" in await _refused_by_command_line(world, kaohe, "cycle", "pause", CYCLE, "--reason", "Flood")
