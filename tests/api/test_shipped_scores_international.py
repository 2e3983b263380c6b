"""What the shipped rulebooks of Huzhou and of other countries make of facts, against sums done by hand."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from domain.exact import Exact
from domain.explanation import Explanation
from domain.scoring import Case, Fact, Facts, PeerTable, Result, Standings, TableColumn, compute, stand, tabulate
from domain.scoring.columns import WHOLE
from tests.api.shipped import regulation


def values(**given: str | None) -> dict[str, Fact]:
    """Values by indicator, an underscore standing for a hyphen."""
    return {
        name.replace("_", "-"): Fact(value=None if value is None else Decimal(value)) for name, value in given.items()
    }


def results(name: str, facts: Mapping[str, Facts]) -> dict[str, Result]:
    """Everybody's result, each compared with the others."""
    rulebook = regulation(name)
    peers = tabulate(rulebook, facts)
    return {appraisee: compute(rulebook, appraisee, known, peers) for appraisee, known in facts.items()}


def totals(found: Mapping[str, Result]) -> dict[str, Exact | None]:
    return {appraisee: result.total for appraisee, result in found.items()}


def standings(name: str, facts: Mapping[str, Facts]) -> Standings:
    return stand(regulation(name), results(name, facts))


def line(result: Result, name: str) -> Explanation:
    """The one line of the explanation whose label ends so."""

    def below(node: Explanation) -> list[Explanation]:
        return [node, *(found for child in node.children for found in below(child))]

    (only,) = [node for node in below(result.explanation) if node.label.endswith(f" {name}")]
    return only


# ---------------------------------------------------------------- Huzhou, departments

SCORECARD = Facts(
    attributes={"group": "party-and-general", "specialised": "false", "new_staff": "2", "business_divisions": "89.95"},
    values=values(
        work_performance="50.34375",
        comprehensive_evaluation="19.1792",
        establishment_size="1",
        mean_age="34.6",
        young_section_chiefs="38.46",
        young_new_staff="100",
        postgraduates="29.1",
        postgraduate_new_staff="50",
        business_staff="90.47",
        business_section_chiefs="86.95",
        division_size="0",
        party_control="0",
        approved_structure="0",
        business_handling="0",
    ),
)
"""The published department. Two facts are not published and follow from its scores: the last place in establishment
size, from 2 points, and 89.95 % of business divisions, from 1.85 = 2 - 0.05 x (89.95 - 86.95)."""

PUBLISHED = PeerTable(
    values=(
        TableColumn(indicator="mean-age", group=WHOLE, values={"mean of the city": Decimal("42.95")}),
        TableColumn(indicator="young-new-staff", group=WHOLE, values={"mean of the city": Decimal("75.53")}),
    ),
    shares=tuple(
        TableColumn(indicator=indicator, group=WHOLE, values={"mean of the city": share})
        for indicator, share in {
            "young-new-staff": Decimal("0.9"),
            "postgraduate-new-staff": Decimal("0.8"),
            "specialists": Decimal("1.73") / 2,
        }.items()
    ),
)
"""The other departments are published only in their means, so that each column has one entry, which is its mean.

Published are the mean age of 42.95 and, as the score of a department that is not specialised, the mean score of 1.73 of
2 points of those that are. What the mean scores of the items on new staff are is not, and matters to nobody with some.
"""


def scorecard(**changes: object) -> Result:
    return compute(
        regulation("huzhou-departments"), "committee-office", SCORECARD.model_copy(update=changes), PUBLISHED
    )


def test_the_huzhou_scorecard_comes_out_as_published_line_by_line() -> None:
    result = scorecard()

    assert {
        name: line(result, name).score
        for name in (
            "Duty effectiveness",
            "Comprehensive evaluation",
            "Coordination",
            "Weighted size of the establishment",
            "Mean age",
            "Section chiefs up to 35 years old",
            "New staff up to 35 years old",
            "Postgraduates",
            "Postgraduates among new staff",
            "Specialists",
            "Staff in business divisions",
            "Section chiefs in business divisions",
            "Divisions below half of the mean size",
            "Party control of the establishment",
            "Approved structure carried out",
            "Establishment business late or not reported",
            "State of the establishment",
        )
    } == {
        "Duty effectiveness": Decimal("50.34375"),
        "Comprehensive evaluation": Decimal("19.1792"),
        "Coordination": Decimal("19.1792"),
        "Weighted size of the establishment": 2,
        "Mean age": 2,
        "Section chiefs up to 35 years old": 1,
        "New staff up to 35 years old": 1,
        "Postgraduates": 1,
        "Postgraduates among new staff": 1,
        "Specialists": Decimal("1.73"),
        "Staff in business divisions": Decimal("2.5"),
        "Section chiefs in business divisions": Decimal("1.85"),
        "Divisions below half of the mean size": Decimal("1.5"),
        "Party control of the establishment": Decimal("1.5"),
        "Approved structure carried out": Decimal("1.5"),
        "Establishment business late or not reported": 1,
        "State of the establishment": Decimal("19.58"),
    }


