"""Laws of single shapes: monotone where they should be, bounded, and the same in whatever unit values are stated."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.exact import simplest, text
from domain.refusal import Refused
from tests.domain.scoring import shapes
from tests.domain.scoring.single import measured, results, score, scores

Fields = dict[str, Any]
PANELS = [{"id": id_, "name": id_.title(), "kind": "experts", **panel} for id_, panel in shapes.PANELS.items()]
MEASURED = [shape for shape in shapes.RULES if shape not in {"judged", "rated"}]
SLOW = settings(deadline=None, max_examples=60)


def points(node: Fields, value: str, others: Mapping[str, str | None], **known: Any) -> Fraction | None:  # noqa: ANN401 - facts
    """What somebody with that value has beside others with theirs."""
    facts: dict[str, Fields] = {who: {"values": {"a": {"value": other}}} for who, other in others.items()}
    facts["own"] = {"values": {"a": {"value": value}}, **known}
    found = results(node, facts)["own"].explanation.children[0].children[0].score
    return None if found is None else Fraction(found)


# ---------------------------------------------------------------- monotone

ASCENDING = st.lists(shapes.POINTS, min_size=2, max_size=4).map(lambda some: sorted(some, key=Fraction))


@st.composite
def rising(draw: st.DrawFn, shape: str) -> Fields:
    """A leaf whose points should never fall as its value gets better."""
    node: Fields = draw(shapes.nodes(shape))
    rule = node["rule"]
    ordered = draw(ASCENDING)
    match shape:
        case "ratio_to_target" | "met_or_not" | "deduction" if node["direction"] == "midpoint":
            node["direction"] = "up"
            rule.pop("tolerance", None)
            rule.pop("spread", None)
        case "step_table":
            bounds = sorted(draw(st.sets(st.integers(-10, 120), min_size=len(ordered), max_size=len(ordered))))
            bands = [{"at_least": str(at), "points": worth} for at, worth in zip(bounds, ordered, strict=True)]
            node |= {"direction": "up", "rule": {**rule, "bands": [*reversed(bands), {"points": "-1"}]}}
        case "linear" | "piecewise":
            knots = rule["knots"] if shape == "piecewise" else [rule["low"], rule["high"]]
            climbing = sorted((knot["points"] for knot in knots), key=Fraction)
            for knot, worth in zip(knots, climbing, strict=True):
                knot["points"] = worth
            node["direction"] = "up"
        case "rank":
            falling = ordered[::-1]
            node["rule"] = {"shape": "rank", "points": falling, "rest": "-1", "last": ["-2"], "ties": rule["ties"]}
            assume(rule["ties"] != "refuse")
    return node


@pytest.mark.parametrize("shape", [one for one in MEASURED if one not in {"count_deduction", "bonus"}])
@settings(deadline=None)
@given(st.data())
def test_a_better_value_never_has_fewer_points(shape: str, data: st.DataObject) -> None:
    node = data.draw(rising(shape))
    others = {f"unit-{number}": data.draw(st.none() | shapes.VALUES) for number in range(data.draw(st.integers(0, 3)))}
    worse, better = sorted((data.draw(shapes.VALUES), data.draw(shapes.VALUES)), key=Fraction)
    if node["direction"] == "down":
        worse, better = better, worse
    known = {"year": 2026, "past": {"a": {2025: data.draw(shapes.VALUES)}}} if shape == "improvement" else {}
    low, high = points(node, worse, others, **known), points(node, better, others, **known)
    assert low is not None
    assert high is not None
    assert low <= high


@SLOW
@given(st.data())
def test_to_a_midpoint_the_nearer_value_never_has_fewer_points(data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from(["ratio_to_target", "met_or_not", "deduction"]))
    node = {**data.draw(shapes.nodes(shape)), "direction": "midpoint"}
    if shape == "deduction":
        node["rule"]["threshold"] = "target"
    target = Fraction(node["target"])
    near, far = sorted(
        (Fraction(data.draw(shapes.VALUES)), Fraction(data.draw(shapes.VALUES))), key=lambda v: abs(v - target)
    )
    close, distant = (score(node, {"values": {"a": {"value": text(value)}}}) for value in (near, far))
    assert close is not None
    assert distant is not None
    assert close >= distant


@SLOW
@given(st.data())
def test_more_cases_never_have_more_points_where_they_are_deducted(data: st.DataObject) -> None:
    node = data.draw(shapes.nodes("count_deduction"))
    few, many = sorted((data.draw(st.integers(0, 6)), data.draw(st.integers(0, 6))))
    low, high = (score(node, {"values": {"a": {"value": str(count)}}}) for count in (many, few))
    assert low is not None
    assert high is not None
    assert low <= high


@SLOW
@given(st.data())
def test_a_higher_score_of_one_evaluator_never_makes_the_mean_lower(data: st.DataObject) -> None:
    node, panel = data.draw(shapes.nodes("rated")), data.draw(st.sampled_from(["plain", "weighted", "trimmed"]))
    node["rule"]["panels"] = {panel: "1"}
    given_scores = data.draw(st.lists(st.integers(0, 10), min_size=3, max_size=6))
    raised = [given_scores[0] + data.draw(st.integers(0, 10 - given_scores[0])), *given_scores[1:]]

    def of(some: list[int]) -> Fraction:
        panel_scores = {"given": [{"value": str(one), "weight": str(1 + at % 3)} for at, one in enumerate(some)]}
        found = score(node, {"scores": {"a": {panel: panel_scores}}}, panels=PANELS)
        assert found is not None
        return found

    assert of(given_scores) <= of(raised)


# ---------------------------------------------------------------- bounded


def bounds(node: Fields) -> tuple[Fraction, Fraction] | None:  # noqa: C901, PLR0911 - one return for each shape reads best
    """Between which points a rule keeps; nothing where it is to go on beyond any."""
    rule, full = node["rule"], Fraction(node["points"])
    listed = (
        [Fraction(one) for one in (*rule.get("points", ()), *rule.get("last", ()))] if rule["shape"] == "rank" else []
    )
    match rule["shape"]:
        case "ratio_to_target":
            return Fraction(0), Fraction(rule.get("maximum", full))
        case "met_or_not" | "improvement":
            least = Fraction(0) if "full_at" in rule else Fraction(rule.get("not_met", 0))
            return min(least, Fraction(rule.get("not_met", 0))), Fraction(rule.get("met", full))
        case "deduction":
            return Fraction(rule.get("floor", 0)), full + Fraction(rule.get("credit", {}).get("most", 0))
        case "step_table":
            worth = [Fraction(band["points"]) for band in rule["bands"]]
            return min(worth), max(worth)
        case "linear" | "piecewise" if rule.get("beyond", "clamp") == "clamp":
            knots = [Fraction(one["points"]) for one in rule.get("knots", [rule.get("low"), rule.get("high")])]
            return min(knots), max(knots)
        case "rank":
            series = rule.get("series", {})
            listed += [Fraction(one) for one in (rule.get("rest"), series.get("first"), series.get("limit")) if one]
            return min(listed), max(listed)
        case "proportional_to_best":
            return Fraction(0), Fraction(rule.get("best", full))
        case "count_deduction":
            return Fraction(rule.get("floor", 0)), full
        case "bonus":
            return Fraction(rule.get("floor", 0)), Fraction(rule["cap"])
        case "judged" | "rated":
            return Fraction(0), full
    return None


@pytest.mark.parametrize("shape", shapes.RULES)
@settings(deadline=None)
@given(st.data())
def test_points_keep_within_the_bounds_of_the_rule(shape: str, data: st.DataObject) -> None:
    node = data.draw(shapes.nodes(shape))
    limits = bounds(node)
    assume(limits is not None)
    facts = {f"unit-{number}": data.draw(shapes.facts(node)) for number in range(data.draw(st.integers(1, 4)))}
    for result in results(node, facts, panels=PANELS).values():
        found = result.explanation.children[0].children[0].score
        assert limits is not None
        assert found is None or limits[0] <= found <= limits[1]


# ---------------------------------------------------------------- units


@pytest.mark.parametrize("shape", MEASURED)
def test_a_value_in_another_unit_is_refused(shape: str) -> None:
    rules: dict[str, Fields] = {
        "deduction": {"step": "1"},
        "step_table": {"bands": [{"points": "1"}]},
        "linear": {"low": {"value": "0", "points": "0"}, "high": {"value": "1", "points": "1"}},
        "piecewise": {"knots": [{"value": "0", "points": "0"}, {"value": "1", "points": "1"}]},
        "rank": {"points": ["1"], "rest": "0", "ties": "better"},
        "count_deduction": {"per_case": "1"},
        "bonus": {"per_case": "1", "cap": "1"},
        "improvement": {"years": 1},
    }
    node = measured({"shape": shape, **rules.get(shape, {})}, unit="tonnes", target="1")
    with pytest.raises(Refused) as refused:
        score(node, {"values": {"a": {"value": "1", "unit": "kilograms"}}})
    assert str(refused.value) == "value of indicator a: is in 'kilograms'. Give it in 'tonnes', the rulebook's unit"


def scaled(of: Fields, factor: Fraction) -> Fields:
    """The leaf with its target and every parameter that is in its unit stated in one so many times smaller."""

    def times(value: str) -> str:
        return text(simplest(Fraction(value) * factor))

    rule = dict(of["rule"])
    if rule.get("of") != "percent_of_target":
        for field in ("tolerance", "spread", "per"):
            rule |= {field: times(rule[field])} if field in rule else {}
        rule |= {"bands": [_scaled_band(band, times) for band in rule["bands"]]} if "bands" in rule else {}
        rule |= {"knots": [{**one, "value": times(one["value"])} for one in rule["knots"]]} if "knots" in rule else {}
        for end in ("low", "high"):
            rule |= {end: {**rule[end], "value": times(rule[end]["value"])}} if end in rule else {}
    if rule["shape"] == "deduction":
        rule |= {"per": times(rule.get("per", "1"))} if "per" not in of["rule"] else {}
        rule |= {"threshold": times(rule["threshold"])} if rule.get("threshold", "t")[0].isdigit() else {}
        rule |= {"credit": {**rule["credit"], "per": times(rule["credit"].get("per", "1"))}} if "credit" in rule else {}
    return {**of, "target": times(of["target"]), "rule": rule}


def _scaled_band(band: Fields, times: Any) -> Fields:  # noqa: ANN401 - a function of text
    return {field: value if field == "points" else times(value) for field, value in band.items()}


@pytest.mark.parametrize("shape", [one for one in MEASURED if one not in {"count_deduction", "bonus"}])
@SLOW
@given(st.data())
def test_the_same_values_in_another_unit_have_the_same_points(shape: str, data: st.DataObject) -> None:
    node, factor = data.draw(shapes.nodes(shape)), data.draw(st.fractions("1/1000", 1000, max_denominator=1000))
    facts = {f"unit-{number}": data.draw(shapes.facts(node)) for number in range(data.draw(st.integers(1, 3)))}

    def times(value: str | None) -> str | None:
        return None if value is None else text(simplest(Fraction(value) * factor))

    smaller: dict[str, Fields] = {}
    for who, known in facts.items():
        smaller[who] = {**known, "values": {"a": {"value": times(known["values"]["a"]["value"])}}}
        if "past" in known:
            smaller[who]["past"] = {"a": {year: times(value) for year, value in known["past"]["a"].items()}}

    def of(leaf: Fields, known: Mapping[str, Fields]) -> dict[str, Any]:
        return {
            who: (result.explanation.children[0].children[0].score, result.total)
            for who, result in results(leaf, known).items()
        }

    assert of(node, facts) == of(scaled(node, factor), smaller)


# ---------------------------------------------------------------- peers and panels


@SLOW
@given(st.data())
def test_equal_values_have_equal_points_by_every_tie_rule(data: st.DataObject) -> None:
    node = data.draw(shapes.nodes(data.draw(st.sampled_from(["rank", "proportional_to_best"]))))
    values = {f"unit-{number}": data.draw(st.integers(0, 3).map(str)) for number in range(5)}
    found = scores(node, values)
    by_value: dict[str, set[Fraction | None]] = {}
    for who, value in values.items():
        by_value.setdefault(value, set()).add(found[who])
    assert all(len(same) == 1 for same in by_value.values())


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ("better", {"a": "8", "b": "8", "c": "5", "d": "10"}),
        ("worse", {"a": "6", "b": "6", "c": "5", "d": "10"}),
        ("mean", {"a": "7", "b": "7", "c": "5", "d": "10"}),
        ("dense", {"a": "8", "b": "8", "c": "6", "d": "10"}),
        ("refuse", {"a": None, "b": None, "c": "5", "d": "10"}),
    ],
)
def test_ties_have_what_the_rule_declares(ties: str, expected: dict[str, str | None]) -> None:
    node = measured({"shape": "rank", "points": ["10", "8", "6", "5"], "rest": "0", "ties": ties})
    found = scores(node, {"a": "7", "b": "7.0", "c": "3", "d": "9"})
    assert found == {who: None if worth is None else Fraction(worth) for who, worth in expected.items()}


@pytest.mark.parametrize("panel", ["plain", "weighted", "trimmed"])
@SLOW
@given(given_scores=st.lists(st.integers(0, 10), min_size=3, max_size=6), unknown=st.integers(1, 4))
def test_who_does_not_know_might_never_have_been_asked(panel: str, given_scores: list[int], unknown: int) -> None:
    known: list[Fields] = [{"value": str(one), "weight": str(1 + at % 2)} for at, one in enumerate(given_scores)]
    asked = [*known, *[{"value": None, "weight": "7"}] * unknown]

    def of(some: list[Fields]) -> Fraction | None:
        node = {**measured({"shape": "rated", "panels": {panel: "1"}}), "direction": None}
        del node["direction"], node["unit"], node["lead"]
        return score(node, {"scores": {"a": {panel: {"given": some}}}}, panels=PANELS)

    assert of(asked) == of(known)
    assert of(asked[::-1]) == of(known)
