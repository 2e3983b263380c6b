"""Facts at the doors: one document for all of them, on the command line and over HTTP."""

from pathlib import Path

import httpx
import pytest

from tests.api.comparing import stream, to_recording
from tests.api.conftest import Kaohe, World, writing
from tests.comparing import case, panel
from tests.sample import CYCLE, OFFICE

pytestmark = pytest.mark.anyio

FACTS = """
facts:
  - fact: panel_scores
    panel: congress
    scores: [{value: 90, by: e-1}, {value: null, by: e-2}]
  - fact: case
    provision: accident
    case: fire
    reason: The depot burnt down
    evidence: [{reference: minutes 12}]
"""


async def test_a_document_of_facts_is_recorded_and_told(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    await to_recording(world)
    file = tmp_path / "facts.yaml"
    file.write_text(FACTS)

    ran = await kaohe("fact", "record", f"{CYCLE}:finance", file, "--as", OFFICE)

    assert (ran.code, ran.out) == (0, f"Facts of {CYCLE}:finance: recorded, at version 7 of its appraisal.\n")
    history = await world.operations.history.of(f"{CYCLE}:finance")
    assert [one.what for one in history.happenings[-2:]] == [
        "Panel congress scored the unit as a whole: 1 score, 1 without an answer.",
        "Case fire was recorded under accident.",
    ]
    assert history.happenings[-1].texts == {"reason": "The depot burnt down"}


async def test_a_document_with_a_mistake_records_nothing(world: World, kaohe: Kaohe, tmp_path: Path) -> None:
    await to_recording(world)
    file = tmp_path / "facts.yaml"
    file.write_text(FACTS.replace("fact: case", "fact: rumour"))

    ran = await kaohe("fact", "record", f"{CYCLE}:finance", file, "--as", OFFICE)

    assert ran.code == 2
    assert "rumour" in ran.err
    assert [stored.type for stored in await world.log.read_stream(stream("finance"))][-1] == "StepOpened"


@pytest.mark.parametrize(("appraisal", "problem"), [("finance", "is no appraisal"), (f"{CYCLE}:x", "does not exist")])
async def test_facts_are_about_an_appraisal(
    world: World, kaohe: Kaohe, tmp_path: Path, appraisal: str, problem: str
) -> None:
    await to_recording(world)
    file = tmp_path / "facts.yaml"
    file.write_text(FACTS)
    ran = await kaohe("fact", "record", appraisal, file, "--as", OFFICE)
    assert (ran.code, f"Problem: {problem}." in ran.err) == (2, True)


async def test_facts_are_recorded_over_http_once(world: World, client: httpx.AsyncClient) -> None:
    await to_recording(world)
    body = {"facts": [case("awards", "prize", "national"), panel("congress", "80")]}
    headers = writing(OFFICE)
    for _ in range(2):
        answer = await client.post(f"/appraisals/{CYCLE}:finance/facts", json=body, headers=headers)
        assert (answer.status_code, answer.json()["version"]) == (200, 7)
    refused = await client.post(f"/appraisals/{CYCLE}:finance/facts", json=body, headers=writing("finance-head"))
    assert refused.status_code == 403
