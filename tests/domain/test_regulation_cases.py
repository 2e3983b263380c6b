"""What keeps a procedure from being carried out as a case is found before its rulebook is in force."""

from typing import Any

import pytest

from domain.regulation import Rulebook, check
from tests.domain.rulebooks import document

ROLES = [{"id": "office", "name": "Office", "held_by": "office"}, {"id": "society", "name": "Society"}]
CLOCK = {"id": "soon", "name": "Soon", "after": "asking", "asked_of": "office", "within": "P3D"}


def found(procedure: dict[str, Any], **clock: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - fields of the clock
    """Place and problem of what is found, in a rulebook that is sound but for this."""
    whole = {"id": "notice", "name": "Notice", "kind": "notice", "acts": [act()], **procedure}
    rulebook = Rulebook.model_validate(document(roles=ROLES, procedures=[whole], clocks=[{**CLOCK, **clock}]))
    return [(finding.place, finding.problem) for finding in check(rulebook)]


def act(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of the act
    return {"id": "decide", "by": "office", "does": "decides", "clock": "soon", **fields}


def test_a_procedure_that_can_be_carried_out_has_no_finding() -> None:
    sound = act(outcomes={"yes": "end", "no": "decide"}, grants=["yes"])
    assert found({"acts": [sound]}, ends="P1D", at_end="default", default="no") == []


@pytest.mark.parametrize(
    ("procedure", "clock", "place", "problem"),
    [
        ({"acts": [act(by="society")]}, {}, "procedures.1.acts.1.by", "nobody in the directory holds role society"),
        ({"acts": [act(outcomes={"yes": "fix"})]}, {}, "procedures.1.acts.1.outcomes.yes", "there is no act 'fix'"),
        ({"acts": [act(grants=["yes"])]}, {}, "procedures.1.acts.1.grants", "there is no outcome 'yes'"),
        ({"acts": [act(needs=0)]}, {}, "procedures.1.acts.1.needs", "it is 0"),
        (
            {"acts": [act(needs=2, outcomes={"yes": "end"})]},
            {},
            "procedures.1.acts.1.needs",
            "2 people would each choose an outcome",
        ),
        ({"acts": [act(id="end")]}, {}, "procedures.1.acts.1.id", "'end' is where outcomes lead that decide a case"),
        ({"acts": []}, {}, "procedures.1.acts", "there are none"),
        ({"remedy": "review"}, {}, "procedures.1.remedy", "there is no remedy 'review'"),
        ({"kind": "review"}, {}, "procedures.1.remedy", "it is a review without a remedy"),
        ({"kind": None, "standing": "launch"}, {}, "procedures.1.standing", "it is of no kind, so no case is opened"),
        ({}, {"at_end": "close"}, "clocks.1.ends", "at its end it is to close, and when that is is not said"),
        ({}, {"default": "no"}, "clocks.1.default", "a default is given or asked for, not both"),
    ],
)
def test_what_could_not_go_on_or_end_is_found(
    procedure: dict[str, Any], clock: dict[str, Any], place: str, problem: str
) -> None:
    assert (place, problem) in found(procedure, **clock)
