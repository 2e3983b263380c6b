"""Schemes of single places in China: Nantong Gangzha 2008, Beijing's hotline, Zibo's must-nots, Guangdong's zones."""

from decimal import Decimal

import pytest

from domain.refusal import Refused
from domain.regulation import EvaluatorKind, Procedure, parse_scheme, scheme_problems
from domain.scoring import Fact, Facts, JointPart, JointRole, Ruling, Score, Scores, compute, stand
from tests.api.expressible.given import regulation, results, rulebook, said, total, values

# ---------------------------------------------------------------- Nantong Gangzha 2008

WEIGHTS = (8, 30, 20, 20, 4, 6, 6, 6)
GANGZHA = "\n".join(
    [
        'full_marks: "200"',
        "combine: sum",
        "indicators:",
        '  - {id: results, name: Results, points: "100", lead: office, rule: {shape: judged}}',
        "  - id: process",
        "    name: Process",
        "    combine: sum",
        "    children:",
        *(
            f'      - {{id: bureau-{n}, name: "{n}", points: "{points}", lead: bureau-{n}, rule: {{shape: judged}}}}'
            for n, points in enumerate(WEIGHTS, start=1)
        ),
    ]
)


def gangzha(results_of: int, *process: int) -> Facts:
    given = {f"bureau-{n}": Fact(value=Decimal(points)) for n, points in enumerate(process, start=1)}
    return Facts(points={"results": Fact(value=Decimal(results_of)), **given})


def test_gangzha_adds_a_hundred_for_results_and_a_hundred_for_the_process() -> None:
    rules = rulebook(GANGZHA)

    assert sum(WEIGHTS) == 100
    assert total(rules, gangzha(100, *WEIGHTS)) == 200
    assert total(rules, gangzha(83, 8, 25, 20, 17, 4, 6, 5, 3)) == 83 + 88


@pytest.mark.parametrize("number", range(8))
def test_each_bureau_of_gangzha_moves_the_total_by_its_own_weight(number: int) -> None:
    without = [0 if place == number else points for place, points in enumerate(WEIGHTS)]

    assert total(rulebook(GANGZHA), gangzha(100, *without)) == 200 - WEIGHTS[number]


# ---------------------------------------------------------------- Beijing, complaints dealt with at once

BEIJING = """
legal_basis:
  - {id: art-12, law: Ordinance 2021, article: "12", says: Objection to a dispatch}
  - {id: art-23, law: Ordinance 2021, article: "23", says: Every petitioner is called back}
  - {id: art-32, law: Ordinance 2021, article: "32", says: "Response, resolution and satisfaction, by class of unit"}
  - {id: art-33, law: Ordinance 2021, article: "33", says: Calling street and reporting department}
  - {id: open, law: Not in the ordinance, article: weights, verified: false, says: "20, 40 and 40 are an example"}
attributes:
  - {name: unit_class, kind: text, values: [street, department]}
peer_groups:
  - {id: streets, name: Streets, when: 'unit_class == "street"'}
  - {id: departments, name: Departments, when: 'unit_class == "department"'}
roles:
  - {id: centre, name: Hotline centre, duties: [dispatches, calls every petitioner back]}
  - {id: unit, name: Unit dispatched to}
  - {id: third-party, name: Third party, duties: [may take part in the assessment]}
procedures:
  - id: dispatch
    name: Dispatch of a complaint
    acts:
      - {id: send, by: centre, does: dispatches the complaint}
      - {id: object, by: unit, does: may object that it is not competent, returns_to: send}
      - {id: deal, by: unit, does: deals with the complaint}
      - {id: call-back, by: centre, does: calls the petitioner back, states: [response, resolution, satisfaction]}
    basis: art-12
panels:
  - {id: petitioners, name: Petitioners, kind: service_objects, anonymous: true, highest: "1", basis: art-23}
  - {id: observers, name: Third party, kind: third_sector, basis: art-33}
combine: sum
indicators:
  - id: response
    name: Response rate
    points: "20"
    unit: "%"
    direction: up
    target: "100"
    lead: centre
    rule: {shape: ratio_to_target}
    relief: [left_out]
    basis: art-32
  - id: resolution
    name: Resolution rate
    points: "40"
    unit: "%"
    direction: up
    target: "100"
    lead: centre
    rule: {shape: ratio_to_target}
    joint: {lead: "1", cooperating: "1"}
    relief: [left_out]
    basis: art-33
  - id: satisfaction
    name: Satisfaction rate
    points: "40"
    rule: {shape: rated, panels: {petitioners: "1"}}
    basis: art-23
  - id: observed
    name: View of a third party
    element: additional
    rule: {shape: rated, panels: {observers: "1"}}
external_causes: {ruled_by: centre, heard_by: centre, basis: art-12}
uses:
  - {id: appraisal, name: Appraisal, then: the result goes into the appraisal of the unit, basis: art-32}
"""


