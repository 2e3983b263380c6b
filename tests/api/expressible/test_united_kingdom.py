"""Rules of the United Kingdom: guided distribution 2012-16, the senior civil service 2023-24, stars of councils."""

from decimal import Decimal

import pytest

from domain.calendar import Duration
from domain.regulation import Rulebook, content_hash, parse, written
from domain.scoring import Fact, Facts, Standings
from tests.api.expressible.given import grade, grades, judged, rulebook, standings

# ---------------------------------------------------------------- United Kingdom, civil service 2012-16

BANDS = """
id: uk-civil-service
grades:
  - {grade: exceeded, from: "90"}
  - {grade: met, from: "60"}
  - {grade: must improve, from: "0"}
"""
DISTRIBUTED = (
    BANDS
    + """
quotas:
  - {grades: [exceeded], most: "0.25", forced: true}
  - {grades: [exceeded, met], most: "0.90", forced: true, rounding: ceiling}
"""
)
"""A quarter at the top, a tenth at the bottom, 65 % between; rounding leaves a team below ten without a bottom."""

GUIDED = (
    BANDS
    + """
quotas:
  - {grades: [met, must improve], least: "0.75"}
  - {grades: [must improve], least: "0.10"}
"""
)
"""The same as a guide: it changes no grade, and says where grades depart from it."""

EXCEEDED, MET, MUST_IMPROVE = "exceeded", "met", "must improve"


def distributed(*totals: str) -> list[str | None]:
    return grades(standings(rulebook(DISTRIBUTED), totals))


def test_of_twenty_five_exceed_two_must_improve_and_thirteen_are_between() -> None:
    falling = [str(99 - place) for place in range(20)]
    low = [str(50 - place) for place in range(20)]

    assert distributed(*falling) == [EXCEEDED] * 5 + [MET] * 13 + [MUST_IMPROVE] * 2
    assert distributed(*low) == [EXCEEDED] * 5 + [MET] * 13 + [MUST_IMPROVE] * 2


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1, [MET]),
        (3, [MET] * 3),
        (4, [EXCEEDED] + [MET] * 3),
        (9, [EXCEEDED] * 2 + [MET] * 7),
        (10, [EXCEEDED] * 2 + [MET] * 7 + [MUST_IMPROVE]),
        (11, [EXCEEDED] * 2 + [MET] * 8 + [MUST_IMPROVE]),
    ],
)
def test_a_small_team_has_nobody_at_an_end_that_is_no_whole_person(size: int, expected: list[str]) -> None:
    assert distributed(*(str(95 - place) for place in range(size))) == expected


@pytest.mark.parametrize(("rounding", "bottom"), [("ceiling", 0), ("half_up", 0), ("half_down", 1), ("floor", 1)])
def test_whether_a_team_of_five_has_somebody_at_the_bottom_is_for_the_rounding_to_say(
    rounding: str, bottom: int
) -> None:
    """Nine tenths of five are four and a half."""
    text = DISTRIBUTED.replace("rounding: ceiling", f"rounding: {rounding}")
    found = grades(standings(rulebook(text), ["95", "94", "93", "92", "91"]))

    assert found.count(MUST_IMPROVE) == bottom


def test_equals_across_a_line_share_the_lower_grade_and_the_standings_say_so() -> None:
    """Of ten, two may exceed, the second and third being equal, and nine be above the bottom, three being equal."""
    tied = ["99", "95", "95", "90", "85", "80", "75", "70", "70", "70"]
    found = standings(rulebook(DISTRIBUTED), tied)

    assert grades(found) == [EXCEEDED] + [MET] * 6 + [MUST_IMPROVE] * 3
    assert [(kept.most, kept.have) for kept in found.quotas] == [(2, 1), (9, 7)]


def test_a_floor_at_the_bottom_instead_spares_equals_and_says_that_it_is_not_reached() -> None:
    """The same distribution, written as a tenth that must be at the bottom."""
    text = DISTRIBUTED.replace(
        '{grades: [exceeded, met], most: "0.90", forced: true, rounding: ceiling}',
        '{grades: [must improve], least: "0.10", forced: true}',
    )
    tied = ["99", "95", "94", "90", "85", "80", "75", "70", "70", "70"]
    found = standings(rulebook(text), tied)

    assert grades(found) == [EXCEEDED] * 2 + [MET] * 8
    assert [(kept.least, kept.have, kept.kept) for kept in found.quotas[1:]] == [(1, 0, False)]


def test_a_guide_changes_no_grade_and_is_reported_where_it_is_not_kept() -> None:
    found: Standings = standings(rulebook(GUIDED), ["95"] * 6 + ["70"] * 4)

    assert grades(found) == [EXCEEDED] * 6 + [MET] * 4
    assert [(kept.least, kept.have, kept.kept) for kept in found.quotas] == [(7, 4, False), (1, 0, False)]


def test_who_is_new_or_leaving_can_be_kept_from_the_bottom_by_having_no_grade() -> None:
    """The known gaming: the newest, and those who leave, were put into the last tenth."""
    guarded = """
attributes: [{name: months_in_post, kind: number}, {name: leaving, kind: truth}]
ungraded: [{id: new-or-leaving, name: New or leaving, when: months_in_post < 6 or leaving}]
"""
    rules = rulebook(DISTRIBUTED + guarded)

    assert grade(rules, judged("10", attributes={"months_in_post": "2", "leaving": "false"})) is None
    assert grade(rules, judged("10", attributes={"months_in_post": "12", "leaving": "false"})) == MUST_IMPROVE


