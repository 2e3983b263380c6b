"""Levels of government: each has its own office, and results cross from one to the next by declared rule, once."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.appraisal.decide import OpenAppraisal
from domain.appraisal.taken_events import TakenIn, ValuesTakenIn
from domain.command import SYSTEM_CLOCK, SYSTEM_OPERATOR
from domain.cycle.linking import JoinCycle
from domain.directory import PublishDirectory
from domain.placement import AuthorityPlaced
from domain.refusal import Reason
from domain.regulation import problems
from domain.schedule import StepName
from domain.streams import appraisal_stream, cycle_stream, directory_stream
from tests import sample
from tests.domain.given import Given, Outcome
from tests.domain.history import OFFICE
from tests.domain.linked import OF_YEAR, YEAR, begun, indicator, launched, of, opened, report, rulebook

COUNTY, COUNTY_OFFICE, ITS_YEAR = "xihu", "county-office", "xihu-2026"
BUREAUS = ("county-finance", "county-health")
PLACED = {"authority": sample.AUTHORITY, "units": {"county-finance": "finance"}, "as_unit": "transport"}


def person(name: str, unit: str, *roles: str) -> dict[str, Any]:
    return {"id": name, "name": f"Name of {name}", "unit": unit, "roles": list(roles)}


def county(**above: Any) -> PublishDirectory:  # noqa: ANN401 - fields of a placement
    units = (*BUREAUS, "county-office-unit", "county-statistics")
    people = [person(f"{unit}-head", unit, "head") for unit in (*BUREAUS, "county-statistics")]
    people.append(person(COUNTY_OFFICE, "county-office-unit", "office"))
    people.append(person("county-office-2", "county-office-unit", "office"))
    people.append(person("county-committee", "county-statistics", "committee"))
    return PublishDirectory.model_validate(
        {
            "authority": COUNTY,
            "units": [{"id": unit, "name": unit} for unit in units],
            "people": people,
            "above": {**PLACED, **above},
        }
    )


def publish(given: Given, wish: PublishDirectory) -> Outcome:
    return given.when(directory_stream(wish.authority), wish, actor=SYSTEM_OPERATOR)


def county_rulebook(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    return rulebook("county-years", {**indicator("growth"), "lead": "county-statistics"}, authority=COUNTY, **fields)


def intake(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    return {
        "id": "growth-below",
        "at": "scoring",
        "source": "below",
        "takes": "value",
        "indicator": "growth",
        "into": "growth",
        "combined": "mean",
        **fields,
    }


def two_levels(upper: dict[str, Any], lower: dict[str, Any]) -> Given:
    """The county is placed under the city, both rulebooks are in force, and the city's year is launched."""
    given = publish(begun(upper), county()).accepted
    for actor, wish in sample.enact(lower, officer=COUNTY_OFFICE, member="county-committee"):
        given = given.when(f"rulebook:{lower['id']}", wish, actor=actor).accepted
    return given


def county_year(given: Given) -> Outcome:
    wish = sample.launch(
        cycle=ITS_YEAR,
        rulebook="county-years",
        authority=COUNTY,
        period=OF_YEAR,
        appraisees=BUREAUS,
        within=YEAR,
    )
    return given.when(cycle_stream(ITS_YEAR), wish, actor=COUNTY_OFFICE)


def county_reports(given: Given, **values: str) -> Given:
    """The county's year is launched within the city's, and its bureaus have reported."""
    given = county_year(given).accepted
    given = given.when(cycle_stream(YEAR), JoinCycle(cycle=ITS_YEAR), actor=SYSTEM_CLOCK).accepted
    for bureau in BUREAUS:
        stream = appraisal_stream(ITS_YEAR, bureau)
        given = given.when(stream, OpenAppraisal(cycle=ITS_YEAR, appraisee=bureau), actor=SYSTEM_CLOCK).accepted
        given = opened(given, ITS_YEAR, StepName.REPORTING, stream)
        value = values[bureau.removeprefix("county-")]
        given = given.when(stream, report({"growth": value}), actor=f"{bureau}-head").accepted
    return given


def taken(given: Given, stream: str) -> list[TakenIn]:
    return [one for event in given.streams[stream] if isinstance(event, ValuesTakenIn) for one in event.taken]


# ---------------------------------------------------------------- who is above whom


def test_an_authority_is_placed_under_another_with_its_units_under_those_there() -> None:
    events = publish(begun(), county()).events
    assert events[-1] == AuthorityPlaced(
        authority=COUNTY, above=sample.AUTHORITY, as_unit="transport", units={"county-finance": "finance"}
    )


@pytest.mark.parametrize(
    ("above", "reason", "problem"),
    [
        ({"authority": COUNTY}, Reason.INVALID, "would be placed under xihu, which is placed under it"),
        ({"units": {"post": "finance"}}, Reason.NOT_FOUND, "places post, which is none of its units"),
        (
            {"as_unit": "mars"},
            Reason.NOT_FOUND,
            "is placed under unit mars, which the directory of linan does not have",
        ),
    ],
)
def test_a_placement_that_cannot_be_is_refused(above: dict[str, Any], reason: Reason, problem: str) -> None:
    refusal = publish(begun(), county(**above)).refusal
    assert refusal is not None
    assert (refusal.reason, refusal.thing, refusal.problem) == (reason, "directory of xihu", problem)


