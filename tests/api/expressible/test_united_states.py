"""The GPRA Modernization Act, and changes of the appraisal rules of the United States as versions of one rulebook."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from api import shipped
from domain.calendar import Duration
from domain.regulation import Element, Rulebook, content_hash, in_force, parse, parse_scheme, written
from domain.scoring import Fact, Facts, Standings, compute, stand
from tests.api.expressible.given import grade, indicators, results, rulebook, values

# ---------------------------------------------------------------- GPRA Modernization Act

GPRA = """
id: gpra
title: Plans and reports of an agency
legal_basis:
  - {id: strategic-plan, law: Pub. L. 111-352, article: strategic plans}
  - {id: annual-plan, law: Pub. L. 111-352, article: annual plans and reports}
  - {id: reviews, law: Pub. L. 111-352, article: quarterly reviews}
  - {id: web, law: Pub. L. 111-352, article: publication}
roles:
  - {id: coo, name: Chief Operating Officer, duties: [answers for performance]}
  - {id: pio, name: Performance Improvement Officer, duties: [supports the Chief Operating Officer]}
  - {id: goal-leader, name: Goal leader, duties: [answers for one goal]}
goals:
  - {id: safe-roads, name: Safe roads, kind: strategy}
  - {id: fewer-deaths, name: Fewer deaths within two years (an agency priority goal), kind: need, parent: safe-roads}
assignments:
  - {goal: safe-roads, holder: coo, kind: person, logic: own}
  - {goal: fewer-deaths, holder: goal-leader, kind: person, logic: own}
indicators:
  - {id: work, name: Work, weight: "1", lead: office, rule: {shape: judged}, goals: [fewer-deaths]}
clocks:
  - id: strategic-plan
    name: Strategic plan
    after: the year in which a presidential term begins
    on: {nth: 1, weekday: monday, month: 2}
    asked_of: coo
    basis: strategic-plan
  - {id: review, name: Progress review, after: the last review, within: P3M, asked_of: coo, basis: reviews}
  - {id: annual, name: Annual plan and report, after: the last plan, within: P1Y, asked_of: coo, basis: annual-plan}
procedures:
  - id: review
    name: Review of the progress on priority goals
    acts:
      - {id: prepare, by: pio, does: prepares the review}
      - {id: review, by: coo, does: reviews the progress with the goal leader, clock: review}
    basis: reviews
  - id: report
    name: Annual plan and report
    acts:
      - {id: report, by: coo, does: reports, states: [goals not met and why, plans to meet them], clock: annual}
      - {id: publish, by: coo, does: publishes plan and report on the web}
    basis: web
"""


@pytest.mark.parametrize(
    ("term_begins", "due"), [(2017, date(2018, 2, 5)), (2021, date(2022, 2, 7)), (2025, date(2026, 2, 2))]
)
def test_a_strategic_plan_is_due_on_the_first_monday_of_february_after_a_term_begins(
    term_begins: int, due: date
) -> None:
    plan = rulebook(GPRA).clocks[0]

    assert plan.after == "the year in which a presidential term begins"
    assert plan.on is not None
    assert plan.on.in_year(term_begins + 1) == due


def test_priority_goals_are_reviewed_every_quarter_by_those_who_answer_for_them() -> None:
    rules = rulebook(GPRA)
    limits = {clock.id: clock.within for clock in rules.clocks}
    review = rules.procedures[0]

    assert [(act.by, act.clock) for act in review.acts] == [("pio", None), ("coo", "review")]
    assert limits["review"] == Duration(months=3)
    assert [(one.goal, one.holder) for one in rules.assignments] == [
        ("safe-roads", "coo"),
        ("fewer-deaths", "goal-leader"),
    ]
    assert {goal.id: goal.parent for goal in rules.goals} == {"safe-roads": None, "fewer-deaths": "safe-roads"}


def test_the_annual_report_says_which_goals_were_not_met_and_is_published() -> None:
    report = rulebook(GPRA).procedures[1]

    assert report.acts[0].states == ("goals not met and why", "plans to meet them")
    assert report.acts[-1].does == "publishes plan and report on the web"


# ---------------------------------------------------------------- General Schedule, the proposal of 2026

GENERAL_SCHEDULE = shipped.load("us-general-schedule")
PROPOSED: dict[str, Any] = {
    **GENERAL_SCHEDULE,
    "attributes": [*GENERAL_SCHEDULE["attributes"], {"name": "supervisor", "kind": "truth"}],
    "grades": [band for band in GENERAL_SCHEDULE["grades"] if band["grade"] != "Level 2"],
    "uses": [use for use in GENERAL_SCHEDULE["uses"] if use["id"] != "assistance"],
    "quotas": [{"grades": ["Level 5"], "most": "0.2", "forced": True, "basis": "proposal-2026"}],
    "remedies": [],
    "procedures": [
        {**procedure, "acts": [act for act in procedure["acts"] if act["id"] != "higher-review"]}
        for procedure in GENERAL_SCHEDULE["procedures"]
    ],
    "indicators": indicators("""
- id: supervision
  name: Supervision
  weight: "0.4"
  points: "5"
  element: critical
  applies_when: supervisor
  lead: rating-official
  rule: {shape: judged}
  basis: proposal-2026
