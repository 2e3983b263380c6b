"""Cases through the doors: over HTTP and as tasks, and what is wrong with a request is said."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest

from domain.directory import PublishDirectory
from domain.refusal import Reason, Refused
from domain.streams import directory_stream
from tests.api.conftest import World, writing
from tests.api.journey import to_reporting
from tests.domain.case_rules import case_rules, help_rules
from tests.domain.cases import EXPERTS, people
from tests.domain.nominations import PROJECT
from tests.domain.nominations import rules as nomination_rules
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

HEAD = "finance-head"
NOTICE = {
    "case": "c-1",
    "procedure": "notice",
    "cycle": CYCLE,
    "appraisee": "finance",
    "states": {"problem": "Reports are late"},
}
CHANGES = {"kind": "goal_changes", "changes": [{"indicator": "budget", "target": "90"}]}


@pytest.fixture
async def cycle(world: World) -> World:
    """The sample cycle runs, and has two procedures."""
    await world.launch(**case_rules(within="10 working days"))
    return world


async def _opened(client: httpx.AsyncClient, **fields: Any) -> httpx.Response:  # noqa: ANN401 - fields of the request
    return await client.post("/cases", json={**NOTICE, **fields}, headers=writing(OFFICE))


async def test_a_case_is_opened_shown_and_acted_on_over_http(cycle: World, client: httpx.AsyncClient) -> None:
    opened = await _opened(client)
    assert (opened.status_code, opened.headers["location"]) == (201, "/api/v1/cases/c-1")

    shown = (await client.get("/cases/c-1")).json()
    assert (shown["act"], shown["stands"], shown["due"]) == ("answer", "open", "2026-12-07T12:00:00Z")
    assert [(one["act"], one["done_by"]) for one in shown["turns"]] == [("notify", [OFFICE]), ("answer", [])]

    done = await client.post("/cases/c-1/acts", json={"act": "answer"}, headers=writing(HEAD))
    assert done.status_code == 200
    (line,) = (await client.get("/cases", params={"appraisee": "finance"})).json()
    assert (line["act"], line["stands"]) == (None, "decided")
    assert (await client.get("/cases", params={"unsettled": "true"})).json() == []


async def test_an_act_is_a_task_of_whoever_it_is_asked_of(cycle: World, client: httpx.AsyncClient) -> None:
    await _opened(client)
    tasks = (await cycle.operations.tasks.listed(HEAD)).tasks
    assert [task.id for task in tasks] == [f"{CYCLE}:finance:set-goals", "case:c-1:answer"]

    shown = await cycle.operations.tasks.show("case:c-1:answer")
    assert (shown.title, shown.state, shown.step, shown.cycle) == ("Answers", "open", None, CYCLE)
    assert [(way.action, [*way.fields["properties"]]) for way in shown.ways] == [
        ("do", ["outcome", "states", "content"]),
        ("return", ["reason"]),
    ]
    assert [(matter.what, matter.text, matter.by) for matter in shown.matters] == [
        ("notify: problem", "Reports are late", OFFICE)
    ]

    await cycle.operations.tasks.complete("case:c-1:answer", HEAD, None, {}, uuid4())
    assert [task.id for task in (await cycle.operations.tasks.listed(HEAD)).tasks] == [f"{CYCLE}:finance:set-goals"]
    assert (await cycle.operations.tasks.show("case:c-1:answer")).state == "done"


async def test_a_task_of_a_case_that_does_not_exist_says_so(cycle: World) -> None:
    with pytest.raises(Refused, match=r"task case:c-9:answer: belongs to case c-9, which does not exist"):
        await cycle.operations.tasks.show("case:c-9:answer")
    with pytest.raises(Refused, match=r"task case:c-9:answer: belongs to case c-9, which does not exist"):
        await cycle.operations.tasks.complete("case:c-9:answer", HEAD, None, {}, uuid4())


async def test_a_change_is_sent_back_and_withdrawn(cycle: World, client: httpx.AsyncClient) -> None:
    asked = {**NOTICE, "procedure": "goal-change", "states": {}, "content": CHANGES}
    assert (await client.post("/cases", json=asked, headers=writing(HEAD))).status_code == 201

    back = {"act": "decide", "reason": "By how much?"}
    assert (await client.post("/cases/c-1/returns", json=back, headers=writing(OFFICE))).status_code == 200
    taken = await client.post("/cases/c-1/withdrawal", json={"reason": "Not needed"}, headers=writing(HEAD))
    assert taken.status_code == 200
    assert (await client.get("/cases/c-1")).json()["stands"] == "withdrawn"


async def test_a_request_that_does_not_fit_is_told_what_is_wrong(cycle: World, client: httpx.AsyncClient) -> None:
    wrong = await _opened(client, content={"kind": "corrections", "corrections": [{"indicator": "budget"}]})
    assert wrong.status_code == 422
    assert "states neither value nor points" in wrong.text
    missing = await client.get("/cases/c-9")
    assert (missing.status_code, missing.json()["detail"]) == (
        404,
        "case c-9: has not been opened. See 'kaohe case list' for those that are",
    )


async def test_the_history_of_a_case_is_told(cycle: World, client: httpx.AsyncClient) -> None:
    await _opened(client)
    await client.post("/cases/c-1/acts", json={"act": "answer"}, headers=writing(HEAD))

    told = await cycle.operations.history.of("case:c-1")
    assert [one.what for one in told.happenings] == [
        f"A case (notice, procedure notice) was opened in cycle {CYCLE} about finance.",
        "Act notify was asked of the office.",
        "Act notify was done.",
        "Act answer was asked of the head of finance, due 2026-12-07 12:00:00 UTC.",
        "Act answer was done.",
        "The case was decided.",
    ]
    assert [(one.role, one.mandate) for one in told.happenings][-1] == ("head", "post:finance")
    assert told.happenings[2].texts == {"text problem": "Reports are late"}


async def test_help_is_offered_to_whom_the_rulebook_says(world: World, client: httpx.AsyncClient) -> None:
    await world.launch(**help_rules())
    assert (await client.get(f"/cycles/{CYCLE}/offers")).json() == []

    await to_reporting(world, "finance")
    values = [("budget", "55", "%"), ("delays", "10", "days"), ("hotline", "81", "%")]
    given = [{"indicator": indicator, "value": value, "unit": unit} for indicator, value, unit in values]
    await world.act("finance:report", HEAD, "submit", values=given)

    assert (await client.get(f"/cycles/{CYCLE}/offers")).json() == [
        {
            "appraisee": "finance",
            "procedure": "counseling",
            "name": "Counseling",
            "why": "55 < 60 or 81 < 60 is true",
        }
    ]


async def test_of_two_who_decide_at_the_same_moment_one_is_heard(cycle: World) -> None:
    asked = {**NOTICE, "procedure": "goal-change", "states": {}, "content": CHANGES}
    await cycle.operations.cases.open(asked, HEAD, uuid4())

    answers = await asyncio.gather(
        *(
            cycle.operations.cases.act("c-1", {"act": "decide", "outcome": outcome}, person, uuid4())
            for person, outcome in ((OFFICE, "approved"), ("office-2", "refused"))
        ),
        return_exceptions=True,
    )

    refusals = [one for one in answers if isinstance(one, Refused)]
    assert [(one.reason, one.problem) for one in refusals] == [(Reason.CONFLICT, "has been decided")]
    assert (await cycle.operations.cases.show("c-1")).version == 6


async def test_tasks_without_a_clock_come_last_in_a_list_and_are_gone_through_page_by_page(cycle: World) -> None:
    for case, unit in (("c-1", "finance"), ("c-2", "health")):
        asked = {"case": case, "procedure": "goal-change", "cycle": CYCLE, "appraisee": unit, "content": CHANGES}
        await cycle.operations.cases.open(asked, f"{unit}-head", uuid4())

    found, after = [], None
    while True:
        page = await cycle.operations.tasks.listed(limit=1, after=after)
        found += [(task.id, task.due is None) for task in page.tasks]
        if (after := page.after) is None:
            break
    goals = [(f"{CYCLE}:{unit}:set-goals", False) for unit in ("finance", "health", "transport")]
    assert found == [*goals, ("case:c-1:decide", True), ("case:c-2:decide", True)]


async def test_no_expert_is_shown_what_another_gave_before_all_have_judged(world: World) -> None:
    await world.launch(**nomination_rules())
    directory = PublishDirectory.model_validate(people())
    await world.executor.execute(uuid4(), OFFICE, directory_stream(directory.authority), directory)
    cases = world.operations.cases
    nomination = {"case": "c-1", "procedure": "innovation", "cycle": CYCLE, "appraisee": "finance", "states": PROJECT}
    await cases.open(nomination, HEAD, uuid4())
    await cases.act("c-1", {"act": "audit", "outcome": "admitted"}, OFFICE, uuid4())

    async def points() -> list[str]:
        shown = await world.operations.tasks.show("case:c-1:assess")
        return [matter.text for matter in shown.matters if matter.what == "assess: points"]

    for expert, given in zip(EXPERTS, ("80", "90", "85"), strict=True):
        assert await points() == []
        assess = {"act": "assess", "content": {"kind": "expert_score", "points": given}}
        await world.shown(await cases.act("c-1", assess, expert, uuid4()))
