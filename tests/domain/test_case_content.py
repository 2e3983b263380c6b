"""What acts bring is a storage format: these bytes read for ever, and come out as they went in."""

import json

import pytest

from domain.case.content import GivenMeasures, GivenReferral, Measures, Referral, kept
from domain.case.events import ActDone
from domain.event import Private

SEALED = {"data_subject": "p-1", "nonce": "AAECAwQFBgcICQoL", "ciphertext": "c2VhbGVk"}
STORED = [
    {"kind": "corrections", "corrections": [{"indicator": "hotline", "value": "95.5", "points": None}]},
    {"kind": "goal_changes", "changes": [{"indicator": "budget", "target": "90"}]},
    {"kind": "expert_score", "points": "1/3"},
    {
        "kind": "measures",
        "measures": [{"id": "m-1", "what": SEALED, "by": "2026-09-30", "indicator": None}],
    },
    {
        "kind": "referral",
        "act": SEALED,
        "person": "p-1",
        "organ": "Supervision commission",
        "document": "No. 7",
        "outcome": None,
    },
]


@pytest.mark.parametrize("content", STORED, ids=lambda content: content["kind"])
def test_stored_content_of_every_kind_reads_and_comes_out_the_same(content: dict[str, object]) -> None:
    body = {"turn": 1, "act": "decide", "outcome": None, "states": [], "content": content, "by": "p-2"}

    assert json.loads(ActDone.model_validate(body).model_dump_json()) == body


def test_the_text_of_a_measure_is_its_author_s_and_that_of_a_referral_whom_it_concerns() -> None:
    given = {"id": "m-1", "what": "Answer every call", "by": "2026-09-30"}
    measures = kept(GivenMeasures.model_validate({"measures": [given]}), "finance-head")
    assert isinstance(measures, Measures)
    assert measures.measures[0].what == Private(data_subject="finance-head", text="Answer every call")

    referral = kept(GivenReferral(act="False data", person="p-1", organ="Commission", document="No. 7"), "office-1")
    assert isinstance(referral, Referral)
    assert referral.act == Private(data_subject="p-1", text="False data")
