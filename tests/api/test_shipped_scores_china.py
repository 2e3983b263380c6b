"""What the shipped rulebooks of China's laws and cities make of facts, against sums done by hand."""

from collections.abc import Mapping
from typing import Any

import pytest

from domain.exact import number, text
from domain.refusal import Refused
from domain.scoring import EarlierResult, Facts, Result, compute, follows, stand, tabulate
from tests.api.shipped import regulation


def results(name: str, facts: Mapping[str, dict[str, Any]]) -> dict[str, Result]:
    """Everybody's result, each compared with the others."""
    rulebook, known = regulation(name), {who: Facts.model_validate(given) for who, given in facts.items()}
    peers = tabulate(rulebook, known)
    return {who: compute(rulebook, who, given, peers) for who, given in known.items()}


def outcome(name: str, facts: dict[str, Any], appraisee: str = "anybody") -> tuple[str, str | None]:
    """The total and the grade of one appraisee by itself."""
    result = results(name, {appraisee: facts})[appraisee]
    assert result.total is not None
    return text(result.total), result.grade


def values(**given: str) -> dict[str, dict[str, str]]:
    """Values or points by indicator, an underscore standing for a hyphen."""
    return {name.replace("_", "-"): {"value": value} for name, value in given.items()}


def panel(*given: str, by: str = "") -> dict[str, Any]:
    """A panel's scores, anonymous unless `by` has a letter for each scorer."""
    named = [{"by": scorer} for scorer in by] or [{}] * len(given)
    return {"given": [{"value": value, **who} for value, who in zip(given, named, strict=True)]}


def consequences(name: str, *grades: str) -> list[str]:
    """What follows from the grades of consecutive years, the last of which was just graded."""
    history = [EarlierResult(year=2020 + passed, grade=grade) for passed, grade in enumerate(grades)]
    return [one.consequence for one in follows(regulation(name), history)]


# ---------------------------------------------------------------- Hangzhou

# goals    0.6 * 36 / 40 * 100 + 0.4 * (100 - 10 * (6 - 5)) = 54 + 36 = 90
# society  0.8 * (80 + 90 + 85) / 3 + 0.2 * 70 = 68 + 14 = 82
# total    0.5 * 90 + 0.3 * 82 + 0.1 * 90 + 0.1 * 60 = 45 + 24.6 + 9 + 6 = 84.6
HANGZHOU: dict[str, Any] = {
    "values": values(sewers_renewed="36", permit_days="6"),
    "scores": {
        "satisfaction": {"public-questionnaire": panel("80", "90", "85")},
        "special-matters": {"interested-parties": panel("70")},
        "leader-rating": {"city-and-district-leaders": panel("95", "85")},
        "innovation-project": {"experts": panel("60")},
    },
}


def test_a_unit_of_hangzhou_is_scored_by_four_streams() -> None:
    assert outcome("hangzhou-2015", HANGZHOU) == ("84.60", "qualified")


def test_who_puts_no_project_forward_is_scored_by_three_streams_and_never_with_a_zero() -> None:
    scores = {where: given for where, given in HANGZHOU["scores"].items() if where != "innovation-project"}
    # (84.6 - 6) / 0.9 = 87.333...
    assert outcome("hangzhou-2015", {**HANGZHOU, "scores": scores}) == ("87.33", "qualified")


def test_penalty_points_are_taken_off_and_a_very_serious_breach_is_unqualified_at_once() -> None:
    hidden = {"penalty-points": [{"id": "hidden-figures", "points": "-3"}, {"id": "no-self-report", "points": "-2.5"}]}
    assert outcome("hangzhou-2015", {**HANGZHOU, "cases": hidden}) == ("79.10", "qualified")
    grave = {"very-serious": [{"id": "forged-figures"}]}
    assert outcome("hangzhou-2015", {**HANGZHOU, "cases": grave}) == ("84.60", "unqualified")


@pytest.mark.parametrize("name", ["hangzhou-2015", "jinan-2018"])
@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        (["unqualified", "qualified"], []),
        (["qualified", "unqualified"], ["failed-once"]),
        (["unqualified", "qualified", "unqualified"], ["failed-once"]),
        (["unqualified", "unqualified"], ["failed-twice"]),
        (["unqualified"] * 3, ["failed-three-times"]),
        (["unqualified"] * 4, ["failed-three-times"]),
    ],
)
def test_failing_once_twice_and_three_times_in_a_row_have_different_ends(
    name: str, grades: list[str], expected: list[str]
) -> None:
    assert consequences(name, *grades) == expected


