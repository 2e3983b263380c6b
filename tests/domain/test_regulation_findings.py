"""What is found wrong with rules, provisions and names of a rulebook: each with its place, the value and the mend."""

from typing import Any

import pytest

from domain.regulation import parse, problems
from tests.domain.rulebooks import document, group, judged, leaf
from tests.domain.scoring.single import measured

Fields = dict[str, Any]


def found(doc: Fields) -> list[str]:
    return [str(finding) for finding in problems(doc)]


def without(node: Fields, *fields: str) -> Fields:
    return {name: value for name, value in node.items() if name not in fields}


# ---------------------------------------------------------------- parameters of a rule

KNOTS = [{"value": "0", "points": "0"}, {"value": "10", "points": "10"}]
RULES: list[tuple[str, Fields, Fields, str]] = [
    (
        "ratio_to_target",
        {"maximum": "11"},
        {},
        "rule.maximum: the best score would be 11. Choose a maximum above 0, up to 10",
    ),
    (
        "ratio_to_target",
        {},
        {"target": "0"},
        "target: there is no ratio to a target of 0. Choose a target above 0, or a rule of shape met_or_not",
    ),
    (
        "ratio_to_target",
        {},
        {"targets": {"x": "-1"}},
        "targets.x: there is no ratio to a target of -1. Choose a target above 0, or a rule of shape met_or_not",
    ),
    (
        "ratio_to_target",
        {},
        {"variants": [{"when": "true", "target": "-2"}]},
        (
            "variants.1.target: there is no ratio to a target of -2. Choose a target above 0, or a rule of shape "
            "met_or_not"
        ),
    ),
    (
        "ratio_to_target",
        {"tolerance": "1"},
        {},
        "rule.tolerance: only a midpoint has a surrounding. Leave it out, or choose midpoint",
    ),
    (
        "ratio_to_target",
        {"spread": "1"},
        {},
        "rule.spread: only a midpoint has a surrounding. Leave it out, or choose midpoint",
    ),
    ("ratio_to_target", {"tolerance": "-1"}, {"direction": "midpoint"}, "rule.tolerance: it is -1. Choose 0 or more"),
    ("ratio_to_target", {"spread": "0"}, {"direction": "midpoint"}, "rule.spread: it is 0. Choose a number above 0"),
    (
        "ratio_to_target",
        {},
        {"direction": "midpoint", "target": "0"},
        "rule.spread: a target of 0 has no spread of its own. Say at what distance from it nothing is left",
    ),
    (
        "met_or_not",
        {"met": "2", "not_met": "3"},
        {},
        "rule.met: met scores 2, not met 3. Choose scores from 0 to 10, the first not below the second",
    ),
    (
        "met_or_not",
        {"tolerance": "1"},
        {},
        "rule.tolerance: only a midpoint has a surrounding. Leave it out, or choose midpoint",
    ),
    ("met_or_not", {"tolerance": "-1"}, {"direction": "midpoint"}, "rule.tolerance: it is -1. Choose 0 or more"),
    (
        "met_or_not",
        {"verdicts": {"met": "done", "not_met": "done"}},
        {},
        "rule.verdicts: met and not met are both called 'done'. Give them different words",
    ),
    ("deduction", {"step": "0"}, {}, "rule.step: it is 0. Choose a number above 0"),
    ("deduction", {"step": "1", "per": "-1"}, {}, "rule.per: it is -1. Choose a number above 0"),
    (
        "deduction",
        {"step": "1", "floor": "10"},
        {},
        "rule.floor: it is 10, and full marks are 10, so nothing is ever taken off. Choose a lower floor",
    ),
    (
        "deduction",
        {"step": "1", "credit": {"step": "0", "most": "1"}},
        {},
        "rule.credit.step: it is 0. Choose a number above 0",
    ),
    (
        "deduction",
        {"step": "1", "credit": {"step": "1", "most": "0"}},
        {},
        "rule.credit.most: it is 0. Choose a number above 0",
    ),
    ("step_table", {"bands": []}, {}, "rule.bands: there are none. List at least one band"),
    (
        "step_table",
        {"bands": [{"points": "1"}, {"points": "2"}]},
        {},
        "rule.bands.1: it takes in all, and bands come after it. Let it be the last",
    ),
    (
        "step_table",
        {"bands": [{"at_least": "1", "points": "1"}]},
        {},
        "rule.bands.1: a value may be in no band. End with a band that has no bounds",
    ),
    (
        "step_table",
        {"bands": [{"at_least": "5", "less_than": "5", "points": "1"}, {"points": "2"}]},
        {},
        "rule.bands.1: no value is in it. Let its lower bound be below its upper one",
    ),
    (
        "step_table",
        {"bands": [{"more_than": "6", "at_most": "5", "points": "1"}, {"points": "2"}]},
        {},
        "rule.bands.1: no value is in it. Let its lower bound be below its upper one",
    ),
    (
        "linear",
        {"low": KNOTS[1], "high": KNOTS[0]},
        {},
        "rule.high: it goes from 10 to 0. Let the high value be above the low one",
    ),
    ("piecewise", {"knots": KNOTS[:1]}, {}, "rule.knots: a line needs two. List at least two knots"),
    (
        "piecewise",
        {"knots": [*KNOTS, KNOTS[1]]},
        {},
        "rule.knots.3: 10 comes after 10. List the knots in ascending order of value",
    ),
    ("rank", {"rest": "0"}, {}, "rule.points: there are none. List points by rank, or a series"),
    ("rank", {"points": ["1"]}, {}, 'rule.rest: ranks that are not listed have no points. State the rest, such as "0"'),
    (
        "rank",
        {"points": ["1"], "series": {"first": "3", "step": "-1", "limit": "0"}},
        {},
        "rule.series: points are listed too. State one of the two",
    ),
    (
        "rank",
        {"series": {"first": "3", "step": "0", "limit": "0"}},
        {},
        "rule.series.step: it is 0, so ranks would not matter. Choose another step",
    ),
    (
        "rank",
        {"series": {"first": "3", "step": "-1", "limit": "5"}},
        {},
        "rule.series.limit: it is 5, and the points go from 3 the other way. Let the limit lie where the step leads",
    ),
    (
        "rank",
        {"series": {"first": "3", "step": "-1", "limit": "0"}, "rest": "1"},
        {},
        "rule.rest: the series has points for every rank. Leave it out",
    ),
    (
        "rank",
        {"points": ["1"], "rest": "0", "of": 3},
        {},
        "rule.of: peers are counted, not stated. Leave it out, or let the rank be given",
    ),
    (
        "rank",
        {"given": True, "last": ["1"], "rest": "0"},
        {},
        "rule.of: the last ranks have points, and of how many is not said. State it",
    ),
    (
        "rank",
        {"given": True, "points": ["2", "1"], "last": ["-1", "-2"], "rest": "0", "of": 3},
        {},
        "rule.of: there are 3 ranks, and 4 have points of their own. List points for no more ranks than there are",
    ),
    (
        "rank",
        {"points": ["1"], "rest": "0"},
        {"direction": "midpoint"},
        "direction: rule rank has no midpoint. Choose up or down",
    ),
    ("proportional_to_best", {"best": "0"}, {}, "rule.best: it is 0. Choose a number above 0"),
    (
        "proportional_to_best",
        {},
        {"direction": "midpoint"},
        "direction: rule proportional_to_best has no midpoint. Choose up or down",
    ),
    ("count_deduction", {}, {}, "rule.per_case: no case costs anything. State points for each case, or for kinds"),
    ("count_deduction", {"per_case": "0"}, {}, "rule.per_case: it is 0. Choose a number above 0"),
    ("count_deduction", {"kinds": {"grave": "-1"}}, {}, "rule.kinds.grave: it is -1. Choose a number above 0"),
    (
        "count_deduction",
        {"per_case": "1", "zero_at": 0},
        {},
        "rule.zero_at: it is 0. Choose a number of cases from 1 on",
    ),
    (
        "count_deduction",
        {"per_case": "1", "zero_at": 2, "floor": "-2"},
        {},
        "rule.floor: it is -2, and from 2 cases on nothing is left. State one of the two",
    ),
    (
        "count_deduction",
        {"per_case": "1", "floor": "12"},
        {},
        "rule.floor: it is 12, and full marks are 10, so no case takes any off. Choose a lower floor",
    ),
    (
        "bonus",
        {"per_case": "1", "cap": "-1"},
        {},
        "rule.cap: it is -1, so no case adds anything. Choose a number above 0",
    ),
    (
        "bonus",
        {"per_case": "1", "cap": "0"},
        {},
        "rule.cap: it is 0, so no case adds anything. Choose a number above 0",
    ),
    (
        "bonus",
        {"per_case": "1", "cap": "3", "floor": "1"},
        {},
        "rule.floor: it is 1, and no case gives 0. Choose 0, or less where kinds of case take points off",
    ),
    ("improvement", {"years": 0}, {}, "rule.years: it is 0. Choose from 1 to 10 years"),
    ("improvement", {"years": 1, "margin": "-1"}, {}, "rule.margin: it is -1. Choose 0 or more"),
    ("improvement", {"years": 1, "full_at": "0"}, {}, "rule.full_at: it is 0. Choose a number above 0"),
    (
        "improvement",
        {"years": 1, "met": "11"},
        {},
        "rule.met: met scores 11, not met 0. Choose scores from 0 to 10, the first not below the second",
    ),
    (
        "improvement",
        {"years": 1},
        {"direction": "midpoint"},
        "direction: rule improvement has no midpoint. Choose up or down",
    ),
    ("judged", {"maximum": "0"}, {}, "rule.maximum: the best score would be 0. Choose a maximum above 0"),
]


