import httpx
import pytest

from tests import sample
from tests.api.conftest import World

pytestmark = pytest.mark.anyio


async def test_a_rulebook_is_examined_and_compared_with_those_in_force(world: World, client: httpx.AsyncClient) -> None:
    await world.publish()
    document = sample.sample_rulebook(id="other")
    document["indicators"][0]["children"][0]["target"] = "90"
    alone = await client.post("/rulebooks/check", json=document)
    compared = await client.post("/rulebooks/check", params={"with_in_force": "true"}, json=document)
    assert (alone.status_code, alone.json()["valid"], alone.json()["report"]["burden"][0]["values"]) == (200, True, 3)
    before, after = ([one["place"] for one in answer.json()["report"]["advice"]] for answer in (alone, compared))
    assert sorted(set(after) - set(before)) == ["indicators.1.1.target"]
