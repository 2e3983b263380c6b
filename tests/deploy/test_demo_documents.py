"""The sample authorities: their documents hold, their cycles can be launched, and the script cannot miss."""

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from deploy.demo.authority import Authority, Run
from deploy.demo.script import (
    ABSENT,
    ABSTAIN,
    CLAIMS,
    DISSATISFIED,
    DOUBTED,
    FIRST,
    HELPED,
    IMPROVING,
    LATE,
    LIAR,
    LIFTED,
    REFUSED,
    SECOND,
    SILENT,
    VAGUE,
    WARNED,
    WRONGED,
    WRONGED_ON,
)
from domain.command import SYSTEM_OPERATOR, Context
from domain.cycle import events as c
from domain.cycle.decide import decide
from domain.cycle.launch import LaunchCycle
from domain.cycle.state import initial
from domain.directory import Directory, Role
from domain.directory import decide as decide_directory
from domain.directory import evolve as evolve_directory
from domain.directory import initial as no_directory
from domain.regulation import check, leaves_for, written
from domain.rulebook import decide as decide_rulebook
from domain.rulebook import evolve as evolve_rulebook
from domain.rulebook import initial as no_rulebook
from domain.sampling import draw_by_value, frame_digest
from domain.schedule import Period
from domain.streams import directory_stream, rulebook_stream
from tests.sample import enact

CITY, DISTRICT = Authority.load("yuntan"), Authority.load("hucheng")
YEAR = Run(f"yuntan-{FIRST}", CITY, CITY.rulebooks["annual"], FIRST)
NOW = datetime(2026, 11, 23, 22, tzinfo=UTC)
RULEBOOKS = [(place, name) for place in (CITY, DISTRICT) for name in place.rulebooks]


def published_directories() -> dict[str, Directory]:
    """Both directories, the city's first: the district is placed under it."""
    states: dict[str, Directory] = {}
    for place in (CITY, DISTRICT):
        state = no_directory()
        for event in decide_directory(place.directory, state, Context(NOW, SYSTEM_OPERATOR, states=states)):
            state = evolve_directory(state, event)
        states[directory_stream(place.id)] = state
    return states


def test_there_are_three_rulebooks_of_the_city_and_one_of_the_district() -> None:
    assert [(place.id, name) for place, name in RULEBOOKS] == [
        ("yuntan", "annual"),
        ("yuntan", "quarter"),
        ("yuntan", "term"),
        ("hucheng", "annual"),
    ]


@pytest.mark.parametrize(("place", "name"), RULEBOOKS)
def test_a_rulebook_has_no_findings(place: Authority, name: str) -> None:
    assert check(place.rulebooks[name]) == ()


@pytest.mark.parametrize(("place", "name"), RULEBOOKS)
def test_a_cycle_of_each_rulebook_can_be_launched(place: Authority, name: str) -> None:
    document, rulebook = place.rulebooks[name], no_rulebook()
    officer, member = place.holders(Role.OFFICE)[0], place.holders(Role.COMMITTEE)[0]
    directories = published_directories()
    for actor, wish in enact(written(document), officer=officer, member=member):
        for event in decide_rulebook(wish, rulebook, Context(NOW, actor, states=directories)):
            rulebook = evolve_rulebook(rulebook, event)
    states = {**directories, rulebook_stream(document.id): rulebook}
    launch = LaunchCycle(
        cycle="the-cycle",
        title="The cycle",
        rulebook=document.id,
        authority=place.id,
        period=Period(start=date(FIRST, 1, 1), end=date(SECOND, 12, 31)),
        appraisees=place.appraisees,
    )
    (launched,) = decide(launch, initial(), Context(NOW, officer, states=states))
    assert isinstance(launched, c.CycleLaunched)
    assert [times.step for times in launched.schedule] == [rule.step for rule in document.steps]
    assert launched.appraisees == place.appraisees


def test_every_unit_has_a_head_and_in_the_city_enough_staff_to_vote() -> None:
    for place in (CITY, DISTRICT):
        assert [unit for unit in place.appraisees if len(place.holders(Role.HEAD, unit)) != 1] == []
    staff = {unit: len(CITY.holders(Role.STAFF, unit)) for unit in CITY.appraisees}
    assert [unit for unit, count in staff.items() if count not in (4, 5)] == []