@pytest.mark.parametrize(("shape", "rule", "fields", "finding"), RULES, ids=[finding for *_, finding in RULES])
def test_parameters_that_make_no_sense_are_found(shape: str, rule: Fields, fields: Fields, finding: str) -> None:
    node = measured(
        {"shape": shape, **({"ties": "better"} if shape == "rank" else {}), **rule}, **{"target": "5", **fields}
    )
    if shape == "judged":
        node = without(node, "unit", "direction", "target")
    assert found(document(node)) == [f"indicators.1.{finding}"]


# ---------------------------------------------------------------- full marks, bounds, relief, joint tasks

MARKS: list[tuple[Fields, str]] = [
    ({"least": "5", "most": "4"}, "least: it is at least 5 and at most 4. Exchange the two"),
    (
        {"variants": [{"when": "true", "points": "0"}]},
        "variants.1.points: full marks are 0. Choose points above 0",
    ),
    (
        {"exemptions": [{"when": "true", "effect": "other_target"}]},
        "exemptions.1.effect: an exemption names no other target. Use a variant, or leave it to a ruling",
    ),
    (
        {"rule": {"shape": "rank", "points": ["1"], "rest": "0", "ties": "better"}, "relief": ["other_target"]},
        "relief: another target changes nothing, since the rule looks at none. Leave it out",
    ),
    (
        {"joint": {"lead": "0", "cooperating": "1"}},
        "joint.lead: 0 is no share of the task. Choose a share from 0 to 1, above 0",
    ),
    (
        {"joint": {"lead": "1", "cooperating": "1.5"}},
        "joint.cooperating: 1.5 is no share of the task. Choose a share from 0 to 1",
    ),
    (
        {"joint": {"lead": "0.7", "cooperating": "0.4", "divided": True}},
        "joint: lead and co-operating units have 1.1 of the task together. Divide no more than the whole",
    ),
]