def test_the_framework_of_2017_dropped_the_distribution_and_left_results_before_it_alone() -> None:
    before, after = rulebook(DISTRIBUTED), rulebook(BANDS)
    totals = [str(99 - place) for place in range(9)]
    of_the_day = standings(before, totals)
    again: Rulebook = parse(written(before))

    assert grades(standings(after, totals)) == [EXCEEDED] * 9
    assert grades(of_the_day) == [EXCEEDED] * 2 + [MET] * 7
    assert standings(again, totals) == of_the_day
    assert (before.id, content_hash(before)) != (after.id, content_hash(after))


# ---------------------------------------------------------------- United Kingdom, senior civil service 2023-24

SENIOR = """
roles:
  - {id: manager, name: Line manager}
  - {id: member, name: Member of the senior civil service}
  - {id: first-meeting, name: Moderation meeting of the directorate, board: {least: 3, recused: true}}
  - {id: second-meeting, name: Moderation meeting of the department, board: {least: 3, recused: true}}
assessments:
  - {id: in-year, name: Quarterly conversations, kind: peacetime, of: members, decided_by: manager}
  - {id: annual, name: End of the year, kind: annual, of: members, decided_by: second-meeting, based_on: [in-year]}
clocks:
  - {id: quarterly, name: Conversation, after: the last conversation, within: P3M, asked_of: manager}
procedures:
  - id: year
    name: The year
    acts:
      - {id: expectations, by: manager, does: sets expectations in a meeting with the member}
      - {id: conversation, by: manager, does: talks with the member, states: [indicative box mark], clock: quarterly}
      - {id: reward, by: manager, does: may give a reward within the year}
      - {id: propose, by: manager, does: proposes a box mark}
      - {id: moderate, by: first-meeting, does: moderates across the directorate, returns_to: propose}
      - {id: decide, by: second-meeting, does: moderates across the department, returns_to: moderate}
"""


def test_conversations_are_quarterly_and_state_an_indicative_box_mark() -> None:
    rules = rulebook(SENIOR)
    conversation = next(act for act in rules.procedures[0].acts if act.id == "conversation")

    assert (conversation.states, conversation.clock) == (("indicative box mark",), "quarterly")
    assert rules.clocks[0].within == Duration(months=3)


def test_box_marks_are_moderated_on_two_levels_by_boards_that_recuse() -> None:
    rules = rulebook(SENIOR)
    boards = {role.id: role.board for role in rules.roles if role.board}
    moderating = [(act.by, act.returns_to) for act in rules.procedures[0].acts if act.by in boards]

    assert moderating == [("first-meeting", "propose"), ("second-meeting", "moderate")]
    assert all(board.recused for board in boards.values())


# ---------------------------------------------------------------- United Kingdom, Comprehensive Performance Assessment

CPA = """
legal_basis:
  - {id: open, law: CPA, article: rules, verified: false, says: The lines of this table are an example of such rules}
combine: sum
full_marks: "4"
evaluators: [{kind: lead_departments, weight: "1"}]
indicators:
  - id: services
    name: Services
    points: "4"
    element: additional
    unit: level
    lead: inspectors
    rule: {shape: linear, low: {value: "0", points: "0"}, high: {value: "4", points: "4"}}
  - id: resources
    name: Use of resources
    points: "4"
    element: additional
    unit: level
    lead: inspectors
    rule: {shape: linear, low: {value: "0", points: "0"}, high: {value: "4", points: "4"}}
  - id: corporate
    name: Corporate assessment
    points: "4"
    element: additional
    unit: level
    lead: inspectors
    rule: {shape: linear, low: {value: "0", points: "0"}, high: {value: "4", points: "4"}}
  - id: stars
    name: Stars
    points: "4"
    unit: stars
    lead: inspectors
    basis: open
    rule:
      shape: formula
      points: >-
        if min(score("services"), score("resources")) < 2 or score("corporate") < 2 then 1
        else if score("corporate") >= 4 and score("services") >= 3 and score("resources") >= 3 then 4
        else if score("corporate") >= 3 and score("services") >= 3 then 3
        else 2
grades:
  - {grade: four stars, from: "4"}
  - {grade: three stars, from: "3"}
  - {grade: two stars, from: "2"}
  - {grade: one star, from: "1"}
  - {grade: no star, from: "0"}
"""


@pytest.mark.parametrize(
    ("services", "resources", "corporate", "stars"),
    [
        ("3", "3", "4", "four stars"),
        ("4", "2", "4", "three stars"),
        ("3", "2", "3", "three stars"),
        ("4", "4", "2", "two stars"),
        ("4", "1", "4", "one star"),
        ("2", "4", "1", "one star"),
    ],
)
def test_stars_follow_published_rules_and_no_weights(services: str, resources: str, corporate: str, stars: str) -> None:
    """4, 1 and 4 have a better mean than 3, 2 and 3, and fewer stars."""
    given = {"services": services, "resources": resources, "corporate": corporate}
    facts = Facts(values={name: Fact(value=Decimal(level)) for name, level in given.items()})

    assert grade(rulebook(CPA), facts) == stars
