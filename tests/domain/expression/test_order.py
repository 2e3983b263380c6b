"""In which order derived indicators are computed, and what goes round in a circle."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.expression import ExpressionError, order, parse


def indicators(formulas: dict[str, str]) -> dict[str, tuple[str, ...]]:
    return {name: parse(text).indicators for name, text in formulas.items()}


def test_each_comes_after_those_it_uses() -> None:
    formulas = {
        "growth": 'value("density") / last_year',
        "density": 'value("population") / value("area")',
        "population": "residents + visitors",
    }
    assert order(indicators(formulas)) == ("population", "density", "growth")


def test_nothing_to_order_is_no_order() -> None:
    assert order({}) == ()


@pytest.mark.parametrize(
    ("uses", "expected"),
    [
        ({"growth": ["density"], "density": ["growth"]}, "density -> growth -> density"),
        ({"growth": ["density"], "density": ["area"], "area": ["growth"]}, "area -> growth -> density -> area"),
        ({"growth": ["growth"]}, "growth -> growth"),
        ({"a": ["b"], "b": ["c", "x"], "c": ["b"], "d": []}, "b -> c -> b"),
    ],
)
def test_a_circle_is_named_in_the_order_of_use(uses: dict[str, list[str]], expected: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        order(uses)
    assert str(refused.value) == f"{expected} is a circle: let one of them do without the next"


def test_a_circle_of_formulas_is_named() -> None:
    with pytest.raises(ExpressionError) as refused:
        order(indicators({"growth": 'value("density") * 2', "density": 'if true then 1 else score("growth")'}))
    assert refused.value.problem == "density -> growth -> density is a circle"


def test_a_circle_of_thousands_is_found_and_cut_short() -> None:
    with pytest.raises(ExpressionError) as refused:
        order({f"n{number:04}": [f"n{(number + 1) % 5000:04}"] for number in range(5000)})
    assert refused.value.problem == f"{' -> '.join(f'n{n:04}' for n in range(12))} -> (4,988 more) -> n0000 is a circle"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_what_uses_only_earlier_ones_has_an_order(pairs: list[tuple[int, int]]) -> None:
    names = "jihgfedcba"
    uses = {name: {names[low] for low, high in map(sorted, pairs) if low < high == at} for at, name in enumerate(names)}
    ordered = order(uses)
    assert sorted(ordered) == sorted(names)
    assert all(ordered.index(used) < ordered.index(name) for name in names for used in uses[name])