@pytest.mark.parametrize(("fields", "finding"), MARKS, ids=[finding for _, finding in MARKS])
def test_what_an_indicator_states_beside_its_rule_makes_sense(fields: Fields, finding: str) -> None:
    assert found(document(leaf("a", **fields))) == [f"indicators.1.{finding}"]


GROUPS: list[tuple[Fields, str]] = [
    (
        {"exemptions": [{"when": "true", "effect": "left_out"}]},
        "exemptions: a group is not scored itself and has no exemptions. Give it to the children",
    ),
    ({"relief": ["full_marks"]}, "relief: a group is not scored itself and has no relief. Give it to the children"),
    (
        {"missing": "peer_mean"},
        (
            "missing: a group has no score of its peers to take. Choose left_out, zero or refuse, or give it to the "
            "children"
        ),
    ),
    ({"rule": {"shape": "judged"}}, "rule: rule judged does not take what a group adds up to. Choose one of formula, "),
]


@pytest.mark.parametrize(("fields", "finding"), GROUPS, ids=[finding for _, finding in GROUPS])
def test_what_a_group_cannot_have_is_found(fields: Fields, finding: str) -> None:
    (only,) = found(document(group("g", "1", leaf("a"), **fields)))
    assert only.startswith(f"indicators.1.{finding}")


