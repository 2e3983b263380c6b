"""Adoption: the weights of one group change, and nothing else."""

import copy
from decimal import Decimal
from typing import Any

import pytest

from domain.refusal import Refused
from domain.regulation import parse
from domain.weighting import Proposal, adopt, prioritise, propose
from tests.domain.rulebooks import document, group, leaf
from tests.domain.weighting.given import compared

PROPOSAL = propose(prioritise(compared("quality cost time", "1 3 5", "1/3 1 2", "1/5 1/2 1")))
ADOPTED = {"quality": "0.6483", "cost": "0.2297", "time": "0.1220"}


def _rulebook() -> dict[str, Any]:
    service = group("service", "0.6", leaf("time", "0.2"), leaf("quality", "0.3"), leaf("cost", "0.5"))
    return document(service, leaf("budget", "0.4"))


def _refusal(rulebook: dict[str, Any], proposal: Proposal = PROPOSAL) -> str:
    with pytest.raises(Refused) as refused:
        adopt(rulebook, proposal)
    return str(refused.value)


def test_the_weights_of_the_group_are_replaced_and_nothing_else() -> None:
    rulebook = _rulebook()
    before = copy.deepcopy(rulebook)
    expected = copy.deepcopy(rulebook)
    for child in expected["indicators"][0]["children"]:
        child["weight"] = ADOPTED[child["id"]]

    assert adopt(rulebook, PROPOSAL) == expected
    assert rulebook == before


def test_the_new_document_is_a_rulebook() -> None:
    parsed = parse(adopt(_rulebook(), PROPOSAL))
    assert [child.weight for child in parsed.indicators[0].children] == [
        Decimal(ADOPTED[id_]) for id_ in ("time", "quality", "cost")
    ]


def test_the_first_level_is_a_group_too() -> None:
    adopted = adopt(document(leaf("time", "0.2"), leaf("quality", "0.3"), leaf("cost", "0.5")), PROPOSAL)
    assert {node["id"]: node["weight"] for node in adopted["indicators"]} == ADOPTED


def test_a_group_with_another_child_is_not_the_group() -> None:
    rulebook = _rulebook()
    rulebook["indicators"][0]["children"].append(leaf("reach", "0"))
    assert _refusal(rulebook) == (
        "proposal: no group consists of its indicators quality, cost, time. "
        "Weigh exactly the indicators of one group, such as cost, quality, reach, time"
    )


def test_a_document_without_these_indicators_is_refused() -> None:
    for other in (document(leaf("budget")), {"id": "annual"}, {"indicators": "none"}, {"indicators": [7, {"id": 1}]}):
        assert _refusal(other) == (
            "proposal: no group consists of its indicators quality, cost, time. "
            "Weigh exactly the indicators of one group"
        )


def test_indicators_in_two_groups_are_refused() -> None:
    rulebook = _rulebook()
    rulebook["indicators"].append({**rulebook["indicators"][0], "id": "again"})
    assert _refusal(rulebook) == (
        "proposal: its indicators quality, cost, time stand in several places: under indicator 1 and indicator 3. "
        "Give every indicator an id of its own"
    )


def test_an_additional_element_beside_them_weighs_nothing() -> None:
    rulebook = _rulebook()
    extra = {"id": "praise", "name": "Praise", "element": "additional"}
    rulebook["indicators"][0]["children"].append(extra)
    *weighed, last = adopt(rulebook, PROPOSAL)["indicators"][0]["children"]
    assert {node["id"]: node["weight"] for node in weighed} == ADOPTED
    assert last == extra


def test_indicators_whose_points_are_added_are_not_weighed() -> None:
    rulebook = _rulebook()
    rulebook["indicators"][0]["combine"] = "sum"
    assert _refusal(rulebook) == (
        "proposal: the indicators of indicator 1 add up points, and so have no weights. "
        "Let them combine by weighted_mean, or give them points"
    )


def test_indicators_of_the_first_level_whose_points_are_added_are_not_weighed() -> None:
    leaves = [leaf(id_) for id_ in ADOPTED]
    assert "the indicators of the first level add up points" in _refusal(document(*leaves, combine="sum"))


def test_weights_that_some_appraisees_have_otherwise_are_not_adopted() -> None:
    rulebook = _rulebook()
    rulebook["indicators"][0]["children"][1]["variants"] = [{"when": "zone = 'west'", "weight": "0.2"}]
    assert _refusal(rulebook) == (
        "proposal: quality has other weights for some appraisees, with which these do not add up. "
        "Write the weights into the document by hand"
    )


def test_a_proposal_that_somebody_changed_is_refused() -> None:
    weights = {"quality": Decimal("0.5"), "cost": Decimal("0.3"), "time": Decimal("0.2")}
    assert _refusal(_rulebook(), PROPOSAL.model_copy(update={"weights": weights})) == (
        "proposal: is not what its own comparisons or values give. "
        "Make it anew; weights of your own need no proposal, write them into the document"
    )


def test_a_proposal_of_comparisons_that_contradict_each_other_beyond_their_limit_is_refused() -> None:
    rows = ("1 3 1/5", "1/3 1 2", "5 1/2 1")
    assert _refusal(_rulebook(), propose(prioritise(compared("quality cost time", *rows)))) == (
        "proposal: its comparisons contradict each other: the consistency ratio is about 1.2320, above 0.10. "
        "Correct the comparisons, or state in them the 'limit' that the authority accepts"
    )
    accepted = propose(prioritise(compared("quality cost time", "1 3 1", "1/3 1 2", "1 1/2 1", limit="0.6")))
    assert isinstance(adopt(_rulebook(), accepted), dict)
