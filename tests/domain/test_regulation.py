"""Reading, checking and naming rulebooks."""

import hashlib
import json
from fractions import Fraction
from typing import Any

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.refusal import Reason, Refused
from domain.regulation import (
    EvaluatorKind,
    Missing,
    RatioToTarget,
    Rulebook,
    content_hash,
    indicator,
    leaves_for,
    numbers,
    parse,
    problems,
    written,
)
from tests.domain.rulebooks import INDICATORS_ONLY, document, group, judged, leaf, rulebook, verdict


def found(doc: dict[str, Any]) -> list[str]:
    return [str(finding) for finding in problems(doc)]


# ---------------------------------------------------------------- a rulebook that holds together


def test_a_whole_rulebook_is_read() -> None:
    read = rulebook(group("economy", "1/3", leaf("growth")), judged("order", "2/3"))
    assert [evaluator.minimum for evaluator in read.evaluators] == [1, 2, 3]
    assert [band.lowest for band in read.grades] == [90, 75, 0]
    assert read.missing is Missing.LEFT_OUT
    assert read.indicators[0].children[0].rule == RatioToTarget(shape="ratio_to_target")
    assert [leaf.judged for leaf in leaves_for(read, "finance")] == [False, True]


def test_a_rulebook_survives_storage() -> None:
    read = rulebook(group("economy", "1/3", leaf("growth")), verdict("order", "2/3"))
    stored = read.model_dump(mode="json", exclude_none=True)
    assert stored["grades"][0] == {"grade": "excellent", "from": "90"}
    assert Rulebook.model_validate(json.loads(json.dumps(stored))) == read
    assert parse(stored) == read


def test_numbers_written_as_text_are_read_where_counts_are_meant() -> None:
    doc = document(rounding={"mode": "floor", "places": "1"})
    doc["evaluators"][1]["minimum"] = "5"
    assert (parse(doc).rounding.places, parse(doc).evaluators[1].minimum) == (1, 5)


def test_seventeen_equal_weights_add_up_to_one() -> None:
    assert found(document(*(leaf(f"item-{number}", "1/17") for number in range(17)))) == []


def test_weights_add_up_exactly_where_floats_would_not() -> None:
    assert found(document(leaf("a", "0.1"), leaf("b", "0.2"), leaf("c", "0.3"), leaf("d", "0.4"))) == []
    assert 0.1 + 0.2 != 0.3  # what this is about


@given(st.permutations(["1/7", "2/7", "0.5", "1/14"]))
def test_the_order_of_weights_does_not_matter(weights: list[str]) -> None:
    assert found(document(*(leaf(f"item-{number}", weight) for number, weight in enumerate(weights)))) == []


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=8), st.integers(-3, 3))
def test_weights_pass_exactly_when_they_add_up(shares: list[int], error: int) -> None:
    whole = sum(shares) + error
    assume(whole >= max(shares))
    leaves = [leaf(f"item-{number}", f"{share}/{whole}") for number, share in enumerate(shares)]
    assert (found(document(*leaves)) == []) == (error == 0)


# ---------------------------------------------------------------- appraisees


def test_weights_add_up_for_each_appraisee_by_itself() -> None:
    doc = document(
        leaf("common", "0.5"),
        leaf("of-counties", "0.5", applies_to=["east", "west"]),
        group("of-finance", "0.5", leaf("budget", "1"), applies_to=["finance"]),
        leaf("of-others", "0.5", applies_to=["health"]),
    )
    assert found(doc) == [
        (
            "indicators.1.weight: indicator 1 weighs 0.5, which has no siblings, for every appraisee not named: "
            "0.5 in all, and a group must add up to 1. Make the group add up to 1, for example by a weight of 1 for 1"
        )
    ]
    assert [leaf.id for leaf in leaves_for(Rulebook.model_validate(doc), "finance")] == ["common", "budget"]


def test_each_wrong_sum_is_found_once_with_those_it_is_wrong_for() -> None:
    named = [f"county-{number}" for number in range(1, 7)]
    doc = document(
        leaf("a", "0.32"), leaf("b", "0.68"), leaf("c", "0.02", applies_to=named), leaf("d", "0.1", applies_to=["east"])
    )
    for_counties, for_east = found(doc)
    assert for_counties == (
        "indicators.3.weight: indicator 3 weighs 0.02, its siblings 1 for county-1, county-2, county-3 and 3 others: "
        "1.02 in all, and a group must add up to 1. Make the group add up to 1"
    )
    assert for_east == (
        "indicators.4.weight: indicator 4 weighs 0.1, its siblings 1 for east: "
        "1.1 in all, and a group must add up to 1. Make the group add up to 1"
    )


def test_a_group_without_an_applicable_child_does_not_count() -> None:
    doc = document(
        group("economy", "0.4", leaf("growth", applies_to=["east"])),
        leaf("order", "0.6"),
        leaf("order-elsewhere", "0.4", applies_to=["west"]),
        evaluators=INDICATORS_ONLY,
    )
    everyone_else = document(*doc["indicators"], leaf("rest", "0.4", applies_to=["north"]))
    assert [finding.place for finding in problems(doc)] == ["indicators.2.weight"]
    assert "for every appraisee not named" in found(everyone_else)[0]


