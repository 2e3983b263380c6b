"""An expression as a value, and as a field of a record."""

import copy
import pickle
from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.event import Record
from domain.expression import ExpressionText, parse


class Rule(Record):
    formula: ExpressionText


def test_a_field_keeps_the_text_as_it_was_written() -> None:
    rule = Rule(formula="value/target *100")
    assert rule.model_dump(mode="json") == {"formula": "value/target *100"}
    assert Rule.model_validate_json(rule.model_dump_json()) == rule


def test_a_field_refuses_what_is_no_expression_with_problem_and_mend() -> None:
    with pytest.raises(ValidationError) as refused:
        Rule.model_validate({"formula": "rond(value, 2)"})
    (error,) = refused.value.errors()
    assert (error["type"], error["loc"]) == ("value_error", ("formula",))
    assert error["msg"] == "Value error, there is no function rond: did you mean round?"


@pytest.mark.parametrize("given", [5, None, True, ["value"], Decimal(5)])
def test_a_field_refuses_what_is_no_text(given: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Rule.model_validate({"formula": given})
    assert [error["type"] for error in refused.value.errors()] == ["string_type"]


def test_a_field_has_a_schema() -> None:
    schema = TypeAdapter(ExpressionText).json_schema()
    assert schema == {"type": "string", "maxLength": 2000, "examples": ["value / target * 100"]}


def test_an_expression_is_read_once() -> None:
    assert parse("value / 7") is parse("value / 7")


def test_an_expression_is_hashed_compared_copied_and_pickled_by_its_text() -> None:
    expression = parse("value / target * 100")
    for other in (copy.deepcopy(expression), pickle.loads(pickle.dumps(expression))):  # noqa: S301 - our own pickle
        assert (other, hash(other)) == (expression, hash(expression))
        assert other.evaluate({"value": 1, "target": Decimal(4)}) == Fraction(25)
    assert parse("value") != parse("target")


def test_an_expression_is_shown_as_it_was_written() -> None:
    assert repr(parse("value/2")) == "Expression(text='value/2')"
