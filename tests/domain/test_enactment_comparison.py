"""The comparison: entries are found by their names, every change is told once, and nothing else is."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.enactment.comparison import Difference, compare
from tests import sample
from tests.domain.drafts import content

BEFORE = content(sample.sample_rulebook()).document


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    after = copy.deepcopy(BEFORE)
    change(after)
    return after


def budget(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["indicators"][0]["children"][0]
    return found


def told(after: dict[str, Any]) -> list[str]:
    return [str(line) for line in compare(BEFORE, after)]


def test_a_document_differs_in_nothing_from_itself() -> None:
    assert compare(BEFORE, copy.deepcopy(BEFORE)) == ()


@pytest.mark.parametrize(
    ("change", "lines"),
    [
        (lambda d: d.update(title="Else"), ["title: Annual appraisal of departments → Else"]),
        (lambda d: budget(d).update(target="96"), ["indicators.budget.target: 95 → 96"]),
        (lambda d: budget(d).pop("target"), ["indicators.budget.target: 95 → nothing"]),
        (lambda d: budget(d)["rule"].update(maximum="110"), ["indicators.budget.rule.maximum: nothing → 110"]),
        (lambda d: d.update(grades=d["grades"][1:]), ["grades.excellent: {from: 90} → nothing"]),
        (lambda d: d["evaluators"][1].update(weight="0.2"), ["evaluators.leaders.weight: 0.25 → 0.2"]),
        (lambda d: d["steps"][0].update(early=False), ["steps.goals.early: true → false"]),
        (
            lambda d: d["calendar"].update(holidays=["2026-10-02", "2026-10-03"]),
            ["calendar.holidays: 2026-10-01 → nothing", "calendar.holidays: nothing → 2026-10-03"],
        ),
        (
            lambda d: d["calendar"].update(holidays=["2026-10-02", "2026-10-01"]),
            ["calendar.holidays: [2026-10-01, 2026-10-02] → [2026-10-02, 2026-10-01]"],
        ),
        (lambda d: d.update(purpose=["a", {"b": True}]), ["purpose: nothing → [a, {b: true}]"]),
    ],
)
def test_a_change_is_told_by_its_place(change: Callable[[dict[str, Any]], object], lines: list[str]) -> None:
    assert told(changed(change)) == lines


def test_an_indicator_taken_out_and_one_put_in_are_one_line_each_and_the_others_none() -> None:
    def change(document: dict[str, Any]) -> None:
        del document["indicators"][0]["children"][0]
        document["indicators"].insert(0, {"id": "new", "name": "New", "weight": "0.1", "applies_to": ["finance", "x"]})

    gone = "name: Budget executed, weight: 0.5, unit: %, direction: up, target: 95, lead: statistics"
    assert told(changed(change)) == [
        f"indicators.budget: {{{gone}, rule: {{shape: ratio_to_target}}, inside: duties}} → nothing",
        "indicators.new: nothing → {name: New, weight: 0.1, applies_to: [finance, x]}",
    ]


def test_an_indicator_that_moves_to_another_group_is_the_same_indicator() -> None:
    def change(document: dict[str, Any]) -> None:
        document["indicators"][1]["children"].append(document["indicators"][0]["children"].pop(0))

    assert told(changed(change)) == ["indicators.budget.inside: duties → service"]


def test_a_group_that_is_taken_out_takes_its_children_with_it() -> None:
    places = [line.place for line in compare(BEFORE, changed(lambda d: d["indicators"].pop()))]
    assert places == ["indicators.service", "indicators.hotline", "indicators.conduct"]


def test_an_order_that_changes_is_told_for_the_group_it_changes_in() -> None:
    def change(document: dict[str, Any]) -> None:
        document["indicators"].reverse()
        document["indicators"][0]["children"].reverse()

    assert compare(BEFORE, changed(change)) == (
        Difference(place="indicators", before="duties, service", after="service, duties"),
        Difference(place="indicators.service", before="hotline, conduct", after="conduct, hotline"),
    )


def test_entries_without_a_name_of_their_own_are_told_by_position() -> None:
    before = {"rows": [{"id": "a", "x": "1"}, {"id": "a", "x": "2"}], "mixed": ["a", {"b": "1"}]}
    after = {"rows": [{"id": "a", "x": "1"}, {"id": "a", "x": "3"}, {"id": "b"}], "mixed": ["a", {"b": "2"}]}

    assert [str(line) for line in compare(before, after)] == [
        "rows.2.x: 2 → 3",
        "rows.3: nothing → {id: b}",
        "mixed.2.b: 1 → 2",
    ]


@pytest.mark.parametrize("children", ["none", ["a", 1], [{"no": "id"}], {"a": "b"}, 7])
def test_a_draft_that_is_no_proper_document_is_compared_all_the_same(children: object) -> None:
    def change(document: dict[str, Any]) -> None:
        document["indicators"][0]["children"] = children

    assert compare(BEFORE, changed(change)) != ()


names = st.sampled_from(["a", "b", "c", "d", "e"])
scalars = st.one_of(st.booleans(), st.integers(0, 3).map(str), st.sampled_from(["x", "y"]))
entries = st.lists(
    st.fixed_dictionaries({"id": names}, optional={"x": scalars, "y": scalars}), unique_by=lambda entry: entry["id"]
)


def _trees(ids: list[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Trees of two levels in which every id stands once."""
    return st.lists(st.sampled_from([0, 1]), min_size=len(ids), max_size=len(ids)).map(lambda inner: _tree(ids, inner))


def _tree(ids: list[str], inner: list[int]) -> list[dict[str, Any]]:
    roots: list[dict[str, Any]] = []
    for name, inside in zip(ids, inner, strict=True):
        node: dict[str, Any] = {"id": name}
        if inside and roots:
            roots[-1].setdefault("children", []).append(node)
        else:
            roots.append(node)
    return roots


trees = st.lists(names, unique=True).flatmap(_trees)
documents = st.dictionaries(
    st.sampled_from(["f", "g", "h"]),
    st.one_of(scalars, entries, trees, st.lists(scalars, max_size=3), st.dictionaries(names, scalars, max_size=2)),
)


@given(documents, documents)
def test_there_is_a_difference_exactly_where_two_documents_differ(
    before: dict[str, Any], after: dict[str, Any]
) -> None:
    differences = compare(before, after)

    assert (differences == ()) is (before == after)
    assert [line for line in differences if line.before == line.after] == []
    back = compare(after, before)
    assert sorted((line.place, line.before or "", line.after or "") for line in differences) == sorted(
        (line.place, line.after or "", line.before or "") for line in back
    )
