"""Ranking at the doors: standings, quotas, earlier years, and everything computed again."""

from hashlib import sha256
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests.api.comparing import to_result
from tests.api.conftest import Kaohe, World, writing
from tests.conftest import Database
from tests.sample import AUTHORITY, CYCLE, OFFICE

pytestmark = pytest.mark.anyio

QUOTA = "excellent is for 1 at most, 1/3 of 3: good instead of excellent"
EARLIER = "appraisee,year,grade,total,source\nfinance,2025,excellent,91.50,\nhealth,2025,good,,circular 7\n"


async def test_a_cycle_is_ranked_and_its_standings_are_shown(world: World, kaohe: Kaohe) -> None:
    await to_result(world)
    none = await kaohe("cycle", "standings", CYCLE)
    assert (none.code, f"Mend: Rank it with 'kaohe cycle rank {CYCLE}'." in none.err) == (2, True)

    ran = await kaohe("cycle", "rank", CYCLE, "--as", OFFICE)

    assert (ran.code, ran.out) == (0, f"Cycle {CYCLE}: ranking recorded, at version 4 of its stream.\n")
    shown = await kaohe("cycle", "standings", CYCLE)
    assert shown.out.splitlines() == [
        f"Ranking 1 of cycle {CYCLE}",
        "appraisee\tpeers\trank\ttotal\tearned\tgrade\twhy",
        "finance\tall\t1 of 3\t92.14\texcellent\texcellent\t",
        f"transport\tall\t2 of 3\t80.82\texcellent\tgood\t{QUOTA}",
        "health\tall\t3 of 3\t53.40\tgood\tgood\t",
        "Quota of excellent among all: 1 of 3, at most 1",
    ]


async def test_an_approved_quota_and_attested_years_change_the_next_ranking(
    world: World, kaohe: Kaohe, tmp_path: Path
) -> None:
    await to_result(world)
    table = tmp_path / "earlier.csv"
    table.write_text(EARLIER)
    await kaohe("cycle", "rank", CYCLE, "--as", OFFICE)

    attested = await kaohe("record", "import", table, "--authority", AUTHORITY, "--as", OFFICE)
    approved = await kaohe("cycle", "approve-quota", CYCLE, "1", "--reason", "A good year", "--as", "committee-1")
    ran = await kaohe("cycle", "rank", CYCLE, "--as", OFFICE)

    assert attested.out == f"Record of {AUTHORITY}: 2 results recorded, at version 1 of its stream.\n"
    assert (approved.code, ran.code) == (0, 0)
    assert (await kaohe("cycle", "standings", CYCLE)).out.splitlines()[-2:] == [
        "Quota of excellent among all: 2 of 3, at most 2, the higher cap being approved",
        "finance: Excellent twice (2025, 2026): A reward",
    ]
    digest = sha256(EARLIER.encode()).hexdigest()
    assert (await kaohe("record", "show", AUTHORITY)).out.splitlines()[1:] == [
        f"finance\t2025\texcellent\t91.50\tearlier.csv\t{digest}\t{OFFICE}",
        f"health\t2025\tgood\t\tcircular 7\t\t{OFFICE}",
    ]
    told = [one.what for one in (await world.operations.history.of(CYCLE)).happenings[-3:]]
    assert told == [
        "3 results were ranked under the quotas.",
        "The committee approved the higher cap of quota 1.",
        "3 results were ranked again under the quotas. What follows over the years: Excellent twice for finance.",
    ]


async def test_a_bad_row_is_told_with_its_cell_and_nothing_is_attested(
    world: World, kaohe: Kaohe, tmp_path: Path
) -> None:
    await to_result(world)
    table = tmp_path / "earlier.csv"
    table.write_text(EARLIER.replace("91.50", "91.5 points"))
    ran = await kaohe("record", "import", table, "--authority", AUTHORITY, "--as", OFFICE)
    assert (ran.code, "cell D2" in ran.err) == (2, True)
    assert await world.log.read_stream(f"record:{AUTHORITY}") == []


async def test_rankings_and_records_are_there_over_http(world: World, client: httpx.AsyncClient) -> None:
    await to_result(world)
    ranked = await client.post(f"/cycles/{CYCLE}/rankings", headers=writing(OFFICE))
    assert (ranked.status_code, ranked.json()["version"]) == (200, 4)
    quota = {"quota": 1, "reason": "A good year"}
    assert (
        await client.post(f"/cycles/{CYCLE}/quota-approvals", json=quota, headers=writing(OFFICE))
    ).status_code == 403
    answer = await client.get(f"/cycles/{CYCLE}/standings")
    assert [one["grade"] for one in answer.json()["standings"]] == ["excellent", "good", "good"]
    result = {"appraisee": "finance", "year": 2025, "grade": "good", "source": "circular 7"}
    attested = await client.post(
        "/records", json={"authority": AUTHORITY, "results": [result]}, headers=writing(OFFICE)
    )
    assert (attested.status_code, attested.headers["Location"]) == (201, f"/api/v1/records/{AUTHORITY}")
    shown = (await client.get(f"/records/{AUTHORITY}")).json()
    assert [(one["year"], one["grade"], one["attested_by"]) for one in shown["results"]] == [(2025, "good", OFFICE)]
    again = await client.get(f"/cycles/{CYCLE}/recomputation")
    assert again.json() == {"cycle": CYCLE, "results": 3, "tables": 1, "rankings": 1, "differences": []}


# ---------------------------------------------------------------- computed again


async def test_a_cycle_computed_again_from_its_log_comes_out_as_it_is_stored(world: World, kaohe: Kaohe) -> None:
    await to_result(world)
    await kaohe("cycle", "rank", CYCLE, "--as", OFFICE)

    ran = await kaohe("cycle", "recompute", CYCLE)

    counted = "3 results, 1 peer table and 1 ranking computed again"
    assert (ran.code, ran.out) == (0, f"Cycle {CYCLE}: {counted}, all as they are stored.\n")


async def test_a_digit_that_comes_out_otherwise_is_told_and_ends_with_exit_code_1(
    world: World, kaohe: Kaohe, database: Database
) -> None:
    await to_result(world)
    tampered = """UPDATE es.event SET body = replace(body, '"total":"92.14"', '"total":"92.15"')
        WHERE stream = 'appraisal:annual-2026:finance' AND type = 'ResultComputed'"""
    connection = await asyncpg.connect(database.superuser_url)
    try:
        await connection.execute("ALTER TABLE es.event DISABLE TRIGGER ALL; " + tampered)
    finally:
        await connection.close()

    ran = await kaohe("cycle", "recompute", CYCLE)

    counted = "3 results, 1 peer table and 0 rankings computed again"
    assert (ran.code, ran.out.splitlines()) == (
        1,
        [
            f"Cycle {CYCLE}: {counted}, 1 difference.",
            "- ResultComputed, event 19 of appraisal:annual-2026:finance, /result/total:",
            "    stored     92.15",
            "    recomputed 92.14",
        ],
    )
