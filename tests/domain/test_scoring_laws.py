"""Laws of scoring, and a second, naive implementation to compare with."""

from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.regulation import Missing, Rulebook, parse
from domain.scoring import Fact, Facts, Result, compute
from tests.domain.rulebooks import document, group, judged, leaf, verdict

SCORES = st.decimals(0, 100, places=2).map(str)
VALUES = st.none() | st.decimals(-50, 300, places=3).map(str)
TARGETS = st.decimals("0.01", 200, places=2).map(str)


# ---------------------------------------------------------------- rulebooks and facts


def _weights(draw: st.DrawFn, count: int) -> list[str]:
    shares = [draw(st.integers(1, 9)) for _ in range(count)]
    return [f"{share}/{sum(shares)}" for share in shares]


@st.composite
def trees(draw: st.DrawFn, depth: int = 2, prefix: str = "i") -> list[dict[str, Any]]:
    count = draw(st.integers(1, 3))
    siblings = []
    for position, weight in enumerate(_weights(draw, count)):
        id_ = f"{prefix}{position}"
        kind = draw(
            st.sampled_from(["ratio", "verdict", "judged", "group"] if depth else ["ratio", "verdict", "judged"])
        )
        if kind == "group":
            siblings.append(group(id_, weight, *draw(trees(depth=depth - 1, prefix=f"{id_}-"))))
        elif kind == "judged":
            siblings.append(judged(id_, weight, rule={"shape": "judged", "maximum": str(draw(st.integers(1, 150)))}))
        else:
            of = {"ratio": leaf, "verdict": verdict}[kind]
            siblings.append(of(id_, weight, direction=draw(st.sampled_from(["up", "down"])), target=draw(TARGETS)))
    return siblings


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    kinds = ["lead_departments", "leaders", "internal_ballot"][: draw(st.integers(1, 3))]
    weights = _weights(draw, len(kinds))
    least = {"lead_departments": 1, "leaders": 1, "internal_ballot": 3}
    evaluators = [
        {"kind": kind, "weight": weight, "minimum": draw(st.integers(least[kind], 4))}
        for kind, weight in zip(kinds, weights, strict=True)
    ]
    rounding = {"mode": draw(st.sampled_from(["half_up", "half_even", "floor", "ceiling"])), "places": 3}
    missing = draw(st.sampled_from(["left_out", "zero"]))
    return document(*draw(trees()), evaluators=evaluators, missing=missing, rounding=rounding)


def _leaves(siblings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [leaf for node in siblings for leaf in (_leaves(node["children"]) if "children" in node else [node])]


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], Facts]:
    doc = draw(documents())
    values, points, targets = {}, {}, {}
    for node in _leaves(doc["indicators"]):
        if node["rule"]["shape"] == "judged":
            share = draw(st.none() | st.fractions(0, 1, max_denominator=50))
            points[node["id"]] = {"value": None if share is None else share * int(node["rule"]["maximum"])}
        elif draw(st.booleans()):
            values[node["id"]] = {"value": draw(VALUES)}
            if draw(st.booleans()):
                targets[node["id"]] = draw(TARGETS)
    ratings = [{"value": score} for score in draw(st.lists(SCORES, max_size=5))]
    ballots = draw(st.lists(SCORES, max_size=6))
    given = {"values": values, "points": points, "targets": targets, "ratings": ratings, "ballots": ballots}
    return doc, Facts.model_validate(given)


# ---------------------------------------------------------------- the oracle


def oracle(doc: dict[str, Any], facts: Facts) -> Fraction | None:
    """The exact total, computed from the document alone."""
    zero = doc["missing"] == "zero"
    scored = [score for node in _leaves(doc["indicators"]) if (score := _leaf_score(node, facts)) is not None]

    def mean(parts: list[tuple[Fraction, Fraction | None]]) -> Fraction | None:
        if all(score is None for _, score in parts):
            return None
        there = [(weight, score or Fraction(0)) for weight, score in parts if zero or score is not None]
        return sum((w * s for w, s in there), Fraction(0)) / sum((w for w, _ in there), Fraction(0))

    def node_score(node: dict[str, Any]) -> Fraction | None:
        if "children" in node:
            return mean([(Fraction(child["weight"]), node_score(child)) for child in node["children"]])
        return _leaf_score(node, facts)

    def part(evaluator: dict[str, Any]) -> Fraction | None:
        numbers = {
            "lead_departments": scored,
            "leaders": [Fraction(rating.value or 0) for rating in facts.ratings],
            "internal_ballot": [Fraction(ballot) for ballot in facts.ballots],
        }[evaluator["kind"]]
        if len(numbers) < evaluator["minimum"]:
            return None
        if evaluator["kind"] == "lead_departments":
            return mean([(Fraction(node["weight"]), node_score(node)) for node in doc["indicators"]])
        return sum(numbers, Fraction(0)) / len(numbers)

    return mean([(Fraction(evaluator["weight"]), part(evaluator)) for evaluator in doc["evaluators"]])


