"""Containing: the cycles a rulebook wants within one of its own are launched as their calendar periods begin."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.command import SYSTEM_CLOCK
from domain.cycle import events as e
from domain.cycle.containing import Inner, RecordInnerRefused, next_inner, periods, planned
from domain.cycle.launch import LaunchCycle
from domain.cycle.linking import JoinCycle
from domain.cycle.regulation import regulation_of
from domain.refusal import Reason
from domain.regulation import CycleKind, Every, Rulebook, problems
from domain.schedule import Period
from domain.streams import cycle_stream, rulebook_stream
from tests import sample
from tests.domain.given import Given, Outcome
from tests.domain.history import LAUNCHED, OFFICE, TIMED, enacted, published

YEARS = {"rulebook": "annual", "kind": "annual", "every": "year"}
MONTHS = {"rulebook": "months", "kind": "peacetime", "every": "month"}
QUARTERS = {"rulebook": "months", "kind": "peacetime", "every": "quarter"}
TERM = cycle_stream("term")
OF_TERM = Period(start=date(2026, 3, 1), end=date(2031, 2, 28))


def term(*contains: dict[str, Any]) -> Given:
    """A term of five years has been launched whose rulebook wants these cycles within it."""
    given = published()
    given = enacted(given, sample.sample_rulebook(id="term", kind="term", contains=list(contains), steps=TIMED))
    given = enacted(given, sample.sample_rulebook(id="months", kind="peacetime", steps=TIMED))
    wish = sample.launch(cycle="term", title="Term", rulebook="term", period=OF_TERM)
    return given.when(TERM, wish, actor=OFFICE).accepted


def rules(given: Given) -> Rulebook:
    return regulation_of(given.state(TERM), {rulebook_stream("term"): given.state(rulebook_stream("term"))})


def following(given: Given) -> Inner | None:
    return next_inner(given.state(TERM), rules(given))


def by_clock(given: Given, inner: Inner, **changes: Any) -> Outcome:  # noqa: ANN401 - fields of the command
    """The clock launches an inner cycle."""
    wish = LaunchCycle(
        cycle=inner.cycle,
        title=inner.title,
        rulebook=inner.rulebook,
        authority=sample.AUTHORITY,
        period=inner.period,
        appraisees=sample.UNITS,
        within="term",
    )
    return given.when(cycle_stream(inner.cycle), wish.model_copy(update=changes), actor=SYSTEM_CLOCK)


def test_the_years_of_a_term_are_those_of_the_calendar_and_the_first_and_last_are_cut_short() -> None:
    given = term(YEARS)
    years = planned(given.state(TERM), rules(given))
    assert [(one.cycle, str(one.period.start), str(one.period.end)) for one in years] == [
        ("term-1", "2026-03-01", "2026-12-31"),
        ("term-2", "2027-01-01", "2027-12-31"),
        ("term-3", "2028-01-01", "2028-12-31"),
        ("term-4", "2029-01-01", "2029-12-31"),
        ("term-5", "2030-01-01", "2030-12-31"),
        ("term-6", "2031-01-01", "2031-02-28"),
    ]  # fmt: skip


def test_quarters_and_months_are_those_of_the_calendar() -> None:
    within = Period(start=date(2026, 5, 10), end=date(2026, 8, 1))
    assert [(str(one.start), str(one.end)) for one in periods(Every.MONTH, within)] == [
        ("2026-05-10", "2026-05-31"),
        ("2026-06-01", "2026-06-30"),
        ("2026-07-01", "2026-07-31"),
        ("2026-08-01", "2026-08-01"),
    ]
    assert [(str(one.start), str(one.end)) for one in periods(Every.QUARTER, within)] == [
        ("2026-05-10", "2026-06-30"),
        ("2026-07-01", "2026-08-01"),
    ]


def test_a_cycle_that_wants_none_within_it_has_none_to_launch() -> None:
    assert following(term()) is None


def test_the_first_year_is_launched_as_soon_as_its_period_has_begun() -> None:
    inner = following(term(YEARS))
    assert inner is not None
    assert (inner.cycle, inner.title, inner.before) == ("term-1", "Term, 2026", None)
    assert inner.at == datetime(2026, 2, 28, 16, tzinfo=UTC)  # midnight in Shanghai
    assert inner.at < LAUNCHED


def test_several_kinds_of_inner_cycle_are_told_apart_by_an_id_and_the_longer_begins_first() -> None:
    given = term({**YEARS, "id": "y"}, {**MONTHS, "id": "m"})
    assert [one.cycle for one in planned(given.state(TERM), rules(given))][:4] == [
        "term-y-1",
        "term-m-1",
        "term-m-2",
        "term-m-3",
    ]


def test_the_clock_launches_what_the_rulebook_wants_and_the_next_is_due_when_its_period_begins() -> None:
    given = term(YEARS)
    inner = following(given)
    assert inner is not None
    given = by_clock(given, inner).accepted
    launched = given.streams[cycle_stream("term-1")][0]
    assert isinstance(launched, e.CycleLaunched)
    assert (launched.by, launched.within, launched.kind) == (SYSTEM_CLOCK, "term", CycleKind.ANNUAL)

    given = given.when(TERM, JoinCycle(cycle="term-1"), actor=SYSTEM_CLOCK).accepted

    inner = following(given)
    assert inner is not None
    assert (inner.cycle, inner.before) == ("term-2", "term-1")
    assert inner.at == datetime(2026, 12, 31, 16, tzinfo=UTC)


def test_the_clock_needs_no_certificate_to_launch_what_the_rulebook_wants() -> None:
    given = enacted(term(YEARS), sample.sample_rulebook(certified=["office"], steps=TIMED))
    inner = following(given)
    assert inner is not None
    assert by_clock(given, inner).events


@pytest.mark.parametrize(
    "changes",
    [
        {"cycle": "term-9"},
        {"rulebook": "months"},
        {"appraisees": ("finance",)},
        {"within": None},
        {"period": Period(start=date(2026, 3, 1), end=date(2026, 11, 30))},
    ],
)
def test_the_clock_launches_nothing_that_no_rulebook_wants(changes: dict[str, Any]) -> None:
    given = term(YEARS)
    inner = following(given)
    assert inner is not None
    refusal = by_clock(given, inner._replace(cycle=changes.get("cycle", inner.cycle)), **changes).refusal
    assert refusal is not None
    assert (refusal.reason, refusal.problem) == (
        Reason.FORBIDDEN,
        "system:clock is not of the performance office of linan",
    )


def test_the_clock_launches_nothing_before_its_period_begins() -> None:
    given = term(YEARS)
    second = planned(given.state(TERM), rules(given))[1]
    refusal = by_clock(given, second).refusal
    assert refusal is not None
    assert refusal.reason is Reason.FORBIDDEN


def refused(given: Given, attempt: int) -> Outcome:
    wish = RecordInnerRefused(
        cycle="term-1", attempt=attempt, thing="rulebook annual", problem="is retired", mend="Enact it"
    )
    return given.when(TERM, wish, actor=SYSTEM_CLOCK)


def test_a_refused_launch_is_an_event_and_tried_again_after_a_day_two_and_four() -> None:
    given = term(YEARS)
    for attempt, days in ((1, 1), (2, 2), (3, 4)):
        again = given.now + timedelta(days=days)
        given = refused(given, attempt).then(
            e.InnerLaunchRefused(
                cycle="term-1",
                attempt=attempt,
                thing="rulebook annual",
                problem="is retired",
                mend="Enact it",
                again=again,
            )
        )
        inner = following(given)
        assert inner is not None
        assert (inner.cycle, inner.at) == ("term-1", again)
        given = given.at(again)


def test_a_launch_refused_when_its_period_is_nearly_over_is_given_up_and_the_next_goes_on() -> None:
    given = refused(term(YEARS).at(datetime(2026, 12, 31, 1, tzinfo=UTC)), 1).accepted
    event = given.streams[TERM][-1]
    assert isinstance(event, e.InnerLaunchRefused)
    assert event.again is None

    inner = following(given)

    assert inner is not None
    assert inner.cycle == "term-2"


def test_a_refusal_is_recorded_once() -> None:
    refused(refused(term(YEARS), 1).accepted, 1).refused(
        Reason.CONFLICT, "cycle term", "knows that term-1 was refused", "Nothing needs to be done"
    )


def test_an_inner_cycle_that_people_launched_is_not_launched_again() -> None:
    given = term(YEARS)
    inner = following(given)
    assert inner is not None
    own = cycle_stream("term-1")
    wish = sample.launch(cycle="term-1", period=inner.period, within="term", appraisees=("finance",))
    given = given.when(own, wish, actor=OFFICE).accepted
    given = given.when(TERM, JoinCycle(cycle="term-1"), actor=SYSTEM_CLOCK).accepted
    inner = following(given)
    assert inner is not None
    assert inner.cycle == "term-2"


def test_a_year_is_launched_under_the_version_in_force_when_it_begins_and_the_term_stays_under_its_own() -> None:
    given = term(YEARS)
    before = given.state(TERM).rulebook_hash
    given = enacted(given, sample.sample_rulebook(id="term", kind="term", title="Amended", steps=TIMED))
    given = enacted(given, sample.sample_rulebook(title="Years, amended", steps=TIMED))
    inner = following(given)
    assert inner is not None  # the version that the term began under wants it still

    given = by_clock(given, inner).accepted

    assert given.state(TERM).rulebook_hash == before
    latest = given.state(rulebook_stream("annual"))
    assert given.state(cycle_stream("term-1")).rulebook_hash == latest.in_force


NO_SHORTER = "it is no shorter than the cycles of this rulebook, which are of kind "


@pytest.mark.parametrize(
    ("kind", "contains", "place", "problem"),
    [
        (
            "term",
            [{**YEARS, "kind": "peacetime"}],
            "contains.1.kind",
            "a cycle for every year is of kind annual, not peacetime",
        ),
        ("annual", [YEARS], "contains.1.kind", f"{NO_SHORTER}annual"),
        ("special", [MONTHS], "contains.1.kind", f"{NO_SHORTER}special"),
        ("annual", [QUARTERS, MONTHS], "contains.1.id", "it has no id, and so have others"),
    ],
)
def test_what_could_not_come_about_is_found(
    kind: str, contains: list[dict[str, Any]], place: str, problem: str
) -> None:
    found = problems(sample.sample_rulebook(kind=kind, contains=contains))
    assert (place, problem) in [(one.place, one.problem) for one in found]
