"""In which order derived indicators are computed, and what goes round in a circle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.expression import ExpressionError, order, parse, value_of


def test_each_comes_after_those_it_uses() -> None:
    formulas = {
        value_of("growth"): parse('value("density") / last_year'),
        value_of("density"): parse('value("population") / value("area")'),
        value_of("population"): parse("residents + visitors"),
    }
    assert order(formulas) == (value_of("population"), value_of("density"), value_of("growth"))


def test_nothing_to_order_is_no_order() -> None:
    assert order({}) == ()


def test_the_value_and_the_score_of_an_indicator_are_two_things() -> None:
    formulas = {'score("growth")': parse('value("growth") * 2'), 'value("growth")': parse("value / 3")}
    assert order(formulas) == ('value("growth")', 'score("growth")')


@pytest.mark.parametrize(
    ("formulas", "expected"),
    [
        ({"growth": "density + 1", "density": "growth * 2"}, "density -> growth -> density"),
        ({"growth": "density", "density": "area", "area": "growth"}, "area -> growth -> density -> area"),
        ({"growth": "if true then 1 else growth"}, "growth -> growth"),
        ({"a": "b", "b": "c", "c": "b", "d": "1"}, "b -> c -> b"),
        (
            {value_of("growth"): 'value("density")', value_of("density"): 'value("growth")'},
            'value("density") -> value("growth") -> value("density")',
        ),
    ],
)
def test_a_circle_is_named_in_the_order_of_use(formulas: dict[str, str], expected: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        order({name: parse(text) for name, text in formulas.items()})
    assert str(refused.value) == f"{expected} is a circle: let one of them do without the next"


def test_a_circle_of_thousands_is_found_and_cut_short() -> None:
    formulas = {f"n{number:04}": parse(f"n{(number + 1) % 5000:04}") for number in range(5000)}
    with pytest.raises(ExpressionError) as refused:
        order(formulas)
    assert refused.value.problem == f"{' -> '.join(f'n{n:04}' for n in range(12))} -> (4,988 more) -> n0000 is a circle"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_what_uses_only_earlier_ones_has_an_order(uses: list[tuple[int, int]]) -> None:
    used = {name: {low for low, high in map(sorted, uses) if low != high and high == name} for name in range(10)}
    formulas = {f"n{name}": parse(" + ".join(["1", *(f"n{low}" for low in lows)])) for name, lows in used.items()}
    ordered = order(formulas)
    assert sorted(ordered) == sorted(formulas)
    assert all(ordered.index(f"n{low}") < ordered.index(f"n{name}") for name, lows in used.items() for low in lows)