def _leaf_score(node: dict[str, Any], facts: Facts) -> Fraction | None:
    known = facts.points if node["rule"]["shape"] == "judged" else facts.values
    fact = known.get(node["id"])
    if fact is None or fact.value is None:
        return None
    value = Fraction(fact.value)
    if node["rule"]["shape"] == "judged":
        return value * 100 / Fraction(node["rule"]["maximum"])
    target = Fraction(facts.targets.get(node["id"], Fraction(node["target"])))
    up = node["direction"] == "up"
    if node["rule"]["shape"] == "met_or_not":
        return Fraction(100 if (value >= target if up else value <= target) else 0)
    if up:
        return min(Fraction(100), max(Fraction(0), 100 * value / target))
    return Fraction(100) if value <= target else 100 * target / value


# ---------------------------------------------------------------- laws


def exact(result: Result) -> Fraction | None:
    return Fraction(result.explanation.inputs["exact total"]) if result.total is not None else None


def of(doc: dict[str, Any], facts: Facts) -> Result:
    return compute(parse(doc), "finance", facts)


@given(cases())
def test_the_total_is_what_a_naive_computation_gives(case: tuple[dict[str, Any], Facts]) -> None:
    doc, facts = case
    assert exact(of(doc, facts)) == oracle(doc, facts)


@given(cases())
def test_a_total_lies_between_0_and_100_and_earns_its_grade(case: tuple[dict[str, Any], Facts]) -> None:
    doc, facts = case
    result = of(doc, facts)
    if result.total is None:
        assert result.grade is None
    else:
        assert 0 <= result.total <= 100
        assert abs(Fraction(result.total) - (exact(result) or 0)) < Fraction(1, 1000)
        assert result.grade == ("excellent" if result.total >= 90 else "good" if result.total >= 75 else "poor")


@given(cases(), st.randoms())
def test_order_changes_nothing(case: tuple[dict[str, Any], Facts], chance: Random) -> None:
    doc, facts = case

    def shuffled(siblings: list[dict[str, Any]]) -> list[dict[str, Any]]:
        nodes = [{**node, "children": shuffled(node["children"])} if "children" in node else node for node in siblings]
        chance.shuffle(nodes)
        return nodes

    other = {**doc, "indicators": shuffled(doc["indicators"]), "evaluators": doc["evaluators"][::-1]}
    mixed = facts.model_copy(update={"ratings": facts.ratings[::-1], "ballots": facts.ballots[::-1]})
    first, second = of(doc, facts), of(other, mixed)
    assert (first.total, first.grade, first.verdicts) == (second.total, second.grade, second.verdicts)


@given(cases())
def test_what_is_left_out_might_never_have_been_in_the_rulebook(case: tuple[dict[str, Any], Facts]) -> None:
    doc, facts = case
    known = {node["id"] for node in _leaves(doc["indicators"]) if _leaf_score(node, facts) is not None}

    def without(siblings: list[dict[str, Any]]) -> list[dict[str, Any]]:
        kept = [
            {**node, "children": without(node["children"])} if "children" in node else node
            for node in siblings
            if any(leaf["id"] in known for leaf in _leaves([node]))
        ]
        whole = sum(Fraction(node["weight"]) for node in kept)
        return [{**node, "weight": str(Fraction(node["weight"]) / whole)} for node in kept]

    rest = without(doc["indicators"])
    assume(rest)
    facts_of_rest = facts.model_copy(
        update={
            "values": {id_: fact for id_, fact in facts.values.items() if id_ in known},
            "points": {id_: fact for id_, fact in facts.points.items() if id_ in known},
            "targets": {id_: target for id_, target in facts.targets.items() if id_ in known},
        }
    )
    left_out = {**doc, "missing": "left_out"}
    assert exact(of(left_out, facts)) == exact(of({**left_out, "indicators": rest}, facts_of_rest))


@given(cases())
def test_leaving_out_is_never_worse_than_zero(case: tuple[dict[str, Any], Facts]) -> None:
    doc, facts = case
    left_out, zero = (of({**doc, "missing": policy.value}, facts).total for policy in (Missing.LEFT_OUT, Missing.ZERO))
    assert (left_out is None) == (zero is None)
    assert left_out is None or zero is None or left_out >= zero


@given(cases())
def test_a_result_and_its_explanation_survive_json(case: tuple[dict[str, Any], Facts]) -> None:
    result = of(*case)
    assert Result.model_validate_json(result.model_dump_json()) == result


@given(cases())
def test_a_stored_rulebook_and_stored_facts_give_the_same_bytes(case: tuple[dict[str, Any], Facts]) -> None:
    doc, facts = case
    read = parse(doc)
    again = Rulebook.model_validate_json(read.model_dump_json())
    facts_again = Facts.model_validate_json(facts.model_dump_json())
    first, second = compute(read, "finance", facts), compute(again, "finance", facts_again)
    assert first.model_dump_json() == second.model_dump_json()


def test_a_fact_without_a_value_is_as_good_as_none() -> None:
    doc = document(leaf("a", "0.5"), leaf("b", "0.5"))
    silent = Facts(values={"a": Fact(value=Fraction(1)), "b": Fact(value=None)})
    assert of(doc, silent) == of(doc, Facts(values={"a": Fact(value=Fraction(1))}))
