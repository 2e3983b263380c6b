"""What counts instead of a rule or beside it: missing parts, exemptions, rulings, joint tasks, cases, bounds, caps."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.exact import text
from domain.explanation import Explanation
from domain.refusal import Refused
from domain.scoring import Facts, Result, compute, reevaluate, tabulate
from tests.domain.rulebooks import INDICATORS_ONLY, group, judged, leaf, rulebook
from tests.domain.scoring.single import leaf_of, measured, results, score

Fields = dict[str, Any]
COUNTING = {"shape": "count_deduction", "per_case": "2"}


def values(**given_values: str | None) -> dict[str, Any]:
    return {id_: {"value": value} for id_, value in given_values.items()}


def result(*indicators: Fields, facts: Fields, **fields: Any) -> Result:  # noqa: ANN401 - fields of a document
    return everybody(*indicators, facts={"finance": facts}, **fields)["finance"]


def everybody(*indicators: Fields, facts: Mapping[str, Fields], **fields: Any) -> dict[str, Result]:  # noqa: ANN401 - fields of a document
    read = rulebook(*indicators, **{"evaluators": INDICATORS_ONLY, **fields})
    known = {who: Facts.model_validate(one) for who, one in facts.items()}
    peers = tabulate(read, known)
    found = {who: compute(read, who, one, peers) for who, one in known.items()}
    for one in found.values():
        assert reevaluate(one.explanation) == (None if one.total is None else Fraction(one.total))
    return found


def exact(of: Result) -> str:
    return of.explanation.inputs["exact total"] if of.total is not None else "none"


def told(of: Explanation) -> tuple[str, str]:
    """The score in words, and the rule."""
    return "none" if of.score is None else text(of.score), of.rule


def system(of: Result) -> Explanation:
    return of.explanation.children[0]


# ---------------------------------------------------------------- what is missing


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.none() | st.integers(0, 120)), min_size=1, max_size=5),
    st.sampled_from(["sum", "weighted_mean"]),
)
def test_what_is_left_out_might_never_have_been_there(parts: list[tuple[int, int | None]], combine: str) -> None:
    def of(some: Sequence[tuple[int, int | None]]) -> Result:
        whole = sum(size for size, _ in some)
        share = {"sum": lambda size: {"points": str(size)}, "weighted_mean": lambda size: {"weight": f"{size}/{whole}"}}
        nodes = []
        for place, (size, _) in enumerate(some):
            node = leaf(f"i{place}")
            del node["weight"]
            nodes.append({**node, **share[combine](size)})
        known = {f"i{place}": None if value is None else str(value) for place, (_, value) in enumerate(some)}
        return result(*nodes, facts={"values": values(**known)}, combine=combine)

    there = [(size, value) for size, value in parts if value is not None]
    if there:
        assert exact(of(parts)) == exact(of(there))
    else:
        assert of(parts).total is None


@pytest.mark.parametrize(
    ("policy", "total", "rule"),
    [
        ("left_out", "80", "weighted mean; left out, being missing: 2 B; the other weights are divided by 0.4"),
        ("zero", "32", "weighted mean; counted as 0, being missing: 2 B"),
        ("peer_mean", "62", "weighted mean"),
        ("peer_median", "59", "weighted mean"),
        ("refuse", "none", "no result until there is one for 2 B"),
    ],
)
def test_a_missing_indicator_has_what_its_policy_says(policy: str, total: str, rule: str) -> None:
    nodes = (leaf("a", "0.4"), leaf("b", "0.6", missing=policy))
    peers = {
        f"unit-{place}": {"values": values(a="100", b=value)} for place, value in enumerate(("30", "40", "50", "80"))
    }
    own = everybody(*nodes, facts={"own": {"values": values(a="80")}, **peers})["own"]
    assert (exact(own), system(own).rule) == (total, rule)


def test_the_score_of_the_peers_is_the_one_they_have_after_bounds_and_rounding() -> None:
    bounded = leaf("a", most="90", missing="peer_mean", rounding={"mode": "floor", "places": 0})
    facts: dict[str, Fields] = {"x": {"values": values(a="100")}, "y": {"values": values(a="80.7")}, "own": {}}
    own = leaf_of(everybody(bounded, facts=facts)["own"])
    assert own.score == 85
    assert own.rule == "ratio to target, up: no value; has the mean score of 2 peers"


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 120).map(str), st.sampled_from(["peer_mean", "peer_median"]), st.integers(1, 5))
def test_who_has_equal_peers_has_their_score(value: str, policy: str, count: int) -> None:
    facts: dict[str, Fields] = {f"unit-{place}": {"values": values(a=value)} for place in range(count)}
    found = everybody(leaf("a", missing=policy), facts={**facts, "own": {}})
    assert {one.explanation.children[0].children[0].score for one in found.values()} == {min(Fraction(value), 100)}


def test_without_any_peers_score_it_is_left_out_and_says_so() -> None:
    own = result(leaf("a", "0.5", missing="peer_mean"), leaf("b", "0.5"), facts={"values": values(b="60")})
    assert exact(own) == "60"
    assert system(own).children[0].rule == "ratio to target, up: no value; no peer has a score either"


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ({"missing": "zero"}, "30"),  # the child says it counts as 0, and so the group of nothing else does
        ({"missing": "left_out"}, "60"),
        ({}, "60"),
        ({"missing": "refuse"}, "none"),
    ],
)
def test_a_group_of_missing_parts_is_what_they_are(missing: Fields, expected: str) -> None:
    found = result(group("g", "0.5", leaf("a", **missing)), leaf("b", "0.5"), facts={"values": values(b="60")})
    assert exact(found) == expected


@pytest.mark.parametrize(("missing", "expected"), [("zero", "30"), ("left_out", "60"), ("refuse", "none")])
def test_a_group_says_itself_what_becomes_of_it(missing: str, expected: str) -> None:
    found = result(group("g", "0.5", leaf("a"), missing=missing), leaf("b", "0.5"), facts={"values": values(b="60")})
    assert exact(found) == expected


def test_a_removed_indicator_never_stays_in_the_denominator() -> None:
    """Not even where what is missing counts as 0: who is exempt from all of a group has nothing missing."""
    exempt = leaf("a", exemptions=[{"when": "true", "effect": "left_out"}])
    found = result(group("g", "0.5", exempt), leaf("b", "0.5"), facts={"values": values(b="60")}, missing="zero")
    assert exact(found) == "60"
    assert system(found).rule == "weighted mean; left out, being missing: 1 G; the other weights are divided by 0.5"


@pytest.mark.parametrize("kind", ["leaders", "internal_ballot"])
def test_a_part_of_the_total_is_awaited_where_nothing_may_be_missing(kind: str) -> None:
    evaluators = [{"kind": "lead_departments", "weight": "0.5"}, {"kind": kind, "weight": "0.5"}]
    found = result(leaf("a"), facts={"values": values(a="60")}, evaluators=evaluators, missing="refuse")
    assert found.total is None
    assert found.explanation.rule.startswith("no total: no result until there is one for ")


def test_an_additional_element_counts_neither_for_the_score_nor_for_the_minimum() -> None:
    evaluators = [{"kind": "lead_departments", "weight": "1", "minimum": 2}]
    beside = {**leaf("c"), "element": "additional"}
    del beside["weight"]
    found = result(
        leaf("a", "0.5"), leaf("b", "0.5"), beside, facts={"values": values(a="1", c="2")}, evaluators=evaluators
    )
    assert found.total is None
    assert system(found).rule == "missing: 1 scored indicators, at least 2 needed"


# ---------------------------------------------------------------- exemptions and rulings


@pytest.mark.parametrize(
    ("effect", "score_of_it", "rule"),
    [
        ("full_marks", "10", "exempt, since value < 20: full marks"),
        ("left_out", "none", "exempt, since value < 20: left out"),
        ("peer_mean", "6", "exempt, since value < 20; has the mean score of 2 peers"),
        ("peer_median", "6", "exempt, since value < 20; has the median score of 2 peers"),
    ],
)
def test_an_exemption_takes_the_place_of_the_rule(effect: str, score_of_it: str, rule: str) -> None:
    exempt = measured({"shape": "ratio_to_target"}, target="100", exemptions=[{"when": "value < 20", "effect": effect}])
    facts = {"own": {"values": values(a="5")}, "x": {"values": values(a="40")}, "y": {"values": values(a="80")}}
    own = leaf_of(results(exempt, facts)["own"])
    assert ("none" if own.score is None else text(own.score), own.rule) == (score_of_it, rule)
    assert leaf_of(results(exempt, facts)["x"]).rule == "ratio to target, up: 40 / 100 x 10, at most 10"


RELIEF = ["left_out", "full_marks", "other_target"]


@pytest.mark.parametrize(
    ("ruling", "score_of_it", "said"),
    [
        ({"upheld": True, "effect": "full_marks", "by": "committee"}, "10", "upheld: full_marks, by committee"),
        ({"upheld": True, "effect": "left_out"}, "none", "upheld: left_out"),
        ({"upheld": True, "effect": "other_target", "target": "50"}, "8", "upheld: other_target"),
        ({"upheld": False, "effect": "full_marks", "by": "committee"}, "4", "not upheld, by committee"),
    ],
)
def test_a_ruling_on_an_external_cause_has_its_effect_and_is_told(ruling: Fields, score_of_it: str, said: str) -> None:
    hit = measured({"shape": "ratio_to_target"}, target="100", relief=RELIEF)
    ruled = {**ruling, "cites": [7], "evidence": ["minutes"]}
    own = leaf_of(results(hit, {"own": {"values": values(a="40"), "rulings": {"a": ruled}}})["own"])
    assert ("none" if own.score is None else text(own.score), own.inputs["ruling"]) == (score_of_it, said)
    assert (own.cites, own.evidence) == ((7,), ("minutes",))


def test_a_formula_is_asked_with_the_target_of_the_ruling() -> None:
    hit = measured({"shape": "formula", "points": "value / target * 10"}, target="100", relief=["other_target"])
    ruling = {"upheld": True, "effect": "other_target", "target": "80"}
    assert score(hit, {"values": values(a="40"), "rulings": {"a": ruling}}) == 5


@pytest.mark.parametrize(
    ("ruling", "message"),
    [
        ({"upheld": True}, "ruling on indicator a: has no effect. The rulebook allows: full_marks, other_target"),
        (
            {"upheld": True, "effect": "left_out"},
            "ruling on indicator a: has effect 'left_out'. The rulebook allows: full_marks, other_target",
        ),
        (
            {"upheld": True, "effect": "other_target"},
            "ruling on indicator a: sets another target and names none. State the target",
        ),
    ],
)
def test_a_ruling_that_the_rulebook_does_not_allow_is_refused(ruling: Fields, message: str) -> None:
    hit = measured({"shape": "ratio_to_target"}, target="100", relief=["full_marks", "other_target"])
    with pytest.raises(Refused) as refused:
        score(hit, {"values": values(a="40"), "rulings": {"a": ruling}})
    assert str(refused.value) == message


# ---------------------------------------------------------------- joint tasks


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 9), st.integers(1, 6), st.booleans())
def test_the_parts_of_a_joint_task_add_up_as_declared(lead: int, units: int, divided: bool) -> None:  # noqa: FBT001 - drawn
    shares = {"lead": f"{lead}/10", "cooperating": f"{10 - lead}/10", "divided": divided}
    task = measured({"shape": "judged"}, joint=shares)
    for field in ("unit", "direction"):
        del task[field]

    def of(role: str) -> Fraction:
        known = {"points": values(a="10"), "joint": {"a": {"role": role, "cooperating": units}}}
        found = score(task, known)
        assert found is not None
        return found

    together = of("lead") + units * of("cooperating")
    assert together == (10 if divided else lead + units * (10 - lead))


def test_a_joint_task_without_a_role_is_missing() -> None:
    task = measured({"shape": "met_or_not"}, target="1", joint={"lead": "0.7", "cooperating": "0.3"})
    own = leaf_of(results(task, {"own": {"values": values(a="1")}})["own"])
    assert (own.score, own.rule) == (None, "joint task: the appraisee's role in it is not stated")


# ---------------------------------------------------------------- cases


def counted(id_: str, **fields: Any) -> Fields:  # noqa: ANN401 - fields of a document
    return {**measured(COUNTING, **fields), "id": id_, "name": id_.upper(), "weight": "0.5"}


def test_what_happened_once_counts_once_where_it_was_first_recorded() -> None:
    happened = [{"id": "fire"}]
    found = result(counted("a"), counted("b"), facts={"cases": {"b": happened, "a": happened}})
    first, second = system(found).children
    assert told(first) == ("8", "deduction by cases: 10 less 1 x 2, at least 0")
    assert told(second) == ("10", "deduction by cases: 10 less nothing, at least 0; case fire counts for 1 already")


def test_it_counts_twice_where_the_rule_permits_that() -> None:
    happened = [{"id": "fire"}]
    found = result(counted("a"), counted("b", counts_again=True), facts={"cases": {"b": happened, "a": happened}})
    assert [child.score for child in system(found).children] == [8, 8]


@pytest.mark.parametrize(
    "fields",
    [
        {"exemptions": [{"when": "full > 0", "effect": "left_out"}]},
        {"exemptions": [{"when": "full > 0", "effect": "full_marks"}]},
        {"element": "additional", "weight": None},
    ],
    ids=["left out", "given full marks", "additional"],
)
def test_it_counts_at_the_first_that_applies_its_rule(fields: Fields) -> None:
    happened = [{"id": "fire"}]
    first = {**counted("a"), **fields}
    second = {**counted("b"), "weight": "1" if "element" in fields else "0.5"}
    found = result(first, second, facts={"cases": {"b": happened, "a": happened}})
    scores = {child.label: child.rule for child in system(found).children}
    assert scores["2 B"] == "deduction by cases: 10 less 1 x 2, at least 0"


def test_a_case_whose_exemption_asks_for_a_score_that_rests_on_it_is_settled_all_the_same() -> None:
    happened = [{"id": "fire"}]
    first = counted("a", exemptions=[{"when": 'score("b") < 5', "effect": "left_out"}])
    found = result(first, counted("b"), facts={"cases": {"b": happened, "a": happened}})
    assert [child.score for child in system(found).children] == [8, 10]


def test_what_counts_again_takes_no_case_from_where_it_counts() -> None:
    happened = [{"id": "fire"}]
    found = result(counted("a", counts_again=True), counted("b"), facts={"cases": {"b": happened, "a": happened}})
    assert [child.score for child in system(found).children] == [8, 8]


def test_an_adjustment_counts_nothing_that_an_indicator_has_counted() -> None:
    penalty = {"shape": "bonus", "per_case": "-1", "cap": "0", "floor": "-5"}
    facts = {"cases": {"a": [{"id": "fire"}], "penalty": [{"id": "fire"}, {"id": "flood"}]}}

    def of(**fields: Any) -> Explanation:  # noqa: ANN401 - fields of a document
        adjustments = [{"id": "penalty", "name": "Penalty", "rule": penalty, **fields}]
        return result(measured(COUNTING), facts=facts, adjustments=adjustments).explanation.children[1]

    assert told(of()) == ("-1", "bonus: 1 x (-1), from -5 to 0; case fire counts for 1 already")
    assert of(counts_again=True).score == -2


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"cases": {"a": [{"id": "x"}, {"id": "x"}]}}, "cases of a: name x twice. State it once, with its count"),
        ({"cases": {"a": [{"id": "x", "count": 0}]}}, "case x of a: counts 0 times. Count from 1"),
        ({"cases": {"a": [{"id": "x"}]}, "values": values(a="1")}, "indicator a: has a number of cases, and cases one"),
        ({"values": values(a="-1")}, "indicator a: has -1 cases. State a number from 0 on"),
        ({"cases": {"a": [{"id": "x", "kind": "odd"}]}}, "indicator a: has no points for case x of kind 'odd'. Kinds"),
        (
            {"cases": {"a": [{"id": "x", "kind": "odd", "points": "-3"}]}},
            "indicator a: has -3 points for case x. State the points it takes off, above 0",
        ),
    ],
)
def test_cases_that_cannot_be_counted_are_refused(facts: Fields, message: str) -> None:
    with pytest.raises(Refused) as refused:
        score(measured(COUNTING), facts)
    assert str(refused.value).startswith(message)


def test_an_adjustment_says_from_which_events_and_evidence_it_is() -> None:
    rank = {"shape": "rank", "given": True, "of": 21, "points": ["5", "4"], "rest": "0", "ties": "better"}
    given_rank = {"province": {"value": "2", "cites": [8], "evidence": ["bulletin"]}}
    adjustments = [{"id": "province", "name": "Rank in the province", "rule": rank}]
    found = result(leaf("a"), facts={"values": {**values(a="50"), **given_rank}}, adjustments=adjustments)
    adjustment = found.explanation.children[1]
    assert (told(adjustment), adjustment.cites, adjustment.evidence) == (("4", "rank: 2 of 21"), (8,), ("bulletin",))


# ---------------------------------------------------------------- facts that nothing takes


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"cases": {"a": [{"id": "x"}]}}, "has cases for a"),
        ({"joint": {"a": {"role": "lead"}}}, "has a part in a joint task for a"),
        ({"values": values(b="1")}, "has value for b"),
        ({"scores": {"a": {}}}, "has scores for a"),
        ({"overall": {"people": {"given": []}}}, "has panel scores for people"),
        ({"scores": {"c": {"other": {"given": []}}}}, "has scores of indicator c by panel for other"),
    ],
)
def test_a_fact_that_nothing_takes_is_refused(facts: Fields, message: str) -> None:
    nodes = (leaf("a", "0.4"), leaf("b", "0.4", value_from='value("a") * 2'), rated("c", "0.2"))
    panels = [{"id": "people", "name": "People", "kind": "public"}, {"id": "other", "name": "Other", "kind": "experts"}]
    with pytest.raises(Refused) as refused:
        result(*nodes, facts=facts, panels=panels)
    assert str(refused.value).startswith(f"appraisee finance: {message}, an indicator that takes none from it.")


def rated(id_: str, weight: str) -> Fields:
    return {"id": id_, "name": id_.upper(), "weight": weight, "rule": {"shape": "rated", "panels": {"people": "1"}}}


def test_a_derived_value_is_as_good_as_a_stated_one() -> None:
    nodes = (leaf("a", "0.5"), leaf("b", "0.5", value_from='value("a") * 2'))
    found = result(*nodes, facts={"values": {**values(a="30"), "b": {"value": None}}})
    assert [child.score for child in system(found).children] == [30, 60]


# ---------------------------------------------------------------- groups with a rule, sums with extra points


def test_a_groups_rule_takes_what_its_parts_come_to_and_shows_that() -> None:
    line = {"shape": "linear", "low": {"value": "0", "points": "0"}, "high": {"value": "100", "points": "60"}}
    found = result(
        group("g", "1", leaf("a", "0.5"), leaf("b", "0.5"), rule=line), facts={"values": values(a="80", b="40")}
    )
    (top,) = system(found).children
    (together,) = top.children
    assert (told(top)[0], top.works) == ("36", "0 + (c1 - 0) * (60 - 0) / (100 - 0)")
    assert (told(together), together.label) == (("60", "weighted mean"), "Its parts together")
    assert together.works == "(c1 * 0.5 + c2 * 0.5) / 1"


def test_extra_points_are_added_and_never_divided_by() -> None:
    extra = measured({"shape": "bonus", "per_case": "1", "cap": "3"}, extra=True, points="0")
    base = measured({"shape": "met_or_not"}, target="1", id="b", name="B", points="20")
    missing = measured({"shape": "met_or_not"}, target="1", id="c", name="C", points="30")
    for node in (extra, base, missing):
        del node["weight"]
    found = result(
        extra,
        base,
        missing,
        facts={"values": values(b="1"), "cases": {"a": [{"id": "prize", "count": 2}]}},
        combine="sum",
    )
    assert system(found).rule == "sum; left out, being missing: 3 C; rescaled from 20 to 50 points; 50 points are 100"
    assert exact(found) == "104"  # (20 * 50/20 + 2) of 50


# ---------------------------------------------------------------- order of things


def test_peers_are_compared_after_what_their_values_rest_on() -> None:
    ranked = leaf("b", "0.5", rule={"shape": "rank", "points": ["100", "50"], "rest": "0", "ties": "better"})
    resting = leaf("a", "0.5", rule={"shape": "proportional_to_best"}, value_from='score("b") + 1')
    facts: dict[str, Fields] = {who: {"values": values(b=value)} for who, value in (("x", "9"), ("y", "5"), ("z", "1"))}
    found = everybody(resting, ranked, facts=facts)
    assert {who: text(one.total or Fraction(0)) for who, one in found.items()} == {
        "x": "100.00",
        "y": "50.25",
        "z": "0.50",
    }


def test_evaluators_who_tell_nobody_apart_lose_their_scores_everywhere() -> None:
    panels = [{"id": "live", "name": "Live panel", "kind": "experts", "differentiate": True, "highest": "10"}]
    evaluators = [
        {"kind": "lead_departments", "weight": "0.5"},
        {"kind": "experts", "weight": "0.5", "panel": "live"},
    ]

    def overall(one: str, other: str) -> Fields:
        return {"live": {"given": [{"value": one, "by": "ann"}, {"value": other, "by": "bo"}]}}

    facts = {
        "x": {"points": values(a="50"), "overall": overall("8", "7")},
        "y": {"points": values(a="50"), "overall": overall("8", "3")},
    }
    found = everybody(judged("a"), facts=facts, panels=panels, evaluators=evaluators)
    assert [text(one.total or Fraction(0)) for one in found.values()] == ["60.00", "40.00"]
    read = rulebook(judged("a"), panels=panels, evaluators=evaluators)
    with pytest.raises(Refused) as refused:
        compute(read, "x", Facts.model_validate(facts["x"]))
    assert str(refused.value) == (
        "panel live: must tell all appraisees apart, and their scores are not known. Compare them first"
    )


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ([{"value": "1", "by": "ann"}, {"value": "2", "by": "ann"}], "panel people: has two scores of ann. Let each"),
        ([{"value": "1", "weight": "0"}], "panel people: has a score that weighs 0. Give it a weight above 0"),
        ([{"value": "101"}], "score of panel people: is 101. Give a number from 0 to 100, or nothing for don't know"),
    ],
)
def test_scores_that_cannot_count_are_refused(scores: list[Fields], message: str) -> None:
    panels = [{"id": "people", "name": "People", "kind": "public", "mean": "weighted"}]
    with pytest.raises(Refused) as refused:
        result(rated("c", "1"), facts={"scores": {"c": {"people": {"given": scores}}}}, panels=panels)
    assert str(refused.value).startswith(message)


# ---------------------------------------------------------------- grades


def test_a_total_below_every_grade_has_the_last() -> None:
    penalty = {"shape": "bonus", "per_case": "-9", "cap": "0", "floor": "-90"}
    adjustments = [{"id": "penalty", "name": "Penalty", "rule": penalty}]
    found = result(
        leaf("a"), facts={"values": values(a="1"), "cases": {"penalty": [{"id": "x"}]}}, adjustments=adjustments
    )
    assert (text(found.total or Fraction(0)), found.grade) == ("-8.00", "poor")
    assert "-8.00 is even below 0: grade poor" in found.explanation.rule


def test_vetoes_look_at_the_total_before_any_cap() -> None:
    vetoes = [
        {"id": "first", "name": "First", "when": "total > 50", "cap": "20"},
        {"id": "second", "name": "Second", "when": "total < 30", "best": "good"},
    ]
    found = result(leaf("a"), facts={"values": values(a="60")}, vetoes=vetoes)
    assert found.total == 20
    assert found.barred == ()