# ---------------------------------------------------------------- Jinan


def test_a_unit_of_jinan_is_assessed_comprehensively() -> None:
    # goals    0.5 * 10 / 12.5 * 100 + 0.5 * (100 - 2 * (95 - 94)) = 40 + 49 = 89
    # society  0.6 * (80 + 70) / 2 + 0.4 * 90 = 45 + 36 = 81
    # total    0.5 * 89 + 0.2 * 81 + 0.1 * 85 + 0.1 * 90 + 0.1 * 70 = 44.5 + 16.2 + 8.5 + 9 + 7 = 85.2
    facts = {
        "values": values(leakage="12.5", calls_answered="94"),
        "points": values(unit_internal="90", unit_innovation="70"),
        "scores": {
            "unit-society": {"questionnaire": panel("80", "70"), "hotline": panel("90")},
            "unit-leaders": {"leaders": panel("85")},
        },
    }
    assert outcome("jinan-2018", facts, "water-bureau") == ("85.20", "qualified")


def test_a_special_matter_of_jinan_is_assessed_by_its_own_indicators() -> None:
    # 0.4 * 95 + 0.2 * 80 + 0.2 * 90 + 0.2 * 85 = 38 + 16 + 18 + 17 = 89
    points = values(matter_coordination="80", matter_benefits="90", matter_overall="85")
    facts = {"values": values(matter_completion="95"), "points": points}
    assert outcome("jinan-2018", facts, "spring-protection") == ("89.00", "qualified")


def test_a_person_of_jinan_is_assessed_by_yet_others() -> None:
    # 0.4 * 95 + 0.2 * 90 + 0.2 * (80 + 90 + 100) / 3 + 0.2 * 85 = 38 + 18 + 18 + 17 = 91
    facts = {
        "points": values(person_duty="95", person_inspection="85"),
        "scores": {
            "person-leaders": {"leaders": panel("90")},
            "person-democratic": {"colleagues": panel("80", "90", "100")},
        },
    }
    assert outcome("jinan-2018", facts, "person-17") == ("91.00", "excellent")


# ---------------------------------------------------------------- civil servants, annual

ANNUAL = "civil-servants-2020-annual"

# virtue       0.6 * 90 + 0.4 * (80 + 90 + 100) / 3 = 54 + 36 = 90
# ability      0.5 * 80 + 0.5 * (100 + 90 + 80) / 3 = 40 + 45 = 85, as the head of an internal unit
# diligence    100 - 10 * 1 = 90
# achievement  0.5 * 95 + 0.2 * 80 + 0.2 * 75 + 0.1 * 90 = 47.5 + 16 + 15 + 9 = 87.5
# total        0.2 * 90 + 0.2 * 85 + 0.1 * 90 + 0.4 * 87.5 + 0.1 * 100 = 18 + 17 + 9 + 35 + 10 = 89
POST = {"head_of_internal_unit": "false", "post_class": "general management"}
HEAD: dict[str, Any] = {
    "attributes": {**POST, "head_of_internal_unit": "true"},
    "values": values(diligence="1", tasks_done="95", record_within_the_year="75"),
    "points": values(special_tasks="90", integrity="100"),
    "scores": {
        "virtue": {"supervisors": panel("90"), "colleagues": panel("80", "90", "100")},
        "post-ability": {"supervisors": panel("80")},
        "leading": {"colleagues": panel("100", "90", "80")},
        "those-served": {"served": panel("70", "90")},
    },
}


def done(tasks: str, **attributes: str) -> dict[str, Any]:
    """A civil servant of whom only the tasks done are known, so that they are the total."""
    return {"attributes": {**POST, **attributes}, "values": values(tasks_done=tasks)}


def test_a_civil_servant_is_assessed_in_five_dimensions() -> None:
    assert outcome(ANNUAL, HEAD) == ("89.00", "competent")


def test_who_heads_no_unit_is_not_asked_about_leading_one() -> None:
    scores = {where: given for where, given in HEAD["scores"].items() if where != "leading"}
    # 89 - 0.2 * 85 + 0.2 * 80 = 88
    facts = {**HEAD, "attributes": POST, "scores": scores}
    assert outcome(ANNUAL, facts) == ("88.00", "competent")