def test_the_sum_of_a_group_deep_in_the_tree_is_found() -> None:
    doc = document(leaf("a", "0.5"), group("b", "0.5", leaf("c", "0.7"), group("d", "0.32", leaf("e"))))
    assert found(doc) == [
        (
            "indicators.2.2.weight: indicator 2.2 weighs 0.32, its siblings 0.7 for every appraisee: "
            "1.02 in all, and a group must add up to 1. "
            "Make the group add up to 1, for example by a weight of 0.3 for 2.2"
        )
    ]


def test_appraisees_outside_the_group_are_found() -> None:
    doc = document(group("a", "1", leaf("b", applies_to=["east", "west", "west"]), applies_to=["east"]))
    assert found(doc)[:2] == [
        "indicators.1.1.applies_to: it names west twice. Name each appraisee once",
        (
            "indicators.1.1.applies_to: it names west, to which its group does not apply. "
            "Name only appraisees of the group, or let the group apply to them"
        ),
    ]


def test_all_problems_are_in_one_refusal() -> None:
    doc = document(leaf("a", "0.5"), evaluators=INDICATORS_ONLY, verification={"share": "2"})
    with pytest.raises(Refused) as refusal:
        parse(doc)
    assert refusal.value.reason is Reason.INVALID
    assert refusal.value.place == "indicators.1.weight"
    assert str(refusal.value) == "rulebook annual: has 2 problems. Mend:\n- " + "\n- ".join(found(doc))


def test_problems_of_shape_are_listed_together_with_floats() -> None:
    doc = document(leaf("a") | {"weight": 0.5}, titel="x")
    assert [finding.place for finding in problems(doc)] == ["indicators.1.weight", "rulebook"]


@pytest.mark.parametrize("given", [None, [], "text", 3])
def test_what_is_no_document_is_refused(given: Any) -> None:  # noqa: ANN401 - fields of a document
    with pytest.raises(Refused, match="rulebook: has a problem"):
        parse(given)


def test_a_bottomless_document_is_refused() -> None:
    deep: dict[str, Any] = leaf("bottom")
    for level in range(200):
        deep = group(f"level-{level}", "1", deep)
    assert "nested too deeply. Use fewer levels" in found(document(deep))[0]


def test_forty_appraisees_and_four_hundred_indicators_are_checked() -> None:
    units = [f"unit-{number}" for number in range(40)]
    groups = [
        group(f"g{outer}", "1/20", *(leaf(f"l{outer}-{inner}", "1/20", applies_to=units) for inner in range(20)))
        for outer in range(20)
    ]
    assert found(document(*groups)) == []


# ---------------------------------------------------------------- content hash


def test_the_hash_is_that_of_the_canonical_json() -> None:
    read = rulebook(group("economy", "1", leaf("growth", name="增长 “été” \u2028 \x7f")), title='a\\b"c\n')
    body = rfc8785.dumps(written(read))
    assert content_hash(read) == f"sha256:{hashlib.sha256(body).hexdigest()}"


def test_the_hash_depends_on_content_and_not_on_order_of_keys_or_defaults() -> None:
    doc = document(leaf("growth"))
    reordered = dict(reversed(list(doc.items())))
    explicit = document(leaf("growth", rule={"shape": "ratio_to_target", "tolerance": "0"}, applies_to=None))
    assert content_hash(parse(reordered)) == content_hash(parse(explicit)) == content_hash(parse(doc))
    assert content_hash(parse(document(leaf("growth", target="99")))) != content_hash(parse(doc))


def test_the_hash_of_a_stored_rulebook_is_the_same() -> None:
    read = rulebook(leaf("growth", "1", target="1/3"))
    assert parse(written(read)) == read
    assert content_hash(parse(written(read))) == content_hash(read)
    assert content_hash(parse(read.model_dump(mode="json", exclude_none=True))) == content_hash(read)


# ---------------------------------------------------------------- finding one's way


def test_an_indicator_is_found_by_id_and_numbered_by_place() -> None:
    read = rulebook(group("economy", "0.5", leaf("growth", "0.5"), leaf("waste", "0.5")), judged("order", "0.5"))
    assert indicator(read, "waste").name == "Waste"
    assert numbers(read) == {"economy": "1", "growth": "1.1", "waste": "1.2", "order": "2"}
    assert indicator(read, "growth").target == Fraction(100)
    with pytest.raises(Refused, match=r"indicator grwth: is not in rulebook annual. Did you mean growth?"):
        indicator(read, "grwth")


def test_kinds_of_evaluators_are_those_of_the_document() -> None:
    assert [kind.value for kind in EvaluatorKind] == [
        "lead_departments",
        "leaders",
        "internal_ballot",
        "peers",
        "public",
        "service_objects",
        "peoples_congress",
        "third_sector",
        "experts",
    ]