def test_those_who_judge_verify_and_approve_are_not_appraised() -> None:
    units = {person.id: person.unit for person in CITY.directory.people}
    apart = {Role.LEADER: 4, Role.OFFICE: 2, Role.COMMITTEE: 3, Role.VERIFIER: 2, Role.SUPERVISION: 1}
    assert {role: len(CITY.holders(role)) for role in apart} == apart
    assert {units[person] for role in apart for person in CITY.holders(role)}.isdisjoint(CITY.appraisees)
    judges = {leaf.lead for group in YEAR.rulebook.indicators for leaf in group.children if leaf.judged}
    assert judges.isdisjoint(CITY.appraisees)


def test_one_member_of_the_joint_meeting_is_of_a_unit_appraised_and_enough_are_left_without_it() -> None:
    units = {person.id: person.unit for person in CITY.directory.people}
    members = CITY.holders(Role.MEMBER)
    concerned = [member for member in members if units[member] in CITY.appraisees]
    assert (len(members), len(concerned), ABSENT in members, ABSENT in concerned) == (6, 1, True, False)


def test_the_books_hold_every_value_that_is_reported_for_every_quarter_and_year() -> None:
    for year, unit in itertools.product((FIRST, SECOND), CITY.appraisees):
        for number in range(1, 5):
            quarter = Run("quarter", CITY, CITY.rulebooks["quarter"], year, number)
            assert all(Decimal(quarter.recorded(unit, leaf.id)) >= 0 for leaf in quarter.indicators(unit))
        of_year = Run("year", CITY, CITY.rulebooks["annual"], year)
        for leaf in own(unit):
            assert Decimal(of_year.recorded(unit, leaf)) >= 0
    for unit in DISTRICT.appraisees:
        below = Run("year", DISTRICT, DISTRICT.rulebooks["annual"], FIRST)
        assert all(Decimal(below.recorded(unit, leaf.id)) >= 0 for leaf in below.indicators(unit))


def own(unit: str) -> list[str]:
    """What a unit of the city reports for a year by itself: what its quarters and its district do not tell."""
    taken = {one.into for one in YEAR.rulebook.intakes}
    return [leaf.id for leaf in leaves_for(YEAR.rulebook, unit) if leaf.reported and leaf.id not in taken]


def test_whatever_is_drawn_one_false_value_is_among_it() -> None:
    """Not by luck: of the two values it reports both are false, and one is drawn."""
    false = {name for name, claim in CLAIMS.items() if Decimal(claim) != Decimal(YEAR.recorded(LIAR, name))}
    assert false == set(CLAIMS) == set(own(LIAR))
    frame = {LIAR: dict.fromkeys(own(LIAR), 1)}
    for number in range(200):
        thrown = f"{number:06}"
        drawn = draw_by_value(frame_digest(frame), "salt", thrown, frame, YEAR.rulebook.verification.share)
        assert len(drawn) == 1


def test_the_script_is_about_units_that_are_appraised() -> None:
    named = {LIAR, SILENT, VAGUE, DISSATISFIED, HELPED, WARNED, WRONGED, IMPROVING, LIFTED}
    named |= {unit for _, unit in ABSTAIN} | {unit for _, unit, _ in LATE}
    assert named <= set(CITY.appraisees)
    assert {DOUBTED, REFUSED} <= set(DISTRICT.appraisees)
    assert WRONGED_ON in {leaf.id for leaf in YEAR.indicators(WRONGED)}


def test_of_those_who_abstain_one_unit_keeps_enough_ballots_and_one_does_not() -> None:
    left = {unit: len(CITY.holders(Role.STAFF, unit)) - count for (_, unit), count in ABSTAIN.items()}
    assert {unit: count >= YEAR.ballots_needed for unit, count in left.items()} == {"hucheng": True, "lutai": False}


def test_the_two_levels_differ_in_their_clocks_by_their_rulebooks_alone() -> None:
    clocks = [
        {one.id: str(one.within) for one in place.rulebooks["annual"].clocks if one.id.startswith("review")}
        for place in (CITY, DISTRICT)
    ]
    assert clocks == [
        {"review-request": "PT6S", "review-decision": "PT20S"},
        {"review-request": "PT30S", "review-decision": "PT20S"},
    ]


def test_an_opinion_stays_the_same_and_within_what_there_is_to_give() -> None:
    assert YEAR.opinion("a", "health", Decimal(10)) == YEAR.opinion("a", "health", Decimal(10))
    given = [Decimal(YEAR.opinion(f"person-{n}", unit, Decimal(20))) for unit in CITY.appraisees for n in range(20)]
    assert max(given) <= 20
    assert min(given) >= 0
    assert len(set(given)) > 5
