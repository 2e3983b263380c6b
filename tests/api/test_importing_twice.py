"""Who publishes in an import: the operator while there is no performance office, its people from then on."""

from typing import Any
from uuid import uuid4

import pytest

from api.importing import Importer
from domain.refusal import Refused
from tests.api.conftest import World
from tests.api.importing import OFFICER, plan

pytestmark = pytest.mark.anyio

FOUNDED: dict[str, Any] = {
    "authority": "town",
    "units": [{"id": "hall", "name": "Town hall"}],
    "people": [{"id": OFFICER, "name": "Officer", "unit": "hall", "roles": ["office"]}],
}


async def _import(world: World, actor: str | None) -> list[bool]:
    """Whether each of directory and rulebook had been recorded before."""
    return [one.replayed for one in await Importer(world.operations, plan(), actor).publish()]


@pytest.mark.parametrize(("first", "second"), [(None, None), (None, OFFICER), (OFFICER, OFFICER), (OFFICER, None)])
async def test_a_second_import_records_nothing_whoever_does_either(
    world: World, first: str | None, second: str | None
) -> None:
    assert await _import(world, first) == [False, False]
    head = await world.log.head()
    assert await _import(world, second) == [True, True]
    assert await world.log.head() == head


async def test_where_there_is_an_office_its_people_import_and_again_record_nothing(world: World) -> None:
    await world.operations.directories.publish(FOUNDED, None, uuid4())
    head = await world.log.head()
    with pytest.raises(Refused, match="the actor: is not named"):
        await _import(world, None)
    assert await world.log.head() == head
    assert await _import(world, OFFICER) == [False, False]
    head = await world.log.head()
    assert await _import(world, OFFICER) == [True, True]
    assert await world.log.head() == head
