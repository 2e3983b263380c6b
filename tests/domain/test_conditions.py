"""Conditions ask for attributes that there are, by values that these may have."""

from typing import Any

import pytest

from domain.regulation import problems
from tests.domain.rulebooks import document, leaf

ZONE = {"name": "zone", "kind": "text", "values": ["urban", "ecological"]}


def said(condition: str, *attributes: dict[str, Any]) -> list[str]:
    nodes = [leaf("a", "0.5"), leaf("b", "0.5", exemptions=[{"when": condition, "effect": "full_marks"}])]
    return [str(finding) for finding in problems(document(*nodes, attributes=list(attributes)))]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ('zone == "urban"', []),
        ('zone in ("urban", "ecological")', []),
        ('zone == "ecologicl"', ["zone is never 'ecologicl'. Did you mean 'ecological'?"]),
        ('"mars" != zone', ["zone is never 'mars'. It may be: urban, ecological"]),
        ('value > 3 and not zone in ("urban", "x")', ["zone is never 'x'. It may be: urban, ecological"]),
    ],
)
def test_a_text_that_an_attribute_never_is_is_found(condition: str, expected: list[str]) -> None:
    assert said(condition, ZONE) == [f"indicators.2.exemptions.1.when: {finding}" for finding in expected]


def test_a_text_without_listed_values_may_be_anything() -> None:
    assert said('zone == "mars"', {**ZONE, "values": []}) == []


@pytest.mark.parametrize("name", ["in", "if", "value", "total", "peer_mean"])
def test_a_name_that_means_something_else_is_refused(name: str) -> None:
    assert said("value > 3", {"name": name, "kind": "number"}) == [
        f"attributes.1.name: {name!r} means something else in a condition. Choose another name"
    ]
