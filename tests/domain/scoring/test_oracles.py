"""Every shape gives the points that a second, naive implementation gives, through the whole computation."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.scoring import shapes
from tests.domain.scoring.single import leaf_of, results
from tests.oracles import shapes as oracle

Fields = dict[str, Any]
PANELS = [{"id": id_, "name": id_.title(), "kind": "experts", **panel} for id_, panel in shapes.PANELS.items()]


def expected(node: Fields, known: Fields, peers: list[Fraction], policy: str) -> Fraction | str | None:  # noqa: C901, PLR0911, PLR0912 - one return for each shape reads best
    rule, full = node["rule"], Fraction(node["points"])
    said = known.get("values", {}).get("a", {}).get("value")
    value = None if said is None else Fraction(said)
    target, direction = Fraction(node.get("target", 1)), node.get("direction", "up")
    cases = known.get("cases", {}).get("a")
    match rule["shape"]:
        case "count_deduction":
            return oracle.count_deduction(value, cases, full, rule)
        case "bonus":
            return oracle.bonus(value, cases, rule)
        case "judged":
            return Fraction(known["points"]["a"]["value"]) / Fraction(rule.get("maximum", full)) * full
        case "rated":
            return oracle.rated(shapes.PANELS, rule, known["scores"]["a"], full, policy)
    if value is None:
        return None
    match rule["shape"]:
        case "ratio_to_target":
            return oracle.ratio_to_target(value, target, direction, full, rule)
        case "met_or_not":
            return oracle.met_or_not(value, target, direction, full, rule)
        case "deduction":
            return oracle.deduction(value, target, direction, full, rule, peers)
        case "step_table":
            return oracle.step_table(value, target, rule)
        case "linear" | "piecewise":
            return oracle.along(value, target, rule)
        case "rank":
            return oracle.rank(value, direction, rule, peers)
        case "proportional_to_best":
            return oracle.proportional_to_best(value, direction, full, rule, peers)
        case _:
            return oracle.improvement(value, direction, full, rule, known["year"], known["past"]["a"])


@pytest.mark.parametrize("shape", shapes.RULES)
@settings(deadline=None)
@given(st.data())
def test_points_are_those_of_a_naive_computation(shape: str, data: st.DataObject) -> None:
    node = data.draw(shapes.nodes(shape))
    facts = {f"unit-{number}": data.draw(shapes.facts(node)) for number in range(data.draw(st.integers(1, 5)))}
    policy = data.draw(st.sampled_from(["left_out", "zero", "refuse"]))
    values = [known.get("values", {}).get("a", {}).get("value") for known in facts.values()]
    peers = [Fraction(value) for value in values if value is not None]

    for who, result in results(node, facts, panels=PANELS, missing=policy).items():
        points, awaited = leaf_of(result).score, policy == "refuse" or node["rule"].get("ties") == "refuse"
        outcome = expected(node, facts[who], peers, policy)
        assert points == (None if outcome == oracle.AWAITED else outcome), leaf_of(result).rule
        if outcome in {None, oracle.AWAITED}:
            waits = "no result until" in result.explanation.rule
            assert waits == (policy == "refuse" or outcome == oracle.AWAITED)
            assert awaited or not waits
