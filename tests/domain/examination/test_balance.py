from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.examination import SIDES, Matter, Sides, balance
from domain.examination.audiences import audiences
from domain.examination.shares import shares
from domain.regulation import Balance
from tests.domain.examination.given import URBAN_AND_RURAL, advised, book, only, stated
from tests.domain.rulebooks import group, rulebook

SAID = st.lists(st.sampled_from(Balance), max_size=4, unique=True)
EACH_BOTH = [side.value for pair in SIDES for side in pair]


def test_weights_are_counted_down_the_tree() -> None:
    examined = book(
        group("means", "0.4", stated("a", "1/4"), stated("b", "3/4")),
        group("sum", "0.6", stated("c", None, points="30"), stated("d", None, points="10"), combine="sum"),
    )
    assert shares(examined) == {
        "a": Fraction(1, 10),
        "b": Fraction(3, 10),
        "c": Fraction(9, 20),
        "d": Fraction(3, 20),
    }


def test_extra_points_and_additional_elements_have_no_share() -> None:
    bonus = stated("extra", None, points="5", extra=True)
    examined = book(
        group("sum", "1", stated("a", None, points="10"), bonus, combine="sum"),
        stated("more", None, element="additional"),
    )
    assert shares(examined) == {"a": 1, "extra": 0, "more": 0}


def test_a_leaf_counts_for_its_side_and_half_for_each_of_both() -> None:
    examined = book(
        stated("a", "0.5", balance=["quality"]),
        stated("b", "0.3", balance=["quality", "quantity"]),
        stated("c", "0.2", balance=[]),
    )
    (table,) = balance([only(examined)])
    assert table.sides[0] == Sides(
        sides=("quality", "quantity"), first=Decimal("0.65"), second=Decimal("0.15"), undeclared=Decimal("0.2")
    )


def test_those_with_the_same_balance_share_a_table() -> None:
    halves = [
        stated("a", "1", applies_when='zone == "urban"', balance=["quality"]),
        stated("b", "1", applies_when='zone == "rural"', balance=["quantity"]),
    ]
    apart = balance(audiences(book(*halves, **URBAN_AND_RURAL)))
    assert [table.who for table in apart] == [("zone urban",), ("zone rural",)]
    same = [{**half, "balance": ["quality"]} for half in halves]
    assert [table.who for table in balance(audiences(book(*same, **URBAN_AND_RURAL)))] == [("zone urban", "zone rural")]


def test_pairs_that_nobody_declares_are_said_once() -> None:
    assert advised(book(stated("a")), Matter.BALANCE) == [
        (
            "indicators: none says whether it is for society or economy, long_term or short_term, output or input, "
            "scale or speed. State in balance which sides each indicator is for"
        )
    ]


def test_a_side_without_weight_is_said() -> None:
    examined = book(stated("a", "1", balance=[*EACH_BOTH[1:]]))
    assert advised(examined, Matter.BALANCE) == [
        (
            "indicators: quantity weighs 100 % and quality nothing, for every appraisee. "
            "Let an indicator measure quality, or state which does"
        )
    ]


def test_sides_that_all_weigh_something_are_in_balance() -> None:
    assert advised(book(stated("a", balance=EACH_BOTH)), Matter.BALANCE) == []


PUBLIC = {
    "panels": [
        {"id": "citizens", "name": "Citizens", "kind": "public"},
        {"id": "experts", "name": "Experts", "kind": "experts"},
    ],
    "evaluators": [
        {"kind": "lead_departments", "weight": "0.8"},
        {"kind": "public", "weight": "0.2", "panel": "citizens"},
    ],
}


def _rated(id: str, weight: str, panels: dict[str, str]) -> dict[str, Any]:  # noqa: A002 - an id, as the document calls it
    rule = {"shape": "rated", "panels": panels}
    return {"id": id, "name": id, "weight": weight, "boundary": "All", "balance": EACH_BOTH, "rule": rule}


def test_the_public_weighs_by_evaluators_and_by_panels_inside_indicators() -> None:
    rated = _rated("seen", "0.5", {"citizens": "0.6", "experts": "0.4"})
    (table,) = balance([only(book(rated, stated("a", "0.5"), **PUBLIC))])
    assert table.public == Decimal("0.44")  # 0.2 + 0.8 * 0.5 * 0.6


def test_panels_of_the_type_count_too() -> None:
    typed = {**_rated("seen", "1", {}), "rule": {"shape": "rated"}, "type": "service"}
    types = [{"id": "service", "name": "Service", "panels": {"citizens": "1"}}]
    (table,) = balance([only(book(typed, types=types, **PUBLIC))])
    assert table.public == 1


@pytest.mark.parametrize(
    ("floor", "found"),
    [
        (
            "0.3",
            [
                (
                    "scheme.public_share: the public's evaluation weighs 20 % of the total of every appraisee, "
                    "and the floor is 30 %. Give the public's evaluators or panels more weight"
                )
            ],
        ),
        ("0.2", []),
    ],
)
def test_a_public_below_its_floor_is_said(floor: str, found: list[str]) -> None:
    examined = book(stated("a", balance=EACH_BOTH), scheme={"public_share": floor}, **PUBLIC)
    assert advised(examined, Matter.BALANCE) == found


@given(st.lists(st.tuples(st.integers(min_value=1, max_value=9), SAID), min_size=1, max_size=8))
def test_the_sides_of_a_pair_and_the_undeclared_add_up_to_1(leaves: list[tuple[int, list[Balance]]]) -> None:
    total = sum(weight for weight, _ in leaves)
    examined = rulebook(
        *(stated(f"i-{n}", f"{w}/{total}", balance=said, goals=[]) for n, (w, said) in enumerate(leaves))
    )
    (table,) = balance([only(examined)])
    assert [Fraction(one.first) + Fraction(one.second) + Fraction(one.undeclared) for one in table.sides] == [1] * 5