def test_the_huzhou_total_is_the_sum_of_its_three_parts() -> None:
    result = scorecard()

    assert Decimal("50.34375") + Decimal("19.1792") + Decimal("19.58") == Decimal("89.10295")
    assert result.explanation.inputs["exact total"] == "89.10295"
    assert (result.total, result.grade, result.barred) == (Decimal("89.10"), "A (excellent)", ())
    assert result.peer_group == "party-and-general"


@pytest.mark.parametrize(
    "facts",
    [
        *(
            {"cases": {veto: (Case(id="case-1"),)}}
            for veto in ("criticised", "incident-mishandled", "convicted", "establishment-violation", "among-the-last")
        ),
        {"attributes": {**SCORECARD.attributes, "provincial_rank_from_last": "3"}},
        {"attributes": {**SCORECARD.attributes, "provincial_rank_from_last": "4", "group_rank_from_last": "1"}},
    ],
)
def test_each_huzhou_veto_bars_excellent_and_leaves_the_total(facts: dict[str, object]) -> None:
    result = scorecard(**facts)

    assert (result.total, result.grade, result.barred) == (Decimal("89.10"), "B", ("A (excellent)",))


def test_a_rank_above_the_last_three_bars_nothing() -> None:
    ranks = {"provincial_rank_from_last": "4", "group_rank_from_last": "4"}

    assert scorecard(attributes={**SCORECARD.attributes, **ranks}).barred == ()


def test_a_quota_by_rank_does_not_lift_a_vetoed_department_to_excellent() -> None:
    facts = {
        "first": SCORECARD.model_copy(update={"cases": {"convicted": (Case(id="verdict-1"),)}}),
        "second": SCORECARD.model_copy(update={"values": {**SCORECARD.values, **values(work_performance="50")}}),
        "third": SCORECARD.model_copy(update={"values": {**SCORECARD.values, **values(work_performance="45")}}),
    }
    specialised = {"attributes": {**SCORECARD.attributes, "specialised": "true"}}
    facts = {
        unit: known.model_copy(update=specialised | {"values": {**known.values, **values(specialists="60")}})
        for unit, known in facts.items()
    }

    found = standings("huzhou-departments", facts)

    assert {one.appraisee: (one.rank, one.grade) for one in found.standings} == {
        "first": (1, "B"),
        "second": (2, "A (excellent)"),
        "third": (3, "C"),
    }


@pytest.mark.parametrize(
    ("indicator", "name", "value", "score"),
    [
        ("establishment-size", "Weighted size of the establishment", "2", "1.9"),
        ("establishment-size", "Weighted size of the establishment", "3", "1.8"),
        ("establishment-size", "Weighted size of the establishment", "11", "1.0"),
        ("establishment-size", "Weighted size of the establishment", "22", "0"),
        ("mean-age", "Mean age", "42.95", "2"),
        ("mean-age", "Mean age", "44.45", "1.25"),  # 1.5 years over
        ("mean-age", "Mean age", "50", "0"),
        ("young-section-chiefs", "Section chiefs up to 35 years old", "11.3", "0.565"),  # 8.7 short
        ("young-new-staff", "New staff up to 35 years old", "75.53", "0.553"),  # 4.47 short
        ("postgraduates", "Postgraduates", "15", "0.5"),
        ("postgraduate-new-staff", "Postgraduates among new staff", "45", "0.5"),
        ("business-staff", "Staff in business divisions", "67.66", "0.271"),  # 22.29 short
        ("business-section-chiefs", "Section chiefs in business divisions", "66.28", "0.8165"),  # 23.67 short
        ("division-size", "Divisions below half of the mean size", "2", "0.5"),
        ("division-size", "Divisions below half of the mean size", "4", "0"),
        ("party-control", "Party control of the establishment", "1", "1.0"),
        ("party-control", "Party control of the establishment", "2", "0"),
        ("approved-structure", "Approved structure carried out", "1", "1.0"),
        ("business-handling", "Establishment business late or not reported", "3", "0.7"),
    ],
)
def test_a_line_of_the_huzhou_scorecard_takes_off_what_it_says(
    indicator: str, name: str, value: str, score: str
) -> None:
    result = scorecard(values={**SCORECARD.values, indicator: Fact(value=Decimal(value))})

    assert line(result, name).score == Decimal(score)


