"""From facts to a result."""

import decimal
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from domain.exact import text
from domain.explanation import Explanation
from domain.refusal import Refused
from domain.regulation import Rulebook
from domain.scoring import Fact, Facts, Result, compute, explain
from tests.domain.rulebooks import INDICATORS_ONLY, group, judged, leaf, rulebook, verdict


def values(**given: str | None) -> dict[str, Fact]:
    return {indicator: Fact.model_validate({"value": value}) for indicator, value in given.items()}


def ratings(*given: str) -> tuple[Fact, ...]:
    return tuple(Fact.model_validate({"value": value}) for value in given)


def facts(**given: Any) -> Facts:  # noqa: ANN401 - fields of a document
    return Facts.model_validate(given)


def only(*indicators: dict[str, Any], **fields: Any) -> Rulebook:  # noqa: ANN401 - fields of a document
    return rulebook(*indicators, **{"evaluators": INDICATORS_ONLY, **fields})


def score(of: dict[str, Any], value: str | None, **given: Any) -> tuple[str, str]:  # noqa: ANN401 - fields of a document
    """The exact score of a single indicator and the sentence that explains it."""
    result = compute(only(of), "finance", facts(values=values(**{of["id"]: value}), **given))
    explained = result.explanation.children[0].children[0]
    return text(explained.score) if explained.score is not None else "none", explained.rule


# ---------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("direction", "target", "value", "expected", "rule"),
    [
        ("up", "98", "96", "4800/49", "ratio to target, up: 96 / 98 x 100, at most 100"),
        ("up", "98", "99", "100", "ratio to target, up: 99 / 98 x 100, at most 100"),
        ("up", "98", "-1", "0", "ratio to target, up: -1 / 98 x 100, at most 100, at least 0"),
        ("up", "98", "0", "0", "ratio to target, up: 0 / 98 x 100, at most 100"),
        ("down", "12", "16", "75", "ratio to target, down: 12 / 16 x 100, at most 100"),
        ("down", "12", "4.5", "100", "ratio to target, down: 12 / 4.5 x 100, at most 100"),
        ("down", "12", "0", "100", "ratio to target, down: no ratio between 0 and a target of 12, which is met"),
        ("down", "12", "-3", "100", "ratio to target, down: no ratio between -3 and a target of 12, which is met"),
        ("down", "0", "0", "100", "ratio to target, down: no ratio between 0 and a target of 0, which is met"),
        ("down", "0", "1", "0", "ratio to target, down: no ratio between 1 and a target of 0, which is not met"),
        ("up", "98", None, "none", "ratio to target, up: no value"),
    ],
)
def test_a_ratio_to_target_is_exact(direction: str, target: str, value: str | None, expected: str, rule: str) -> None:
    assert score(leaf("a", direction=direction, target=target), value) == (expected, rule)


def test_a_ratio_is_capped_by_its_maximum() -> None:
    capped = leaf("a", target="100", rule={"shape": "ratio_to_target", "maximum": "90"})
    assert score(capped, "95") == ("90", "ratio to target, up: 95 / 100 x 100, at most 90")


@pytest.mark.parametrize(
    ("direction", "target", "value", "expected", "verdict_of_it", "rule"),
    [
        ("up", "0.30", "0.3", "100", "Met_Goal", "met or not, up: 0.3 reaches 0.30: Met_Goal"),
        ("up", "0.3", "0.29999", "0", "Did_Not_Meet", "met or not, up: 0.29999 is below 0.3: Did_Not_Meet"),
        ("down", "12.7", "12.7", "100", "Met_Goal", "met or not, down: 12.7 does not exceed 12.7: Met_Goal"),
        ("down", "1/3", "0.3334", "0", "Did_Not_Meet", "met or not, down: 0.3334 exceeds 1/3: Did_Not_Meet"),
    ],
)
def test_met_or_not_compares_exactly_and_speaks_the_rulebooks_words(
    direction: str, target: str, value: str, expected: str, verdict_of_it: str, rule: str
) -> None:
    measured = verdict("a", direction=direction, target=target)
    assert score(measured, value) == (expected, rule)
    result = compute(only(measured), "finance", facts(values=values(a=value)))
    assert result.verdicts == {"a": verdict_of_it}


