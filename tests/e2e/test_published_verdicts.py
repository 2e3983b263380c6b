"""Every verdict the Mayor's Management Report publishes, and agencies' ratios of them, by the example's rules alone.

Three of the verdicts compare an indicator with its own past. Both policies for missing verdicts are in one table: the
ratio of targets met leaves them out, those of improvement count them among all.
"""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from api import documents
from api.importing import Plan, Profile, Table, draw_up
from domain.exact import number
from domain.explanation import Explanation
from domain.regulation import parse
from domain.scoring import Result
from domain.scoring.result import compute_by
from domain.scoring.rules import Rules
from tests.e2e import mayors_report

pytestmark = mayors_report.needs_table

PROFILE = mayors_report.PROFILE.with_name("verdicts.yaml")
COLUMNS = {
    "success": "Success",
    "one-year": "OneYrImproving",
    "three-years": "ThreeYrImproving",
    "five-years": "FiveYrImproving",
}
MEANS = {"three-years": "Avg3yr", "five-years": "Avg5yr"}
NO_VERDICT = "NA"
NOT_PUBLISHED = ""


def profile(**changes: Any) -> Profile:  # noqa: ANN401 - fields of a document
    """The example's profile, with other rules by their ids, and whole fields in place of its own."""
    document = documents.load(PROFILE)
    rules = {one["id"]: one for one in document["indicators"]["rules"]}
    for id_, change in changes.pop("rules", {}).items():
        rules[id_] |= change
    document["indicators"]["rules"] = list(rules.values())
    return Profile.model_validate({**document, **changes})


@cache
def table() -> Table:
    return Table.load(mayors_report.TABLE)


@cache
def cells() -> Mapping[int, Mapping[str, str]]:
    return {row.number: row.cells for row in table().rows}


def results(made: Plan) -> dict[str, Result]:
    rules = Rules(parse(made.rulebook.document))
    return {appraisee: compute_by(rules, appraisee, facts, None) for appraisee, facts in made.facts().items()}


@cache
def example() -> tuple[Plan, Mapping[str, Result]]:
    """The example's plan and results, computed once."""
    made = draw_up(table(), profile())
    return made, results(made)


def computed(found: Mapping[str, Result]) -> dict[str, str]:
    return {indicator: verdict for result in found.values() for indicator, verdict in result.verdicts.items()}


def published(made: Plan) -> dict[str, str | None]:
    """The verdicts of the table by indicator, nothing for one that says there is none; blank cells publish nothing."""
    said = {
        f"{entry.indicator}-{rule}": cells()[entry.row][column]
        for unit in made.appraisees
        for entry in unit.entries
        for rule, column in COLUMNS.items()
    }
    return {
        indicator: None if verdict == NO_VERDICT else verdict
        for indicator, verdict in said.items()
        if verdict != NOT_PUBLISHED
    }


def groups(result: Result) -> dict[str, Explanation]:
    """The explanations of an agency's groups, by the rule that each is under."""
    (departments,) = result.explanation.children
    (agency,) = departments.children
    return dict(zip(COLUMNS, agency.children, strict=True))


# ---------------------------------------------------------------- verdicts


def test_the_table_has_four_columns_of_verdicts() -> None:
    """Each holds two words that deny each other; what an agency's verdicts come to is computed from these."""
    words = {
        column: {row[column] for row in cells().values()} - {NO_VERDICT, NOT_PUBLISHED} for column in table().columns
    }

    assert {column for column, said in words.items() if said <= {"Met_Goal", "Did_Not_Meet"} and said} == {"Success"}
    assert {column for column, said in words.items() if said == {"Improving", "Not_Improving"}} == {
        "OneYrImproving",
        "ThreeYrImproving",
        "FiveYrImproving",
    }


def test_every_published_verdict_of_a_named_agency_is_the_computed_one() -> None:
    made, found = example()
    verdicts, said = computed(found), published(made)

    assert {indicator: verdicts.get(indicator) for indicator in said} == said
    assert (len(made.appraisees), made.indicators, len(said)) == (36, 975, 4 * 515)


def test_verdicts_of_rows_that_name_no_agency_agree_as_well() -> None:
    appraisees = {"name": {"column": "Critical"}, "kind": "agency"}  # yes or no, and given in every row
    made = draw_up(table(), profile(appraisees=appraisees, rows={}))
    verdicts, said = computed(results(made)), published(made)

    assert {indicator: verdicts.get(indicator) for indicator in said} == said
    assert made.indicators == 1139
    assert {rule: Counter(said[key] for key in said if key.endswith(f"-{rule}")) for rule in COLUMNS} == {
        "success": {"Met_Goal": 92, "Did_Not_Meet": 100, None: 487},
        "one-year": {"Improving": 342, "Not_Improving": 331, None: 6},
        "three-years": {"Improving": 302, "Not_Improving": 373, None: 4},
        "five-years": {"Improving": 294, "Not_Improving": 382, None: 3},
    }


