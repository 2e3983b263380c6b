"""Units and their leaders: a personal cycle takes in the grade of the unit that a person leads, by rule."""

import pytest

from domain.appraisal.decide import OpenAppraisal
from domain.appraisal.facts import facts
from domain.appraisal.result import ApproveResult, ComputeResult
from domain.appraisal.taken_events import ValuesTakenIn
from domain.command import SYSTEM_CLOCK
from domain.cycle.linking import JoinCycle
from domain.directory import PublishDirectory
from domain.regulation import parse
from domain.schedule import StepName
from domain.scoring import Fact, compute
from domain.streams import appraisal_stream, cycle_stream
from tests import sample
from tests.domain.given import Given
from tests.domain.history import COMMITTEE, DIRECTORY, OFFICE, TIMED, UNIT
from tests.domain.linked import OF_YEAR, YEAR, begun, indicator, launched, of, opened, reported, rulebook

LEADER, PERSONS = "finance-director", "persons-2026"
STREAM = appraisal_stream(PERSONS, LEADER)
_STEPS = {step["step"]: step for step in TIMED}
WITH_RESULT = [
    {**_STEPS["reporting"], "opens": {"after": "launch"}},
    {**_STEPS["scoring"], "opens": {"after": "reporting"}},
    {**_STEPS["result"], "opens": {"after": "scoring"}},
]
OF_PERSONS = rulebook(
    "persons",
    indicator("work"),
    steps=WITH_RESULT,
    attributes=[{"name": "leads", "kind": "text"}, {"name": "unit_grade", "kind": "text"}],
    appraisees=[{"id": LEADER, "attributes": {"leads": UNIT}}],
    intakes=[
        {
            "id": "grade-of-the-unit",
            "at": "scoring",
            "source": "outer",
            "of": "leads",
            "takes": "grade",
            "into": "unit_grade",
        }
    ],
    vetoes=[{"id": "poor-unit", "name": "Poor unit", "when": 'unit_grade == "poor"', "best": "good"}],
)


def year(growth: str) -> Given:
    """The unit has its result; the personal cycle runs within the year, over the unit's leader."""
    given = begun(rulebook("years", indicator("growth"), steps=WITH_RESULT), OF_PERSONS)
    person = {"id": "director", "name": "Name of director", "unit": LEADER, "roles": ["head"]}
    more = {"authority": sample.AUTHORITY, "units": [{"id": LEADER, "name": "L", "kind": "person"}], "people": [person]}
    given = given.when(DIRECTORY, PublishDirectory.model_validate(more), actor=OFFICE).accepted
    given = launched(given, YEAR, "years")
    wish = sample.launch(cycle=PERSONS, rulebook="persons", period=OF_YEAR, appraisees=(LEADER,), within=YEAR)
    given = given.when(cycle_stream(PERSONS), wish, actor=OFFICE).accepted
    given = given.when(cycle_stream(YEAR), JoinCycle(cycle=PERSONS), actor=SYSTEM_CLOCK).accepted
    given = given.when(STREAM, OpenAppraisal(cycle=PERSONS, appraisee=LEADER), actor=SYSTEM_CLOCK).accepted
    given = opened(reported(given, YEAR, growth=growth), YEAR, StepName.RESULT)
    given = given.when(of(YEAR), ComputeResult(), actor=OFFICE).accepted
    return given.when(of(YEAR), ApproveResult(), actor=COMMITTEE).accepted


def grade(given: Given, **values: str) -> str | None:
    """The leader's own grade by the personal rulebook, from what the appraisal knows."""
    known = facts(given.state(STREAM))
    filled = known.model_copy(
        update={"values": {name: Fact.model_validate({"value": value}) for name, value in values.items()}}
    )
    return compute(parse(OF_PERSONS), LEADER, filled).grade


@pytest.mark.parametrize(("growth", "unit", "own"), [("100", "excellent", "excellent"), ("10", "poor", "good")])
def test_the_grade_of_the_unit_counts_in_its_leaders_own_appraisal(growth: str, unit: str, own: str) -> None:
    given = opened(year(growth), PERSONS, StepName.SCORING, STREAM)
    (event,) = (one for one in given.streams[STREAM] if isinstance(one, ValuesTakenIn))
    (taken,) = event.taken
    assert (taken.into, taken.grade, [one.stream for one in taken.sources]) == ("unit_grade", unit, [of(YEAR)])
    assert grade(given, work="100") == own