def test_an_indicator_without_a_value_has_no_verdict() -> None:
    result = compute(only(verdict("a", "0.5"), leaf("b", "0.5"), missing="zero"), "x", facts(values=values(b="1")))
    assert result.verdicts == {}


def test_points_count_in_proportion_to_their_maximum() -> None:
    of_sixty = judged("a", rule={"shape": "judged", "maximum": "60"})
    result = compute(only(of_sixty), "finance", facts(points=values(a="45")))
    explained = result.explanation.children[0].children[0]
    assert (explained.score, explained.rule) == (Decimal(75), "judged by statistics: 45 of 60 points x 100")


def test_a_confirmed_goal_stands_in_for_the_rulebooks_target() -> None:
    assert score(leaf("a", target="90"), "96", targets={"a": "98"})[0] == "4800/49"
    result = compute(only(leaf("a", target="90")), "finance", facts(values=values(a="96"), targets={"a": "98"}))
    inputs = result.explanation.children[0].children[0].inputs
    assert inputs == {"value": "96", "target": "98", "target from": "confirmed goals", "unit": "%"}


# ---------------------------------------------------------------- the total


TREE = (
    group("economy", "0.4", leaf("growth", "1/3"), leaf("budget", "2/3", target="98")),
    judged("order", "0.6"),
)
ALL = {
    "values": values(growth="50", budget="96"),
    "points": values(order="80"),
    "ratings": ratings("90", "80"),
    "ballots": ("70", "80", "85"),
}


def test_the_total_is_the_weighted_mean_of_all_evaluators_rounded_once() -> None:
    result = compute(rulebook(*TREE), "finance", facts(**ALL))
    economy = Fraction(50) / 3 + Fraction(4800, 49) * 2 / 3
    indicators = economy * Fraction(2, 5) + 80 * Fraction(3, 5)
    exact = indicators * Fraction(6, 10) + 85 * Fraction(3, 10) + Fraction(235, 3) / 10
    assert result.total == Decimal("81.81")
    assert abs(exact - Fraction(8181, 100)) < Fraction(1, 200)
    assert (result.grade, result.explanation.inputs["exact total"]) == ("good", text(exact))


@pytest.mark.parametrize(
    ("value", "total", "grade"),
    [("89.994", "89.99", "good"), ("89.995", "90.00", "excellent"), ("75", "75.00", "good"), ("0", "0.00", "poor")],
)
def test_the_grade_follows_from_the_rounded_total(value: str, total: str, grade: str) -> None:
    result = compute(only(leaf("a")), "finance", facts(values=values(a=value)))
    assert result.total is not None
    assert (text(result.total), result.grade) == (total, grade)


def test_a_total_below_every_grade_has_the_last() -> None:
    penalty = {
        "id": "pen",
        "name": "Penalty",
        "rule": {"shape": "bonus", "cap": "0", "floor": "-200", "per_case": "-150"},
    }
    result = compute(
        only(leaf("a"), adjustments=[penalty]), "finance", facts(values=values(a="70"), cases={"pen": [{"id": "l-1"}]})
    )
    assert result.total == -80
    assert result.grade == "poor"
    assert "-80.00 is even below 0: grade poor" in result.explanation.rule


def test_a_rulebook_without_grades_gives_none() -> None:
    assert compute(only(leaf("a"), grades=[]), "finance", facts(values=values(a="50"))).grade is None