def test_weights_follow_the_class_of_post() -> None:
    # achievement  0.3 * 95 + 0.4 * 80 + 0.2 * 75 + 0.1 * 90 = 28.5 + 32 + 15 + 9 = 84.5, which is 0.4 * 3 less
    facts = {**HEAD, "attributes": {**HEAD["attributes"], "post_class": "administrative enforcement"}}
    assert outcome(ANNUAL, facts) == ("87.80", "competent")


@pytest.mark.parametrize(
    ("attributes", "grade"),
    [
        ({}, "excellent"),
        ({"penalty": "none", "leave_share": "1/2"}, "excellent"),
        ({"penalty": "warning"}, "competent"),
        ({"in_year_good_share": "3/4", "in_year_fair_or_poor": "0"}, "excellent"),
        ({"in_year_good_share": "1/2", "in_year_fair_or_poor": "0"}, "competent"),
        ({"in_year_good_share": "3/4", "in_year_fair_or_poor": "1"}, "competent"),
        ({"penalty": "demerit or above"}, None),
        ({"probationer": "true"}, None),
        ({"leave_share": "0.51"}, None),
        ({"under_investigation": "true"}, None),
    ],
)
def test_some_are_barred_from_excellent_and_some_have_no_grade(attributes: dict[str, str], grade: str | None) -> None:
    assert outcome(ANNUAL, done("97", **attributes)) == ("97.00", grade)


def test_who_refuses_is_incompetent_whatever_the_total() -> None:
    facts = {**done("97"), "cases": {"refusal": [{"id": "stayed-away"}]}}
    assert outcome(ANNUAL, facts) == ("97.00", "incompetent")


TEN = {f"person-{place}": done(str(100 - place)) for place in range(1, 11)}


def test_a_fifth_may_be_excellent_and_a_quarter_where_approved() -> None:
    # 0.20 * 10 = 2; 0.25 * 10 = 2.5, half up 3; by total all ten are excellent
    usual, approved = (stand(regulation(ANNUAL), results(ANNUAL, TEN), given) for given in ((), (1,)))
    assert [one.appraisee for one in usual.standings if one.grade == "excellent"] == ["person-1", "person-2"]
    assert [(quota.most, quota.have, quota.graded) for quota in (*usual.quotas, *approved.quotas)] == [
        (2, 2, 10),
        (3, 3, 10),
    ]


def test_probationers_count_among_those_of_whom_a_fifth_may_be_excellent() -> None:
    # 0.20 * 13 = 2.6, half up 3
    with_new = {**TEN, **{f"new-{place}": done("80", probationer="true") for place in range(3)}}
    (quota,) = stand(regulation(ANNUAL), results(ANNUAL, with_new)).quotas
    assert (quota.most, quota.have, quota.graded) == (3, 3, 13)


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        (["excellent"], ["excellent"]),
        (["excellent", "excellent"], ["excellent", "pay-step"]),
        (["excellent", "excellent", "excellent"], ["excellent", "excellent-three-times"]),
        (["competent", "basically competent", "competent"], ["pay-step"]),
        (["competent", "basically competent"], ["basically-competent"]),
        (["competent", "competent", "excellent", "competent", "competent"], ["pay-grade"]),
        (["competent", "incompetent"], ["incompetent"]),
        (["incompetent", "incompetent"], ["incompetent-twice"]),
    ],
)
def test_grades_of_several_years_have_consequences(grades: list[str], expected: list[str]) -> None:
    assert consequences(ANNUAL, *grades) == expected


# ---------------------------------------------------------------- civil servants, within the year

WITHIN = "civil-servants-2020-peacetime"


def test_a_quarter_of_a_civil_servant_is_graded() -> None:
    # 0.1 * 90 + 0.1 * 80 + 0.2 * (100 - 20 * 1) + 0.5 * 98 + 0.1 * 100 = 9 + 8 + 16 + 49 + 10 = 92
    facts = {
        "values": values(diligence="1", achievement="98"),
        "points": values(integrity="100"),
        "scores": {"virtue": {"supervisors": panel("90")}, "ability": {"supervisors": panel("80")}},
    }
    assert outcome(WITHIN, facts) == ("92.0", "good")


def test_two_of_five_may_be_good() -> None:
    # 0.40 * 5 = 2
    five = {f"person-{place}": {"values": values(achievement=str(100 - place))} for place in range(1, 6)}
    found = stand(regulation(WITHIN), results(WITHIN, five))
    assert [one.grade for one in found.standings] == ["good", "good", "fairly good", "fairly good", "fairly good"]


# ---------------------------------------------------------------- departments of a prefecture


