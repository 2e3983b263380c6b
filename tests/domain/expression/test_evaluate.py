"""What expressions give: every operator, every function, what is missing, and what has no result."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.expression import Given, Value, parse
from domain.expression.functions import FUNCTIONS
from domain.expression.operators import OPERATORS, PREFIXES
from domain.refusal import Reason, Refused

NAMES: Mapping[str, Given] = {
    "value": Decimal("39.5"),
    "target": 50,
    "third": Fraction(1, 3),
    "zone": "ecological",
    "listed": True,
    "absent": None,
    'value("permit-days")': 12,
    'score("permit-days")': Decimal("87.5"),
}


def value(text: str) -> Value:
    return parse(text).evaluate(NAMES)


def refusal(text: str, names: Mapping[str, Given] = NAMES) -> str:
    with pytest.raises(Refused) as refused:
        parse(text).evaluate(names)
    assert refused.value.reason is Reason.INVALID
    return str(refused.value)


# ---------------------------------------------------------------- operators

OPERATIONS: dict[str, list[tuple[str, Value]]] = {
    "+": [("0.1 + 0.2", Fraction(3, 10)), ("third + third + third", Fraction(1))],
    "-": [("5 - 7", Fraction(-2)), ("10 - 3 - 2", Fraction(5)), ("-value", Fraction(-79, 2)), ("5 - -3", Fraction(8))],
    "*": [("third * 3", Fraction(1)), ("-2 * 3", Fraction(-6)), ("2 + 3 * 4", Fraction(14))],
    "/": [("value / target * 100", Fraction(79)), ("1 / 3 / 3", Fraction(1, 9)), ("8 / (4 / 2)", Fraction(4))],
    "==": [
        ("0.1 + 0.2 == 0.3", True),
        ("1.0 == 1", True),
        ('zone == "ecological"', True),
        ('zone == "Ecological"', False),
        ("listed == true", True),
    ],
    "!=": [("value != 39.50", False), ('zone != "development"', True), ("listed != false", True)],
    "<": [("third < 0.3333333333333333", False), ("1 < 2", True), ("2 < 2", False)],
    "<=": [("2 <= 2", True), ("2.01 <= 2", False)],
    ">": [("value > 34.5 + 5", False), ("value > 34.4 + 5", True)],
    ">=": [("2 >= 2", True), ("1.99 >= 2", False)],
    "in": [('zone in ("ecological", "development")', True), ('zone in ("north")', False), ('not zone in ("x")', True)],
    "and": [("true and true", True), ("true and false", False), ("false and true and true", False)],
    "or": [("false or false", False), ("false or true", True), ("true or false and false", True)],
    "not": [("not true", False), ("not not listed", True), ("not 1 > 2 and true", True), ("not 1 == 2", True)],
}


@pytest.mark.parametrize(("text", "expected"), [case for cases in OPERATIONS.values() for case in cases])
def test_an_operator_gives_the_exact_value(text: str, expected: Value) -> None:
    given = value(text)
    assert (given, type(given)) == (expected, type(expected))


def test_every_operator_has_its_cases() -> None:
    assert OPERATIONS.keys() == OPERATORS.keys() | PREFIXES.keys()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if value > 30 then 1 else 2", Fraction(1)),
        ("if value > 40 then 1 else if value > 39 then 2 else 3", Fraction(2)),
        ('if listed then "A" else "B"', "A"),
        ("(if listed then 1 else 2) + 10", Fraction(11)),
        ("if listed then 1 else 2 + 10", Fraction(1)),
        ("if not listed then false else 1 < 2", True),
        ('value("permit-days") + score("permit-days")', Fraction(199, 2)),
    ],
)
def test_a_conditional_takes_one_branch_and_a_reference_its_indicator(text: str, expected: Value) -> None:
    assert value(text) == expected


# ---------------------------------------------------------------- functions

CALLS: dict[str, list[tuple[str, Value]]] = {
    "abs": [("abs(-3)", Fraction(3)), ("abs(third)", Fraction(1, 3))],
    "ceil": [("ceil(2.1)", Fraction(3)), ("ceil(-2.1)", Fraction(-2)), ("ceil(2)", Fraction(2))],
    "clamp": [
        ("clamp(120, 0, 100)", Fraction(100)),
        ("clamp(-1, 0, 100)", Fraction(0)),
        ("clamp(third, 0, 1)", Fraction(1, 3)),
    ],
    "first_known": [
        ("first_known(absent, value)", Fraction(79, 2)),
        ("first_known(target, 1 / 0)", Fraction(50)),
        ("first_known(absent, absent, absent)", None),
        ('first_known(zone, "none")', "ecological"),
    ],
    "floor": [("floor(2.9)", Fraction(2)), ("floor(-2.1)", Fraction(-3)), ("floor(third)", Fraction(0))],
    "known": [("known(value)", True), ("known(absent)", False), ("known(absent + 1)", False), ("known(zone)", True)],
    "max": [("max(1, 3, 2)", Fraction(3)), ("max(third, 0.3)", Fraction(1, 3))],
    "mean": [("mean(1, 2)", Fraction(3, 2)), ("mean(1, 1, 2)", Fraction(4, 3)), ("mean(third, third)", Fraction(1, 3))],
    "min": [("min(100, value / target * 100)", Fraction(79)), ("min(2, 1, 3)", Fraction(1))],
    "round": [
        ("round(2.345, 2)", Fraction(235, 100)),
        ("round(-2.345, 2)", Fraction(-235, 100)),
        ("round(third, 4)", Fraction(3333, 10000)),
        ('round(2.345, 2, "half_up")', Fraction(235, 100)),
        ('round(2.345, 2, "half_even")', Fraction(234, 100)),
        ('round(2.345, 2, "half_down")', Fraction(234, 100)),
        ('round(2.341, 2, "up")', Fraction(235, 100)),
        ('round(2.349, 2, "down")', Fraction(234, 100)),
        ('round(-2.341, 2, "floor")', Fraction(-235, 100)),
        ('round(-2.349, 2, "ceiling")', Fraction(-234, 100)),
        ("round(2.5, 0)", Fraction(3)),
    ],
}


@pytest.mark.parametrize(("text", "expected"), [case for cases in CALLS.values() for case in cases])
def test_a_function_gives_the_exact_value(text: str, expected: Value) -> None:
    given = value(text)
    assert (given, type(given)) == (expected, type(expected))


def test_every_function_has_its_cases() -> None:
    assert CALLS.keys() == FUNCTIONS.keys()


# ---------------------------------------------------------------- what is missing


@pytest.mark.parametrize(
    "text",
    [
        "absent",
        "absent + 1",
        "1 - absent",
        "absent * 0",
        "0 / absent",
        "absent / 0",
        "-absent",
        "not absent",
        "absent == absent",
        'absent == "ecological"',
        "absent > 5",
        'absent in ("a")',
        "max(1, absent)",
        "mean(1, absent, 3)",
        "round(absent, 2)",
        "absent and true",
        "true and absent",
        "absent and false",
        "absent or true",
        "false or absent",
        "if absent then 1 else 1",
        "if listed then absent else 1",
    ],
)
def test_what_needs_a_missing_value_is_missing(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if known(absent) then absent else 0", Fraction(0)),
        ("if listed then 1 else absent", Fraction(1)),
        ("false and absent", False),
        ("true or absent", True),
        ("known(absent) and absent > 5", False),
        ("not known(absent) or absent > 5", True),
        ("first_known(absent, 0) + 1", Fraction(1)),
    ],
)
def test_what_is_not_looked_at_may_be_missing(text: str, expected: Value) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if target == 0 then 0 else value / target", Fraction(79, 100)),
        ("target > 0 or 1 / 0 > 1", True),
        ("target < 0 and 1 / 0 > 1", False),
        ("if listed then 1 else 1 / 0", Fraction(1)),
    ],
)
def test_what_is_not_looked_at_may_have_no_result(text: str, expected: Value) -> None:
    assert value(text) == expected


# ---------------------------------------------------------------- what has no result

SAY = "Say what holds then, with if ... then ... else ..."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "value / zero * 100",
            f"it divides by zero, which is 0. {SAY}",
        ),
        (
            "value / (target - fifty)",
            f"it divides by target - fifty, which is 50 - 50 = 0. {SAY}",
        ),
        (
            "value / 0",
            f"it divides by 0. {SAY}",
        ),
        (
            "value / (1 - 1)",
            f"it divides by 1 - 1, which is 0. {SAY}",
        ),
        (
            "clamp(value, 10, 5)",
            "clamp has a low of 10 above its high of 5. Give it a low that is not above the high",
        ),
        (
            "valeu + 1",
            "no value is given for valeu. Did you mean value?",
        ),
        (
            "zone + 1",
            "+ takes a number, and zone is text. Use a number there",
        ),
    ],
)
def test_what_has_no_result_is_refused_with_its_values(text: str, expected: str) -> None:
    assert refusal(text, {**NAMES, "zero": 0, "fifty": Decimal("50.0")}) == f"expression {text}: {expected}"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Decimal("NaN"), "for value, NaN is not a finite number. Write plain digits"),
        (Decimal("Infinity"), "for value, Infinity is not a finite number. Write plain digits"),
        (Decimal("1e999999"), "for value, 1E+999999 has more than 50000 digits. Write a shorter number"),
        (
            Decimal("1e30000"),
            "a number in it has more than 24,000 digits. Round the values that go in, or multiply less",
        ),
        (0.1, 'for value, 0.1 is a binary float, which is not exact. Write it as a string, "0.1"'),
    ],
)
def test_a_value_that_is_no_number_is_refused(given: Given, expected: str) -> None:
    assert refusal("value + 1", {"value": given}) == f"expression value + 1: {expected}"


# ---------------------------------------------------------------- how it is explained


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("value / target*100", "39.5 / 50 * 100 = 79"),
        ("third * 2", "1/3 * 2 = 2/3"),
        ("2 / third", "2 / (1/3) = 6"),
        ("5 - minus", "5 - (-3) = 8"),
        ("minus + 5", "-3 + 5 = 2"),
        ('zone == "ecological" and value >= 30', '"ecological" == "ecological" and 39.5 >= 30 is true'),
        ("absent / target", "absent / 50 is missing"),
        ('if listed then "A" else "B"', 'if true then "A" else "B" is "A"'),
        ('score("permit-days") + 1', "87.5 + 1 = 88.5"),
        ("round(third, 2)", "round(1/3, 2) = 0.33"),
        ("long * 2 > target", "long * 2 > 50 is false"),
        ("long / 3", "long / 3 = about 0.1143"),
    ],
)
def test_an_explanation_shows_the_computation(text: str, expected: str) -> None:
    assert parse(text).explain({**NAMES, "minus": -3, "long": Fraction(10**20, 291666666666666666667)}) == expected
