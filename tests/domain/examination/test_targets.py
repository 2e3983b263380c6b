from typing import Any

import pytest

from domain.examination import Matter
from tests.domain.examination.given import URBAN_AND_RURAL, advised, book, stated


def test_one_target_for_two_peer_groups_is_asked_of_the_unlike() -> None:
    assert advised(book(stated("a"), **URBAN_AND_RURAL), Matter.TARGETS) == [
        (
            "indicators.1.target: 100 % is asked of urban and rural alike. "
            "Set targets by a condition (variants) or for single appraisees (targets)"
        )
    ]


def test_without_peer_groups_attributes_tell_the_unlike() -> None:
    attributes = URBAN_AND_RURAL["attributes"]
    appraisees = [{"id": "a1", "attributes": {"zone": "urban"}}, {"id": "a2", "attributes": {"zone": "rural"}}]
    assert advised(book(stated("a"), attributes=attributes, appraisees=appraisees), Matter.TARGETS) == [
        (
            "indicators.1.target: 100 % is asked of zone urban and zone rural alike. "
            "Set targets by a condition (variants) or for single appraisees (targets)"
        )
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"targets": {"a1": "90"}},
        {"variants": [{"when": 'zone == "rural"', "target": "80"}]},
        {"rule": {"shape": "linear", "low": {"value": "0", "points": "0"}, "high": {"value": "9", "points": "9"}}},
    ],
)
def test_targets_of_their_own_are_not_one_for_all(fields: dict[str, Any]) -> None:
    own = stated("a", **fields)
    if "rule" in fields:
        del own["target"]
    assert advised(book(own, **URBAN_AND_RURAL), Matter.TARGETS) == []


def test_an_indicator_of_one_peer_group_is_not_asked_of_the_unlike() -> None:
    own = [stated("a", applies_when='zone == "urban"'), stated("b", applies_when='zone == "rural"')]
    assert advised(book(*own, **URBAN_AND_RURAL), Matter.TARGETS) == []
