"""Exact numbers: reading, writing, rounding."""

import decimal
import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.event import Record
from domain.exact import Exact, Rounding, RoundingMode, number, rounded, simplest, text, total, weighted_total

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=6)
FRACTIONS = st.fractions()
NUMBERS = DECIMALS | FRACTIONS


class Weighed(Record):
    weight: Exact


@given(NUMBERS)
def test_what_is_written_is_read_back(value: Decimal | Fraction) -> None:
    assert number(text(value)) == value


@given(NUMBERS)
def test_writing_what_was_read_changes_no_text(value: Decimal | Fraction) -> None:
    written = text(number(value))
    assert text(number(written)) == written


@given(NUMBERS)
def test_a_field_survives_json(value: Decimal | Fraction) -> None:
    weighed = Weighed(weight=value)
    stored = weighed.model_dump_json()
    assert isinstance(json.loads(stored)["weight"], str)
    assert Weighed.model_validate_json(stored) == weighed


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("19.58", "19.58"),
        ("84.50", "84.50"),
        ("1/17", "1/17"),
        ("2/4", "1/2"),
        ("4/2", "2"),
        ("-3", "-3"),
        ("+3", "3"),
        ("-0.0", "0.0"),
        ("007", "7"),
        (5, "5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (Fraction(6, 3), "2"),
        ("-1/3", "-1/3"),
        ("0/9", "0"),
    ],
)
def test_a_number_is_written_plainly(given: object, written: str) -> None:
    assert text(number(given)) == written


@pytest.mark.parametrize(
    "given",
    [
        "",
        " 1",
        "1 ",
        "1,139",
        "1e3",
        "NaN",
        "Infinity",
        "1/0",
        "1/-2",
        ".5",
        "5.",
        "1_000",
        "٣",
        "½",
        "1/2/3",
        None,
        True,
        [],
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1E+999999"),
        "9" * 50001,
        b"1",
    ],
)
def test_what_is_not_exactly_one_number_is_refused(given: object) -> None:
    with pytest.raises(ValueError, match=": write"):
        number(given)


@pytest.mark.parametrize("given", [0.3, 1.0, float("nan"), float("inf")])
def test_a_float_is_refused_with_its_mend(given: object) -> None:
    with pytest.raises(ValueError, match="binary float, which is not exact: write it as a string"):
        number(given)


def test_a_float_in_json_is_refused() -> None:
    with pytest.raises(ValidationError, match=r'0\.3 is a binary float.*write it as a string, "0\.3"'):
        Weighed.model_validate_json('{"weight": 0.3}')


def test_numbers_longer_than_python_prints_integers_survive() -> None:
    long = Fraction(10**9_000 + 1, 3**9_000)
    assert number(text(long)) == long


def test_a_terminating_fraction_is_shown_as_a_decimal_and_others_stay() -> None:
    shown = [text(simplest(value)) for value in (Fraction(169, 2), Fraction(1, 8), Fraction(4800, 49), Fraction(7))]
    assert shown == ["84.5", "0.125", "4800/49", "7"]


@given(FRACTIONS)
def test_the_simplest_form_is_the_same_number(value: Fraction) -> None:
    assert simplest(value) == value


@given(st.lists(NUMBERS))
def test_a_total_is_the_sum(values: list[Decimal | Fraction]) -> None:
    assert total(values) == sum(Fraction(value) for value in values)


@given(st.lists(st.tuples(NUMBERS, NUMBERS)))
def test_a_weighted_total_is_the_sum_of_products(pairs: list[tuple[Decimal | Fraction, Decimal | Fraction]]) -> None:
    assert weighted_total(pairs) == sum(Fraction(value) * Fraction(weight) for value, weight in pairs)


QUANTIZE = {
    RoundingMode.HALF_UP: decimal.ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    RoundingMode.HALF_DOWN: decimal.ROUND_HALF_DOWN,
    RoundingMode.UP: decimal.ROUND_UP,
    RoundingMode.DOWN: decimal.ROUND_DOWN,
    RoundingMode.FLOOR: decimal.ROUND_FLOOR,
    RoundingMode.CEILING: decimal.ROUND_CEILING,
}
HALVES = st.integers(-10_000, 10_000).map(lambda count: Decimal((int(count < 0), (*map(int, str(abs(count))), 5), -3)))


@given(DECIMALS | HALVES, st.sampled_from(RoundingMode), st.integers(0, 8))
def test_rounding_agrees_with_the_standard_library(value: Decimal, mode: RoundingMode, places: int) -> None:
    with decimal.localcontext(decimal.Context(prec=100)):
        expected = value.quantize(Decimal(1).scaleb(-places), rounding=QUANTIZE[mode])
    assert rounded(value, Rounding(mode=mode, places=places)) == expected


@given(FRACTIONS, st.sampled_from(RoundingMode), st.integers(0, 12))
def test_rounding_moves_by_less_than_one_unit_and_shows_every_place(
    value: Fraction, mode: RoundingMode, places: int
) -> None:
    result = rounded(value, Rounding(mode=mode, places=places))
    assert abs(Fraction(result) - value) < Fraction(1, 10**places)
    assert result.as_tuple().exponent == -places


def test_rounding_needs_no_context() -> None:
    with decimal.localcontext(decimal.Context(prec=1, traps=[decimal.Inexact, decimal.Rounded])):
        assert text(rounded(Fraction(10**40, 3), Rounding(places=1))) == "3" * 40 + ".3"


def test_a_rounding_rule_says_itself_in_words() -> None:
    assert str(Rounding(mode=RoundingMode.HALF_EVEN, places=1)) == "half even to 1 decimal place"
    assert str(Rounding()) == "half up to 2 decimal places"
