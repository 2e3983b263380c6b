"""Critical elements that a regulation asks for, and boards that it says the make-up of."""

from typing import Any

from domain.regulation import Scheme, in_force, parse, problems, scheme_problems
from tests.domain.rulebooks import document, judged

ELEMENTS = {"fails_below": "40", "grade": "poor"}


def found(*elements: dict[str, Any], **rules: Any) -> list[tuple[str, str]]:  # noqa: ANN401 - fields of a document
    return [
        (finding.place, finding.problem) for finding in problems(document(*elements, critical={**ELEMENTS, **rules}))
    ]


def test_so_many_critical_elements_are_asked_for_and_counted_below_groups_too() -> None:
    two = {"id": "two", "name": "Two", "weight": "0.5", "children": [judged("a", element="critical")]}

    assert found(two, judged("b", "0.5", element="critical"), least=2) == []
    assert found(two, judged("b", "0.5", element="non_critical"), least=2) == [
        ("indicators", "everybody has 1 critical element")
    ]


def test_each_appraisee_named_needs_critical_elements_of_its_own() -> None:
    ann = judged("a", applies_to=["ann"], element="critical")
    bob = judged("b", applies_to=["bob"], element="non_critical")

    assert found(ann, bob, least=1) == [("indicators", "bob has 0 critical elements")]


def test_elements_that_are_not_critical_may_be_forbidden_and_additional_ones_still_stand() -> None:
    critical, additional = judged("a", element="critical"), judged("c", element="additional")
    del additional["weight"]

    assert found(critical, additional, others=False) == []
    assert found({**critical, "weight": "0.5"}, judged("b", "0.5", element="non_critical"), others=False) == [
        ("indicators.2.element", "b is not critical, and only such elements may be")
    ]


def test_a_scheme_is_held_to_the_critical_elements_that_its_rulebook_leaves_to_it() -> None:
    left = document(scheme={"levels": {"least": 1, "most": 2}}, critical={**ELEMENTS, "least": 1}, indicators=[])
    rulebook = parse(left)
    scheme = {"id": "s", "title": "S", "authority": "linjiang", "rulebook": "annual", "indicators": [judged("a")]}

    (finding,) = scheme_problems(scheme, rulebook)

    assert finding.problem == "everybody has 0 critical elements"
    met = {**scheme, "indicators": [judged("a", element="critical")]}
    assert scheme_problems(met, rulebook) == ()
    assert in_force(rulebook, Scheme.model_validate(met)).critical is not None


def boards(**board: Any) -> list[str]:  # noqa: ANN401 - fields of a document
    """The places of what is wrong with a board, where appraisees have the attribute career."""
    role = {"id": "board", "name": "Board", "board": board}
    attributes = [{"name": "career", "kind": "truth"}]
    return [finding.place for finding in problems(document(roles=[role], attributes=attributes))]


def test_the_condition_of_a_board_may_ask_for_attributes_alone() -> None:
    assert boards(least=3, majority_of="career members", majority_when="career") == []
    assert boards(least=3, majority_of="career members", majority_when="carer") == ["roles.1.board.majority_when"]


def test_a_board_has_members_and_says_of_whom_a_majority_is() -> None:
    assert boards(least=0) == ["roles.1.board.least"]
    assert boards(least=3, majority_when="career") == ["roles.1.board.majority_of"]
