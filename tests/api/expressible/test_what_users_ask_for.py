"""What users of other systems ask for and what hurts them, as far as rulebooks and scoring answer it."""

from decimal import Decimal

import pytest

from domain.examination import decompose
from domain.refusal import Refused
from domain.regulation import content_hash, parse, problems, written
from domain.schedule import Period
from domain.scoring import Case, Facts, Score, Scores, compute, reevaluate
from tests.api.expressible.given import (
    document,
    grades,
    indicators,
    judged,
    regulation,
    rulebook,
    scheme,
    standings,
    total,
    values,
)

THREE = """
indicators:
  - {id: first, name: First, weight: "1/3", points: "5", lead: office, rule: {shape: judged}}
  - {id: second, name: Second, weight: "1/3", points: "5", lead: office, rule: {shape: judged}}
  - {id: third, name: Third, weight: "1/3", points: "5", lead: office, rule: {shape: judged}}
full_marks: "5"
"""


@pytest.mark.parametrize(
    ("policy", "expected"), [("left_out", Decimal(5)), ("refuse", None), ("zero", Decimal("3.33"))]
)
def test_a_missing_part_is_0_only_where_the_rulebook_says_so(policy: str, expected: Decimal | None) -> None:
    """5 and 5 of three parts."""
    assert total(rulebook(THREE, missing=policy), Facts(points=values(first="5", second="5"))) == expected


def test_an_indicator_taken_away_leaves_no_weight_behind() -> None:
    """A version without it is refused until the others add up; then 5 and 5 are 5, and what was before stays."""
    before = rulebook(THREE)
    kept = document(THREE)["indicators"][:2]
    (found,) = problems(document(THREE, indicators=kept))
    mended = rulebook(THREE, indicators=[{**one, "weight": "0.5"} for one in kept])
    facts = Facts(points=values(first="5", second="5", third="2"))
    of_the_day = compute(before, "unit", facts)

    assert found.problem.endswith("2/3 in all, and a group must add up to 1")
    assert total(mended, Facts(points=values(first="5", second="5"))) == 5
    assert compute(parse(written(before)), "unit", facts) == of_the_day
    assert of_the_day.total == 4


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        (("0.5", "0.6"), ["indicator 2 weighs 0.6, its siblings 0.5 for every appraisee: 1.1 in all"]),
        (("0.5", "0.4"), ["indicator 2 weighs 0.4, its siblings 0.5 for every appraisee: 0.9 in all"]),
        (("1.5", "-0.5"), ["indicator 1 weighs 1.5", "indicator 2 weighs -0.5"]),
        (("1", "0"), ["indicator 2 weighs 0"]),
    ],
)
def test_weights_that_do_not_add_up_or_are_extreme_are_found(weights: tuple[str, str], said: list[str]) -> None:
    two = document(THREE)["indicators"][:2]
    found = problems(
        document(THREE, indicators=[{**one, "weight": weight} for one, weight in zip(two, weights, strict=True)])
    )

    assert [one.problem.removesuffix(", and a group must add up to 1") for one in found] == said


GOALS = """
goals:
  - {id: clean-water, name: Clean water}
  - {id: healthy-towns, name: Healthy towns}
assignments:
  - {goal: clean-water, holder: water-office, kind: department, logic: own}
  - {goal: clean-water, holder: laboratory, kind: team, logic: share, share: "0.25", under: water-office}
  - {goal: clean-water, holder: health-office, kind: department, logic: contribute}
scheme: {levels: {least: 1, most: 2}}
"""
SERVED = """
indicators:
  - {id: rivers, name: Rivers, weight: "0.5", goals: [clean-water], lead: office, rule: {shape: judged}}
  - {id: taps, name: Taps, weight: "0.5", goals: [clean-water, healthy-towns], lead: office, rule: {shape: judged}}
"""


