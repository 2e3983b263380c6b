from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.examination import Sensitivity, Shift, Swap, appraise, sensitivities
from domain.examination.reweighing import others, reweighed
from domain.regulation import Indicator, Rulebook
from domain.regulation.resting import rests_on
from domain.scoring import Facts, compute
from tests.domain.examination.given import URBAN_AND_RURAL, book, stated
from tests.domain.rulebooks import INDICATORS_ONLY, group

NONE = Shift(appraisees=0, places=0, pairs=0)


def _facts(**values: list[str | None]) -> dict[str, Facts]:
    """Values of the indicators a, b and so on, by appraisee."""
    return {
        unit: Facts.model_validate(
            {"values": {indicator: {"value": value} for indicator, value in zip("abcd", those, strict=False)}}
        )
        for unit, those in values.items()
    }


def _found(examined: Rulebook, facts: dict[str, Facts]) -> dict[str, Sensitivity]:
    return {one.place: one for one in sensitivities(examined, appraise(examined, facts)).weights}


def _book(*indicators: dict[str, Any], **fields: Any) -> Rulebook:  # noqa: ANN401 - fields of a document
    return book(*indicators, **{"evaluators": INDICATORS_ONLY, **fields})


def test_a_weight_that_turns_the_ranking_over_says_when() -> None:
    # x leads by 0.5 * 40 - 0.5 * 38 = 1; each part of the weight of a counts for 40 + 38
    found = _found(_book(stated("a", "0.5"), stated("b", "0.5")), _facts(x=["80", "42"], y=["40", "80"]))
    assert found["indicators.1.weight"] == Sensitivity(
        place="indicators.1.weight",
        what="a",
        more=NONE,
        less=Shift(appraisees=2, places=1, pairs=1),
        swap=Swap(change=Fraction(-1, 39), first="x", second="y"),
    )
    assert found["indicators.2.weight"].more == Shift(appraisees=2, places=1, pairs=1)
    assert found["evaluators.1.weight"].swap is None


def test_points_of_a_sum_are_weights() -> None:
    examined = _book(stated("a", None, points="50"), stated("b", None, points="50"), combine="sum")
    found = _found(examined, _facts(x=["80", "42"], y=["40", "80"]))
    assert found["indicators.1.points"].swap == Swap(change=Fraction(-1, 39), first="x", second="y")
    assert found["indicators.1.points"].less == Shift(appraisees=2, places=1, pairs=1)


def test_a_weight_deep_in_the_tree_is_tried_by_what_it_moves_above() -> None:
    deep = group("g", "0.5", stated("a", "0.5"), stated("b", "0.5"))
    found = _found(_book(deep, stated("c", "0.5")), _facts(x=["80", "42", "50"], y=["40", "80", "50"]))
    assert found["indicators.1.1.weight"].swap == Swap(change=Fraction(-1, 39), first="x", second="y")
    assert (found["indicators.1.weight"].less, found["indicators.1.weight"].swap) == (NONE, None)


def test_the_weight_of_an_evaluator_is_tried() -> None:
    evaluators = [{"kind": "lead_departments", "weight": "0.5"}, {"kind": "leaders", "weight": "0.5"}]
    facts = _facts(x=["80"], y=["40"])
    facts = {
        unit: known.model_copy(update={"ratings": Facts.model_validate({"ratings": [{"value": rating}]}).ratings})
        for (unit, known), rating in zip(facts.items(), ("42", "80"), strict=True)
    }
    found = _found(_book(stated("a"), evaluators=evaluators), facts)
    assert found["evaluators.1.weight"].swap == Swap(change=Fraction(-1, 39), first="x", second="y")
    assert found["evaluators.2.weight"].more == Shift(appraisees=2, places=1, pairs=1)


def test_appraisees_are_ranked_among_their_peers() -> None:
    examined = _book(stated("a", "0.5"), stated("b", "0.5"), **URBAN_AND_RURAL)
    facts = _facts(x=["80", "42"], y=["40", "80"])
    zones = {"x": "urban", "y": "rural"}
    facts = {unit: known.model_copy(update={"attributes": {"zone": zones[unit]}}) for unit, known in facts.items()}
    assert {(one.more, one.less, one.swap) for one in _found(examined, facts).values()} == {(NONE, NONE, None)}


def test_who_has_no_total_is_not_ranked() -> None:
    found = _found(_book(stated("a", "0.5"), stated("b", "0.5")), _facts(x=["80", "42"], y=[None, None]))
    assert found["indicators.1.weight"].less == NONE


def test_what_refers_to_a_score_is_scored_again() -> None:
    formula = {"shape": "formula", "points": 'score("g")'}
    refers = group("h", "0.5", stated("c", "1", rule=formula))
    deep = group("g", "0.5", stated("a", "0.5"), stated("b", "0.5"))
    found = _found(_book(deep, refers), _facts(x=["80", "42", "0"], y=["40", "80", "0"]))
    assert found["indicators.1.1.weight"].swap == Swap(change=Fraction(-1, 39), first="x", second="y")
    assert (found["indicators.1.weight"].less, found["indicators.1.weight"].swap) == (NONE, None)


