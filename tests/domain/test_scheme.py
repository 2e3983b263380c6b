"""What one cycle adds to its rulebook, and where it departs from it."""

from typing import Any

import pytest

from domain.refusal import Refused
from domain.regulation import (
    SHAPES,
    Rulebook,
    Scheme,
    conformity,
    content_hash,
    in_force,
    leaves_for,
    parse,
    parse_scheme,
    problems,
    scheme_problems,
)
from domain.scoring import Facts, compute
from tests.domain.rulebooks import INDICATORS_ONLY, document, group, leaf

NOT_THERE = "the rulebook is not there. Take it into the scheme as the rulebook has it"
STANDING = group("economy", "0.6", leaf("growth"))
OPEN = {"scheme": {"levels": {"least": 1, "most": 3}}, "evaluators": INDICATORS_ONLY}


def book(*indicators: dict[str, Any], **fields: Any) -> Rulebook:  # noqa: ANN401 - fields of a document
    made = document(*indicators, **{**OPEN, **fields})
    return parse(made if indicators else {**made, "indicators": []})


def scheme(*indicators: dict[str, Any], **fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    return {
        "id": "annual-2026",
        "title": "Scheme of 2026",
        "authority": "linjiang",
        "rulebook": "annual",
        "indicators": list(indicators),
        **fields,
    }


def departures(standing: Rulebook, document: dict[str, Any]) -> list[str]:
    return [str(one) for one in conformity(standing, Scheme.model_validate(document))]


def test_a_rulebook_that_leaves_something_to_schemes_needs_no_indicators() -> None:
    assert book().indicators == ()


def test_a_scheme_and_its_rulebook_make_one_regulation() -> None:
    rulebook = book()
    made = parse_scheme(
        scheme(
            leaf("growth", "0.5"),
            leaf("waste", "0.5"),
            targets={"growth": {"finance": "50"}},
            holidays=["2026-05-01"],
            goals=[{"id": "wealth", "name": "Common prosperity"}],
        ),
        rulebook,
    )
    regulation = in_force(rulebook, made)
    assert [node.id for node in regulation.indicators] == ["growth", "waste"]
    assert [str(day) for day in regulation.calendar.holidays] == ["2026-05-01", "2026-10-01"]
    assert [goal.id for goal in regulation.goals] == ["wealth"]
    assert [leaf.target for leaf in leaves_for(regulation, "finance")] == [50, 100]
    assert [leaf.target for leaf in leaves_for(regulation, "land")] == [100, 100]


def test_a_scheme_without_indicators_keeps_those_of_the_rulebook() -> None:
    rulebook = book(leaf("growth"))
    made = parse_scheme(scheme(targets={"growth": {"finance": "50"}}), rulebook)
    facts = Facts.model_validate({"values": {"growth": {"value": "40"}}})
    assert compute(in_force(rulebook, made), "finance", facts).total == 80
    assert compute(in_force(rulebook, made), "land", facts).total == 40


def test_a_rulebook_may_leave_weights_and_rules_to_its_schemes() -> None:
    economy = {"id": "economy", "name": "Economy", "weight": "0.6"}
    rulebook = book(economy)
    complete = scheme(group("economy", "0.6", leaf("growth")), leaf("waste", "0.4"))
    assert parse_scheme(complete, rulebook).id == "annual-2026"
    assert [str(one) for one in scheme_problems(scheme(economy, leaf("waste", "0.3")), rulebook)] == [
        (
            "indicators.1.rule: an indicator without children needs a rule."
            f" Give it a rule of shape {', '.join(SHAPES)}, or children"
        ),
        (
            "indicators.2.weight: indicator 2 weighs 0.3, its siblings 0.6 for every appraisee: 0.9 in all, and a group"
            " must add up to 1. Make the group add up to 1, for example by a weight of 0.4 for 2"
        ),
    ]


def test_what_weighs_too_much_already_no_scheme_can_mend() -> None:
    found = problems(document(leaf("a", "0.6"), leaf("b", "0.5"), **OPEN))
    assert [one.place for one in found] == ["indicators.2.weight"]


def test_without_a_scheme_the_rulebook_is_the_regulation() -> None:
    rulebook = book(leaf("growth"))
    assert in_force(rulebook, None) is rulebook


def test_a_step_of_the_scheme_stands_in_for_the_rulebooks() -> None:
    rulebook = book(leaf("growth"))
    goals = {"step": "goals", "opens": {"after": "launch"}, "due": "P40D"}
    regulation = in_force(rulebook, parse_scheme(scheme(steps=[goals]), rulebook))
    assert [str(rule.due) for rule in regulation.steps] == ["P40D", "P30D", "P14D"]


@pytest.mark.parametrize(
    ("indicators", "fields", "expected"),
    [
        ([STANDING, leaf("more", "0.4")], {}, []),
        (
            [leaf("more", "1")],
            {},
            [
                f"indicators: indicator economy of {NOT_THERE}",
                f"indicators: indicator growth of {NOT_THERE}",
            ],
        ),
        (
            [group("economy", "0.5", leaf("growth", target="90")), leaf("more", "0.5")],
            {},
            [
                (
                    "indicators.1.weight: indicator economy has another weight than in the rulebook."
                    " Leave it as it is there, or amend the rulebook"
                ),
                (
                    "indicators.1.1.target: indicator growth has another target than in the rulebook."
                    " Leave it as it is there, or amend the rulebook"
                ),
            ],
        ),
        (
            [],
            {"rulebook": "other", "authority": "elsewhere"},
            [
                "rulebook: the scheme is under rulebook other, and this is annual. Check it with the rulebook it names",
                (
                    "authority: the scheme is of authority elsewhere, its rulebook of linjiang."
                    " Name the authority of the rulebook"
                ),
            ],
        ),
        (
            [],
            {"targets": {"economy": {"finance": "1"}}},
            ["targets.economy: there is no such indicator. Name an indicator that is scored"],
        ),
        (
            [],
            {"steps": [{"step": "result", "opens": {"after": "launch"}, "due": "P40D"}]},
            ["steps.1.step: the rulebook has no step result. Its steps are goals, reporting, verification"],
        ),
        (
            [group("economy", "0.6", group("deep", "1", group("deeper", "1", leaf("growth")))), leaf("more", "0.4")],
            {},
            ["indicators: the tree has 4 levels. Use 1 to 3 levels"],
        ),
    ],
)
def test_a_departure_from_the_rulebook_is_named(
    indicators: list[dict[str, Any]], fields: dict[str, Any], expected: list[str]
) -> None:
    standing = book(STANDING, leaf("more", "0.4"))
    of_economy = standing.model_copy(update={"indicators": standing.indicators[:1]})
    assert departures(of_economy, scheme(*indicators, **fields)) == expected


TRACES = {"id": "traces", "name": "Traces of work are not assessed", "sources": ["Minutes", "photographs"]}


@pytest.mark.parametrize(
    ("rules", "source", "said"),
    [
        ({"prohibitions": [TRACES]}, "statistics", []),
        ({"prohibitions": [TRACES]}, None, []),
        (
            {"prohibitions": [TRACES]},
            " minutes",
            [" minutes is prohibited: Traces of work are not assessed"],
        ),
        ({"sourced": True}, "statistics", []),
        (
            {"sourced": True},
            None,
            ["it is not stated, so that nobody could verify the value"],
        ),
    ],
)
def test_what_may_not_be_assessed_is_refused_by_its_source(
    rules: dict[str, Any], source: str | None, said: list[str]
) -> None:
    """In a scheme, and in a rulebook that has such an indicator itself."""
    tree = group("economy", "1", leaf("growth", source=source))
    rulebook: dict[str, Any] = {**OPEN, "scheme": {"levels": {"least": 1, "most": 3}, **rules}}
    made = Scheme.model_validate(scheme(tree))

    found = conformity(book(scheme=rulebook["scheme"]), made)

    assert [(one.place, one.problem) for one in found] == [("indicators.1.1.source", problem) for problem in said]
    assert problems(document(tree, **rulebook)) == found


def test_a_rulebook_that_leaves_nothing_to_schemes_has_none() -> None:
    closed = parse(document(leaf("growth"), evaluators=INDICATORS_ONLY))
    assert departures(closed, scheme()) == [
        "rulebook: rulebook annual leaves nothing to schemes. Let the rulebook have scheme rules, or use it alone"
    ]


def test_what_both_together_lack_is_said_of_the_scheme() -> None:
    rulebook = book()
    wrong = scheme(leaf("growth", "0.5"), leaf("waste", "0.4"))
    assert [finding.place for finding in scheme_problems(wrong, rulebook)] == ["indicators.2.weight"]
    with pytest.raises(Refused, match=r"^scheme annual-2026: has a problem. Mend:\n- indicators.2.weight: "):
        parse_scheme(wrong, rulebook)


def test_an_unknown_field_of_a_scheme_is_named_with_the_nearest() -> None:
    assert [str(one) for one in scheme_problems(scheme(titel="x"), book(leaf("growth")))] == [
        "scheme: unknown field 'titel'. Did you mean 'title'?"
    ]


def test_the_hash_of_a_scheme_depends_on_its_content() -> None:
    first, second = Scheme.model_validate(scheme()), Scheme.model_validate(scheme(title="Another"))
    assert content_hash(first) == content_hash(Scheme.model_validate(scheme()))
    assert content_hash(first) != content_hash(second)