def test_a_goal_is_tied_neither_to_one_indicator_nor_to_one_cycle() -> None:
    """Goals stand in the rulebook; the schemes of two years serve them by other indicators."""
    of_2026, of_2027 = regulation(GOALS, SERVED), regulation(GOALS, SERVED.replace("taps", "springs"))
    served = [{one.goal: list(one.indicators.values()) for one in decompose(rules)} for rules in (of_2026, of_2027)]

    assert served == [
        {"clean-water": ["rivers", "taps"], "healthy-towns": ["taps"]},
        {"clean-water": ["rivers", "springs"], "healthy-towns": ["springs"]},
    ]
    owner, helper = decompose(of_2026)[0].held
    assert (owner.holder, owner.under[0].holder, owner.under[0].of_goal) == (
        "water-office",
        "laboratory",
        Decimal("0.25"),
    )
    assert (helper.holder, helper.of_goal) == ("health-office", None)


CORRECTED = """
adjustments:
  - {id: corrections, name: Corrections, rule: {shape: bonus, cap: "100", floor: "-100"}, by: committee}
"""


def test_a_re_evaluation_is_an_entry_beside_what_was_scored_and_not_a_change_of_it() -> None:
    entry = Case(id="review-7", points=Decimal("-2.5"), cites=(42,), evidence=("minutes-of-review",))
    before = compute(rulebook(CORRECTED), "unit", judged("81"))
    after = compute(rulebook(CORRECTED), "unit", judged("81", cases={"corrections": (entry,)}))

    assert (before.total, after.total) == (Decimal(81), Decimal("78.5"))
    assert [part.score for part in after.explanation.children] == [81, Decimal("-2.5")]
    assert (after.explanation.children[-1].cites, after.explanation.children[-1].evidence) == (
        (42,),
        ("minutes-of-review",),
    )


def test_what_is_computed_again_is_the_same_to_the_digit_and_proves_itself() -> None:
    rules, facts = rulebook(THREE), Facts(points=values(first="1", second="2", third="2"))
    first = compute(rules, "unit", facts)

    assert compute(parse(written(rules)), "unit", facts) == first
    assert first.total == Decimal("1.67")
    assert reevaluate(first.explanation) == first.total


ALL_ROUND = """
panels:
  - {id: above, name: Superiors, kind: leaders, highest: "5", lowest: "1"}
  - {id: beside, name: Peers, kind: peers, highest: "5", lowest: "1", anonymous: true, minimum: 3}
  - {id: below, name: Staff (upward), kind: internal_ballot, highest: "5", lowest: "1", anonymous: true, minimum: 3}
indicators:
  - {id: leading, name: Leading, weight: "1", rule: {shape: rated, panels: {above: "0.4", beside: "0.3", below: "0.3"}}}
missing: left_out
"""


def panel(*given: str) -> Scores:
    return Scores(given=tuple(Score(value=Decimal(score)) for score in given))


def test_an_all_round_review_is_anonymous_and_two_colleagues_are_too_few() -> None:
    """0.4 x 4 + 0.3 x 5 + 0.3 x 3 of 5 is 80 %; without peers (0.4 x 4 + 0.3 x 3) / 0.7 of 5 is 71.43 %."""
    rules = rulebook(ALL_ROUND)
    known = {"above": panel("4"), "beside": panel("5", "5", "5"), "below": panel("2", "3", "4")}
    few = {**known, "beside": panel("5", "5")}

    assert total(rules, Facts(scores={"leading": known})) == 80
    assert total(rules, Facts(scores={"leading": few})) == Decimal("71.43")


def test_there_is_one_scale_for_each_panel_and_what_is_off_it_is_refused() -> None:
    with pytest.raises(Refused, match="Give a number from 1 to 5"):
        total(rulebook(ALL_ROUND), Facts(scores={"leading": {"above": panel("80")}}))


def test_dates_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period.model_validate({"start": "2026-12-31", "end": "2026-01-01"})


SECTIONS = """
combine: sum
indicators:
  - id: delivery
    name: Delivery
    combine: sum
    children:
      - id: permits
        name: Permits
        points: "30"
        unit: permits
        direction: up
        target: "600"
        lead: office
        rule: {shape: ratio_to_target}
      - {id: quality, name: Quality, points: "30", lead: office, rule: {shape: judged}}
  - {id: conduct, name: Conduct, points: "40", lead: office, rule: {shape: judged}}
"""