def test_a_group_of_extra_points_alone_has_no_full_marks() -> None:
    extra = without(measured({"shape": "bonus", "per_case": "1", "cap": "1"}, extra=True), "weight")
    summed = group("g", "1", extra, combine="sum")
    assert found(document(summed)) == [
        (
            "indicators.1: all its children are extra, so it has no full marks. Make it extra itself, or one of the "
            "children not"
        )
    ]


@pytest.mark.parametrize(
    "rule", [{"shape": "judged"}, {"shape": "ratio_to_target"}, {"shape": "formula", "points": "1"}]
)
def test_nothing_is_a_share_of_0_points(rule: Fields) -> None:
    node = without(measured(rule, target="1", extra=True, points="0"), "weight")
    node = without(node, "unit", "direction", "target") if rule["shape"] == "judged" else node
    base = without(leaf("b", points="10"), "weight")
    assert found(document(base, node, combine="sum")) == [
        "indicators.2.points: full marks are 0, and it can get a share of them only. State the points it can get"
    ]


# ---------------------------------------------------------------- adjustments

BONUS: Fields = {"shape": "bonus", "per_case": "1", "cap": "3"}
ADJUSTMENTS: list[tuple[Fields, str]] = [
    (
        {"rule": {"shape": "judged"}},
        (
            "adjustments.1.rule: rule judged has nothing to go by outside the indicators. Choose one of bonus, "
            "count_deduction, formula, linear, piecewise, rank, step_table"
        ),
    ),
    (
        {"rule": {"shape": "rank", "points": ["1"], "rest": "0", "ties": "better"}},
        "adjustments.1.rule.given: an adjustment has no peers to rank. Let the rank be given, or rank an indicator",
    ),
    (
        {"rule": {"shape": "step_table", "of": "percent_of_target", "bands": [{"points": "1"}]}},
        "adjustments.1.rule.of: an adjustment has no target. Ask for the value",
    ),
    (
        {"rule": {"shape": "count_deduction", "per_case": "1"}},
        "adjustments.1.rule.floor: it is 0, and full marks are 0, so no case takes any off. Choose a lower floor",
    ),
    (
        {"rule": {"shape": "formula", "points": "peer_mean + 1"}},
        "adjustments.1.rule.points: there is no name peer_mean. ",
    ),
    ({"id": "growth"}, "adjustments.1.id: 'growth' is the id of an indicator too. Give each an id of its own"),
    ({"basis": "art-1"}, "adjustments.1.basis: there is no article 'art-1'. There are: none"),
]


@pytest.mark.parametrize(("fields", "finding"), ADJUSTMENTS, ids=[finding for _, finding in ADJUSTMENTS])
def test_an_adjustment_that_cannot_be_applied_is_found(fields: Fields, finding: str) -> None:
    adjustment = {"id": "prizes", "name": "Prizes", "rule": BONUS, **fields}
    (only,) = found(document(adjustments=[adjustment]))
    assert only.startswith(finding)