"""),
    "clocks": [
        *GENERAL_SCHEDULE["clocks"],
        {
            "id": "certification",
            "name": "Certification of the system",
            "after": "the last certification",
            "within": "P2Y",
            "asked_of": "agency",
            "basis": "proposal-2026",
        },
    ],
}
PLAN_BEFORE = """
- {id: claims, name: Claims, weight: "1", points: "5", element: critical, lead: rating-official, rule: {shape: judged}}
"""
PLAN_AFTER = """
- id: claims
  name: Claims
  variants: [{when: supervisor, weight: "0.6"}, {when: not supervisor, weight: "1"}]
  points: "5"
  element: critical
  lead: rating-official
  rule: {shape: judged}
"""


def in_year(document: dict[str, Any], *plan: dict[str, Any]) -> Rulebook:
    standing = parse(document)
    head = {"id": "plan", "title": "Plan", "authority": standing.authority, "rulebook": standing.id}
    return in_force(standing, parse_scheme({**head, "indicators": list(plan)}, standing))


BEFORE = in_year(GENERAL_SCHEDULE, *indicators(PLAN_BEFORE))
AFTER = in_year(PROPOSED, *PROPOSED["indicators"], *indicators(PLAN_AFTER))


def employee(claims: str, **known: Any) -> Facts:  # noqa: ANN401 - fields of facts
    supervises = {"supervisor": known.pop("supervisor")} if "supervisor" in known else {}
    return Facts(attributes={"minimum_period_completed": "true", **supervises}, points=values(claims=claims, **known))


def test_the_proposal_has_no_level_2() -> None:
    assert grade(BEFORE, employee("2")) == "Level 2"
    assert grade(AFTER, employee("2", supervisor="false")) == "Level 3"
    assert [grade(BEFORE, employee("1")), grade(AFTER, employee("1", supervisor="false"))] == ["Level 1"] * 2


def test_the_proposal_allows_levels_to_be_distributed() -> None:
    four = {f"employee-{n}": employee("4.6", supervisor="false") for n in range(4)}
    found = stand(AFTER, results(AFTER, {**four, "best": employee("5", supervisor="false")}))
    same = {name: employee("5") for name in (*four, "best")}

    assert levels(found) == ["Level 5", *["Level 4"] * 4]
    assert levels(stand(BEFORE, results(BEFORE, same))) == ["Level 5"] * 5


def levels(found: Standings) -> list[str | None]:
    return [one.grade for one in found.standings]


def test_the_proposal_gives_every_supervisor_a_critical_element_of_supervision() -> None:
    """0.4 x 1 + 0.6 x 5 is 3.4, and yet Level 1, since supervision fails; others have no such element."""
    failing = compute(AFTER, "person", employee("5", supervision="1", supervisor="true"))

    assert AFTER.indicators[0].element is Element.CRITICAL
    assert (failing.total, failing.grade) == (Decimal("3.4"), "Level 1")
    assert grade(AFTER, employee("5", supervisor="false")) == "Level 5"


def test_the_proposal_certifies_every_two_years_and_knows_neither_grievance_nor_higher_review() -> None:
    before, after = parse(GENERAL_SCHEDULE), parse(PROPOSED)

    assert [clock.within for clock in after.clocks if clock.id == "certification"] == [Duration(months=24)]
    assert ([one.id for one in before.remedies], after.remedies) == (["grievance"], ())
    assert acts(before) - acts(after) == {"higher-review"}


def acts(rules: Rulebook) -> set[str]:
    return {act.id for procedure in rules.procedures for act in procedure.acts}


def test_a_rating_before_the_proposal_stays_what_it_was() -> None:
    before = compute(BEFORE, "employee", employee("2"))
    again: Rulebook = parse(written(BEFORE))

    assert content_hash(again) != content_hash(AFTER)
    assert compute(again, "employee", employee("2")) == before


# ---------------------------------------------------------------- Senior Executive Service, the rule of 2025

SINCE_2025 = shipped.load("us-senior-executive-service")
UNTIL_2025: dict[str, Any] = {
    **SINCE_2025,
    "legal_basis": [
        *(article for article in SINCE_2025["legal_basis"] if article["id"] != "rule-2025"),
        {"id": "ban", "law": "5 CFR part 430 subpart C", "article": "ban", "says": "Ratings are not distributed"},
    ],
}
DISTRIBUTED: dict[str, Any] = {
    **SINCE_2025,
    "quotas": [{"grades": ["Level 5"], "most": "0.25", "forced": True, "basis": "rule-2025"}],
}
EXECUTIVE = indicators("""
- {id: results, name: Results, weight: "1", points: "5", element: critical, lead: supervisor, rule: {shape: judged}}
""")


def executive(points: str) -> Facts:
    known = {"career": "true", "days_appraised": "200", "days_of_presidential_term": "400"}
    return Facts(attributes=known, points={"results": Fact(value=Decimal(points))})


def test_levels_of_executives_may_be_distributed_since_2025_and_not_before() -> None:
    executives = {name: executive(points) for name, points in zip("abcd", ("5", "4.9", "4.8", "4.7"), strict=True)}
    before, after = (in_year(one, *EXECUTIVE) for one in (UNTIL_2025, DISTRIBUTED))

    assert levels(stand(before, results(before, executives))) == ["Level 5"] * 4
    assert levels(stand(after, results(after, executives))) == ["Level 5", *["Level 4"] * 3]
    assert [one.id for one in (before, after)] == ["us-senior-executive-service"] * 2
    assert content_hash(parse(UNTIL_2025)) != content_hash(parse(DISTRIBUTED))
