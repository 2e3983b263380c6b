"""One appraisee's own regulation: attributes select indicators, weights, full marks and targets."""

from decimal import Decimal
from typing import Any

import pytest

from domain.refusal import Refused
from domain.regulation import EVERYBODY, Rulebook, Tailoring, attributes_of, leaves_for, peer_group, problems, tailored
from domain.scoring import Facts, compute, tabulate
from tests.domain.rulebooks import INDICATORS_ONLY, document, group, leaf, rulebook

ATTRIBUTES = [
    {"name": "zone", "kind": "text", "values": ["urban", "ecological"]},
    {"name": "population", "kind": "number", "unit": "people"},
    {"name": "coastal", "kind": "truth"},
]
UNITS = [
    {"id": "wuxing", "attributes": {"zone": "urban", "population": "900000", "coastal": "false"}},
    {"id": "anji", "attributes": {"zone": "ecological", "population": "460000", "coastal": "true"}},
    {"id": "deqing", "attributes": {"zone": "urban"}},
]


def book(*indicators: dict[str, Any], **fields: Any) -> Rulebook:  # noqa: ANN401 - fields of a document
    return rulebook(
        *indicators, **{"attributes": ATTRIBUTES, "appraisees": UNITS, "evaluators": INDICATORS_ONLY, **fields}
    )


def leaves(read: Rulebook, appraisee: str) -> list[str]:
    return [leaf.id for leaf in leaves_for(read, appraisee)]


def test_a_condition_selects_indicators() -> None:
    read = book(
        group("green", "0.5", leaf("forest"), applies_when='zone == "ecological"'),
        leaf("industry", "0.5", applies_when='zone == "urban"'),
        leaf("growth", "0.5"),
    )
    assert leaves(read, "wuxing") == ["industry", "growth"]
    assert leaves(read, "anji") == ["forest", "growth"]


def test_a_condition_on_what_is_not_stated_does_not_hold() -> None:
    port, inland = leaf("port", "0.5", applies_when="coastal"), leaf("inland", "0.5", applies_when="not coastal")
    read = book(port, inland, leaf("a", "0.5"), appraisees=UNITS[:2])
    assert leaves(read, "anji") == ["port", "a"]
    assert leaves(read, "wuxing") == ["inland", "a"]
    assert leaves(read, "unknown") == ["a"]


def test_a_group_none_of_whose_children_is_for_the_appraisee_is_left_out() -> None:
    read = book(
        group("green", "0.5", leaf("forest", applies_when='zone == "ecological"')),
        leaf("growth", "1", variants=[{"when": 'zone == "ecological"', "weight": "0.5"}]),
    )
    assert [node.id for node in tailored(read, "wuxing").indicators] == ["growth"]
    assert [node.share for node in tailored(read, "anji").indicators] == [Decimal("0.5"), Decimal("0.5")]


def test_the_first_variant_that_holds_gives_weight_points_and_target() -> None:
    variants = [
        {"when": "population >= 500000", "target": "8"},
        {"when": 'zone == "urban"', "target": "7"},
    ]
    read = book(leaf("growth", target="6", variants=variants))
    assert [leaves_for(read, unit)[0].target for unit in ("wuxing", "deqing", "anji", "unknown")] == [8, 7, 6, 6]


def test_a_target_of_its_own_comes_before_any_variant() -> None:
    read = book(
        leaf("growth", target="6", targets={"wuxing": "9"}, variants=[{"when": 'zone == "urban"', "target": "7"}])
    )
    assert leaves_for(read, "wuxing")[0].target == 9
    assert leaves_for(read, "deqing")[0].target == 7


def test_after_tailoring_no_condition_is_left() -> None:
    read = book(leaf("growth", target="6", targets={"wuxing": "9"}, applies_when='zone == "urban"'))
    (own,) = tailored(read, "wuxing").indicators
    assert (own.applies_when, own.applies_to, own.variants, own.targets) == (None, None, (), {})
    assert tailored(tailored(read, "wuxing"), "wuxing") == tailored(read, "wuxing")


def test_weights_that_do_not_add_up_for_some_are_found() -> None:
    found = problems(
        document(
            leaf("a", "0.5"),
            leaf("b", "0.5", applies_when='zone == "urban"'),
            attributes=ATTRIBUTES,
            appraisees=UNITS,
            evaluators=INDICATORS_ONLY,
        )
    )
    assert [str(one) for one in found] == [
        (
            "indicators.1.weight: indicator 1 weighs 0.5, which has no siblings, for anji: 0.5 in all, and a group must"
            " add up to 1. Make the group add up to 1, for example by a weight of 1 for 1"
        )
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            {"zon": "urban"},
            "has attribute 'zon', which rulebook annual does not declare. Declared are: zone, population, coastal",
        ),
        ({"zone": "mars"}, "has attribute zone 'mars'. Give one of: urban, ecological"),
        ({"population": "many"}, "has attribute population 'many'. Give a number"),
        ({"coastal": "yes"}, 'has attribute coastal \'yes\'. Give "true" or "false"'),
    ],
)
def test_an_attribute_that_is_none_is_refused(given: dict[str, str], expected: str) -> None:
    with pytest.raises(Refused) as refused:
        attributes_of(book(leaf("a")), "wuxing", given)
    assert str(refused.value) == f"appraisee wuxing: {expected}"