def test_only_what_applies_to_the_appraisee_counts() -> None:
    read = only(leaf("coast", applies_to=["east"]), group("inland", "1", leaf("river"), applies_to=["west"]))
    result = compute(read, "west", facts(values=values(river="70")))
    assert result.total == 70
    assert [child.label for child in result.explanation.children[0].children] == ["2 Inland"]
    with pytest.raises(Refused, match="appraisee west: has value for coast, an indicator that takes none from it"):
        compute(read, "west", facts(values=values(coast="70")))


# ---------------------------------------------------------------- what is missing


def test_a_missing_indicator_is_left_out_and_its_weight_shared() -> None:
    read = only(leaf("a", "0.3"), leaf("b", "0.3"), leaf("c", "0.4"))
    system = compute(read, "finance", facts(values=values(a="60", b="80", c=None))).explanation.children[0]
    assert (system.score, system.rule) == (
        Decimal(70),
        "weighted mean; left out, being missing: 3 C; the other weights are divided by 0.6",
    )
    assert [child.inputs.get("counted weight") for child in system.children] == ["0.5", "0.5", "0"]
    assert [child.weight for child in system.children] == [Decimal("0.3"), Decimal("0.3"), Decimal("0.4")]


def test_a_missing_indicator_counts_as_zero_where_the_rulebook_says_so() -> None:
    read = only(leaf("a", "0.6"), leaf("c", "0.4"), missing="zero")
    result = compute(read, "finance", facts(values=values(a="60")))
    assert result.total == 36
    assert result.explanation.children[0].rule == "weighted mean; counted as 0, being missing: 2 C"


@pytest.mark.parametrize("missing", ["left_out", "zero"])
def test_a_part_below_its_minimum_is_missing(missing: str) -> None:
    read = rulebook(*TREE, missing=missing)
    given = facts(**ALL | {"ratings": ratings("99"), "ballots": ("70", "80")})
    result = compute(read, "finance", given)
    _, leaders, ballot = result.explanation.children
    assert (leaders.score, leaders.rule) == (None, "missing: 1 ratings, at least 2 needed")
    assert (ballot.score, ballot.rule) == (None, "missing: 2 ballots, at least 3 needed")
    assert "scores" not in ballot.inputs
    system = Fraction(str(result.explanation.children[0].score))
    expected = system if missing == "left_out" else system * Fraction(6, 10)
    assert result.explanation.inputs["exact total"] == text(expected)


def test_lead_departments_below_their_minimum_are_missing() -> None:
    evaluators = [{"kind": "lead_departments", "weight": "0.5", "minimum": 2}, {"kind": "leaders", "weight": "0.5"}]
    read = rulebook(leaf("a", "0.5"), leaf("b", "0.5"), evaluators=evaluators)
    result = compute(read, "finance", facts(values=values(a="10"), ratings=ratings("80")))
    assert result.total == 80
    assert result.explanation.children[0].rule == "missing: 1 scored indicators, at least 2 needed"


@pytest.mark.parametrize("missing", ["left_out", "zero"])
def test_there_is_no_total_when_nothing_is_known(missing: str) -> None:
    result = compute(rulebook(*TREE, missing=missing), "finance", facts(ballots=("70", "80")))
    assert (result.total, result.grade, result.explanation.score) == (None, None, None)
    assert result.explanation.rule == (
        "no total: nothing to take a mean of, since all is missing: Lead departments, Leaders, Internal ballot"
    )


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"values": values(grwth="1")}, "appraisee finance: has value for grwth, .* Give value for: budget, growth"),
        ({"values": values(order="1")}, "appraisee finance: has value for order, an indicator that takes none"),
        ({"points": values(growth="1")}, "appraisee finance: has points for growth, .* Give points for: order"),
        ({"targets": {"order": "1"}}, "appraisee finance: has target for order"),
        ({"points": values(order="101")}, "points of indicator order: is 101. Give a number from 0 to 100"),
        ({"points": values(order="-1")}, "points of indicator order: is -1"),
        ({"ratings": ratings("100.01")}, "rating of a leader: is 100.01. Give a number from 0 to 100"),
        ({"ballots": ("1", "-0.5")}, "ballot: is -0.5"),
    ],
)
def test_facts_that_do_not_fit_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(Refused, match=message):
        compute(rulebook(*TREE), "finance", facts(**given))


