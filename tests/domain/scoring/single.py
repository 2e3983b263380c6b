"""Rulebooks of a single indicator, scored as they are everywhere: through the peer table and the whole computation."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from domain.explanation import Explanation
from domain.scoring import Facts, Result, compute, tabulate
from tests.domain.rulebooks import INDICATORS_ONLY, rulebook

Fields = dict[str, Any]


def measured(rule: Fields, **fields: Any) -> Fields:  # noqa: ANN401 - fields of a document
    """A leaf of 10 points with that rule."""
    known = {"id": "a", "name": "A", "points": "10", "lead": "statistics", "unit": "%", "direction": "up"}
    return {**known, "weight": "1", "rule": rule, **fields}


def results(node: Fields, facts: Mapping[str, Fields], **fields: Any) -> dict[str, Result]:  # noqa: ANN401 - fields of a document
    """Everybody's result under a rulebook of that indicator alone."""
    read = rulebook(node, **{"evaluators": INDICATORS_ONLY, **fields})
    known = {who: Facts.model_validate(given) for who, given in facts.items()}
    peers = tabulate(read, known)
    return {who: compute(read, who, given, peers) for who, given in known.items()}


def leaf_of(result: Result) -> Explanation:
    """The explanation of the only indicator."""
    explained = result.explanation.children[0].children[0]
    assert isinstance(explained, Explanation)
    return explained


def score(node: Fields, facts: Fields, **fields: Any) -> Fraction | None:  # noqa: ANN401 - fields of a document
    """One appraisee's points, by itself."""
    points = leaf_of(results(node, {"finance": facts}, **fields)["finance"]).score
    return None if points is None else Fraction(points)


def scores(node: Fields, values: Mapping[str, str | None], **fields: Any) -> dict[str, Fraction | None]:  # noqa: ANN401 - fields of a document
    """The points of all who have these values."""
    facts = {who: {"values": {"a": {"value": value}}} for who, value in values.items()}
    found = {who: leaf_of(result).score for who, result in results(node, facts, **fields).items()}
    return {who: None if points is None else Fraction(points) for who, points in found.items()}
