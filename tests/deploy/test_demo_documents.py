"""The sample municipality: its documents hold, its cycle can be launched, and its script cannot miss."""

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal

from deploy.demo.city import City
from deploy.demo.script import ABSTAIN, CLAIMS, DISSATISFIED, DOUBTED, LATE, LIAR, SILENT, VAGUE
from domain.command import SYSTEM_OPERATOR, Context
from domain.cycle import events as c
from domain.cycle.decide import decide
from domain.cycle.launch import LaunchCycle
from domain.cycle.state import initial
from domain.directory import Directory, Role
from domain.directory import decide as decide_directory
from domain.directory import evolve as evolve_directory
from domain.directory import initial as no_directory
from domain.regulation import check, written
from domain.rulebook import decide as decide_rulebook
from domain.rulebook import evolve as evolve_rulebook
from domain.rulebook import initial as no_rulebook
from domain.sampling import draw_by_value, frame_digest
from domain.schedule import Period, StepName
from domain.streams import directory_stream, rulebook_stream
from tests.sample import enact

CITY = City.load()
NOW = datetime(2026, 11, 23, 22, tzinfo=UTC)


def published_directory() -> Directory:
    state = no_directory()
    events = decide_directory(CITY.directory, state, Context(NOW, SYSTEM_OPERATOR))
    assert [type(event).__name__ for event in events] == ["UnitsRegistered", "PostsFilled"]
    for event in events:
        state = evolve_directory(state, event)
    return state


def test_the_rulebook_has_no_findings() -> None:
    assert check(CITY.rulebook) == ()


def test_the_cycle_can_be_launched() -> None:
    directory, rulebook = published_directory(), no_rulebook()
    officer = CITY.holders(Role.OFFICE)[0]
    of_directory = {directory_stream("yuntan"): directory}
    for actor, wish in enact(written(CITY.rulebook), officer=officer, member=CITY.holders(Role.COMMITTEE)[0]):
        for event in decide_rulebook(wish, rulebook, Context(NOW, actor, states=of_directory)):
            rulebook = evolve_rulebook(rulebook, event)
    states = {**of_directory, rulebook_stream("yuntan-annual"): rulebook}
    launch = LaunchCycle(
        cycle="yuntan-annual-2026",
        title="2026",
        rulebook="yuntan-annual",
        authority="yuntan",
        period=Period(start=date(2026, 1, 1), end=date(2026, 12, 31)),
        appraisees=CITY.appraisees,
    )
    (launched,) = decide(launch, initial(), Context(NOW, officer, states=states))
    assert isinstance(launched, c.CycleLaunched)
    assert [times.step for times in launched.schedule] == [step for step in StepName if step is not StepName.NOTICE]
    assert len(launched.appraisees) == 24


def test_every_unit_has_a_head_and_enough_staff_to_vote() -> None:
    heads = {unit: CITY.holders(Role.HEAD, unit) for unit in CITY.appraisees}
    staff = {unit: len(CITY.holders(Role.STAFF, unit)) for unit in CITY.appraisees}
    assert [unit for unit, found in heads.items() if len(found) != 1] == []
    assert [unit for unit, count in staff.items() if count not in (4, 5)] == []


def test_those_who_judge_verify_and_approve_are_not_appraised() -> None:
    units = {person.id: person.unit for person in CITY.directory.people}
    apart = {Role.LEADER: 4, Role.OFFICE: 2, Role.COMMITTEE: 3, Role.VERIFIER: 2, Role.SUPERVISION: 1}
    assert {role: len(CITY.holders(role)) for role in apart} == apart
    assert {units[person] for role in apart for person in CITY.holders(role)}.isdisjoint(CITY.appraisees)
    judges = {leaf.lead for group in CITY.rulebook.indicators for leaf in group.children if leaf.judged}
    assert judges.isdisjoint(CITY.appraisees)


def test_the_books_hold_every_value_that_is_measured() -> None:
    for unit in CITY.appraisees:
        measured = {leaf.id for leaf in CITY.measured(unit)}
        assert set(CITY.records[unit]) == measured | {"standing"}
        assert len(measured) == 4


def test_whatever_is_drawn_one_false_value_is_among_it() -> None:
    """Not by luck: two of four are drawn and three are false, so no draw has only true ones."""
    measured = [leaf.id for leaf in CITY.measured(LIAR)]
    false = {name for name, claim in CLAIMS.items() if Decimal(claim) != Decimal(CITY.recorded(LIAR, name))}
    share = CITY.rulebook.verification.share
    assert false == set(CLAIMS) < set(measured)
    frame = {LIAR: dict.fromkeys(measured, 1)}
    for value in (f"{number:06d}" for number in range(200)):
        drawn = {name for _, name in draw_by_value(frame_digest(frame), "5eed", value, frame, share)}
        assert drawn & false
    assert all(set(pair) & false for pair in itertools.combinations(measured, 2))


def test_the_script_is_about_units_that_are_appraised() -> None:
    named = {LIAR, SILENT, VAGUE, DOUBTED, DISSATISFIED, *ABSTAIN, *(unit for unit, _ in LATE)}
    assert named <= set(CITY.appraisees)


def test_of_those_who_abstain_one_unit_keeps_enough_ballots_and_one_does_not() -> None:
    left = {unit: len(CITY.holders(Role.STAFF, unit)) - count for unit, count in ABSTAIN.items()}
    assert {unit: count >= CITY.ballots_needed for unit, count in left.items()} == {"hucheng": True, "lutai": False}


def test_an_opinion_stays_the_same_and_within_what_there_is_to_give() -> None:
    assert CITY.opinion("a", "health", Decimal(10)) == CITY.opinion("a", "health", Decimal(10))
    given = [Decimal(CITY.opinion(f"person-{n}", unit, Decimal(20))) for unit in CITY.appraisees for n in range(20)]
    assert max(given) <= 20
    assert min(given) >= 0
    assert len(set(given)) > 5
