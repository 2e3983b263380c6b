"""Rules of Ireland, India and Kenya."""

from decimal import Decimal

import pytest

from domain.calendar import Duration
from domain.regulation import parse, written
from domain.scoring import Fact, Facts, compute
from tests.api.expressible.given import grade, judged, rulebook, total

# ---------------------------------------------------------------- Ireland

TWO_POINTS = """
id: pmds
roles:
  - {id: manager, name: Manager}
  - {id: reviewer, name: Independent appeals officer}
  - {id: meeting, name: Calibration meeting, board: {least: 3, recused: true}}
procedures:
  - id: year
    name: The year
    acts:
      - {id: goals, by: manager, does: sets goals}
      - {id: interim, by: manager, does: reviews at half-time}
      - {id: annual, by: manager, does: rates}
      - {id: calibrate, by: meeting, does: calibrates, returns_to: annual}
      - {id: review, by: reviewer, does: reviews ratings appealed against}
grades:
  - {grade: satisfactory, from: "50"}
  - {grade: unsatisfactory, from: "0"}
remedies:
  - {id: appeal, name: Appeal, open_to: [who is rated unsatisfactory], to: reviewer}
"""
FIVE_POINTS = "\n".join(
    ["id: pmds", "grades:", *(f'  - {{grade: "{5 - n}", from: "{80 - 20 * n}"}}' for n in range(5))]
)


def test_five_points_of_ireland_became_two() -> None:
    before, after = rulebook(FIVE_POINTS), rulebook(TWO_POINTS)

    assert [grade(before, judged(points)) for points in ("85", "65", "45", "25", "5")] == ["5", "4", "3", "2", "1"]
    assert [grade(after, judged(points)) for points in ("85", "50", "49.99")] == [
        "satisfactory",
        "satisfactory",
        "unsatisfactory",
    ]
    assert grade(parse(written(before)), judged("65")) == "4"


def test_an_unsatisfactory_rating_is_appealed_to_somebody_independent_and_not_made_worse() -> None:
    rules = rulebook(TWO_POINTS)
    (appeal,) = rules.remedies
    rated_by = {act.by for act in rules.procedures[0].acts if act.id in {"annual", "calibrate"}}

    assert appeal.open_to == ("who is rated unsatisfactory",)
    assert appeal.to not in rated_by
    assert not appeal.may_worsen
    assert [act.id for act in rules.procedures[0].acts] == ["goals", "interim", "annual", "calibrate", "review"]


# ---------------------------------------------------------------- India, Results-Framework Document

CRITERIA = {
    "roads": ("0.50", (200, 260, 300, 340, 400)),
    "permits": ("0.30", (60, 50, 40, 30, 20)),
    "trained": ("0.20", (5, 6, 7, 8, 9)),
}
"""Weight of each indicator, and the values worth 60, 70, 80, 90 and 100 %; of permits, in days, fewer are better."""


def _knots(worth: tuple[int, ...]) -> str:
    knots = sorted(zip(worth, range(60, 101, 10), strict=True))
    return ", ".join(f'{{value: "{value}", points: "{points}"}}' for value, points in knots)


RFD = """
clocks:
  - {id: drawn-up, name: Document, after: the 31st of March, within: P1D, asked_of: department}
  - {id: mid-year, name: Review in September, after: the 1st of April, within: P6M, asked_of: department}
  - {id: evaluated, name: Evaluation by 31 March, after: the 1st of April, within: P1Y, asked_of: department}
indicators:
""" + "".join(
    f"""
  - id: {name}
    name: {name}
    weight: "{weight}"
    unit: unit
    lead: office
    rule: {{shape: piecewise, knots: [{_knots(worth)}]}}
"""
    for name, (weight, worth) in CRITERIA.items()
)


def achieved(roads: str, permits: str, trained: str) -> Facts:
    given = {"roads": roads, "permits": permits, "trained": trained}
    return Facts(values={name: Fact(value=Decimal(value)) for name, value in given.items()})


@pytest.mark.parametrize("place", range(5))
def test_the_five_criteria_values_are_worth_sixty_to_a_hundred_per_cent(place: int) -> None:
    met = achieved(*(str(worth[place]) for _, worth in CRITERIA.values()))

    assert total(rulebook(RFD), met) == 60 + 10 * place


def test_the_composite_score_is_the_weighted_sum_of_raw_scores() -> None:
    """280 km lie half-way between 260 and 300: 0.50 x 75 + 0.30 x 90 + 0.20 x 100 = 84.5, the textbook's example."""
    rules = rulebook(RFD)
    result = compute(rules, "department", achieved("280", "30", "9"))

    assert result.total == Decimal("84.5")
    assert result.explanation.children[0].rule == "weighted mean"
    assert [part.score for part in result.explanation.children[0].children] == [75, 90, 100]


def test_the_year_of_the_document_runs_from_april_to_march() -> None:
    assert [clock.within for clock in rulebook(RFD).clocks] == [
        Duration(days=1),
        Duration(months=6),
        Duration(months=12),
    ]


# ---------------------------------------------------------------- Kenya, performance contracts

KENYA = """
roles:
  - {id: agency, name: Public agency}
  - {id: ministry, name: Parent ministry}
  - {id: experts, name: Vetting committee, board: {least: 3}}
  - {id: appeals, name: Appeals committee}
clocks:
  - {id: quarterly, name: Quarterly report, after: the last quarter, within: P3M, asked_of: agency}
  - {id: yearly, name: Annual evaluation, after: the signature, within: P1Y, asked_of: experts}
procedures:
  - id: contract
    name: Performance contract
    acts:
      - {id: negotiate, by: agency, does: negotiates the contract with its ministry}
      - {id: vet, by: experts, does: vets the contract, returns_to: negotiate}
      - {id: sign, by: ministry, does: signs the contract}
      - {id: report, by: agency, does: reports every quarter, clock: quarterly}
      - {id: evaluate, by: experts, does: evaluates, clock: yearly}
remedies:
  - {id: appeal, name: Appeal, open_to: [agency], to: appeals}
"""


def test_a_contract_is_negotiated_vetted_signed_reported_on_and_evaluated() -> None:
    rules = rulebook(KENYA)
    (contract,) = rules.procedures

    assert [(act.id, act.clock) for act in contract.acts] == [
        ("negotiate", None),
        ("vet", None),
        ("sign", None),
        ("report", "quarterly"),
        ("evaluate", "yearly"),
    ]
    assert contract.acts[1].returns_to == "negotiate"
    assert [(one.open_to, one.to) for one in rules.remedies] == [(("agency",), "appeals")]
