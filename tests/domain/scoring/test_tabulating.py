"""What peers are compared in: the peer group or everybody, and columns in which nobody has anything."""

from decimal import Decimal
from typing import Any

from domain.regulation import Rulebook, parse, problems
from domain.scoring import Fact, Facts, compute, tabulate
from tests.domain.rulebooks import document, leaf

ONLY_INDICATORS = {"evaluators": [{"kind": "lead_departments", "weight": "1"}]}
ZONES = {
    "attributes": [{"name": "zone", "kind": "text"}],
    "peer_groups": [{"id": zone, "name": zone.title(), "when": f'zone == "{zone}"'} for zone in ("north", "south")],
}


def of_the_mean(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    """Full marks from the mean of the peers on, a point less for each unit short of it."""
    rule = {"shape": "deduction", "threshold": "peer_mean", "step": "1"}
    return {"id": "age", "name": "Age", "lead": "statistics", "unit": "%", "direction": "up", "rule": rule, **fields}


def rulebook(*indicators: dict[str, Any], **fields: Any) -> Rulebook:  # noqa: ANN401 - fields of a document
    return parse(document(*indicators, **{**ONLY_INDICATORS, **ZONES, **fields}))


def facts(**given: tuple[str, str | None]) -> dict[str, Facts]:
    """Zone and value by appraisee."""
    return {
        appraisee: Facts(
            attributes={"zone": zone}, values={"age": Fact(value=None if value is None else Decimal(value))}
        )
        for appraisee, (zone, value) in given.items()
    }


def scores(regulation: Rulebook, known: dict[str, Facts]) -> dict[str, object]:
    peers = tabulate(regulation, known)
    return {appraisee: compute(regulation, appraisee, one, peers).total for appraisee, one in known.items()}


UNITS = facts(a=("north", "10"), b=("north", "20"), c=("south", "30"), d=("south", "60"))


def test_an_indicator_is_compared_within_the_peer_group() -> None:
    """Means of 15 in the north and 45 in the south."""
    assert scores(rulebook(of_the_mean(weight="1")), UNITS) == {"a": 95, "b": 100, "c": 85, "d": 100}


def test_an_indicator_among_all_is_compared_with_everybody() -> None:
    """A mean of 30."""
    assert scores(rulebook(of_the_mean(weight="1", among="all")), UNITS) == {"a": 80, "b": 90, "c": 100, "d": 100}


def test_the_table_holds_one_column_among_all_and_else_one_for_each_group() -> None:
    among_all = tabulate(rulebook(of_the_mean(weight="1", among="all")), UNITS)
    by_group = tabulate(rulebook(of_the_mean(weight="1")), UNITS)

    assert [(column.group, sorted(column.values)) for column in among_all.values] == [("*", ["a", "b", "c", "d"])]
    assert [(column.group, sorted(column.values)) for column in by_group.values] == [
        ("north", ["a", "b"]),
        ("south", ["c", "d"]),
    ]


def test_a_group_in_which_nobody_has_a_value_is_missing_rather_than_refused() -> None:
    regulation = rulebook(of_the_mean(weight="0.5"), leaf("growth", "0.5"))
    known = facts(a=("north", None), b=("south", "30"))
    growth = {"growth": Fact(value=Decimal(80))}
    known = {unit: one.model_copy(update={"values": {**one.values, **growth}}) for unit, one in known.items()}

    assert scores(regulation, known) == {"a": 80, "b": 90}


def test_a_group_that_is_ranked_adds_up_its_children_in_their_own_points() -> None:
    ratio = {"shape": "proportional_to_best"}
    children = [
        {"id": id_, "name": id_, "points": "6", "lead": "s", "unit": "%", "direction": "up", "rule": ratio}
        for id_ in ("age", "growth")
    ]
    by_rank = {"shape": "rank", "points": ["20", "19"], "rest": "18", "ties": "better"}
    ranked = {"id": "r", "name": "R", "points": "20", "combine": "sum", "rule": by_rank, "children": children}
    regulation = rulebook(ranked, combine="sum", full_marks="20", grades=[])
    known = facts(a=("north", "10"), b=("north", "20"))
    growth = {"growth": Fact(value=Decimal(1))}
    known = {unit: one.model_copy(update={"values": {**one.values, **growth}}) for unit, one in known.items()}

    result = compute(regulation, "a", known["a"], tabulate(regulation, known))

    (indicators,) = result.explanation.children
    (group,) = indicators.children
    assert group.inputs["value"] == "9"
    assert group.score == 19
    assert result.total == 19


def test_an_additional_element_needs_no_points_in_a_sum() -> None:
    additional = {"id": "talk", "name": "Talk", "lead": "s", "element": "additional", "rule": {"shape": "judged"}}
    counted = {**of_the_mean(points="100"), "among": "all"}

    assert problems(document(counted, additional, combine="sum", **ONLY_INDICATORS)) == ()
    assert [
        finding.place
        for finding in problems(document(counted, {**additional, "element": None}, combine="sum", **ONLY_INDICATORS))
    ] == ["indicators.2.points"]