# ---------------------------------------------------------------- explanation


def cited(**given: Any) -> Fact:  # noqa: ANN401 - fields of a document
    return Fact.model_validate(given)


def test_the_explanation_leads_from_the_total_to_every_event() -> None:
    given = facts(
        values={
            "growth": cited(value="50", cites=(4, 9), evidence=("yearbook-7",)),
            "budget": cited(value="96", cites=(4,)),
        },
        points={"order": cited(value="80", cites=(11,))},
        ratings=(cited(value="90", cites=(12,)), cited(value="80", cites=(13,))),
        ballots=("85", "70", "80"),
        ballots_cites=(14,),
    )
    result = compute(rulebook(*TREE), "finance", given)
    assert explain(result) == EXPLAINED
    assert sorted(_all_cites(result.explanation)) == [4, 4, 9, 11, 12, 13, 14]


EXPLAINED = """\
Total of finance: 81.81
    weighted mean; 81.81 is at least 75: grade good
    rounded half up to 2 decimal places
    Lead departments: 11876/147, weight 0.6
        weighted mean
        1 Economy: 12050/147, weight 0.4
            weighted mean
            1.1 Growth: 50, weight 1/3
                ratio to target, up: 50 / 100 x 100, at most 100
                from events 4, 9
                evidence: yearbook-7
            1.2 Budget: 4800/49, weight 2/3
                ratio to target, up: 96 / 98 x 100, at most 100
                from event 4
        2 Order: 80, weight 0.6
            judged by statistics: 80 of 100 points x 100
            from event 11
    Leaders: 85, weight 0.3
        mean of 2 ratings
        Rating 1: 90
            given by a leader
            from event 12
        Rating 2: 80
            given by a leader
            from event 13
    Internal ballot: 235/3, weight 0.1
        mean of 3 ballots
        from event 14"""


def _all_cites(node: Explanation) -> list[int]:
    return [*node.cites, *(cite for child in node.children for cite in _all_cites(child))]


def test_a_result_survives_json_and_holds_no_json_float() -> None:
    result = compute(rulebook(*TREE), "finance", facts(**ALL))
    stored = result.model_dump_json()
    assert Result.model_validate_json(stored) == result
    assert Result.model_validate(result.model_dump(mode="json")) == result

    def refuse(found: str) -> None:
        raise AssertionError(found)

    json.loads(stored, parse_float=refuse)


def test_ballots_are_shown_in_ascending_order() -> None:
    result = compute(rulebook(*TREE), "finance", facts(**ALL | {"ballots": ("85", "9", "80")}))
    assert result.explanation.children[2].inputs["scores"] == "9, 80, 85"


def test_a_long_fraction_is_shown_rounded_and_kept_exact() -> None:
    long = [leaf(f"item-{prime}", "1/6", target=str(prime)) for prime in (101, 103, 107, 109, 113, 127)]
    result = compute(only(*long), "finance", facts(values=values(**{item["id"]: "1" for item in long})))
    assert "Lead departments: about 0.9142, weight 1" in explain(result)
    assert Fraction(result.explanation.inputs["exact total"]) == sum(
        Fraction(100, prime) / 6 for prime in (101, 103, 107, 109, 113, 127)
    )


def test_scoring_works_where_decimal_arithmetic_would_be_trapped() -> None:
    """Nothing depends on the precision or the traps of a decimal context."""
    expected = compute(rulebook(*TREE), "finance", facts(**ALL))
    traps = [decimal.Inexact, decimal.Rounded, decimal.Subnormal, decimal.FloatOperation]
    with decimal.localcontext(decimal.Context(prec=1, Emax=1, Emin=-1, traps=traps)):
        assert compute(rulebook(*TREE), "finance", facts(**ALL)) == expected
