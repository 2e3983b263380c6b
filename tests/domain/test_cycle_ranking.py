"""Ranking: by the office when results stand, under quotas that others approve, and again when something has changed."""

from typing import Any

import pytest

from domain.command import SYSTEM_CLOCK, SYSTEM_LOG
from domain.cycle import events as e
from domain.cycle.passage import CloseCycle, RecordAppraisalsClosed
from domain.cycle.ranking import ApproveQuota, RankResults
from domain.cycle.state import Cycle
from domain.record import AttestResults
from domain.refusal import Reason
from domain.regulation import parse
from domain.schedule import StepName
from domain.scoring import Follows, stand
from domain.streams import record_stream
from tests import comparing, sample
from tests.domain.compared import UNITS, approved, stream, tabulated
from tests.domain.given import Given
from tests.domain.history import COMMITTEE, CYCLE, OFFICE, lapsed, moved, private

QUOTA = ApproveQuota(quota=1, reason="A year of floods")
APPROVED = approved(tabulated(), *UNITS)
RECORD = record_stream(sample.AUTHORITY)


def ranked(given: Given, *earlier: str) -> tuple[e.ResultsRanked, Given]:
    outcome = given.when(CYCLE, RankResults(earlier=earlier), actor=OFFICE)
    assert outcome.refusal is None, outcome.refusal
    (event,) = outcome.events
    assert isinstance(event, e.ResultsRanked)
    return event, outcome.accepted


def attested(given: Given, year: int, grade: str) -> Given:
    result = {"appraisee": "finance", "year": year, "grade": grade, "source": "circular"}
    wish = AttestResults.model_validate({"authority": sample.AUTHORITY, "results": [result]})
    return given.when(RECORD, wish, actor=OFFICE).accepted


def test_the_approved_results_are_ranked_as_in_memory() -> None:
    event, _ = ranked(APPROVED)

    rulebook = parse(sample.sample_rulebook(**comparing.CHANGES))
    results = {unit: APPROVED.state(stream(unit)) for unit in UNITS}
    assert event.standings == stand(rulebook, results)
    stands = {one.appraisee: (one.rank, one.earned, one.grade) for one in event.standings.standings}
    assert stands == {
        "finance": (1, "excellent", "excellent"),
        "transport": (2, "excellent", "good"),  # by the quota, for one of three
        "health": (3, "good", "good"),  # by a veto
    }
    assert (event.number, event.by, event.approved_quotas) == (1, OFFICE, ())
    assert event.results == {unit: APPROVED.state(stream(unit)).computed_at for unit in UNITS}


@pytest.mark.parametrize("actor", [COMMITTEE, "finance-head", "mayor", "stranger"])
def test_nobody_but_the_office_ranks(actor: str) -> None:
    APPROVED.when(CYCLE, RankResults(), actor=actor).refused(
        Reason.FORBIDDEN,
        "cycle annual-2026",
        f"{actor} is not of the performance office of linan",
        "Let the performance office steer the cycle",
    )


def test_results_are_ranked_when_the_last_is_approved_or_given_up() -> None:
    given = approved(tabulated(), "finance", "health")
    given.when(CYCLE, RankResults(), actor=OFFICE).refused(
        Reason.CONFLICT,
        "cycle annual-2026",
        "has results that are neither approved nor given up: transport",
        "Rank when the last is approved, or its step has ended",
    )
    event, _ = ranked(lapsed(given, StepName.RESULT, stream("transport")))
    transport = event.standings.of("transport")
    assert (transport.total, transport.rank, transport.grade, transport.of) == (None, None, None, 2)
    assert set(event.results) == {"finance", "health"}


def test_the_same_ranking_is_not_made_twice_and_another_is_a_later_event() -> None:
    event, given = ranked(APPROVED)
    given.when(CYCLE, RankResults(), actor=OFFICE).refused(
        Reason.CONFLICT, "cycle annual-2026", "is ranked exactly so", "Nothing needs to be done"
    )
    again, given = ranked(attested(given, 2025, "excellent"))
    assert (again.number, again.standings) == (2, event.standings)
    state: Cycle = given.state(CYCLE)
    assert (state.rankings, state.follows) == (2, again.follows)
    assert given.streams[CYCLE].count(event) == 1