def test_a_grave_finding_on_the_structure_costs_twice_a_minor_one() -> None:
    without = {name: fact for name, fact in SCORECARD.values.items() if name != "approved-structure"}
    cases = {"approved-structure": (Case(id="audit-1", kind="grave"), Case(id="audit-2", kind="minor"))}

    assert line(scorecard(values=without, cases=cases), "Approved structure carried out").score == 0


def test_who_has_no_new_staff_and_no_specialists_has_the_mean_score_of_all_departments() -> None:
    """Items on new staff: the mean of 1 and 0.5, and of 1 and 0.2; specialists: that of 2 and 1.8, in any group."""
    specialised = {**SCORECARD.attributes, "specialised": "true"}
    facts = {
        "party": SCORECARD.model_copy(
            update={"attributes": specialised, "values": {**SCORECARD.values, **values(specialists="50")}}
        ),
        "economy": SCORECARD.model_copy(
            update={
                "attributes": {**specialised, "group": "economy"},
                "values": {
                    **SCORECARD.values,
                    **values(young_new_staff="75", postgraduate_new_staff="42", specialists="46", mean_age="48.6"),
                },
            }
        ),
        "general": SCORECARD.model_copy(
            update={
                "attributes": {**SCORECARD.attributes, "new_staff": "0"},
                "values": {
                    name: fact
                    for name, fact in SCORECARD.values.items()
                    if name not in {"young-new-staff", "postgraduate-new-staff"}
                },
            }
        ),
    }

    found = results("huzhou-departments", facts)

    assert {
        name: [line(found[unit], name).score for unit in facts]
        for name in ("New staff up to 35 years old", "Postgraduates among new staff", "Specialists", "Mean age")
    } == {
        "New staff up to 35 years old": [1, Decimal("0.5"), Decimal("0.75")],
        "Postgraduates among new staff": [1, Decimal("0.2"), Decimal("0.6")],
        "Specialists": [2, Decimal("1.8"), Decimal("1.9")],
        # the mean of 34.6, 48.6 and 34.6 is 118/3; 48.6 - 118/3 years over at 0.5 each leave less than nothing
        "Mean age": [2, 0, 2],
    }


def test_the_special_interview_is_shown_and_not_counted() -> None:
    interview = line(scorecard(), "Special self-assessment and interview")

    assert interview.rule.endswith("an additional element, not counted")


# ---------------------------------------------------------------- Huzhou, districts

DISTRICTS = ("wuxing", "nanxun", "deqing", "changxing", "anji")


def district(work: str, ratios: tuple[str, str, str], benefit: str, **others: object) -> Facts:
    first, second, third = ratios
    known = values(
        work_performance=work, first_ratio=first, second_ratio=second, third_ratio=third, benefit_items=benefit
    )
    return Facts(values=known, attributes={"share_before": "50"}).model_copy(update=others)


OVERVIEW = {
    "wuxing": district("58", ("100", "100", "100"), "9.32"),
    "nanxun": district("56", ("100", "125", "100"), "10.38"),
    "deqing": district("59", ("200", "125", "125"), "10.83"),
    "changxing": district("60", ("125", "125", "125"), "9.52"),
    "anji": district("57", ("200", "200", "200"), "8.26"),
}
"""The published overview. Its figures for work and benefit are the inputs; the three ratios are not published and are
chosen here so that the establishment has the published order, Wuxing being the best in all of them."""


def test_the_establishment_of_the_huzhou_districts_scores_by_rank_of_the_sum_as_published() -> None:
    """Sums: 6 + 6 + 6; 6 + 4.8 + 6; 3 + 4.8 + 4.8; 4.8 + 4.8 + 4.8; 3 + 3 + 3."""
    found = results("huzhou-districts", OVERVIEW)

    sums = [line(found[unit], "Establishment total").inputs["value"] for unit in DISTRICTS]
    assert sums == ["18", "16.8", "12.6", "14.4", "9"]
    assert [line(found[unit], "Establishment total").score for unit in DISTRICTS] == [20, 19, 17, 18, 16]


def test_work_performance_of_the_huzhou_districts_scores_by_its_rank() -> None:
    """The overview shows 60 to 56 in this order, and the rule published with it gives 60, 57, 54, 51 and 48."""
    found = results("huzhou-districts", OVERVIEW)

    assert [line(found[unit], "Work performance").score for unit in DISTRICTS] == [54, 48, 57, 60, 51]