def test_the_means_of_past_years_are_the_published_ones() -> None:
    """The table has them as binary floats in 15 digits."""
    made, found = example()
    rows = {entry.indicator: entry.row for unit in made.appraisees for entry in unit.entries}
    names = {f"{indicator}-{rule}": (row, rule) for indicator, row in rows.items() for rule in MEANS}
    leaves = {
        leaf_id: leaf
        for unit in made.appraisees
        for rule, group in groups(found[unit.id]).items()
        for leaf_id, leaf in zip((f"{entry.indicator}-{rule}" for entry in unit.entries), group.children, strict=True)
    }
    compared = 0

    for leaf_id, (row, rule) in names.items():
        mean, given = leaves[leaf_id].inputs.get("mean of years"), cells()[row][MEANS[rule]]
        assert (mean is None) == (given == NO_VERDICT)
        if mean is not None:
            exact, binary = Fraction(number(mean)), Fraction(number(given))
            assert abs(exact - binary) <= abs(exact) * Fraction(1, 10**13)
            compared += 1
    assert compared == 2 * 975 - 10 - 9  # without a value in three years, and in five


@pytest.mark.parametrize(
    ("rule", "years", "ties"), [("one-year", "1", 39), ("three-years", "3", 18), ("five-years", "5", 18)]
)
def test_the_comparison_would_notice_if_equal_were_not_improving(rule: str, years: str, ties: int) -> None:
    verdicts_of_rule = {"met": "Improving", "not_met": "Not_Improving"}
    strict = {"rule": {"shape": "improvement", "years": years, "verdicts": verdicts_of_rule}}
    appraisees = {"name": {"column": "Critical"}, "kind": "agency"}
    made = draw_up(table(), profile(rules={rule: strict}, appraisees=appraisees, rows={}))
    verdicts, said = computed(results(made)), published(made)

    wrong = [indicator for indicator in said if verdicts.get(indicator) != said[indicator]]

    assert len(wrong) == ties
    assert all(indicator.endswith(f"-{rule}") for indicator in wrong)


# ---------------------------------------------------------------- agencies' ratios


def ratios(made: Plan, *, left_out: frozenset[str]) -> dict[str, dict[str, Fraction | None]]:
    """Each agency's ratio by rule, counted from the published verdicts; of those with a verdict where `left_out`."""
    said = published(made)
    counted: dict[str, dict[str, Fraction | None]] = {}
    for unit in made.appraisees:
        for rule in COLUMNS:
            keys = [f"{entry.indicator}-{rule}" for entry in unit.entries if f"{entry.indicator}-{rule}" in said]
            if len(keys) < len(unit.entries):
                continue  # the table publishes no verdicts on this agency
            good = sum(said[key] in {"Met_Goal", "Improving"} for key in keys)
            of = sum(said[key] is not None for key in keys)
            known = Fraction(good, of) if of else None
            ratio = known if rule in left_out or known is None else Fraction(good, len(keys))
            counted.setdefault(unit.id, {})[rule] = ratio
    return counted


def scored(found: Mapping[str, Result], agencies: Mapping[str, object]) -> dict[str, dict[str, Fraction | None]]:
    """What the groups of each agency score, as a share of 100."""
    return {
        agency: {
            rule: None if group.score is None else Fraction(group.score) / 100
            for rule, group in groups(found[agency]).items()
        }
        for agency in agencies
    }


def test_agencies_ratios_are_those_counted_from_the_published_verdicts() -> None:
    """SuccessPct leaves out what has no verdict, ImprovePct counts it among all."""
    made, found = example()
    counted = ratios(made, left_out=frozenset({"success"}))

    assert scored(found, counted) == counted
    assert (len(counted), len({ratio["success"] for ratio in counted.values()})) == (17, 13)


def test_agencies_ratios_under_the_other_policies_are_those_counted_so() -> None:
    """SuccessPct of all indicators, and ImprovePct of those with a verdict."""
    other = {"success": {"missing": "zero"}} | {
        rule: {"missing": "left_out"} for rule in ("one-year", "three-years", "five-years")
    }
    made = draw_up(table(), profile(rules=other))
    counted = ratios(made, left_out=frozenset({"one-year", "three-years", "five-years"}))

    assert scored(results(made), counted) == counted
    usual = ratios(made, left_out=frozenset({"success"}))
    changed = {rule: sum(counted[agency][rule] != usual[agency][rule] for agency in counted) for rule in COLUMNS}
    assert changed == {"success": 16, "one-year": 4, "three-years": 4, "five-years": 3}


def test_an_agencys_total_is_the_mean_of_the_ratios_it_has() -> None:
    _, found = example()

    scores = [group.score for group in groups(found["department-of-sanitation"]).values()]
    known = [Fraction(score) for score in scores if score is not None]

    assert found["department-of-sanitation"].total == Decimal("31.49")
    assert sum(known) / len(known) == Fraction(200, 7) / 4 + Fraction(7100 + 5800 + 5700, 191) / 4