def complaints(role: JointRole, satisfied: str, unit_class: str = "street", **known: object) -> Facts:
    """Answers of petitioners, 1 for satisfied and 0 for not, with "-" for those who do not know."""
    answers = tuple(Score(value=None if answer == "-" else Decimal(answer)) for answer in satisfied)
    given = {"petitioners": Scores(given=answers), "observers": Scores(given=(Score(value=Decimal(10)),))}
    return Facts(
        attributes={"unit_class": unit_class},
        values=values(response="100", resolution="75"),
        scores={"satisfaction": {"petitioners": given["petitioners"]}, "observed": {"observers": given["observers"]}},
        joint={"resolution": JointPart(role=role)},
    ).model_copy(update=known)


def test_beijing_scores_response_resolution_and_the_satisfaction_of_those_called_back() -> None:
    """20 + 75 % of 40 + 3 of 4 satisfied of 40, a fifth not knowing; the third party's view is not counted."""
    assert total(rulebook(BEIJING), complaints(JointRole.LEAD, "1110-")) == 20 + 30 + 30


def test_the_calling_street_and_the_reporting_department_both_answer_for_the_whole_resolution() -> None:
    facts = {
        "street": complaints(JointRole.LEAD, "11"),
        "department": complaints(JointRole.COOPERATING, "11", "department"),
    }

    assert {name: one.total for name, one in results(rulebook(BEIJING), facts).items()} == {
        "street": 90,
        "department": 90,
    }


def test_units_are_ranked_within_their_class() -> None:
    facts = {
        "street-a": complaints(JointRole.LEAD, "11"),
        "street-b": complaints(JointRole.LEAD, "10"),
        "department": complaints(JointRole.COOPERATING, "00", "department"),
    }
    rules = rulebook(BEIJING)
    found = stand(rules, results(rules, facts))

    assert [(one.appraisee, one.peer_group, one.rank) for one in found.standings] == [
        ("department", "departments", 1),
        ("street-a", "streets", 1),
        ("street-b", "streets", 2),
    ]


def test_a_complaint_wrongly_dispatched_is_sent_back_and_not_counted() -> None:
    """Who was not competent is left out: 20 of 20 and 40 of 40 count for all 100 points."""
    rules = rulebook(BEIJING)
    (dispatch,) = rules.procedures
    upheld = {"resolution": Ruling(upheld=True, effect="left_out", by="centre")}

    assert returns(dispatch) == {"object": "send"}
    assert total(rules, complaints(JointRole.LEAD, "11", rulings=upheld)) == 100


def returns(procedure: Procedure) -> dict[str, str]:
    return {act.id: act.returns_to for act in procedure.acts if act.returns_to}


def test_every_petitioner_is_called_back_and_the_result_goes_into_the_appraisal() -> None:
    rules = rulebook(BEIJING)

    assert [(panel.kind, panel.basis) for panel in rules.panels] == [
        (EvaluatorKind.SERVICE_OBJECTS, "art-23"),
        (EvaluatorKind.THIRD_SECTOR, "art-33"),
    ]
    assert rules.procedures[0].acts[-1].states == ("response", "resolution", "satisfaction")
    assert rules.uses[0].then == "the result goes into the appraisal of the unit"


# ---------------------------------------------------------------- Zibo, ten must-nots

ZIBO = """
legal_basis:
  - {id: must-nots, law: Ten must-nots, article: all}
  - {id: open, law: Ten must-nots, article: the other eight, verified: false, says: Their wording has not been verified}
scheme:
  levels: {least: 1, most: 3}
  sourced: true
  prohibitions:
    - {id: traces, name: Paperwork traces, sources: [minutes, work records, photographs], basis: must-nots}
    - {id: unverifiable, name: Material that cannot be verified, sources: [own account], basis: must-nots}
"""

PROPOSALS = """
indicators:
  - {id: visits, name: Visits, weight: "0.4", source: Work records, lead: office, rule: {shape: judged}}
  - {id: spirit, name: Spirit, weight: "0.3", source: Own account, lead: office, rule: {shape: judged}}
  - {id: effort, name: Effort, weight: "0.2", lead: office, rule: {shape: judged}}
  - {id: permits, name: Permits in time, weight: "0.1", source: permit system, lead: office, rule: {shape: judged}}
"""