def test_a_veto_is_not_named_like_what_counts_cases() -> None:
    vetoes = [{"id": "prizes", "name": "Prizes", "best": "good"}]
    adjustments = [{"id": "prizes", "name": "Prizes", "rule": BONUS}]
    assert found(document(adjustments=adjustments, vetoes=vetoes)) == [
        "vetoes.1.id: 'prizes' is the id of an adjustment too. Give each an id of its own"
    ]


# ---------------------------------------------------------------- names and panels

PANEL: Fields = {"id": "people", "name": "People", "kind": "public"}
RATED: Fields = {"id": "a", "name": "A", "weight": "1", "rule": {"shape": "rated", "panels": {"people": "1"}}}
LEAD: list[Fields] = [{"kind": "lead_departments", "weight": "0.5"}]
CRITICAL: Fields = {"fails_below": "40", "grade": "poor", "least": 0}
PROVISIONS: list[tuple[Fields, str]] = [
    ({"panels": [PANEL, PANEL]}, "panels: 'people' is listed twice. Give each an id of its own"),
    (
        {"panels": [{**PANEL, "highest": "0"}]},
        "panels.1.highest: it scores from 0 to 0. Let the highest be above the lowest and 0",
    ),
    ({"panels": [{**PANEL, "minimum": 0}]}, "panels.1.minimum: it is 0. Ask for at least 1"),
    ({"panels": [{**PANEL, "turnout": "1.5"}]}, "panels.1.turnout: it is 1.5. Choose a share above 0, up to 1"),
    ({"panels": [{**PANEL, "places": -1}]}, "panels.1.places: it is -1. Choose from 0 to 12"),
    (
        {"panels": [{**PANEL, "trim": 1}]},
        "panels.1.trim: the mean is plain and 1 are trimmed. Trim at least 1 of a trimmed mean, and no other",
    ),
    ({"indicators": [RATED]}, "indicators.1.rule.panels: there is no panel 'people'. There are: none"),
    (
        {
            "panels": [PANEL, {**PANEL, "id": "other"}],
            "indicators": [{**RATED, "rule": {"shape": "rated", "panels": {"people": "1", "other": "0"}}}],
        },
        "indicators.1.rule.panels.other: panel other weighs 0. Choose a weight above 0",
    ),
    (
        {"panels": [PANEL], "indicators": [{**RATED, "rule": {"shape": "rated", "panels": {"people": "0.9"}}}]},
        "indicators.1.rule.panels: the weights of the panels add up to 0.9. Make them add up to 1",
    ),
    (
        {"indicators": [{**RATED, "rule": {"shape": "rated"}}]},
        (
            "indicators.1.type: it is rated, and by which panels is not said. Name a type that has panels, or panels "
            "in the rule"
        ),
    ),
    ({"indicators": [leaf("a", type="key")]}, "indicators.1.type: there is no type 'key'. There are: none"),
    (
        {"evaluators": [*LEAD, {"kind": "public", "weight": "0.5"}]},
        "evaluators.2.panel: public rate the appraisee, and by which panel is not said. Name a panel",
    ),
    (
        {"evaluators": [*LEAD, {"kind": "public", "weight": "0.5", "panel": "peoples"}], "panels": [PANEL]},
        "evaluators.2.panel: there is no panel 'peoples'. Did you mean 'people'?",
    ),
    (
        {"evaluators": [*LEAD, {"kind": "experts", "weight": "0.5", "panel": "people"}], "panels": [PANEL]},
        "evaluators.2.panel: panel people is of kind public, not experts. Name a panel of the same kind",
    ),
    (
        {"evaluators": [*LEAD, {**LEAD[0], "panel": "people"}], "panels": [PANEL]},
        (
            "evaluators.2.panel: lead departments score by indicator, not as a panel. Leave it out; indicators name "
            "panels of "
            "their own"
        ),
    ),
    (
        {"attributes": [{"name": "zone", "kind": "text"}, {"name": "zone", "kind": "number"}]},
        "attributes: 'zone' is declared twice. Declare it once",
    ),
    ({"indicators": [leaf("a", basis="art-2")]}, "indicators.1.basis: there is no article 'art-2'. There are: none"),
    ({"indicators": [leaf("a", goals=["clean"])]}, "indicators.1.goals: there is no goal 'clean'. There are: none"),
    (
        {"goals": [{"id": "clean", "name": "Clean", "parent": "air"}]},
        "goals.1.parent: there is no goal 'air'. There are: clean",
    ),
    (
        {"vetoes": [{"id": "v", "name": "V", "best": "god"}]},
        "vetoes.1.best: there is no grade 'god'. Did you mean 'good'?",
    ),
    (
        {"vetoes": [{"id": "v", "name": "V"}]},
        "vetoes.1: it forbids nothing. State the best grade that remains, or a cap on the total",
    ),
    (
        {"critical": {**CRITICAL, "grade": "bad"}},
        "critical.grade: there is no grade 'bad'. There are: excellent, good, poor",
    ),
    (
        {"critical": {**CRITICAL, "grade": "good"}},
        (
            "critical.grade: nothing else gives good, so nobody could have poor, below it. Choose the last grade, or "
            "let only be "
            "false"
        ),
    ),
    (
        {"critical": CRITICAL, "vetoes": [{"id": "v", "name": "V", "best": "poor"}]},
        "vetoes.1.best: only a failed critical element gives poor. Choose a better grade",
    ),
    (
        {"peer_groups": [{"id": "all", "name": "All"}]},
        "peer_groups.1.id: 'all' is what those are called whom no group takes in. Choose another id",
    ),
    (
        {"appraisees": [{"id": "x", "peer_group": "party"}], "peer_groups": [{"id": "parties", "name": "Parties"}]},
        "appraisees.1.peer_group: there is no peer group 'party'. Did you mean 'parties'?",
    ),
    ({"quotas": [{"grades": ["excellent"]}]}, "quotas.1: it neither caps nor asks. State most, least or both"),
    (
        {"quotas": [{"grades": ["excellent"], "most": "1.2"}]},
        "quotas.1.most: 1.2 is no share. Choose a share from 0 to 1",
    ),
    (
        {"quotas": [{"grades": ["excellent"], "most": "0.2", "with_approval": "0.1"}]},
        (
            "quotas.1.with_approval: it allows no more than without approval. Let it be above the share that needs "
            "no approval"
        ),
    ),
    (
        {"liabilities": [{"id": "l", "act": "lies", "by": "unit", "consequence": "c", "authority": "a", "veto": "v"}]},
        "liabilities.1.veto: there is no veto 'v'. There are: none",
    ),
    (
        {
            "liabilities": [
                {"id": "l", "act": "lies", "by": "unit", "consequence": "c", "authority": "a", "adjustment": "v"}
            ]
        },
        "liabilities.1.adjustment: there is no adjustment 'v'. There are: none",
    ),
]


