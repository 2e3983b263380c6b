"""A target that an appraisee does not have: the indicator is missing for it, by the policy it states."""

from decimal import Decimal
from typing import Any

import pytest

from domain.regulation import parse, problems
from domain.scoring import Fact, Facts, compute
from tests.domain.rulebooks import document, leaf

ONLY_INDICATORS = {"evaluators": [{"kind": "lead_departments", "weight": "1"}]}


def total(shape: str, targets: dict[str, str], missing: str) -> Decimal | object:
    """That of an appraisee who meets another target of the same weight and has none of its own here."""
    untargeted = {**leaf("permits", "0.5", rule={"shape": shape}, missing=missing, targets=targets)}
    del untargeted["target"]
    rulebook = parse(document(untargeted, leaf("growth", "0.5"), **ONLY_INDICATORS))
    values = {"permits": Fact(value=Decimal(7)), "growth": Fact(value=Decimal(100))}
    return compute(rulebook, "health", Facts(values=values)).total


@pytest.mark.parametrize("shape", ["met_or_not", "ratio_to_target"])
@pytest.mark.parametrize("targets", [{}, {"finance": "5"}])
def test_without_a_target_the_score_is_missing_by_the_stated_policy(shape: str, targets: dict[str, str]) -> None:
    assert total(shape, targets, "left_out") == 100
    assert total(shape, targets, "zero") == 50


def test_a_confirmed_goal_is_the_target_that_the_rulebook_leaves_open() -> None:
    untargeted: dict[str, Any] = {**leaf("permits", missing="left_out")}
    del untargeted["target"]
    rulebook = parse(document(untargeted, **ONLY_INDICATORS))

    facts = Facts(values={"permits": Fact(value=Decimal(7))}, targets={"permits": Decimal(10)})

    assert compute(rulebook, "health", facts).total == 70


def test_a_rule_that_needs_a_target_asks_for_one_unless_a_policy_is_stated() -> None:
    untargeted = leaf("permits")
    del untargeted["target"]

    assert [finding.place for finding in problems(document(untargeted))] == ["indicators.1.target"]
    assert problems(document({**untargeted, "missing": "left_out"})) == ()
