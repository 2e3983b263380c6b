"""What is linked to a cycle, as the doors show it: a department and the bureau below it see each other's appraisals."""

from uuid import uuid4

import pytest

from domain.appraisal.decide import OpenAppraisal
from domain.streams import appraisal_stream, cycle_stream
from tests import sample
from tests.api.conftest import Kaohe, World
from tests.domain.linked import OF_YEAR, YEAR, indicator, rulebook
from tests.domain.test_levels import BUREAUS, COUNTY_OFFICE, ITS_YEAR, county, county_rulebook

pytestmark = pytest.mark.anyio


async def two_levels(world: World) -> None:
    """The year of a city, and that of a county within it, each launched by its own office."""
    directories = world.operations.directories
    await directories.publish(sample.sample_directory(), None, uuid4())
    await directories.publish(county(), None, uuid4())
    await world.enact(rulebook("years", indicator("growth")))
    lower = county_rulebook()
    for actor, wish in sample.enact(lower, officer=COUNTY_OFFICE, member="county-committee"):
        await world.executor.execute(uuid4(), actor, f"rulebook:{lower['id']}", wish)
    launches = (
        (sample.OFFICE, sample.launch(cycle=YEAR, rulebook="years", period=OF_YEAR, appraisees=("finance", "health"))),
        (
            COUNTY_OFFICE,
            sample.launch(
                cycle=ITS_YEAR,
                rulebook="county-years",
                authority="xihu",
                period=OF_YEAR,
                appraisees=BUREAUS,
                within=YEAR,
            ),
        ),
    )
    for actor, launch in launches:
        await world.executor.execute(uuid4(), actor, cycle_stream(launch.cycle), launch)
        for unit in launch.appraisees:
            wish = OpenAppraisal(cycle=launch.cycle, appraisee=unit)
            await world.tick(appraisal_stream(launch.cycle, unit), wish)
    last = await world.log.head()
    await world.operations.cycles._store.wait(last)


async def test_a_department_and_the_bureau_below_it_see_each_other(world: World) -> None:
    await two_levels(world)

    from_above = await world.operations.linked.show(YEAR)
    from_below = await world.operations.linked.show(ITS_YEAR)

    assert [(one.link.value, one.cycle, one.authority) for one in from_above.cycles] == [("inner", ITS_YEAR, "xihu")]
    assert [(one.appraisee, one.of) for one in from_above.appraisals] == [("finance", "county-finance")]
    assert [(one.link.value, one.cycle, one.authority) for one in from_below.cycles] == [("outer", YEAR, "linan")]
    # the other bureau answers to the government's own unit, transport, which the city does not appraise here
    assert [(one.appraisee, one.of) for one in from_below.appraisals] == [("county-finance", "finance")]


async def test_an_evaluation_is_attested_and_shown(world: World, kaohe: Kaohe) -> None:
    await world.operations.directories.publish(sample.sample_directory(), None, uuid4())
    fields = {"authority": "linan", "kind": "project", "name": "The bridge", "appraisee": "finance", "year": "2026"}
    options = [part for name, value in fields.items() for part in (f"--{name}", value)]

    ran = await kaohe(
        "record", "evaluate", "bridge", *options, "--total", "80.5", "--source", "Report 12", "--as", "office-1"
    )

    assert (ran.code, ran.out) == (
        0,
        "Record of linan: evaluation bridge recorded, at version 1 of its stream.\n",
    )
    shown = await kaohe("record", "show", "linan")
    assert shown.out.splitlines()[-1].split("\t")[:6] == ["bridge", "project", "The bridge", "finance", "2026", "80.5"]


async def test_a_cycle_that_is_linked_to_none_says_so(world: World, kaohe: Kaohe) -> None:
    await world.publish()
    await world.operations.cycles.launch(sample.launch(), sample.OFFICE, uuid4())
    ran = await kaohe("cycle", "linked", sample.CYCLE)
    assert (ran.out, ran.err) == ("", "Cycle annual-2026 is linked to no other.\n")