@pytest.mark.parametrize(("fields", "finding"), PROVISIONS, ids=[finding for _, finding in PROVISIONS])
def test_names_that_nothing_has_and_panels_that_cannot_score_are_found(fields: Fields, finding: str) -> None:
    assert found(document(**fields)) == [finding]


# ---------------------------------------------------------------- expressions

ZONE: Fields = {"name": "zone", "kind": "text", "values": ["north", "south"]}
COUNT: Fields = {"name": "posts", "kind": "number"}


def formula(points: str, **fields: Any) -> Fields:  # noqa: ANN401 - fields of a document
    return measured({"shape": "formula", "points": points}, **fields)


EXPRESSIONS: list[tuple[list[Fields], str]] = [
    ([formula("valu / 2")], "indicators.1.rule.points: there is no name valu. Did you mean value?"),
    (
        [formula("value > 2")],
        "indicators.1.rule.points: this place takes a number, and value > 2 is a truth value. Use a number there",
    ),
    ([formula('value("b")')], 'indicators.1.rule.points: there is no name value("b"). '),
    ([formula("zone + 1")], "indicators.1.rule.points: + takes a number, and zone is text. Use a number there"),
    (
        [leaf("a", exemptions=[{"when": "value", "effect": "left_out"}])],
        "indicators.1.exemptions.1.when: this place takes a truth value, and value is",
    ),
    (
        [leaf("a", value_from='"x"')],
        'indicators.1.value_from: this place takes a number, and "x" is text. Use a number there',
    ),
    (
        [
            leaf("a", applies_when="value > 1"),
        ],
        "indicators.1.applies_when: there is no name value. ",
    ),
    (
        [leaf("a", variants=[{"when": 'zone == "nroth"', "target": "1"}])],
        "indicators.1.variants.1.when: zone is never 'nroth'. Did you mean 'north'?",
    ),
    ([formula('score("a") + 1')], "indicators: a -> a is a circle. Let one of them do without the next"),
    (
        [formula('score("b")', weight="0.5"), leaf("b", "0.5", value_from='value("a")')],
        "indicators: a -> b -> a is a circle. Let one of them do without the next",
    ),
    (
        [group("g", "1", formula('score("g")'))],
        "indicators: a -> g -> a is a circle. Let one of them do without the next",
    ),
]


