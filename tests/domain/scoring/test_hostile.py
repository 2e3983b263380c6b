"""Hostile formulas, facts and sizes: scoring answers or refuses, and nothing else ever comes out of it."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.refusal import Refused
from domain.scoring import Facts, Result, compute, reevaluate, tabulate
from tests.domain.rulebooks import INDICATORS_ONLY, group, leaf, rulebook
from tests.domain.scoring.single import measured, score

Fields = dict[str, Any]

NAMES = ["value", "target", "full", 'value("b")', 'score("b")', "posts", "0", "7", "0.5"]
TRUTHS = st.sampled_from(["true", "false", "listed", 'zone == "hills"', "known(posts)", "value > target"])


def _numbers(below: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(below, st.sampled_from(["+", "-", "*", "/"]), below).map(" ".join)
    calls = st.tuples(st.sampled_from(["max", "min", "mean", "first_known"]), below, below)
    return st.one_of(
        pairs.map(lambda text: f"({text})"),
        calls.map(lambda call: f"{call[0]}({call[1]}, {call[2]})"),
        st.tuples(below, below, below).map(lambda three: f"clamp({', '.join(three)})"),
        below.map(lambda text: f"round({text}, 3)"),
        below.map(lambda text: f"floor(-{text})"),
        st.tuples(TRUTHS, below, below).map(lambda three: "(if {} then {} else {})".format(*three)),
    )


DERIVED = st.recursive(st.sampled_from(NAMES), _numbers, max_leaves=8)
FORMULAS = st.recursive(st.sampled_from([*NAMES, "peer_mean", "peer_best", "peer_count"]), _numbers, max_leaves=8)
ATTRIBUTES = [
    {"name": "posts", "kind": "number"},
    {"name": "listed", "kind": "truth"},
    {"name": "zone", "kind": "text", "values": ["hills", "plain"]},
]
VALUES = st.none() | st.sampled_from(["0", "-1", "1/3", "9" * 400, "1/" + "7" * 300, "0." + "0" * 200 + "1"])


@settings(deadline=None, max_examples=300)
@given(FORMULAS, DERIVED, TRUTHS, st.tuples(VALUES, VALUES, VALUES, VALUES))
def test_a_hostile_formula_is_computed_or_refused(
    points: str, derived: str, condition: str, values: tuple[str | None, ...]
) -> None:
    nodes = (
        measured({"shape": "formula", "points": points}, weight="0.4", target="3"),
        leaf("b", "0.3"),
        leaf("c", "0.3", value_from=derived, exemptions=[{"when": condition, "effect": "full_marks"}]),
    )
    first, second, posts, other = values
    facts = {
        "x": {"values": {"a": {"value": first}, "b": {"value": second}}, "attributes": {"posts": posts or "0"}},
        "y": {"values": {"a": {"value": other}, "b": {"value": first}}, "attributes": {"listed": "true"}},
    }
    try:
        read = rulebook(*nodes, attributes=ATTRIBUTES, evaluators=INDICATORS_ONLY)
        known = {who: Facts.model_validate(one) for who, one in facts.items()}
        peers = tabulate(read, known)
        found = [compute(read, who, one, peers) for who, one in known.items()]
    except Refused:
        return
    for one in found:
        assert reevaluate(one.explanation) == (None if one.total is None else Fraction(one.total))
        assert Result.model_validate_json(one.model_dump_json()) == one


@pytest.mark.parametrize(
    ("points", "values", "message"),
    [
        (
            "value / (value - 5)",
            {"a": {"value": "5"}},
            (
                "indicator a, expression value / (value - 5): it divides by value - 5, which is 5 - 5 = 0. "
                "Say what holds then, with if ... then ... else ..."
            ),
        ),
        (
            "clamp(value, 5, target)",
            {"a": {"value": "5"}},
            (
                "indicator a, expression clamp(value, 5, target): clamp has a low of 5 above its high of 3. "
                "Give it a low that is not above the high"
            ),
        ),
    ],
)
def test_what_a_formula_cannot_compute_is_said_of_its_indicator(points: str, values: Fields, message: str) -> None:
    with pytest.raises(Refused) as refused:
        score(measured({"shape": "formula", "points": points}, target="3"), {"values": values})
    assert str(refused.value) == message


FORMULA_ORACLES: list[tuple[str, Callable[[Fraction], Fraction]]] = [
    ("value / target * full", lambda value: value / 3 * 10),
    ("max(value, target) - min(value, target)", lambda value: abs(value - 3)),
    ("if value > target and not value > 9 then 8 else 2", lambda value: Fraction(8 if 3 < value <= 9 else 2)),
    ("round(value, 0) + 1/3", lambda value: Fraction(int(value + Fraction(1, 2))) + Fraction(1, 3)),
]


@pytest.mark.parametrize(("points", "naive"), FORMULA_ORACLES, ids=[points for points, _ in FORMULA_ORACLES])
@settings(deadline=None, max_examples=50)
@given(value=st.fractions(0, 20, max_denominator=8))
def test_a_formula_gives_what_it_says_within_full_marks(
    points: str, naive: Callable[[Fraction], Fraction], value: Fraction
) -> None:
    node = measured({"shape": "formula", "points": points}, target="3")
    expected = min(max(naive(value), Fraction(0)), Fraction(10))
    assert score(node, {"values": {"a": {"value": f"{value.numerator}/{value.denominator}"}}}) == expected


def test_a_score_with_more_digits_than_can_be_stored_is_refused() -> None:
    huge = [leaf(f"i-{place}", "0.25", target="9" * 9_000 + str(place)) for place in range(1, 5)]
    read = rulebook(*huge, evaluators=INDICATORS_ONLY)
    facts = Facts.model_validate({"values": {f"i-{place}": {"value": "1"} for place in range(1, 5)}})
    with pytest.raises(Refused) as refused:
        compute(read, "x", facts)
    assert str(refused.value) == ("total: comes to a number of more than 24,000 digits. Round the values that go in")


def test_a_group_of_hundreds_and_a_system_of_thousands_compute_again() -> None:
    count, inner = 60, 40
    nodes = [
        group(f"g-{place}", f"1/{count}", *(leaf(f"i-{place}-{at}", f"1/{inner}", target="7") for at in range(inner)))
        for place in range(count)
    ]
    nodes[0] = group("g-0", f"1/{count}", *(leaf(f"i-0-{at}", "1/900", target="7") for at in range(900)))
    read = rulebook(*nodes, evaluators=INDICATORS_ONLY)
    ids = [f"i-{place}-{at}" for place in range(1, count) for at in range(inner)] + [f"i-0-{at}" for at in range(900)]
    facts = Facts.model_validate({"values": {id_: {"value": str(at % 9)} for at, id_ in enumerate(ids)}})
    result = compute(read, "x", facts)
    assert reevaluate(result.explanation) == result.total
    assert reevaluate(result.explanation.children[0]) == result.explanation.children[0].score


def test_there_is_nothing_to_take_a_mean_of_where_no_variant_gives_a_weight() -> None:
    nodes = [leaf("a", variants=[{"when": 'zone == "hills"', "weight": "1"}])]
    del nodes[0]["weight"]
    zone = {"name": "zone", "kind": "text"}
    read = rulebook(
        *nodes, attributes=[zone], appraisees=[{"id": "x", "attributes": {"zone": "hills"}}], evaluators=INDICATORS_ONLY
    )
    found = compute(read, "y", Facts.model_validate({"values": {"a": {"value": "5"}}, "attributes": {"zone": "plain"}}))
    assert found.total is None
    assert found.explanation.rule == "no total: nothing to take a mean of, since all is missing: Lead departments"
    assert found.explanation.children[0].rule == "nothing to take a mean of, since nothing in it has a weight"