def test_the_totals_of_the_huzhou_districts_are_the_sums_of_their_three_parts() -> None:
    assert totals(results("huzhou-districts", OVERVIEW)) == {
        "wuxing": Decimal("83.32"),  # 54 + 20 + 9.32
        "nanxun": Decimal("77.38"),  # 48 + 19 + 10.38
        "deqing": Decimal("84.83"),  # 57 + 17 + 10.83
        "changxing": Decimal("87.52"),  # 60 + 18 + 9.52
        "anji": Decimal("75.26"),  # 51 + 16 + 8.26
    }


@pytest.mark.parametrize(
    ("cases", "added"),
    [
        ((Case(id="posts", kind="added", count=4),), "0.2"),
        ((Case(id="posts", kind="added", count=11),), "0.5"),
        ((Case(id="posts", kind="added", count=4), Case(id="closed", kind="removed", count=5)), "-0.3"),
        ((Case(id="closed", kind="removed", count=30),), "-2"),
    ],
)
def test_grassroots_posts_earn_up_to_half_a_point_and_cost_up_to_two(cases: tuple[Case, ...], added: str) -> None:
    facts = {**OVERVIEW, "anji": OVERVIEW["anji"].model_copy(update={"cases": {"grassroots-posts": cases}})}

    result = results("huzhou-districts", facts)["anji"]

    assert line(result, "Grassroots posts added and removed").score == Decimal(added)
    assert result.total == Decimal("75.26") + Decimal(added)


@pytest.mark.parametrize(("share", "score"), [("50", "0"), ("47", "-0.3"), ("20", "-2")])
def test_a_share_that_went_down_from_50_costs_up_to_two(share: str, score: str) -> None:
    known = OVERVIEW["anji"]
    facts = {
        **OVERVIEW,
        "anji": known.model_copy(update={"values": {**known.values, "share-kept": Fact(value=Decimal(share))}}),
    }

    assert line(results("huzhou-districts", facts)["anji"], "Share kept at last year's level").score == Decimal(score)


@pytest.mark.parametrize(("others", "score"), [("40", "0"), ("42.75", "-0.1")])
def test_a_share_that_went_down_costs_nothing_where_it_is_above_the_mean_and_5(others: str, score: str) -> None:
    """With 49 and four times 40 the mean is 41.8, with four times 42.75 it is 44, and 49 is not above 44 + 5."""
    facts = {
        unit: known.model_copy(
            update={
                "values": {
                    **known.values,
                    "share-kept": Fact(value=Decimal(49) if unit == "anji" else Decimal(others)),
                }
            }
        )
        for unit, known in OVERVIEW.items()
    }

    assert line(results("huzhou-districts", facts)["anji"], "Share kept at last year's level").score == Decimal(score)


def test_compliance_cases_come_off_the_total() -> None:
    cases = {
        "compliance-cases": (Case(id="inspection-1", kind="grave"), Case(id="inspection-2", kind="minor", count=2))
    }
    facts = {**OVERVIEW, "wuxing": OVERVIEW["wuxing"].model_copy(update={"cases": cases})}

    assert results("huzhou-districts", facts)["wuxing"].total == Decimal("80.82")  # 83.32 - 1.5 - 2 * 0.5


# ---------------------------------------------------------------- United States


def general_schedule(claims: str, advice: str, team: str, completed: str = "true", **others: str) -> Result:
    points = values(claims_decided=claims, claimants_advised=advice, work_in_team=team, **others)
    facts = Facts(points=points, attributes={"minimum_period_completed": completed})
    return compute(regulation("us-general-schedule"), "examiner", facts)


@pytest.mark.parametrize(
    ("elements", "total", "grade"),
    [
        (("5", "5", "4"), "4.8", "Level 5"),  # 2.5 + 1.5 + 0.8
        (("4", "3", "5"), "3.9", "Level 4"),  # 2 + 0.9 + 1
        (("3", "3", "3"), "3", "Level 3"),
        (("2", "2", "1"), "1.8", "Level 2"),  # 1 + 0.6 + 0.2
        (("5", "1", "5"), "3.8", "Level 1"),  # 2.5 + 0.3 + 1, and a critical element has failed
        (("5", "5", "0"), "4", "Level 4"),  # an element that is not critical has
    ],
)
def test_level_1_is_given_if_and_only_if_a_critical_element_fails(
    elements: tuple[str, str, str], total: str, grade: str
) -> None:
    result = general_schedule(*elements)

    assert (result.total, result.grade) == (Decimal(total), grade)


def test_an_additional_element_is_not_used_in_the_rating() -> None:
    assert general_schedule("4", "3", "5", new_forms="0").total == general_schedule("4", "3", "5").total