def test_two_authorities_are_not_placed_under_each_other() -> None:
    given = publish(begun(), county()).accepted
    city = PublishDirectory.model_validate({"authority": sample.AUTHORITY, "above": {"authority": COUNTY}})
    refusal = given.when(directory_stream(sample.AUTHORITY), city, actor=OFFICE).refusal
    assert refusal is not None
    assert refusal.problem == "would be placed under xihu, which is placed under it"


def test_a_publication_without_a_placement_is_the_command_of_before_there_were_levels() -> None:
    assert "above" not in sample.publish_directory().model_dump(mode="json")


# ---------------------------------------------------------------- cycles and results


def test_a_countys_year_is_launched_by_its_own_office_within_the_citys() -> None:
    given = launched(two_levels(rulebook("years", indicator("growth")), county_rulebook()), YEAR, "years")
    state = county_year(given).accepted.state(cycle_stream(ITS_YEAR))
    assert (state.within, state.authority) == (YEAR, COUNTY)


def test_a_cycle_is_not_launched_within_one_of_an_authority_it_is_not_placed_under() -> None:
    given = launched(two_levels(rulebook("years", indicator("growth")), county_rulebook()), YEAR, "years")
    elsewhere = {name: events for name, events in given.streams.items() if name != directory_stream(COUNTY)}
    given = publish(replace(given, streams=elsewhere), county().model_copy(update={"above": None})).accepted
    county_year(given).refused(
        Reason.INVALID,
        f"cycle {ITS_YEAR}",
        "would be within annual-2026 of linan, and is of xihu",
        "Launch it within a cycle of its own authority, or of the one that it is placed under",
    )


def test_a_department_takes_in_what_the_bureau_below_it_has_reported_and_no_other() -> None:
    given = two_levels(rulebook("years", indicator("growth"), intakes=[intake()]), county_rulebook())
    given = county_reports(launched(given, YEAR, "years"), finance="90", health="40")

    (found,) = taken(opened(given, YEAR, StepName.SCORING), of(YEAR))

    stream = appraisal_stream(ITS_YEAR, "county-finance")
    assert (found.value, [one.stream for one in found.sources], found.lacking) == (Decimal(90), [stream], ())


def test_the_county_as_a_unit_of_the_city_takes_in_what_all_its_bureaus_have() -> None:
    given = two_levels(rulebook("years", indicator("growth"), intakes=[intake()]), county_rulebook())
    wish = sample.launch(cycle=YEAR, rulebook="years", period=OF_YEAR, appraisees=("transport",))
    given = given.when(cycle_stream(YEAR), wish, actor=OFFICE).accepted
    stream = appraisal_stream(YEAR, "transport")
    given = given.when(stream, OpenAppraisal(cycle=YEAR, appraisee="transport"), actor=SYSTEM_CLOCK).accepted
    given = county_reports(given, finance="90", health="40")

    (found,) = taken(opened(given, YEAR, StepName.SCORING, stream), stream)

    assert (found.value, len(found.sources)) == (Decimal(65), 2)


def test_a_bureau_takes_in_what_the_department_above_it_has_reported() -> None:
    lower = county_rulebook(intakes=[intake(id="from-above", source="above", combined="latest")])
    given = launched(two_levels(rulebook("years", indicator("growth")), lower), YEAR, "years")
    given = opened(given, YEAR, StepName.REPORTING)
    given = given.when(of(YEAR), report({"growth": "70"}), actor="finance-head").accepted
    given = county_year(given).accepted
    stream = appraisal_stream(ITS_YEAR, "county-finance")
    given = given.when(stream, OpenAppraisal(cycle=ITS_YEAR, appraisee="county-finance"), actor=SYSTEM_CLOCK).accepted

    (found,) = taken(opened(given, ITS_YEAR, StepName.SCORING, stream), stream)

    assert (found.value, [one.stream for one in found.sources]) == (Decimal(70), [of(YEAR)])


# ---------------------------------------------------------------- a result crosses a level once


def test_a_result_that_would_come_back_from_above_is_refused_at_the_launch() -> None:
    upper = rulebook("years", indicator("growth"), intakes=[intake(takes="total", indicator=None)])
    lower = county_rulebook(intakes=[intake(id="from-above", source="above", takes="total", indicator=None)])
    given = launched(two_levels(upper, lower), YEAR, "years")
    county_year(given).refused(
        Reason.INVALID,
        f"cycle {ITS_YEAR}",
        "takes results of annual-2026 in, which takes its results in by growth-below",
        "Let a result cross a level once: up, or down",
    )


def test_a_result_that_would_cross_by_two_rules_is_found() -> None:
    twice = [intake(), intake(id="again", into="own")]
    found = problems(rulebook("years", indicator("growth"), indicator("own"), intakes=twice))
    assert [(one.place, one.problem) for one in found] == [
        ("intakes.2", "the same results cross the level by growth-below, and a result crosses a level once")
    ]