def test_where_totals_go_in_no_proportion_to_a_weight_no_swap_is_said() -> None:
    whole = {"mode": "half_up", "places": 0}
    deep = group("g", "1", stated("a", "0.5"), stated("b", "0.5"), rounding=whole)
    found = _found(_book(deep), _facts(x=["80", "43"], y=["40", "80"]))
    assert (found["indicators.1.1.weight"].less.pairs, found["indicators.1.1.weight"].swap) == (1, None)


def test_weights_that_comparisons_of_groups_rest_on_are_not_tried() -> None:
    rank = {"shape": "rank", "points": ["100", "50"], "rest": "0", "ties": "better"}
    ranked = group("g", "0.5", stated("a", "0.5"), stated("b", "0.5"), rule=rank)
    examined = _book(ranked, stated("c", "0.5"))
    found = sensitivities(examined, appraise(examined, _facts(x=["80", "42", "1"], y=["40", "80", "2"])))
    assert found.untried == ("indicators.1.1.weight", "indicators.1.2.weight")
    assert [one.place for one in found.weights] == ["evaluators.1.weight", "indicators.1.weight", "indicators.2.weight"]


@pytest.mark.parametrize(
    ("sizes", "factor", "expected"),
    [
        (["0.5", "0.3", "0.2"], "1.1", ["0.55", "0.27", "0.18"]),
        (["0.5", "0.3", "0.2"], "0.9", ["0.45", "0.33", "0.22"]),
        (["0.96", "0.04"], "1.1", ["0.98", "0.02"]),
    ],
)
def test_siblings_make_up_for_a_weight_and_keep_something(sizes: list[str], factor: str, expected: list[str]) -> None:
    found = others([Fraction(size) for size in sizes], 0, Fraction(factor))
    assert found == [Fraction(size) for size in expected]


def test_a_weight_without_siblings_cannot_be_another() -> None:
    assert others([Fraction(1)], 0, Fraction(2)) is None


VALUES = st.lists(st.lists(st.none() | st.integers(0, 130).map(str), min_size=4, max_size=4), min_size=1, max_size=4)


def _mixed(**fields: Any) -> Rulebook:  # noqa: ANN401 - fields of a document
    summed = group("s", "0.4", stated("a", None, points="30"), stated("b", None, points="10"), combine="sum")
    rounded = {"mode": "half_up", "places": 1}
    mean = group("m", "0.6", stated("c", "0.7"), stated("d", "0.3", missing="zero"), rounding=rounded)
    return _book(summed, mean, **fields)


@given(VALUES)
def test_totals_are_those_of_the_result(values: list[list[str | None]]) -> None:
    examined, facts = _mixed(), _facts(**{f"u{n}": those for n, those in enumerate(values)})
    for unit, one in appraise(examined, facts).items():
        total, result = one.total(), compute(examined, unit, facts[unit])
        assert (None if total is None else total.ranked) == (None if result.total is None else Fraction(result.total))


@given(VALUES, st.sampled_from(["a", "b", "c", "d", "s", "m"]), st.sampled_from(["0.9", "1.1"]))
def test_what_is_scored_again_is_what_a_rulebook_with_those_weights_gives(
    values: list[list[str | None]], id_: str, factor: str
) -> None:
    examined, facts = _mixed(), _facts(**{f"u{n}": those for n, those in enumerate(values)})
    rests = rests_on(examined.indicators)
    changed = reweighed(examined.indicators, examined.combine, id_, Fraction(factor), rests)
    assert changed is not None
    # full marks of a sum that are another are told by the rules themselves, which these keep in proportion
    points = {id_: Fraction(30 if id_ == "a" else 10) * by for id_, by in changed.scaled.items()}
    indicators = tuple(_with_points(node, points) for node in changed.indicators)
    whole = appraise(examined.model_copy(update={"indicators": indicators}), facts)
    for unit, one in appraise(examined, facts).items():
        assert one.total_by(changed) == whole[unit].total()


def _with_points(node: Indicator, points: dict[str, Fraction]) -> Indicator:
    children = tuple(_with_points(child, points) for child in node.children)
    return node.model_copy(update={"children": children, **({"points": points[node.id]} if node.id in points else {})})


@given(st.integers(0, 100).map(str), st.integers(min_value=2, max_value=4))
def test_nothing_shifts_when_all_scores_are_equal(value: str, units: int) -> None:
    alike: list[str | None] = [value] * 4
    facts = _facts(**{f"u{n}": alike for n in range(units)})
    examined = _mixed()
    found = sensitivities(examined, appraise(examined, facts)).weights
    assert {(one.more, one.less, one.swap) for one in found} == {(NONE, NONE, None)}
