from typing import Any

import pytest

from domain.examination import Matter, examine
from domain.regulation import Rulebook
from tests.domain.examination.given import book, stated


def _compared(one: dict[str, Any], other: dict[str, Any], **fields: Any) -> list[str]:  # noqa: ANN401 - fields of a document
    in_force = book(other, **{"id": "standing", **fields})
    return [str(found) for found in _advice(book(one), in_force)]


def _advice(examined: Rulebook, *in_force: Rulebook) -> list[Any]:
    return [one for one in examine(examined, others=in_force).advice if one.matter is Matter.COMPARISON]


@pytest.mark.parametrize(
    ("here", "there", "problem"),
    [
        (
            {"unit": "days"},
            {"unit": "hours"},
            "unit: the unit of a is 'days' here, and 'hours' for a in rulebook standing. Use one unit for both",
        ),
        (
            {"target": "95"},
            {"target": "90"},
            "target: the target of a is '95 %' here, and '90 %' for a in rulebook standing. Use one target for both",
        ),
        (
            {"definition": "New jobs"},
            {"definition": "All jobs"},
            (
                "definition: the definition of a is 'New jobs' here, and 'All jobs' for a in rulebook standing. "
                "Use one definition for both"
            ),
        ),
    ],
)
def test_the_same_indicator_otherwise_is_said(here: dict[str, Any], there: dict[str, Any], problem: str) -> None:
    found = _compared(stated("a", **here), stated("a", source="Elsewhere", **there))
    assert found == [f"indicators.1.{problem}, or name what sets them apart"]


def test_the_same_indicator_is_also_told_by_its_name() -> None:
    here, there = stated("a", name="新增就业人数", target="9"), stated("b", name="新增就业总人数", target="8")
    (found,) = _compared(here, there)
    assert found.startswith("indicators.1.target: the target of a is '9 %' here, and '8 %' for b in rulebook standing.")


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ({"target": "95"}, {"target": "95.0"}),
        ({"unit": "Days"}, {"unit": "days "}),
        ({"definition": "New jobs"}, {"definition": "new  jobs."}),
        ({"definition": "New jobs"}, {}),
        ({"name": "Growth", "target": "1"}, {"id": "b", "name": "Complaints", "target": "2"}),
    ],
)
def test_what_says_the_same_or_nothing_does_not_differ(here: dict[str, Any], there: dict[str, Any]) -> None:
    other = {**stated("a", source="Elsewhere"), **there}
    assert _compared(stated("a", **here), other) == []


def test_the_same_data_asked_twice_is_said() -> None:
    found = _compared(stated("a", source="Tax register"), stated("b", source="tax  register"))
    assert found == [
        (
            "indicators.1.source: a asks for data of 'Tax register', and so does rulebook standing "
            "of the same appraisees, for b. Ask once, and let both take it from there"
        )
    ]


@pytest.mark.parametrize(
    ("here", "there", "fields"),
    [
        ({}, {}, {"authority": "elsewhere"}),
        ({"applies_to": ["health"]}, {"applies_to": ["tax"]}, {}),
        ({"applies_to": ["health"]}, {}, {"appraisees": [{"id": "tax"}]}),
    ],
)
def test_the_same_data_of_others_is_not_asked_twice(
    here: dict[str, Any], there: dict[str, Any], fields: dict[str, Any]
) -> None:
    found = _compared(stated("a", source="Tax register", **here), stated("b", source="Tax register", **there), **fields)
    assert found == []


def test_a_rulebook_is_not_compared_with_its_own_versions() -> None:
    assert _advice(book(stated("a", target="9")), book(stated("a", target="8"))) == []


def test_rulebooks_are_gone_through_by_id() -> None:
    standing = [book(stated("a", target="8"), id=id_) for id_ in ("z", "y")]
    found = [str(one) for one in _advice(book(stated("a")), *standing) if one.place.endswith("target")]
    assert ["rulebook y" in found[0], "rulebook z" in found[1], len(found)] == [True, True, 2]