def test_zibo_refuses_proposals_that_assess_traces_or_what_cannot_be_verified() -> None:
    standing = rulebook(ZIBO)
    proposed = {"id": "plan", "title": "Plan", "authority": "linjiang", "rulebook": "rules", **said(PROPOSALS)}

    assert [(found.place, found.problem) for found in scheme_problems(proposed, standing)] == [
        ("indicators.1.source", "Work records is prohibited: Paperwork traces"),
        ("indicators.2.source", "Own account is prohibited: Material that cannot be verified"),
        ("indicators.3.source", "it is not stated, so that nobody could verify the value"),
    ]


def test_zibo_takes_what_can_be_verified() -> None:
    standing = rulebook(ZIBO)
    permits = {**said(PROPOSALS)["indicators"][-1], "weight": "1"}
    plan = {"id": "plan", "title": "Plan", "authority": "linjiang", "rulebook": "rules", "indicators": [permits]}

    assert [one.id for one in parse_scheme(plan, standing).indicators] == ["permits"]


# ---------------------------------------------------------------- Guangdong 2009, four functional zones

GUANGDONG = """
legal_basis:
  - {id: zones, law: Guangdong 2009, article: zones, says: 21 cities in four functional zones}
  - {id: open, law: Guangdong 2009, article: indicators, verified: false, says: Names and weights are an example}
attributes:
  - {name: zone, kind: text, values: [core, delta, growth, ecological]}
peer_groups:
  - {id: core, name: Core, when: 'zone == "core"'}
  - {id: delta, name: Delta, when: 'zone == "delta"'}
  - {id: growth, name: Growth, when: 'zone == "growth"'}
  - {id: ecological, name: Ecological, when: 'zone == "ecological"'}
panels:
  - {id: internal, name: Democratic rating, kind: internal_ballot, minimum: 3, anonymous: true}
  - {id: public, name: Satisfaction of the public, kind: public, anonymous: true}
evaluators:
  - {kind: lead_departments, weight: "0.6"}
  - {kind: internal_ballot, weight: "0.2", panel: internal, minimum: 3}
  - {kind: public, weight: "0.2", panel: public}
scheme: {levels: {least: 1, most: 2}}
"""

OWN_SETS = """
indicators:
  - {id: services, name: Services, weight: "1", applies_when: 'zone == "core"', lead: office, rule: {shape: judged}}
  - {id: industry, name: Industry, weight: "1", applies_when: 'zone == "delta"', lead: office, rule: {shape: judged}}
  - {id: building, name: Building, weight: "1", applies_when: 'zone == "growth"', lead: office, rule: {shape: judged}}
  - {id: water, name: Water, weight: "0.5", applies_when: 'zone == "ecological"', lead: office, rule: {shape: judged}}
  - {id: forest, name: Forest, weight: "0.5", applies_when: 'zone == "ecological"', lead: office, rule: {shape: judged}}
"""


def city(zone: str, **points: str) -> Facts:
    ballots = Scores(given=tuple(Score(value=Decimal(80)) for _ in range(3)))
    return Facts(
        attributes={"zone": zone},
        points=values(**points),
        overall={"internal": ballots, "public": Scores(given=(Score(value=Decimal(70)),))},
    )


def test_each_zone_of_guangdong_has_its_own_indicators_and_ranking() -> None:
    """0.6 x indicators + 0.2 x 80 + 0.2 x 70."""
    rules = regulation(GUANGDONG, OWN_SETS)
    facts = {
        "guangzhou": city("core", services="90"),
        "foshan": city("delta", industry="80"),
        "zhanjiang": city("growth", building="70"),
        "meizhou": city("ecological", water="60", forest="100"),
        "heyuan": city("ecological", water="100", forest="80"),
    }
    found = stand(rules, results(rules, facts))

    assert [(one.appraisee, one.peer_group, one.total, one.rank) for one in found.standings] == [
        ("guangzhou", "core", Decimal(84), 1),
        ("foshan", "delta", Decimal(78), 1),
        ("heyuan", "ecological", Decimal(84), 1),
        ("meizhou", "ecological", Decimal(78), 2),
        ("zhanjiang", "growth", Decimal(72), 1),
    ]


def test_what_is_for_another_zone_is_refused() -> None:
    with pytest.raises(Refused, match="an indicator that takes none from it"):
        compute(regulation(GUANGDONG, OWN_SETS), "guangzhou", city("core", services="90", water="90"))