def test_a_form_has_sections_and_numeric_targets() -> None:
    """500 of 600 permits are 25 of 30 points."""
    facts = Facts(values=values(permits="500"), points=values(quality="27", conduct="36"))

    assert total(rulebook(SECTIONS), facts) == 25 + 27 + 36


POSTS = """
attributes: [{name: post, kind: text, values: [inspector, clerk]}]
indicators:
  - {id: visits, name: Visits, weight: "1", applies_when: 'post == "inspector"', lead: office, rule: {shape: judged}}
  - {id: files, name: Files, weight: "1", applies_when: 'post == "clerk"', lead: office, rule: {shape: judged}}
"""


def test_taking_a_post_away_deletes_no_indicator() -> None:
    """A version without the post names what still asks for it, and the one before keeps its results."""
    before = rulebook(POSTS)
    inspector = Facts(attributes={"post": "inspector"}, points=values(visits="80"))
    without = document(POSTS, attributes=[{"name": "post", "kind": "text", "values": ["clerk"]}])

    assert [found.problem for found in problems(without)] == ["post is never 'inspector'"]
    assert total(parse(written(before)), inspector) == 80


TARGETS = """
scheme: {levels: {least: 1, most: 2}}
indicators:
  - id: days
    name: Days
    weight: "1"
    unit: days
    direction: down
    lead: office
    missing: refuse
    rule: {shape: ratio_to_target}
"""


def test_a_changed_target_is_another_version_and_changes_no_result_before_it() -> None:
    standing = rulebook(TARGETS)
    before, after = (scheme(f'targets: {{days: {{unit: "{target}"}}}}', standing) for target in ("12", "10"))
    scores = [
        total(regulation(TARGETS, f'targets: {{days: {{unit: "{target}"}}}}'), Facts(values=values(days="16")))
        for target in ("12", "10")
    ]

    assert content_hash(before) != content_hash(after)
    assert scores == [75, Decimal("62.5")]


CALIBRATED = """
grades: [{grade: high, from: "90"}, {grade: middle, from: "60"}, {grade: low, from: "0"}]
quotas: [{grades: [high], most: "0.2", with_approval: "0.4", approved_by: committee}]
roles: [{id: meeting, name: Calibration meeting, board: {least: 3, recused: true}}]
procedures:
  - id: calibration
    name: Calibration
    grounds: [the distribution departs from the quota]
    acts:
      - {id: propose, by: meeting, does: proposes grades}
      - {id: calibrate, by: meeting, does: "compares them, before and after", returns_to: propose}
"""


def test_calibration_shows_grades_before_and_after_and_why() -> None:
    found = standings(rulebook(CALIBRATED), ["99", "95", "91", "70", "50"])

    assert [(one.earned, one.grade) for one in found.standings] == [
        ("high", "high"),
        ("high", "middle"),
        ("high", "middle"),
        ("middle", "middle"),
        ("low", "low"),
    ]
    assert found.of("b").reasons == ("high is for 1 at most, 0.2 of 5: middle instead of high",)
    assert grades(standings(rulebook(CALIBRATED), ["99", "95", "91", "70", "50"], approved=[1])).count("high") == 2


def test_what_was_completed_can_be_sent_back_where_the_procedure_says_so() -> None:
    acts = rulebook(CALIBRATED).procedures[0].acts

    assert [act.returns_to for act in acts] == [None, "propose"]


PERIODS = """
scheme: {levels: {least: 1, most: 2}}
"""
MOVED = """
period: {start: 2026-01-01, end: 2027-03-31}
steps: [{step: reporting, opens: {after: period_end}, due: P45D}]
"""


def test_a_cycle_has_a_longer_period_and_other_clocks_by_its_scheme() -> None:
    standing = rulebook(
        PERIODS, indicators=indicators('  - {id: work, name: Work, weight: "1", lead: office, rule: {shape: judged}}')
    )
    moved = scheme(MOVED, standing)

    assert moved.period == Period.model_validate({"start": "2026-01-01", "end": "2027-03-31"})
    assert str(moved.steps[0].due) == "P45D"
