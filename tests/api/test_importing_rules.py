"""Several rules for every row, and columns of years before: what is made of them."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from api.importing import Plan, Profile
from api.mistakes import Mistaken
from domain.regulation import leaves_for, parse
from domain.scoring import Result, compute
from tests.api import importing

HEADING = "No,Office,What,Better,Goal,Result,2024,2025"
ROWS = (
    "1,Library,Books lent,more,100,110,90,n/a",
    "2,Library,Days to answer,less,n/a,7,6,10",
    "3,Library,Visits,more,50,40,n/a,n/a",
    "4,Library,Complaints,less,3,4,2,4",
)
RULES = [
    {
        "id": "goal",
        "name": "Goals met",
        "weight": "1/2",
        "missing": "left_out",
        "rule": {"shape": "met_or_not", "verdicts": {"met": "yes", "not_met": "no"}},
    },
    {
        "id": "better",
        "name": "Better than before",
        "weight": "1/2",
        "missing": "zero",
        "rule": {"shape": "improvement", "years": "2", "verdicts": {"met": "better", "not_met": "not better"}},
    },
]
AUDITOR = "audit-head"
PAST = {"2024": {"column": "2024"}, "2025": {"column": "2025"}}


def changes(**others: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    people = [*importing.profile()["people"], {"id": AUDITOR, "name": "Auditor", "unit": "audit", "roles": ["head"]}]
    given = {
        "rows": {"where_given": ["Office"]},
        "indicators__rules": RULES,
        "indicators__past": PAST,
        "people": people,
    }
    return {**given, "indicators__rule": None, **others}


def plan() -> Plan:
    return importing.plan(importing.csv(*ROWS, heading=HEADING), **changes())


def result() -> Result:
    made = plan()
    return compute(parse(made.rulebook.document), "library", made.facts()["library"])


def test_a_row_is_an_indicator_of_each_rules_group_and_weighs_the_same_in_it() -> None:
    (library,) = parse(plan().rulebook.document).indicators

    assert [(group.id, group.name, str(group.weight)) for group in library.children] == [
        ("library-goal", "Goals met", "1/2"),
        ("library-better", "Better than before", "1/2"),
    ]
    assert [[(leaf.id, str(leaf.weight)) for leaf in group.children] for group in library.children] == [
        [(f"t-{number}-{rule}", "1/4") for number in (1, 2, 3, 4)] for rule in ("goal", "better")
    ]


def test_a_value_is_reported_once_and_the_other_rules_take_it_from_there() -> None:
    made = plan()
    leaves = leaves_for(parse(made.rulebook.document), "library")

    assert [entry.indicator for entry in made.reports[0].report.values] == [f"t-{n}-goal" for n in (1, 2, 3, 4)]
    assert [leaf.value_from for leaf in leaves] == [None] * 4 + [f'value("t-{n}-goal")' for n in (1, 2, 3, 4)]


def test_a_row_without_a_target_has_none_and_no_rule_of_the_past_has_one() -> None:
    leaves = leaves_for(parse(plan().rulebook.document), "library")

    assert [leaf.target for leaf in leaves] == [Decimal(100), None, Decimal(50), Decimal(3), None, None, None, None]


def test_years_before_are_facts_of_what_is_held_against_them_and_those_not_given_are_left_out() -> None:
    facts = plan().facts()["library"]

    assert facts.year == 2026
    assert facts.past == {
        "t-1-better": {2024: Decimal(90)},
        "t-2-better": {2024: Decimal(6), 2025: Decimal(10)},
        "t-4-better": {2024: Decimal(2), 2025: Decimal(4)},
    }


def test_each_rule_gives_its_verdict_and_each_group_keeps_its_own_policy() -> None:
    """Goals: met, without, not met, not met. Past: 110 on 90, 7 on 8, nothing to compare, 4 on 3."""
    found = result()

    assert found.verdicts == {
        "t-1-goal": "yes",
        "t-3-goal": "no",
        "t-4-goal": "no",
        "t-1-better": "better",
        "t-2-better": "better",
        "t-4-better": "not better",
    }
    (departments,) = found.explanation.children
    (library,) = departments.children
    assert [str(group.score) for group in library.children] == ["100/3", "50"]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({"indicators__rules": []}, "has neither a rule nor rules: state one of the two"),
        ({"indicators__rule": {"shape": "met_or_not"}}, "has both a rule and rules: state one of the two"),
        ({"indicators__group": {"column": "What"}}, "has rules, which form groups, and a group: leave the group out"),
    ],
)
def test_a_profile_has_a_rule_or_rules_and_no_groups_besides(others: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValidationError, match=expected):
        Profile.model_validate(importing.profile(**changes(**others)))


def test_what_the_rulebook_has_against_an_indicator_of_several_rules_is_said_of_its_row() -> None:
    ratio = [{**RULES[0], "rule": {"shape": "ratio_to_target"}}, RULES[1]]
    rows = (*ROWS[:2], "3,Library,Visits,more,0,40,n/a,n/a", ROWS[3])

    with pytest.raises(Mistaken, match="row 4, Goal: there is no ratio to a target of 0"):
        importing.plan(importing.csv(*rows, heading=HEADING), **changes(indicators__rules=ratio))


def test_years_before_are_recorded_by_the_head_of_the_lead_department_with_their_row() -> None:
    (report,) = plan().reports

    assert report.lead_head == AUDITOR
    assert [
        (one.indicator, one.unit, one.evidence[0].reference)
        for one in report.record().facts
        if one.fact == "past_values"
    ] == [
        ("t-1-better", "as named", "town.csv row 2"),
        ("t-2-better", "as named", "town.csv row 3"),
        ("t-4-better", "as named", "town.csv row 5"),
    ]


def test_years_before_need_somebody_who_records_them() -> None:
    with pytest.raises(Mistaken, match="people in the profile: names no head of audit, who records values of years"):
        importing.plan(importing.csv(*ROWS, heading=HEADING), **changes(people=importing.profile()["people"]))
