"""Nothing that is written can run away: length, depth, parts and digits are bounded, and refused in a sentence."""

import inspect
import sys
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest

from domain.exact import number, text
from domain.expression import ExpressionError, parse
from domain.refusal import Refused

LONG = "it has {:,} characters: write at most 2,000"
DEEP = "it is nested more than 50 deep: use fewer parentheses, or split it"


def problem(expression: str) -> str:
    with pytest.raises(ExpressionError) as refused:
        parse(expression)
    return str(refused.value)


NESTED: list[tuple[Callable[[int], str], int]] = [
    (lambda depth: "(" * depth + "1" + ")" * depth, 49),
    (lambda depth: "-" * depth + "1", 49),
    (lambda depth: "not " * depth + "true", 49),
    (lambda depth: "if true then 1 else " * depth + "1", 49),
    (lambda depth: "abs(" * depth + "1" + ")" * depth, 49),
    (lambda depth: "1 + (" * depth + "1" + ")" * depth, 24),
    (lambda depth: "(" * depth + "1" + " * 2 + 1)" * depth, 24),
]
IDS = ["parentheses", "minus", "not", "if", "calls", "right", "left"]


@pytest.mark.parametrize(("nested", "deepest"), NESTED, ids=IDS)
def test_depth_is_bounded(nested: Callable[[int], str], deepest: int) -> None:
    parse(nested(deepest)).evaluate({})
    assert problem(nested(deepest + 1)) == DEEP
    assert problem(nested(90)) == DEEP


UNCLOSED = ["(", "-", "not ", "if ", "abs(", "max(1, ", "1 + (", "if true then "]


@pytest.mark.parametrize("unclosed", UNCLOSED)
def test_depth_is_bounded_where_nothing_is_closed(unclosed: str) -> None:
    assert problem(unclosed * (2000 // len(unclosed))) == DEEP


@pytest.mark.parametrize(("nested", "_"), NESTED, ids=IDS)
def test_what_is_nested_ten_thousand_deep_is_too_long(nested: Callable[[int], str], _: int) -> None:
    assert problem(nested(10_000)) == LONG.format(len(nested(10_000)))


def test_length_is_bounded() -> None:
    assert parse("1" * 2000).evaluate({}) == Fraction(int("1" * 2000))
    assert problem("1" * 2001) == LONG.format(2001)
    assert problem(" " * 10_000_000 + "1") == LONG.format(10_000_001)


def test_parts_are_bounded() -> None:
    assert parse("+".join(["1"] * 499)).evaluate({}) == 499
    assert problem("+".join(["1"] * 500)) == "it has more than 500 parts: split it"
    assert problem(f"max({','.join('1' * 500)})") == "it has more than 500 parts: split it"


@pytest.fixture
def little_stack() -> Iterator[None]:
    """Room for 400 more calls."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 400)
    yield
    sys.setrecursionlimit(limit)


@pytest.mark.usefixtures("little_stack")
def test_the_deepest_needs_little_of_the_stack() -> None:
    for nested, deepest in NESTED:
        expression = parse(f"{nested(deepest)} ")  # the space makes it another text, which is read anew
        assert parse(expression.explain({}).rpartition(" ")[0].rpartition(" ")[0]).tree == expression.tree
    for unclosed in UNCLOSED:
        assert problem(unclosed * (2000 // len(unclosed))) == DEEP


GROWN = "a number in it has more than 24,000 digits. Round the values that go in, or multiply less"


@pytest.mark.parametrize("operation", ["x * x * x", "x / (1 / x) * x", "(x + 1) * (x + 2) * (x + 3)", "1 / x / x / x"])
def test_digits_are_bounded(operation: str) -> None:
    parse(operation).evaluate({"x": 10**7999})
    with pytest.raises(Refused) as refused:
        parse(operation).evaluate({"x": 10**8500})
    assert str(refused.value) == f"expression {operation}: {GROWN}"


@pytest.mark.parametrize("function", ["mean(x, y, -x, -y)", "x + y", "x - y"])
def test_denominators_are_bounded(function: str) -> None:
    parse(function).evaluate({"x": Fraction(1, 2**40000), "y": Fraction(1, 3**25000)})
    with pytest.raises(Refused) as refused:
        parse(function).evaluate({"x": Fraction(1, 2**40000), "y": Fraction(1, 3**28000)})
    assert str(refused.value) == f"expression {function}: {GROWN}"


def test_a_number_of_powers_of_powers_is_refused_long_before_the_last() -> None:
    product = "*".join(["x"] * 250)
    with pytest.raises(Refused) as refused:
        parse(product).evaluate({"x": 10**4000})
    assert refused.value.problem == "a number in it has more than 24,000 digits"


@pytest.mark.parametrize("sign", [1, -1])
def test_whatever_comes_out_can_be_stored_and_read_again(sign: int) -> None:
    largest, next_largest = 2**83_000 - 1, 2**83_000 - 3
    result = parse("x / y").evaluate({"x": sign * largest, "y": next_largest})
    assert isinstance(result, Fraction)
    assert number(text(result)) == result


def test_messages_and_explanations_stay_short_however_long_the_numbers() -> None:
    long = Fraction(10**10_000 + 1, 3)
    with pytest.raises(Refused) as refused:
        parse("1 / (x - x)").evaluate({"x": long})
    assert refused.value.problem == "it divides by x - x, which is 0"
    with pytest.raises(Refused) as refused:
        parse("clamp(1, 5, x)").evaluate({"x": 5 - Fraction(1, 3**1000)})
    assert refused.value.problem == "clamp has a low of 5 above its high of about 5.0000"
    assert parse("x * 3 > 0 and x / x == 1").explain({"x": long}) == "x * 3 > 0 and x / x == 1 is true"
