"""Links: a cycle is launched within another and after an earlier one, and the outer cycle learns of it."""

from datetime import date
from typing import Any

import pytest

from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle import events as e
from domain.cycle.launch import LaunchCycle
from domain.cycle.linking import JoinCycle
from domain.cycle.passage import CloseCycle, RecordAppraisalsClosed
from domain.refusal import Reason
from domain.regulation import CycleKind
from domain.schedule import Period
from domain.streams import cycle_stream
from tests import sample
from tests.domain.given import Given, Outcome
from tests.domain.history import OFFICE, TIMED, enacted, published

TERM, YEAR, NEXT = "term-2026", "annual-2026", "annual-2027"
OF_TERM = Period(start=date(2026, 1, 1), end=date(2030, 12, 31))
OF_YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
OF_NEXT = Period(start=date(2027, 1, 1), end=date(2027, 12, 31))


def rulebooks() -> Given:
    """A rulebook of each kind is in force, called by its kind; that of years is called annual."""
    given = published()
    for kind in ("term", "peacetime", "special"):
        given = enacted(given, sample.sample_rulebook(id=kind, kind=kind, steps=TIMED))
    return given


def launch(given: Given, cycle: str, **changes: Any) -> Outcome:  # noqa: ANN401 - fields of the command
    return given.when(cycle_stream(cycle), sample.launch(cycle=cycle, **changes), actor=OFFICE)


def in_term() -> Given:
    """A term has begun."""
    return launch(rulebooks(), TERM, rulebook="term", period=OF_TERM).accepted


def in_year() -> Given:
    """Its first year has begun, too."""
    return launch(in_term(), YEAR, period=OF_YEAR, within=TERM).accepted


def fixed(given: Given, cycle: str) -> e.CycleLaunched:
    event = given.streams[cycle_stream(cycle)][0]
    assert isinstance(event, e.CycleLaunched)
    return event


def test_a_year_is_launched_within_its_term() -> None:
    launched = fixed(in_year(), YEAR)
    assert (launched.kind, launched.within, launched.follows, launched.matter) == (CycleKind.ANNUAL, TERM, None, None)


def test_the_term_learns_of_its_year() -> None:
    given = in_year().when(cycle_stream(TERM), JoinCycle(cycle=YEAR), actor=SYSTEM_CLOCK)
    joined = e.CycleJoined(
        cycle=YEAR, kind=CycleKind.ANNUAL, authority=sample.AUTHORITY, rulebook=sample.RULEBOOK, period=OF_YEAR
    )
    assert given.then(joined).state(cycle_stream(TERM)).inner == {YEAR: joined}


def test_a_term_learns_of_its_year_once() -> None:
    given = in_year().when(cycle_stream(TERM), JoinCycle(cycle=YEAR), actor=SYSTEM_CLOCK).accepted
    given.when(cycle_stream(TERM), JoinCycle(cycle=YEAR), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "cycle term-2026", "knows annual-2026 already", "Nothing needs to be done"
    )


def test_a_term_does_not_take_in_a_year_that_was_launched_by_itself() -> None:
    given = launch(in_term(), YEAR, period=OF_YEAR).accepted
    given.when(cycle_stream(TERM), JoinCycle(cycle=YEAR), actor=SYSTEM_CLOCK).refused(
        Reason.INVALID,
        "cycle term-2026",
        "is to know of annual-2026, which was not launched within it",
        "Launch it with '--within term-2026'",
    )


def test_a_term_that_has_closed_still_learns_of_a_year_launched_before() -> None:
    given = in_year().when(cycle_stream(TERM), RecordAppraisalsClosed(count=3), actor=SYSTEM_LOG).accepted
    given = given.when(cycle_stream(TERM), CloseCycle(), actor=SYSTEM_CLOCK).accepted
    outcome = given.when(cycle_stream(TERM), JoinCycle(cycle=YEAR), actor=SYSTEM_CLOCK)
    assert [type(event) for event in outcome.events] == [e.CycleJoined]


