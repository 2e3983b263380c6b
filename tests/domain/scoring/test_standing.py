"""Ranks and quotas: who stands where, and whose grade a quota takes or gives."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.explanation import Explanation
from domain.regulation import problems
from domain.scoring import Result, Standings, stand
from tests.domain.rulebooks import document, rulebook

BANDS = ["excellent", "good", "poor"]


def result(total: str | None, *barred: str, grade: str | None = "", group: str | None = None) -> Result:
    """A result with the grade its total earns by the sample's bands, 90 and 75, unless told otherwise."""
    if grade == "":
        grade = None if total is None else BANDS[(Fraction(total) < 90) + (Fraction(total) < 75)]
    return Result.model_validate(
        {
            "total": total,
            "grade": grade,
            "verdicts": {},
            "explanation": Explanation(label="Total", rule="given", score=None),
            "barred": barred,
            "peer_group": group,
        }
    )


def standings(*quotas: dict[str, Any], **results: Result) -> Standings:
    """The standings under quotas, of which those marked `approved` have their higher cap."""
    approved = [number for number, quota in enumerate(quotas, start=1) if quota.get("approved")]
    plain = [{field: value for field, value in quota.items() if field != "approved"} for quota in quotas]
    return stand(rulebook(quotas=plain), results, approved)


def grades(found: Standings) -> dict[str, str | None]:
    return {one.appraisee: one.grade for one in found.standings}


TOP_FIFTH = {"grades": ["excellent"], "most": "0.2", "with_approval": "0.4"}
FIVE = {"a": result("99"), "b": result("95"), "c": result("91"), "d": result("80"), "e": result("60")}


def test_ranks_are_those_of_the_peer_group_and_equals_share_the_better_one() -> None:
    found = standings(
        a=result("90", group="north"),
        b=result("90", group="north"),
        c=result("80", group="north"),
        d=result("70", group="south"),
        e=result(None, group="south"),
    )
    assert [(one.appraisee, one.rank, one.of) for one in found.standings] == [
        ("a", 1, 3),
        ("b", 1, 3),
        ("c", 3, 3),
        ("d", 1, 1),
        ("e", None, 1),
    ]


def test_a_cap_takes_the_grade_from_those_of_lowest_total() -> None:
    found = standings(TOP_FIFTH, **FIVE)
    assert grades(found) == {"a": "excellent", "b": "good", "c": "good", "d": "good", "e": "poor"}
    assert found.of("b").reasons == ("excellent is for 1 at most, 0.2 of 5: good instead of excellent",)
    assert [(quota.most, quota.have, quota.kept) for quota in found.quotas] == [(1, 1, True)]


def test_a_share_of_all_assessed_counts_those_without_a_grade_too() -> None:
    ungraded = {**FIVE, "e": result("60", grade=None)}
    found = standings({**TOP_FIFTH, "of": "assessed"}, **ungraded)
    assert (found.quotas[0].graded, found.quotas[0].most) == (5, 1)
    assert grades(found) == {"a": "excellent", "b": "good", "c": "good", "d": "good", "e": None}


def test_approval_raises_the_cap_of_that_quota() -> None:
    assert grades(standings({**TOP_FIFTH, "approved": True}, **FIVE)) == {
        "a": "excellent",
        "b": "excellent",
        "c": "good",
        "d": "good",
        "e": "poor",
    }
    other = {"grades": ["poor"], "least": "0", "approved": True}
    assert grades(standings(TOP_FIFTH, other, **FIVE)) == grades(standings(TOP_FIFTH, **FIVE))


@pytest.mark.parametrize(("rounding", "kept"), [("floor", 1), ("half_up", 2), ("ceiling", 2)])
def test_a_share_becomes_a_number_by_the_rounding_of_the_quota(rounding: str, kept: int) -> None:
    found = standings({"grades": ["excellent"], "most": "0.3", "rounding": rounding}, **FIVE)
    assert sum(grade == "excellent" for grade in grades(found).values()) == kept


def test_of_equals_across_the_line_nobody_keeps_the_grade() -> None:
    found = standings(TOP_FIFTH, a=result("95"), b=result("95"), c=result("80"), d=result("80"), e=result("70"))
    assert grades(found) == {"a": "good", "b": "good", "c": "good", "d": "good", "e": "poor"}


def test_a_quota_of_peer_groups_is_kept_in_each() -> None:
    found = standings(
        {"grades": ["excellent"], "most": "0.5", "of": "peer_group"},
        a=result("99", group="north"),
        b=result("98", group="north"),
        c=result("97", group="south"),
        d=result("96", group="south"),
    )
    assert grades(found) == {"a": "excellent", "b": "good", "c": "excellent", "d": "good"}


def test_who_is_ungraded_is_no_part_of_the_share() -> None:
    found = standings(TOP_FIFTH, **{**FIVE, "e": result("60", grade=None)})
    assert found.quotas[0].graded == 4
    assert found.quotas[0].most == 0
    assert found.of("e").grade is None


def test_who_is_lowered_does_not_get_a_grade_a_veto_bars() -> None:
    found = standings({"grades": ["excellent"], "most": "0"}, a=result("95", "good"))
    assert grades(found) == {"a": "poor"}