GROUPS = [
    {"id": "large", "name": "Large districts", "when": "population >= 500000"},
    {"id": "named", "name": "Named districts", "members": ["deqing"]},
    {"id": "special", "name": "Districts whose entries say so"},
]


@pytest.mark.parametrize(
    ("appraisee", "expected"), [("wuxing", "large"), ("deqing", "named"), ("anji", EVERYBODY), ("own", "special")]
)
def test_an_appraisee_is_compared_in_the_first_group_that_takes_it_in(appraisee: str, expected: str) -> None:
    read = book(leaf("a"), peer_groups=GROUPS, appraisees=[*UNITS, {"id": "own", "peer_group": "special"}])
    assert peer_group(read, appraisee, attributes_of(read, appraisee)) == expected


# ---------------------------------------------------------------- many appraisees


VARIED = (
    group("green", "0.5", leaf("forest"), applies_when='zone == "ecological"'),
    leaf("industry", "0.5", applies_when='zone == "urban"'),
    leaf("growth", "0.5", variants=[{"when": "population > 500000", "target": "80"}], targets={"deqing": "70"}),
)


@pytest.mark.parametrize("appraisee", ["wuxing", "anji", "deqing"])
def test_tailoring_for_many_gives_everybody_their_own(appraisee: str) -> None:
    read = book(*VARIED)
    tailoring = Tailoring(read)
    for other in ("deqing", "anji", "wuxing"):
        tailoring.own(other, attributes_of(read, other))

    assert tailoring.own(appraisee, attributes_of(read, appraisee)) == tailored(read, appraisee)


def test_those_for_whom_the_same_conditions_hold_share_one_regulation() -> None:
    tailoring = Tailoring(book(*VARIED))
    first = tailoring.own("nanxun", {"zone": "urban", "population": Decimal(600_000), "coastal": None})

    assert tailoring.own("changxing", {"zone": "urban", "population": Decimal(900_000), "coastal": True}) is first
    assert tailoring.own("changxing", {"zone": "urban", "population": Decimal(400_000), "coastal": True}) is not first


def test_one_who_is_named_shares_with_nobody() -> None:
    tailoring = Tailoring(book(*VARIED))
    known = {"zone": "urban", "population": None, "coastal": None}

    assert tailoring.own("nanxun", known) is not tailoring.own("deqing", known)
    assert tailoring.own("deqing", known) is tailoring.own("deqing", known)


def test_a_condition_that_is_refused_is_refused_where_it_counts() -> None:
    per_head = 'zone == "urban" and 1 / population > 0'
    tailoring = Tailoring(book(leaf("a", "1", variants=[{"when": per_head, "target": "80"}])))

    for _ in range(2):
        with pytest.raises(Refused, match="divides by population"):
            tailoring.own("wuxing", {"zone": "urban", "population": Decimal(0)})
    assert tailoring.own("anji", {"zone": "ecological", "population": Decimal(0)}).indicators[0].target == 100


def test_regulations_of_very_many_kinds_of_appraisees_are_not_all_kept() -> None:
    units = [f"unit-{number}" for number in range(250)]
    each = {unit: str(number) for number, unit in enumerate(units, start=1)}
    tailoring = Tailoring(book(leaf("a", "1", targets=each)))
    first = tailoring.own("unit-0", {})

    targets = [tailoring.own(unit, {}).indicators[0].target for unit in units]

    assert targets == list(range(1, 251))
    assert tailoring.own("unit-0", {}) is not first


def test_who_leaves_out_an_attribute_that_selects_its_rules_is_not_scored() -> None:
    read = book(leaf("growth", target="5", variants=[{"when": 'zone == "urban"', "target": "7"}]))
    facts = Facts.model_validate({"values": {"growth": {"value": "7"}}})
    assert compute(read, "wuxing", facts).total == 100
    for scored in (lambda: compute(read, "unknown", facts), lambda: tabulate(read, {"unknown": facts})):
        with pytest.raises(Refused) as refused:
            scored()
        assert str(refused.value) == (
            "appraisee unknown: does not state zone, which a condition of indicator growth asks for:"
            ' zone == "urban". State it'
        )


def test_a_veto_that_cannot_be_decided_is_said_to_be_undecided() -> None:
    veto = {"id": "small", "name": "Too small", "when": "population < 1000", "best": "good"}
    read = book(leaf("growth", target="5"), vetoes=[veto])
    result = compute(read, "deqing", Facts.model_validate({"values": {"growth": {"value": "5"}}}))
    assert result.grade == "excellent"
    assert "veto small is not decided, since nothing is known of population" in result.explanation.rule


@pytest.mark.parametrize("target", ["0", "-1"])
def test_a_confirmed_target_that_the_rule_cannot_take_is_refused(target: str) -> None:
    facts = Facts.model_validate({"values": {"growth": {"value": "5"}}, "targets": {"growth": target}})
    with pytest.raises(Refused) as refused:
        compute(book(leaf("growth")), "wuxing", facts)
    assert str(refused.value) == f"target of indicator growth: is {target}. Give a target above 0"