def test_no_year_is_launched_within_a_term_that_has_closed() -> None:
    given = in_term().when(cycle_stream(TERM), RecordAppraisalsClosed(count=3), actor=SYSTEM_LOG).accepted
    given = given.when(cycle_stream(TERM), CloseCycle(), actor=SYSTEM_CLOCK).accepted
    launch(given, YEAR, period=OF_YEAR, within=TERM).refused(
        Reason.CONFLICT,
        "cycle term-2026",
        "is closed, and annual-2026 is to be within it",
        "Launch it by itself, or within a cycle that is open",
    )


def test_a_year_may_open_before_the_last_one_has_closed() -> None:
    given = in_year()
    assert not given.state(cycle_stream(YEAR)).closed

    launched = fixed(launch(given, NEXT, period=OF_NEXT, within=TERM, follows=YEAR).accepted, NEXT)

    assert (launched.within, launched.follows) == (TERM, YEAR)


@pytest.mark.parametrize(
    ("changes", "reason", "thing", "problem", "mend"),
    [
        (
            {"period": OF_YEAR, "within": "term-2020"},
            Reason.NOT_FOUND,
            "cycle term-2020",
            "has not been launched, and new is to be within it",
            "Launch the outer cycle first",
        ),
        (
            {"period": Period(start=date(2030, 7, 1), end=date(2031, 6, 30)), "within": TERM},
            Reason.INVALID,
            "cycle new",
            "appraises 2030-07-01 to 2031-06-30, not all of it within the 2026-01-01 to 2030-12-31 of term-2026",
            "Choose a period inside that of the outer cycle",
        ),
        (
            {"rulebook": "term", "period": OF_YEAR, "within": YEAR},
            Reason.INVALID,
            "cycle new",
            "is of kind term, and would be within annual-2026, of the shorter kind annual",
            "Launch the longer one first, and the shorter within it",
        ),
        (
            {"period": OF_NEXT, "follows": "annual-2020"},
            Reason.NOT_FOUND,
            "cycle annual-2020",
            "has not been launched, and new is to follow it",
            "Name the cycle of the period before",
        ),
        (
            {"period": OF_NEXT, "follows": TERM},
            Reason.INVALID,
            "cycle new",
            "is to follow term-2026, of kind term and authority linan",
            "Name a cycle of kind annual and authority linan",
        ),
        (
            {"period": OF_YEAR, "follows": YEAR},
            Reason.INVALID,
            "cycle new",
            "begins on 2026-01-01, and is to follow annual-2026, which ends on 2026-12-31",
            "Let its period begin after that of the cycle it follows",
        ),
        (
            {"rulebook": "special"},
            Reason.INVALID,
            "cycle new",
            "is special and has no matter, so nobody could say what it is about",
            "Name its matter, such as 'Flood control'",
        ),
        (
            {"matter": "Floods"},
            Reason.INVALID,
            "cycle new",
            "is of kind annual, and has the matter 'Floods'",
            "Leave it out; only special cycles are about one matter",
        ),
    ],
)
def test_a_link_that_does_not_hold_is_refused(
    changes: dict[str, Any], reason: Reason, thing: str, problem: str, mend: str
) -> None:
    launch(in_year(), "new", **changes).refused(reason, thing, problem, mend)


def test_a_special_cycle_says_what_it_is_about() -> None:
    given = launch(in_year(), "floods", rulebook="special", within=YEAR, matter="Flood control").accepted
    assert (fixed(given, "floods").kind, fixed(given, "floods").matter) == (CycleKind.SPECIAL, "Flood control")


def test_a_launch_that_is_linked_to_none_is_the_command_of_before_there_were_links() -> None:
    assert not {"within", "follows", "matter"} & set(sample.launch().model_dump(mode="json"))
    linked = LaunchCycle.model_validate({**sample.launch().model_dump(mode="json"), "within": TERM})
    assert linked.model_dump(mode="json")["within"] == TERM
