"""Laws of entropy weights, and the values that cannot be weighed."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.refusal import Refused
from domain.weighting import ValueTable, measure
from tests.domain.weighting.given import values

CLOSE = Fraction(1, 10**28)
NUMBERS = st.decimals(-1000, 1000, places=2)
Columns = dict[str, list[Decimal]]


@st.composite
def tables(draw: st.DrawFn) -> Columns:
    size, count = draw(st.integers(3, 6)), draw(st.integers(2, 4))
    columns = {f"i{n}": draw(st.lists(NUMBERS, min_size=size, max_size=size)) for n in range(count)}
    assume(any(len(set(column)) > 1 for column in columns.values()))
    return columns


@given(tables())
def test_weights_are_not_negative_and_add_up_to_1(columns: Columns) -> None:
    found = measure(values(columns))
    assert min(found.figures.values()) >= 0
    assert abs(sum((Fraction(figure) for figure in found.figures.values()), Fraction(-1))) < CLOSE
    assert all(0 <= entropy <= 1 for entropy in found.entropies.values())


@given(tables(), st.decimals("0.01", 1000, places=2), NUMBERS)
def test_another_unit_of_measure_changes_nothing(columns: Columns, times: Decimal, more: Decimal) -> None:
    rescaled = {**columns, "i0": [value * times + more for value in columns["i0"]]}
    assert measure(values(rescaled)).figures == measure(values(columns)).figures


@given(tables())
def test_the_other_direction_is_the_negative_column(columns: Columns) -> None:
    negative = {**columns, "i0": [-value for value in columns["i0"]]}
    assert measure(values(columns, down=["i0"])).figures == measure(values(negative)).figures


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_appraisees_and_indicators_changes_nothing(columns: Columns, random: Any) -> None:  # noqa: ANN401 - a Random
    ids, rows = list(columns), list(range(len(columns["i0"])))
    random.shuffle(ids)
    random.shuffle(rows)
    shuffled = {id_: [columns[id_][row] for row in rows] for id_ in ids}
    assert measure(values(shuffled)).figures == measure(values(columns)).figures


@given(tables())
def test_normalising_by_hand_and_weighing_shares_comes_to_the_same(columns: Columns) -> None:
    by_hand = {id_: [value - min(column) for value in column] for id_, column in columns.items()}
    assert measure(values(by_hand, normalisation="share")).figures == measure(values(columns)).figures


def test_what_everybody_has_weighs_nothing() -> None:
    found = measure(values({"same": [7, 7, 7], "differs": [1, 2, 4]}))
    assert (found.entropies["same"], found.figures) == (Decimal(1), {"same": Decimal(0), "differs": Decimal(1)})


def test_what_one_alone_has_tells_most() -> None:
    """All of an indicator is with one appraisee: 0 x ln 0 counts 0 and 1 x ln 1 is 0, so its entropy is 0."""
    found = measure(values({"alone": [0, 0, 5], "even": [0, 5, 5]}, normalisation="share"))
    assert found.entropies["alone"] == 0
    assert found.figures["alone"] > found.figures["even"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            values({"a": [1, 2], "b": [1, 2]}),
            "appraisees: there are 2, and entropy says nothing of fewer than 3. Give the values of more appraisees",
        ),
        (values({"a": [1, 2, 3]}), "columns: there are 1 indicators. Weigh at least 2"),
        (
            values({"a": [1, 2, 3], "b": [1, 2]}),
            "columns.b: has 2 values for 3 appraisees. Give one for each, or leave the indicator out",
        ),
        (
            values({"a": [1, 2, 3], "b": [1, -2, 3]}, normalisation="share"),
            "columns.b: the value of unit-1 is -2, and a share cannot be negative. Use the normalisation 'min_max'",
        ),
        (
            values({"a": [1, 1, 1], "b": [2, 2, 2]}),
            "columns: in no indicator do appraisees differ. Weigh them by comparisons instead",
        ),
        (
            values({"a": [1, 2, 3], "b": [1, 2, 3]}).model_copy(update={"appraisees": ("x", "y", "x")}),
            "appraisees: x stands twice. Give it once",
        ),
        (
            values({"a": [1, 2, 3], "b": [1, 2, 3]}).model_copy(
                update={"columns": (values({"a": [1, 2, 3]}).columns[0],) * 2}
            ),
            "columns: a stands twice. Give it once",
        ),
        (
            values({"a": [1, 2, 3], "b": [1, 2, 3]}).model_copy(update={"appraisees": tuple(map(str, range(125_001)))}),
            "appraisees: 2 indicators of 125001 appraisees are too many values. Give at most 250,000, or a sample",
        ),
    ],
)
def test_values_that_say_nothing_are_refused(table: ValueTable, said: str) -> None:
    with pytest.raises(Refused) as refused:
        measure(table)
    assert str(refused.value) == f"values: {said}"


@pytest.mark.parametrize("value", ["NaN", "inf", "1/3", "1e5", "", "many", "1" * 41])
def test_what_is_no_plain_number_is_no_value(value: str) -> None:
    with pytest.raises(ValidationError) as error:
        values({"a": [1, 2, value]})
    assert [detail["loc"] for detail in error.value.errors()] == [("columns", 0, "values", 2)]
