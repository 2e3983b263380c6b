from typing import Any

import pytest

from domain.examination import Matter
from tests.domain.examination.given import advised, book, stated

OWNED = {"goal": "prosper", "holder": "statistics", "logic": "own"}
SHARED = {"goal": "prosper", "logic": "share"}


def _found(*assignments: dict[str, Any], **fields: Any) -> list[str]:  # noqa: ANN401 - fields of a document
    return advised(book(stated("a"), assignments=assignments, **fields), Matter.DECOMPOSITION)


def test_a_goal_that_is_owned_by_the_lead_of_its_indicators_is_covered() -> None:
    assert _found(OWNED) == []


def test_a_rulebook_that_assigns_nothing_decomposes_nothing() -> None:
    assert _found(appraisees=[{"id": "finance"}]) == []


def test_a_goal_nobody_answers_for_is_named() -> None:
    goals = [{"id": "prosper", "name": "Prosper"}, {"id": "heal", "name": "Heal"}]
    assert _found(OWNED, goals=goals) == [
        "goals.2: nobody answers for heal. Assign it, or all goals that are parts of it"
    ]


def test_a_goal_is_answered_for_through_its_parts() -> None:
    goals = [{"id": "top", "name": "Top"}, {"id": "prosper", "name": "Prosper", "parent": "top"}]
    assert _found(OWNED, goals=goals) == []


def test_an_appraisee_that_answers_for_nothing_is_named() -> None:
    assert _found(OWNED, appraisees=[{"id": "statistics"}, {"id": "finance"}]) == [
        "appraisees.2: finance is appraised and answers for no goal. Assign it a goal, or part of one"
    ]


def test_appraisees_of_an_indicator_are_looked_at_too() -> None:
    examined = book(stated("a", applies_to=["finance"]), assignments=[OWNED])
    assert advised(examined, Matter.DECOMPOSITION) == [
        "indicators.1.applies_to: finance is appraised and answers for no goal. Assign it a goal, or part of one"
    ]


@pytest.mark.parametrize(
    ("assignments", "expected"),
    [
        (
            [OWNED, {**OWNED, "goal": "unknown"}],
            "assignments.2.goal: there is no goal 'unknown'. Name a goal that is listed",
        ),
        (
            [OWNED, {**OWNED, "holder": "tax", "under": "finance"}],
            (
                "assignments.2.under: tax has its part of prosper from finance, which does not answer for it. "
                "Assign prosper to finance, or name who does answer for it"
            ),
        ),
        (
            [OWNED, {**OWNED, "holder": "tax", "under": "tax"}],
            "assignments.2.under: of prosper, tax is under tax, in a circle. Let one of them be under nobody",
        ),
        (
            [OWNED, {**SHARED, "holder": "tax", "under": "statistics"}],
            'assignments.2.share: how much of prosper tax answers for is not said. State it, such as "1/2"',
        ),
        (
            [{**OWNED, "share": "1"}],
            (
                "assignments.1.share: statistics has a share of 1 in prosper by logic own. "
                "Leave the share out, or let the logic be share"
            ),
        ),
        (
            [OWNED, OWNED],
            "assignments.1: statistics answers for prosper 2 times. Assign it once",
        ),
        (
            [OWNED, {**OWNED, "holder": "tax"}],
            (
                "assignments.1: statistics and tax each own prosper. "
                "Let one own it, and the others contribute, or share it"
            ),
        ),
        (
            [OWNED, {**SHARED, "holder": "tax", "share": "1/2"}],
            "assignments.1: statistics owns prosper, and tax have shares of it. Let nobody own what is shared",
        ),
        (
            [{**SHARED, "holder": "statistics", "share": "1/2"}, {**SHARED, "holder": "tax", "share": "0.4"}],
            "assignments.1: the shares of prosper add up to 0.9. Make them add up to 1",
        ),
        (
            [OWNED, {**SHARED, "holder": "li", "share": "0.4", "under": "statistics", "kind": "person"}],
            "assignments.2: the shares of statistics's part of prosper add up to 0.4. Make them add up to 1",
        ),
        (
            [{**OWNED, "holder": "tax"}],
            (
                "indicators.1.lead: statistics leads a and does not answer for prosper. "
                "Assign prosper to it too, or let one of tax lead"
            ),
        ),
    ],
)
def test_what_does_not_hang_together_is_named(assignments: list[dict[str, Any]], expected: str) -> None:
    assert _found(*assignments)[0] == expected


def test_a_share_that_is_none_is_named() -> None:
    found = _found({**SHARED, "holder": "statistics", "share": "3/2"})
    assert found[0] == "assignments.1.share: 3/2 is no share. Choose a share above 0, up to 1"


def test_goals_that_are_parts_of_each_other_are_named_each() -> None:
    goals = [{"id": "prosper", "name": "P", "parent": "two"}, {"id": "two", "name": "Two", "parent": "prosper"}]
    found = _found(OWNED, {**OWNED, "goal": "two"}, goals=goals)
    assert found == [
        "goals.1.parent: prosper is part of two is part of prosper, in a circle. Let one of them have no parent",
        "goals.2.parent: two is part of prosper is part of two, in a circle. Let one of them have no parent",
    ]


def test_shares_and_contributions_that_add_up_are_in_order() -> None:
    assert (
        _found(
            {**SHARED, "holder": "statistics", "share": "1/3"},
            {**SHARED, "holder": "tax", "share": "2/3"},
            {**SHARED, "holder": "li", "logic": "contribute", "under": "tax", "kind": "person"},
        )
        == []
    )
