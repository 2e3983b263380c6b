"""The page on expressions tells the truth: examples give what it says, and nothing of the language is left out."""

import re
from pathlib import Path

import pytest

from domain.exact import RoundingMode
from domain.expression import ExpressionError, Given, Kind, Value, check, parse
from domain.expression.functions import FUNCTIONS, signature
from domain.expression.grammar import DEEPEST, MOST_NODES
from domain.expression.operators import OPERATORS, PREFIXES
from domain.expression.tokens import MOST_CHARACTERS
from domain.expression.written import shown
from domain.refusal import Refused
from domain.regulation import conditions

PAGE = (Path(__file__).parents[2] / "docs/reference/expressions.md").read_text(encoding="utf-8")
MISSING = "*missing*"


def rows(*columns: str) -> list[tuple[str, ...]]:
    """Those columns of every table that has them all, without the backquotes around code."""
    found = []
    for table in re.findall(r"(?:^\|.*\|\n)+", PAGE, re.MULTILINE):
        heading, _, *body = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]
        names = [cell.strip("| ") for cell in heading]
        if set(columns) <= set(names):
            at = [names.index(column) for column in columns]
            found += [tuple(re.sub(r"^`(.*)`$", r"\1", row[index].strip("| ")) for index in at) for row in body]
    return found


NAMES: dict[str, Given] = {
    name: None if said == MISSING else parse(said).evaluate({}) for name, said in rows("Name", "Value")
}
KINDS = {name: check(parse(said), {}) if said != MISSING else Kind.NUMBER for name, said in rows("Name", "Value")}


@pytest.mark.parametrize(("text", "gives"), rows("Example", "Gives"))
def test_an_example_gives_what_the_page_says(text: str, gives: str) -> None:
    value = checked_and_computed(text)
    assert (MISSING if value is None else shown(value)) == gives


def checked_and_computed(text: str) -> Value:
    check(parse(text), KINDS)
    return parse(text).evaluate(NAMES)


@pytest.mark.parametrize(("text", "answer"), rows("Expression", "Answer"))
def test_a_slip_is_answered_as_the_page_says(text: str, answer: str) -> None:
    with pytest.raises((ExpressionError, Refused)) as refused:
        checked_and_computed(text)
    assert str(refused.value) == answer


@pytest.mark.parametrize(("text", "explanation"), rows("Expression", "Explanation"))
def test_an_explanation_is_as_the_page_says(text: str, explanation: str) -> None:
    assert parse(text).explain(NAMES) == explanation


@pytest.mark.parametrize(
    "code", [code for code in re.findall(r"`([^`\n]+)`", PAGE) if " and " in code or " * " in code]
)
def test_what_stands_in_a_sentence_can_be_read(code: str) -> None:
    if not any(code == text for text, _ in rows("Expression", "Answer")):
        assert check(parse(code), KINDS)


def test_every_operator_and_function_stands_on_the_page_with_its_sentence() -> None:
    operators = {**OPERATORS, **PREFIXES}
    assert set(rows("Operator", "What it gives")) == {(sign, one.sentence) for sign, one in operators.items()}
    assert rows("Function", "What it gives") == [(signature(name), one.sentence) for name, one in FUNCTIONS.items()]
    assert [mode for mode in RoundingMode if f'"{mode.value}")` |' not in PAGE] == []


def test_operators_stand_from_the_loosest_to_the_tightest() -> None:
    levels = [({**PREFIXES, **OPERATORS})[sign].level for (sign,) in rows("Operator")]
    assert levels == sorted(levels)


def test_every_bound_and_every_name_of_a_rulebook_stands_on_the_page() -> None:
    assert f"{MOST_CHARACTERS:,} characters, {MOST_NODES} parts or {DEEPEST} levels" in PAGE
    own = re.findall(r"\*The indicator's own\* are (.*)\.", PAGE)
    assert re.findall(r"`(\w+)`", own[0]) == list(conditions._NUMBERS)


def test_the_page_was_read() -> None:
    assert len(rows("Example", "Gives")) > 40
    assert len(rows("Expression", "Answer")) > 10
    assert len(rows("Expression", "Explanation")) > 3