@pytest.mark.parametrize(("nodes", "finding"), EXPRESSIONS, ids=[finding for _, finding in EXPRESSIONS])
def test_expressions_that_mean_nothing_are_found(nodes: list[Fields], finding: str) -> None:
    (only,) = found(document(*nodes, attributes=[ZONE, COUNT]))
    assert only.startswith(finding)


def test_indicators_rest_on_each_other_to_a_bounded_depth() -> None:
    chain = [leaf("i-0", "1/32")]
    chain += [leaf(f"i-{place}", "1/32", value_from=f'value("i-{place - 1}") + 1') for place in range(1, 32)]
    (only,) = found(document(*chain))
    assert only.startswith("indicators: i-30 rests on indicators that rest on others, more than 30 in a row. ")


def test_a_condition_that_divides_by_zero_for_somebody_is_a_finding_and_no_refusal() -> None:
    node = leaf("a", variants=[{"when": "1 / posts > 2", "weight": "1"}])
    appraisees = [{"id": "finance", "attributes": {"posts": "0"}}]
    assert found(document(node, attributes=[COUNT], appraisees=appraisees)) == [
        (
            "indicators: for finance, expression 1 / posts > 2: it divides by posts, which is 0. Say what holds then, "
            "with if ... then ... else ..."
        )
    ]


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        ({"unit": None}, "unit: rule met_or_not needs a unit. Add a unit"),
        ({"direction": None}, "direction: rule met_or_not needs a direction. Add a direction"),
        ({"target": None}, "target: rule met_or_not needs a target. Add a target"),
        ({"lead": None}, "lead: rule met_or_not needs a lead. Add a lead"),
    ],
)
def test_what_a_rule_needs_and_has_not_is_found(fields: Fields, finding: str) -> None:
    node = leaf("a", rule={"shape": "met_or_not"})
    assert found(document(without(node, *fields))) == [f"indicators.1.{finding}"]


@pytest.mark.parametrize("field", ["direction", "target", "value_from"])
def test_what_a_rule_does_not_use_is_found(field: str) -> None:
    said = {"direction": "up", "target": "1", "value_from": "1"}[field]
    assert found(document(judged("a", **{field: said}))) == [
        f"indicators.1.{field}: rule judged uses no {field}. Leave it out"
    ]


def test_a_sound_document_has_no_findings() -> None:
    assert found(document(leaf("a"))) == []
    parse(document(leaf("a")))