def test_a_closed_cycle_is_ranked_all_the_same() -> None:
    given = APPROVED
    for unit in UNITS:
        given = lapsed(given, StepName.FEEDBACK, stream(unit))
    given = given.when(CYCLE, RecordAppraisalsClosed(count=3), actor=SYSTEM_LOG).accepted
    given = given.when(CYCLE, CloseCycle(), actor=SYSTEM_CLOCK).accepted
    assert ranked(given)[0] == ranked(APPROVED)[0]


# ---------------------------------------------------------------- quotas


def test_a_higher_cap_is_approved_by_the_committee_and_lets_more_have_the_grade() -> None:
    given = APPROVED
    given = given.when(CYCLE, QUOTA, actor=COMMITTEE).then(
        e.QuotaApproved(quota=1, reason=private(COMMITTEE, "A year of floods"), by=COMMITTEE)
    )
    event, _ = ranked(given)
    assert event.approved_quotas == (1,)
    assert event.standings.of("transport").grade == "excellent"
    given.when(CYCLE, QUOTA, actor=COMMITTEE).refused(
        Reason.CONFLICT,
        "cycle annual-2026",
        "has the higher cap of quota 1 approved",
        "Nothing needs to be done",
    )


@pytest.mark.parametrize(
    ("person", "unit", "roles", "why"),
    [
        ("mayor", "government", ("leader",), "is not of the committee"),
        ("office-2", "performance-office", ("office", "committee"), "is of the performance office, which ranks"),
        ("finance-head", "finance", ("head", "committee"), "is of finance, which it concerns"),
    ],
)
def test_who_ranks_or_is_ranked_approves_no_higher_cap(
    person: str, unit: str, roles: tuple[str, ...], why: str
) -> None:
    moved(APPROVED, person, unit, *roles).when(CYCLE, QUOTA, actor=person).refused(
        Reason.FORBIDDEN,
        "quota 1 of cycle annual-2026",
        f"would be decided by {person}, who {why}",
        "Let another member of the committee decide",
    )


@pytest.mark.parametrize(
    ("wish", "reason", "problem", "mend"),
    [
        (
            ApproveQuota(quota=2, reason="Floods"),
            Reason.NOT_FOUND,
            "has no higher cap to approve",
            "Quotas that have one are: 1",
        ),
        (
            ApproveQuota(quota=1, reason=" "),
            Reason.INVALID,
            "is steered without a reason",
            "Give the reason; it becomes part of the record",
        ),
    ],
)
def test_a_cap_that_is_not_there_or_has_no_reason_is_refused(
    wish: ApproveQuota, reason: Reason, problem: str, mend: str
) -> None:
    thing = f"quota {wish.quota} of cycle annual-2026"
    APPROVED.when(CYCLE, wish, actor=COMMITTEE).refused(reason, thing, problem, mend)


# ---------------------------------------------------------------- over the years


def test_what_follows_rests_on_attested_years() -> None:
    assert ranked(APPROVED)[0].follows == {}
    assert ranked(attested(APPROVED, 2025, "good"))[0].follows == {}
    assert ranked(attested(APPROVED, 2024, "excellent"))[0].follows == {}
    event, _ = ranked(attested(APPROVED, 2025, "excellent"))
    twice = Follows(consequence="twice", name="Excellent twice", years=(2025, 2026), then=("A reward",))
    assert event.follows == {"finance": (twice,)}


def test_of_a_year_a_ranked_cycle_counts_rather_than_what_was_attested() -> None:
    earlier = [change(event) for event in ranked(APPROVED)[1].streams[CYCLE]]
    given = attested(APPROVED.happened("cycle:annual-2025", *earlier), 2025, "fair")

    event, _ = ranked(given, "annual-2025")

    assert {who: [one.years for one in all_] for who, all_ in event.follows.items()} == {"finance": [(2025, 2026)]}
    assert event.earlier == ("annual-2025",)


def change(event: Any) -> Any:  # noqa: ANN401 - any event of a cycle
    """The event as it would be a year earlier."""
    if not isinstance(event, e.CycleLaunched):
        return event
    period = event.period.model_copy(update={"end": event.period.end.replace(year=2025)})
    return event.model_copy(update={"cycle": "annual-2025", "period": period})


@pytest.mark.parametrize("name", ["annual-2026", "elsewhere"])
def test_a_cycle_that_is_none_of_an_earlier_year_is_refused(name: str) -> None:
    APPROVED.when(CYCLE, RankResults(earlier=(name,)), actor=OFFICE).refused(
        Reason.INVALID,
        "cycle annual-2026",
        f"is to follow {name}, which is no ranked cycle of an earlier year under rulebook annual",
        "Leave it out, or rank it first",
    )
