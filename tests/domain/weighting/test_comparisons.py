"""Pairwise comparisons: both ways to write them, and everything that can be wrong with them."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.refusal import Refused
from domain.weighting import Comparisons, prioritise
from domain.weighting.comparisons import matrices

PAIRS: dict[str, Any] = {"quality": {"cost": "3", "time": "5"}, "time": {"cost": "1/2"}}
MATRIX = [["1", "3", "5"], ["1/3", "1", "2"], ["1/5", "1/2", "1"]]
ITEMS = ["quality", "cost", "time"]


def _comparisons(**fields: Any) -> Comparisons:  # noqa: ANN401 - fields of a document
    return Comparisons.model_validate({"items": ITEMS, **fields})


def test_pairs_in_either_direction_make_the_matrix() -> None:
    pairs, matrix = _comparisons(comparisons=PAIRS), _comparisons(matrix=MATRIX)
    assert matrices(pairs) == matrices(matrix)


def test_each_expert_has_a_matrix() -> None:
    experts = [{"id": "first", "comparisons": PAIRS}, {"id": "second", "matrix": MATRIX}]
    found = matrices(_comparisons(experts=experts))
    assert list(found) == ["first", "second"]
    assert found["first"] == found["second"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"items": ["quality"], "comparisons": {}},
            "items: 1 item, and from 2 to 15 can be compared. Compare at least two",
        ),
        (
            {"items": [f"i{n}" for n in range(16)], "comparisons": {}},
            "items: 16 items, and from 2 to 15 can be compared. Group them, and compare within each group",
        ),
        ({"items": ["quality", "cost", "quality"], "matrix": MATRIX}, "items: quality stands 2 times. Name it once"),
        ({}, "comparisons: no judgments. Give either 'comparisons' or 'matrix'"),
        (
            {"comparisons": PAIRS, "matrix": MATRIX},
            "comparisons: judgments are given twice. Give either 'comparisons' or 'matrix'",
        ),
        (
            {"comparisons": {"quality": {"cost": "3", "tmie": "5"}, "cost": {"time": "2"}}},
            "comparisons.quality.tmie: tmie is none of the items. Items are quality, cost, time",
        ),
        (
            {"comparisons": PAIRS | {"price": {"cost": "3"}}},
            "comparisons.price: price is none of the items. Items are quality, cost, time",
        ),
        (
            {"comparisons": PAIRS | {"cost": {"quality": "1/3"}}},
            "comparisons.cost.quality: the pair is compared twice. Keep it, or quality with cost",
        ),
        (
            {"comparisons": PAIRS | {"cost": {"cost": "1"}}},
            "comparisons.cost.cost: an item is compared with itself. Leave it out",
        ),
        (
            {"comparisons": {"quality": {"cost": "3"}}},
            "comparisons: nobody compares quality with time, cost with time. Compare every pair once",
        ),
        (
            {"matrix": MATRIX[:2]},
            "matrix: it is not 3 rows of 3 numbers. Give one row for each item, in their order",
        ),
        (
            {"matrix": [["1", "3", "5"], ["1/3", "2", "2"], ["1/5", "1/2", "1"]]},
            "matrix.2.2: cost is 2 times as important as itself. Write 1",
        ),
        (
            {"matrix": [["1", "3", "5"], ["1/3", "1", "2"], ["1/5", "1/2", "0.9"]]},
            "matrix.3.3: time is 0.9 times as important as itself. Write 1",
        ),
        (
            {"matrix": [["1", "3", "5"], ["0.34", "1", "2"], ["1/5", "1/2", "1"]]},
            "matrix.2.1: cost over quality is 0.34, while quality over cost is 3. Write 1/3, the reciprocal",
        ),
        (
            {"matrix": [["1", "3", "5"], ["0.333", "1", "2"], ["1/5", "1/2", "1"]]},
            "matrix.2.1: cost over quality is 0.333, while quality over cost is 3. Write 1/3, the reciprocal",
        ),
        (
            {"comparisons": PAIRS, "experts": [{"id": "first", "matrix": MATRIX}]},
            "experts: there are judgments of somebody without an id beside them. Make an expert of them, too",
        ),
        (
            {"experts": [{"id": "first", "matrix": MATRIX}, {"id": "first", "matrix": MATRIX}]},
            "experts: first stands 2 times. Name it once",
        ),
        (
            {"experts": [{"id": "first", "matrix": MATRIX}, {"id": "second"}]},
            "experts.2: no judgments. Give either 'comparisons' or 'matrix'",
        ),
        (
            {"experts": [{"id": "first", "comparisons": {"quality": {"cost": "3", "time": "5"}}}]},
            "experts.1.comparisons: nobody compares cost with time. Compare every pair once",
        ),
        (
            {"experts": [{"id": f"e{n}", "matrix": MATRIX} for n in range(101)]},
            "experts: 101 experts, and at most 100 can be asked. Leave some out",
        ),
    ],
)
def test_comparisons_that_make_no_reciprocal_matrix_are_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused) as refused:
        prioritise(_comparisons(**fields))
    assert str(refused.value) == f"comparisons: {said}"


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        prioritise(_comparisons(matrix=[["1", "3", "5"], ["1", "1", "2"], ["1", "1/2", "1"]]))
    assert refused.value.problem == "has 2 problems"
    assert [line.partition(":")[0] for line in refused.value.mend.splitlines()] == [
        "Mend",
        "- matrix.2.1",
        "- matrix.3.1",
    ]


@pytest.mark.parametrize(
    "judgment", ["0", "-3", "10", "1/10", "NaN", "Infinity", "-inf", "1e1", "three", "", 3.0, True]
)
def test_what_is_not_on_the_scale_is_no_judgment(judgment: object) -> None:
    with pytest.raises(ValidationError) as error:
        _comparisons(comparisons={"quality": {"cost": judgment}})
    assert [detail["loc"] for detail in error.value.errors()] == [("comparisons", "quality", "cost")]


@pytest.mark.parametrize("limit", ["0", "-0.1", "1.01"])
def test_a_limit_is_above_0_and_up_to_1(limit: str) -> None:
    with pytest.raises(ValidationError, match="no limit of a consistency ratio"):
        _comparisons(comparisons=PAIRS, limit=limit)