def test_a_rating_is_never_presumed_and_waits_for_every_element() -> None:
    facts = Facts(points=values(claims_decided="4", claimants_advised="3"))

    assert compute(regulation("us-general-schedule"), "examiner", facts).total is None


def test_who_has_not_completed_the_minimum_period_has_no_level() -> None:
    assert general_schedule("4", "3", "5", completed="false").grade is None


@pytest.mark.parametrize(
    ("attributes", "grade"),
    [
        ({"career": "true", "days_appraised": "90", "days_of_presidential_term": "121"}, "Level 4"),
        ({"career": "true", "days_appraised": "89", "days_of_presidential_term": "121"}, None),
        ({"career": "true", "days_appraised": "200", "days_of_presidential_term": "120"}, None),
        ({"career": "false", "days_appraised": "200", "days_of_presidential_term": "120"}, "Level 4"),
    ],
)
def test_an_executive_is_rated_after_90_days_and_a_career_one_not_within_120_of_a_new_term(
    attributes: dict[str, str], grade: str | None
) -> None:
    """0.6 x 4 + 0.4 x 3.5 = 3.8."""
    facts = Facts(points=values(results="4", leading_people="3.5"), attributes=attributes)

    result = compute(regulation("us-senior-executive-service"), "executive", facts)

    assert (result.total, result.grade) == (Decimal("3.8"), grade)


# ---------------------------------------------------------------- Philippines


def spms(quantity: str, days_early: str, *, regulatory: bool = False) -> Result:
    measured = "regulatory-target" if regulatory else "quantity"
    facts = Facts(
        attributes={"regulatory": str(regulatory).lower()},
        values={measured: Fact(value=Decimal(quantity)), "timeliness": Fact(value=Decimal(days_early))},
        points=values(efficiency="4", quality="5"),
    )
    return compute(regulation("philippines-spms"), "office", facts)


@pytest.mark.parametrize(
    ("per_cent", "score"),
    [
        *(("130", 5), ("129", 4), ("115", 4), ("114", 3), ("100", 3), ("99", 2), ("51", 2), ("50", 1), ("0", 1)),
    ],
)
def test_spms_quantity_scores_by_the_band_of_its_per_cent(per_cent: str, score: int) -> None:
    assert line(spms(per_cent, "0"), "Quantity").score == score


@pytest.mark.parametrize(
    ("per_cent", "score"),
    [
        *(("100", 5), ("99.99", 4), ("90", 4), ("89.99", 3), ("80", 3), ("79.99", 2), ("70", 2), ("69.99", 1)),
    ],
)
def test_spms_regulatory_targets_score_by_a_scale_of_their_own(per_cent: str, score: int) -> None:
    assert line(spms(per_cent, "0", regulatory=True), "Regulatory target").score == score


@pytest.mark.parametrize(
    ("days_early", "score"),
    [("7", 5), ("3", 5), ("2", 4), ("1", 4), ("0", 3), ("-1", 2), ("-2", 2), ("-3", 1), ("-9", 1)],
)
def test_spms_timeliness_scores_by_days_early_or_late(days_early: str, score: int) -> None:
    assert line(spms("100", days_early), "Timeliness").score == score


def test_an_spms_rating_is_the_mean_of_its_dimensions() -> None:
    """(4 + 4 + 2 + 5) / 4."""
    assert spms("115", "-2").total == Decimal("3.75")


# ---------------------------------------------------------------- Korea


def agreement(days: str, policy: str) -> Facts:
    return Facts(values=values(permit_days=days), points=values(policy_quality=policy))


def test_a_korean_agreement_scores_what_was_agreed() -> None:
    """0.6 x 12 / 16 x 100 + 0.4 x 80 = 45 + 32."""
    result = compute(regulation("korea-senior-civil-service"), "official", agreement("16", "80"))

    assert (result.total, result.grade) == (Decimal(77), "Third")


def test_of_ten_korean_officials_two_have_the_highest_grade_and_one_of_the_two_lowest() -> None:
    """All meet their target, so that totals are 60 + 0.4 x policy: 98, 97, ..., 89, all of the first or second band."""
    facts = {f"official-{n}": agreement("12", str(Decimal(95) - Decimal("2.5") * n)) for n in range(10)}

    found = standings("korea-senior-civil-service", facts)

    assert [(one.total, one.grade) for one in found.standings] == [
        (Decimal(98), "First (highest)"),
        (Decimal(97), "First (highest)"),
        *((Decimal(total), "Second") for total in range(96, 89, -1)),
        (Decimal(89), "Fourth"),
    ]
    assert [quota.kept for quota in found.quotas] == [True, True]
