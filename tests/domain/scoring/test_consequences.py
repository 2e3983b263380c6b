"""What follows from grades over the years."""

from typing import Any

import pytest

from domain.scoring import EarlierResult, Follows, follows
from tests.domain.rulebooks import rulebook

FAILED = {"grades": ["poor"], "then": ["public criticism"]}
RULES: list[dict[str, Any]] = [
    {"id": "once", "name": "Fails a year", "years": 1, **FAILED},
    {"id": "twice", "name": "Fails two years in a row", "years": 2, **FAILED, "then": ["no promotion for a year"]},
    {"id": "thrice", "name": "Fails three or more", "years": 3, "at_least": True, **FAILED, "then": ["dismissal"]},
    {
        "id": "step",
        "name": "A pay step",
        "years": 2,
        "cumulative": True,
        "grades": ["excellent", "good"],
        "then": ["+1"],
    },
]
BOOK = rulebook(consequences=RULES)


def history(*grades: str | None, until: int = 2026) -> list[EarlierResult]:
    first = until - len(grades) + 1
    return [EarlierResult(year=first + place, grade=grade) for place, grade in enumerate(grades)]


def ids(*grades: str | None) -> list[str]:
    return [one.consequence for one in follows(BOOK, history(*grades))]


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        (["poor"], ["once"]),
        (["poor", "poor"], ["twice"]),
        (["poor", "poor", "poor"], ["thrice"]),
        (["poor", "poor", "poor", "poor"], ["thrice"]),
        (["poor", "good", "poor"], ["once"]),
        (["poor", None, "poor"], ["once"]),
        (["good"], []),
        (["good", "good"], ["step"]),
        (["good", "poor", "excellent"], ["step"]),
        (["good", "good", "good"], []),
        (["good", "good", "good", "excellent"], ["step"]),
        (["good", "good", "poor"], ["once"]),
        (["poor", None], []),
        ([None], []),
        ([], []),
    ],
    ids=str,
)
def test_what_follows_is_what_is_provided_for_the_years(grades: list[str | None], expected: list[str]) -> None:
    assert ids(*grades) == expected


def test_a_consequence_names_the_years_it_rests_on() -> None:
    assert follows(BOOK, history("good", "poor", "poor")) == (
        Follows(
            consequence="twice",
            name="Fails two years in a row",
            years=(2025, 2026),
            then=("no promotion for a year",),
        ),
    )


def test_the_order_of_the_history_changes_nothing() -> None:
    known = history("poor", "poor", "poor")
    assert follows(BOOK, known) == follows(BOOK, known[::-1])


def test_a_year_without_a_result_breaks_a_row() -> None:
    known = [EarlierResult(year=2023, grade="poor"), EarlierResult(year=2026, grade="poor")]
    assert [one.consequence for one in follows(BOOK, known)] == ["once"]
