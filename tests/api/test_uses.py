"""Uses of results through their doors: proposed by the office, in the inbox of the committee, decided and listed."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.comparing import conclude, to_recording
from tests.api.conftest import Kaohe, World
from tests.domain.steps.test_uses import RULES
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


async def ranked(world: World) -> None:
    await to_recording(world, **RULES)
    await conclude(world, "finance", "health", "transport")
    await world.operations.rankings.rank(CYCLE, OFFICE, uuid4())
    await world.operations.wait(await world.log.head())


async def inbox(world: World, person: str) -> list[str]:
    await world.operations.wait(await world.log.head())
    return [one.id for one in (await world.operations.tasks.listed(person)).tasks if one.id.startswith("cycle:")]


async def test_uses_are_tasks_of_the_office_and_then_of_the_committee(world: World, client: httpx.AsyncClient) -> None:
    await ranked(world)
    assert await inbox(world, OFFICE) == [f"cycle:{CYCLE}:propose-uses"]

    answer = await client.post(f"/cycles/{CYCLE}/uses/proposals", headers={"Kaohe-Actor": OFFICE, **key()})
    assert answer.status_code == 200, answer.text
    assert (await inbox(world, OFFICE), await inbox(world, "committee-1")) == ([], [f"cycle:{CYCLE}:decide-uses"])

    task = await world.operations.tasks.show(f"cycle:{CYCLE}:decide-uses")
    bonus = next(one for one in task.matters if one.what == "use.bonus.finance")
    assert bonus.text == "Bonus: a bonus is paid (grade excellent)"

    body: dict[str, Any] = {"uses": ["use.bonus.finance"], "choice": "adopted", "reason": "A good year"}
    as_member = {"Kaohe-Actor": "committee-1", "Kaohe-Document": "Bonus 3", **key()}
    answer = await client.post(f"/cycles/{CYCLE}/uses/decisions", json=body, headers=as_member)
    assert answer.status_code == 200, answer.text
    shown = (await client.get(f"/cycles/{CYCLE}/uses")).json()
    choices = {one["proposal"]["id"]: one["choice"] for one in shown["uses"]}
    assert (choices["use.bonus.finance"], choices["use.budget.finance"]) == ("adopted", None)


async def test_the_command_line_proposes_decides_refers_and_lists(world: World, kaohe: Kaohe) -> None:
    await ranked(world)
    await kaohe("use", "propose", CYCLE, "--as", OFFICE)
    liability = "liability.negligence.health"
    ran = await kaohe(
        *("use", "decide", CYCLE, liability, "--choice", "adopted", "--reason", "Founded", "--as", "committee-1"),
        *("--act", "Left the dyke", "--person", "health-head", "--organ", "Supervision", "--document", "Referral 1"),
    )
    assert (ran.code, ran.err) == (0, "")
    ran = await kaohe("use", "answer", CYCLE, liability, "--outcome", "Admonished", "--as", OFFICE)
    assert (ran.code, ran.err) == (0, "")

    listed = await kaohe("use", "list", CYCLE)
    rows = [line.split("\t") for line in listed.out.splitlines()]
    assert next(row for row in rows if row[0] == liability)[2:] == ["adopted", "", "answered"]
    assert liability not in (await kaohe("use", "list", CYCLE, "--undecided")).out


async def test_a_decision_that_is_none_is_refused_in_words(world: World, kaohe: Kaohe) -> None:
    await ranked(world)
    assert (await kaohe("use", "list", CYCLE)).err == "No uses have been proposed yet.\n"
    ran = await kaohe("use", "decide", CYCLE, "x", "--choice", "maybe", "--reason", "Why", "--as", "committee-1")
    assert ran.code == 2
    assert ran.err.startswith("Refused: uses of cycle annual-2026.\n")