def test_leaders_counties_and_public_score_from_0_to_10_beside_the_indicators() -> None:
    # development  0.6 * 6 / 8 * 100 + 0.4 * (100 - 2 * (90 - 88)) = 45 + 38.4 = 83.4
    # objective    0.7 * 83.4 + 0.3 * (100 - 5 * 2) = 58.38 + 27 = 85.38
    # total        0.6 * 85.38 + 9 + (8 + 9 + 8.5) / 3 + (7 + 8 + 9) / 3 + (9 + 10 + 8 + 9) / 4
    #              = 51.228 + 9 + 8.5 + 8 + 9 = 85.728
    # adjusted     85.728 + 1.5 + 2 - 0.5 = 88.728
    facts: dict[str, Any] = {
        "values": values(income_growth="6", clinics_staffed="88", decisions_annulled="2"),
        "overall": {
            "governor": panel("9"),
            "other-leaders": panel("8", "9", "8.5"),
            "counties": panel("7", "8", "9"),
            "public": panel("9", "10", "8", "9"),
        },
    }
    assert outcome("prefecture-departments", facts) == ("85.728", None)
    cases = {
        "secretary-bonus": [{"id": "flood-relief", "points": "1.5"}],
        "excellence-bonus": [{"id": "province-first", "points": "2"}],
        "special-deductions": [{"id": "late-budget", "points": "-0.5"}],
    }
    assert outcome("prefecture-departments", {**facts, "cases": cases}) == ("88.728", None)


# ---------------------------------------------------------------- a north-eastern city

NORTH_EAST = "north-eastern-city"


def department(own: str, first: dict[str, Any], rest: dict[str, Any], review: dict[str, Any]) -> dict[str, Any]:
    return {
        "attributes": {"kind": "department"},
        "points": values(own_work=own),
        "scores": {
            "common-1": {"scorers-of-6": first},
            "common-2": {"scorers-of-2": rest},
            "common-3": {"scorers-of-2": rest},
            "social-review": {"live-review": review},
        },
    }


# common  (5.5 + 4.5) / 2 + 2 * (1.5 + 2) / 2 = 5 + 3.5 = 8.5
# total   60 of 70 points for its own work; 60 + 8.5 + (18 + 16) / 2 = 85.5
FINANCE = department("60", panel("5.5", "4.5", by="ab"), panel("1.5", "2", by="ab"), panel("18", "16", "20", by="ijk"))
HEALTH = department("65", panel("5", "4", by="ab"), panel("1", "1.2", by="ab"), panel("15", "14", "20", by="ijk"))


def test_a_scorer_who_gives_equal_scores_loses_them_all() -> None:
    found = results(NORTH_EAST, {"finance": FINANCE, "health": HEALTH})
    # k gave both 20, and counts for neither; health has 65 + 4.5 + 2 * 1.1 + (15 + 14) / 2 = 86.2
    assert {who: result.total for who, result in found.items()} == {"finance": number("85.5"), "health": number("86.2")}


@pytest.mark.parametrize(
    ("rank", "total"),
    [
        ("1", "91.50"),
        ("2", "90.50"),
        ("5", "87.50"),
        ("6", "86.50"),
        ("9", "86.50"),
        ("10", "85.50"),
        ("11", "84.50"),
        ("14", "81.50"),
    ],
)
def test_the_rank_in_the_province_adds_up_to_five_points_or_takes_them_off(rank: str, total: str) -> None:
    # by itself nobody is tied: 60 + 8.5 + (18 + 16 + 20) / 3 = 86.5
    facts = {**FINANCE, "values": values(provincial_rank=rank)}
    assert outcome(NORTH_EAST, facts)[0] == total


def test_a_county_is_scored_by_345_points_and_100_in_a_weighted_mean() -> None:
    # 0.6 * (4.5 / 6 * 200 + 145 - 2.9 * 10) / 345 * 100 + 0.4 * 80 = 0.6 * 266 / 3.45 + 32 = 46.2609 + 32 = 78.26
    facts = {
        "attributes": {"kind": "county"},
        "values": values(output_growth="4.5", homes_heated="90", projects_done="80"),
    }
    assert outcome(NORTH_EAST, facts) == ("78.26", None)


def test_scores_of_ten_points_and_more_have_no_decimals() -> None:
    facts = department("60", panel("5.5"), panel("1.5"), panel("17.5"))
    with pytest.raises(Refused, match=r"17\.5.*with at most 0 decimal places"):
        outcome(NORTH_EAST, facts)
