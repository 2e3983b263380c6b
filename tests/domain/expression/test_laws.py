"""What holds for every expression: it reads as it is written, computes exactly, and is refused only in a sentence."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.exact import RoundingMode
from domain.expression import Expression, ExpressionError, Given, Kind, Value, check, parse
from domain.expression.operators import WORDS
from domain.refusal import Refused

# ---------------------------------------------------------------- expressions at random, everything in parentheses

NUMBERS = dict.fromkeys(("value", "target", 'value("permit-days")', 'score("growth")'), Kind.NUMBER)
TEXTS = {"zone": Kind.TEXT, "level": Kind.TEXT}
TRUTHS = {"listed": Kind.TRUTH}
NAMES = {**NUMBERS, **TEXTS, **TRUTHS}

DIGITS = st.decimals(0, 1000, places=2).map(lambda number: f"{number:f}")
WORDS_IN_QUOTES = st.sampled_from(['"ecological"', '"north"', '""', '"生态"'])


def joined(form: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda given: form.format(*given))


def _numbers(inner: tuple[st.SearchStrategy[str], ...]) -> st.SearchStrategy[str]:
    number, _, truth = inner
    return st.one_of(
        DIGITS,
        st.sampled_from(sorted(NUMBERS)),
        *(joined(f"({{}} {sign} {{}})", number, number) for sign in "+-*/"),
        joined("(-{})", number),
        joined("(if {} then {} else {})", truth, number, number),
        *(joined(f"{name}({{}}, {{}})", number, number) for name in ("min", "max", "mean", "first_known")),
        *(joined(f"{name}({{}})", number) for name in ("abs", "floor", "ceil")),
        joined("clamp({}, 0, 100)", number),
        joined('round({}, 2, "{}")', number, st.sampled_from(list(RoundingMode))),
    )


def _texts(inner: tuple[st.SearchStrategy[str], ...]) -> st.SearchStrategy[str]:
    _, text, truth = inner
    return st.one_of(
        WORDS_IN_QUOTES,
        st.sampled_from(sorted(TEXTS)),
        joined("(if {} then {} else {})", truth, text, text),
        joined("first_known({}, {})", text, text),
    )


def _truths(inner: tuple[st.SearchStrategy[str], ...]) -> st.SearchStrategy[str]:
    number, text, truth = inner
    return st.one_of(
        st.sampled_from(["true", "false", *sorted(TRUTHS)]),
        *(joined(f"({{}} {sign} {{}})", number, number) for sign in ("<", "<=", ">", ">=", "==", "!=")),
        *(joined(f"({{}} {sign} {{}})", text, text) for sign in ("==", "!=")),
        *(joined(f"({{}} {sign} {{}})", truth, truth) for sign in ("and", "or", "==", "!=")),
        joined("(not {})", truth),
        joined("({} in ({}, {}))", text, WORDS_IN_QUOTES, WORDS_IN_QUOTES),
        joined("known({})", st.one_of(number, text, truth)),
        joined("(if {} then {} else {})", truth, truth, truth),
    )


def _nested(levels: int) -> tuple[st.SearchStrategy[str], ...]:
    inner = (DIGITS | st.sampled_from(sorted(NUMBERS)), WORDS_IN_QUOTES, st.sampled_from(["true", *sorted(TRUTHS)]))
    for _ in range(levels):
        inner = (_numbers(inner), _texts(inner), _truths(inner))
    return inner


NUMBER_TEXTS, TEXT_TEXTS, TRUTH_TEXTS = _nested(4)
EXPRESSIONS = st.one_of(NUMBER_TEXTS, TEXT_TEXTS, TRUTH_TEXTS)

EXACT = st.decimals(-1000, 1000, places=2) | st.fractions(-1000, 1000, max_denominator=1000)
VALUES = st.fixed_dictionaries(
    {
        **dict.fromkeys(NUMBERS, st.none() | st.just(Decimal(0)) | EXACT),
        **dict.fromkeys(TEXTS, st.none() | st.sampled_from(["ecological", "north", "other"])),
        **dict.fromkeys(TRUTHS, st.none() | st.booleans()),
    }
)


def outcome(expression: Expression, values: dict[str, Given]) -> Value | str:
    """The value, or why there is none."""
    try:
        return expression.evaluate(values)
    except Refused as refused:
        return refused.problem


@given(EXPRESSIONS)
def test_what_is_written_reads_as_the_same_tree(text: str) -> None:
    expression = parse(text)
    again = parse(str(expression))
    assert again.tree == expression.tree
    assert str(again) == str(expression)
    assert len(str(expression)) <= len(text)


@given(EXPRESSIONS, VALUES)
def test_a_value_is_of_the_kind_that_was_found_before(text: str, values: dict[str, Given]) -> None:
    expression = parse(text)
    kind = check(expression, NAMES)
    given = outcome(expression, values)
    if isinstance(given, str) and (given.startswith(("it divides by", "a number in it"))):
        return
    expected = {Kind.NUMBER: Fraction, Kind.TEXT: str, Kind.TRUTH: bool}[kind]
    assert given is None or type(given) is expected


@given(EXPRESSIONS, VALUES)
def test_an_explanation_computes_what_it_says(text: str, values: dict[str, Given]) -> None:
    expression = parse(text)
    given = outcome(expression, values)
    assume(not isinstance(given, str) or not given.startswith("it divides"))
    computation = expression.explain(values).rpartition(" = " if isinstance(given, Fraction) else " is ")[0]
    assert parse(computation).evaluate(values) == given


def in_short(result: Value | str) -> Value | str:
    """The result; of a refusal its beginning, since the values it goes on to show differ with what is filled in."""
    return " ".join(result.split()[:2]) if isinstance(result, str) else result


@given(EXPRESSIONS, VALUES)
def test_a_missing_value_never_counts_as_nothing(text: str, values: dict[str, Given]) -> None:
    """Where values are missing, a result does not depend on what they might have been."""
    expression = parse(text)
    assume("known(" not in text)
    given = outcome(expression, values)
    assume(given is not None)
    for other in (Decimal(0), Decimal(7)):
        guess: dict[Kind, Given] = {Kind.NUMBER: other, Kind.TEXT: "north", Kind.TRUTH: other == 0}
        filled = {name: guess[NAMES[name]] if value is None else value for name, value in values.items()}
        assert in_short(outcome(expression, filled)) == in_short(given)


# ---------------------------------------------------------------- the same sums done elsewhere

FRACTIONS = {"a": Fraction(1, 3), "b": Fraction(-5, 2), "c": Fraction(7), "d": Fraction(0)}


OPERAND = st.sampled_from(["a", "b", "c", "d", "-a", "-b", "F(2)", "F(10)"])


def row(operand: st.SearchStrategy[str], operators: list[str], most: int) -> st.SearchStrategy[str]:
    """Operands with operators between them, and no parentheses."""
    more = st.lists(st.tuples(st.sampled_from(operators), operand).map(" ".join), max_size=most)
    return st.tuples(operand, more).map(lambda parts: " ".join([parts[0], *parts[1]]))


SUM = row(OPERAND, ["+", "-", "*", "/"], 6)
COMPARISON = joined("{}{} {} {}", st.sampled_from(["", "not "]), SUM, st.sampled_from(["<", "<=", "==", "!="]), SUM)
ROWS = SUM | row(COMPARISON, ["and", "or"], 3)


def python(text: str) -> Value:
    """What Python makes of it, whose operators bind alike and whose `and` and `or` stop alike."""
    result: Value = eval(text, {"F": Fraction, "__builtins__": {}}, dict(FRACTIONS))  # noqa: S307 - made above
    return result


@given(ROWS)
def test_operators_bind_and_compute_as_fractions_do_in_python(text: str) -> None:
    expression = parse(text.replace("F(", "(").replace("-", "- "))
    try:
        expected = python(text)
    except ZeroDivisionError:
        with pytest.raises(Refused, match="it divides by"):
            expression.evaluate(FRACTIONS)
    else:
        assert expression.evaluate(FRACTIONS) == expected


@given(st.lists(EXACT, min_size=2, max_size=30))
def test_means_and_extremes_are_those_of_fractions(numbers: list[Decimal | Fraction]) -> None:
    names = {f"n{position}": number for position, number in enumerate(numbers)}
    exact = [Fraction(number) for number in numbers]
    expected: dict[str, Callable[[list[Fraction]], Fraction]] = {
        "mean": lambda given: sum(given, Fraction(0)) / len(given),
        "min": min,
        "max": max,
    }
    for function, compute in expected.items():
        assert parse(f"{function}({', '.join(names)})").evaluate(names) == compute(exact)


@given(EXACT)
def test_a_decimal_written_out_is_exact(number: Decimal | Fraction) -> None:
    assume(isinstance(number, Decimal))
    assert parse(f"{number:f}" if number >= 0 else f"-{-number:f}").evaluate({}) == Fraction(number)


# ---------------------------------------------------------------- anything at all

SIGNS = "+-*/()<>=!,\"'`.[]{}:;@#%^&|~\\\n\t\0\u2265\ud800"
WHOLE = ["==", "<=", "!=", "value", "zone", "1", "0.5", "1,000", '"ecological"', "__class__", "lambda"]
BEGUN = ["max(", "round(", "known(", "value(", "clamp(value, "]
PIECES = st.lists(st.sampled_from([*sorted(WORDS), *SIGNS, *WHOLE, *BEGUN]), max_size=30)


def slip(text: str) -> ExpressionError | None:
    try:
        parse(text)
    except ExpressionError as refused:
        return refused
    return None


@given(st.text(max_size=60) | PIECES.map(" ".join) | PIECES.map("".join))
def test_any_text_is_an_expression_or_is_refused_in_one_sentence(text: str) -> None:
    refused = slip(text)
    if refused is None:
        assert parse(str(parse(text))).tree == parse(text).tree
    else:
        assert refused.problem
        assert refused.mend
        assert str(refused).isprintable()
        assert str(refused).rpartition(": ") == (refused.problem, ": ", refused.mend)