def test_a_forced_distribution_is_by_rank_alone() -> None:
    found = standings(
        {"grades": ["excellent"], "most": "0.2", "forced": True},
        {"grades": ["good"], "most": "0.4", "forced": True},
        a=result("70"),
        b=result("69"),
        c=result("68"),
        d=result("67"),
        e=result("66"),
    )
    assert grades(found) == {"a": "excellent", "b": "good", "c": "good", "d": "poor", "e": "poor"}
    assert found.of("a").reasons == ("excellent is given by rank: excellent instead of poor",)


def test_a_veto_stands_against_a_forced_grade() -> None:
    found = standings(
        {"grades": ["excellent"], "most": "0.5", "forced": True}, a=result("80", "excellent"), b=result("79")
    )
    assert grades(found) == {"a": "good", "b": "excellent"}


def test_a_forced_floor_takes_the_last_down() -> None:
    found = standings({"grades": ["poor"], "least": "0.4", "forced": True, "rounding": "ceiling"}, **FIVE)
    assert grades(found) == {"a": "excellent", "b": "excellent", "c": "excellent", "d": "poor", "e": "poor"}
    assert found.of("d").reasons == ("poor is for 2 at least: poor instead of good",)


def test_a_forced_floor_parts_no_equals_and_says_that_it_is_not_reached() -> None:
    """Of five, two must be poor, and the second and third from below are equal."""
    floor = {"grades": ["poor"], "least": "0.4", "forced": True}
    found = standings(floor, **{**FIVE, "c": result("80")})
    assert grades(found) == {"a": "excellent", "b": "excellent", "c": "good", "d": "good", "e": "poor"}
    assert [(quota.least, quota.have, quota.kept) for quota in found.quotas] == [(2, 1, False)]


def test_a_forced_cap_on_several_grades_lifts_to_the_one_nearest_to_what_was_earned() -> None:
    """Four of five have good or better by rank, and who is lifted to that does not pass those before."""
    cap = {"grades": ["excellent", "good"], "most": "0.8", "forced": True}
    found = standings(cap, a=result("95"), b=result("80"), c=result("70"), d=result("60"), e=result("50"))
    assert grades(found) == {"a": "excellent", "b": "good", "c": "good", "d": "good", "e": "poor"}


@pytest.mark.parametrize("named", [["excellent"], ["good"], ["excellent", "poor"]])
def test_a_forced_floor_is_for_the_lowest_grades(named: list[str]) -> None:
    given = document(quotas=[{"grades": named, "least": "0.1", "forced": True}])
    problem = f"it takes the last by rank to {' and '.join(named)}, and there are grades below"
    assert [(found.place, found.problem) for found in problems(given)] == [("quotas.1.least", problem)]


def test_a_floor_that_is_not_forced_is_only_reported() -> None:
    found = standings({"grades": ["poor"], "least": "0.4"}, **FIVE)
    assert grades(found) == grades(standings(**FIVE))
    assert [(quota.least, quota.have, quota.kept) for quota in found.quotas] == [(2, 1, False)]


# ---------------------------------------------------------------- laws

TOTALS = st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 100).map(str), min_size=1)
SHARES = st.integers(0, 10).map(lambda tenths: f"{tenths}/10")


@given(TOTALS, SHARES)
def test_a_cap_is_never_passed_and_never_puts_a_lower_total_above_a_higher(totals: dict[str, str], share: str) -> None:
    found = standings(
        {"grades": ["excellent"], "most": share}, **{name: result(total) for name, total in totals.items()}
    )
    assert all(quota.kept for quota in found.quotas)
    by_total = sorted(found.standings, key=lambda one: -Fraction(one.total or 0))
    places = [BANDS.index(one.grade or "poor") for one in by_total]
    assert places == sorted(places)
    for one in found.standings:
        assert (one.grade == one.earned) is (one.reasons == ())


@given(TOTALS, SHARES)
def test_equal_totals_have_equal_grades_whatever_the_quota(totals: dict[str, str], share: str) -> None:
    results = {name: result(total) for name, total in totals.items()}
    for quota in (
        {"grades": ["excellent"], "most": share},
        {"grades": ["excellent"], "most": share, "forced": True},
        {"grades": ["poor"], "least": share, "forced": True},
    ):
        found = standings(quota, **results)
        assert len({(one.total, one.grade) for one in found.standings}) == len({one.total for one in found.standings})


@given(TOTALS, SHARES, SHARES, SHARES)
def test_a_forced_distribution_never_puts_a_lower_total_above_a_higher(
    totals: dict[str, str], top: str, upper: str, bottom: str
) -> None:
    """Whatever the shares, and whether or not they leave room for each other."""
    found = standings(
        {"grades": ["excellent"], "most": top, "forced": True},
        {"grades": ["excellent", "good"], "most": upper, "forced": True},
        {"grades": ["poor"], "least": bottom, "forced": True},
        **{name: result(total) for name, total in totals.items()},
    )
    by_total = sorted(found.standings, key=lambda one: -Fraction(one.total or 0))
    places = [BANDS.index(one.grade or "poor") for one in by_total]
    assert places == sorted(places)


@given(TOTALS, SHARES, st.permutations("abcdefghij"))
def test_the_order_of_appraisees_changes_nothing(totals: dict[str, str], share: str, order: list[str]) -> None:
    quota = {"grades": ["excellent"], "most": share}
    results = {name: result(total) for name, total in totals.items()}
    assert standings(quota, **results) == standings(quota, **{name: results[name] for name in order if name in results})
