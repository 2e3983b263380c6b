"""The verdicts of the Mayor's Management Report, computed by the rulebook alone from the imported table."""

from fractions import Fraction
from itertools import chain

import pytest

from api.importing import Plan, Profile, Table, draw_up
from domain.exact import Rounding, rounded
from domain.regulation import MetOrNot, leaves_for, parse
from domain.scoring import Fact, Facts, Result, compute
from tests.e2e import mayors_report

pytestmark = mayors_report.needs_table


def results(made: Plan) -> dict[str, Result]:
    """The result of every agency, from the values as they would be reported."""
    rulebook = parse(made.rulebook.document)
    return {
        one.appraisee: compute(
            rulebook,
            one.appraisee,
            Facts(values={entry.indicator: Fact(value=entry.value) for entry in one.report.values}),
        )
        for one in made.reports
    }


def verdicts(made: Plan) -> dict[str, str]:
    return dict(chain.from_iterable(result.verdicts.items() for result in results(made).values()))


def test_the_table_holds_34_named_agencies_with_286_targeted_indicators() -> None:
    made = mayors_report.plan()

    assert (len(made.appraisees), made.indicators, made.values) == (34, 286, 286)
    assert {left.column: left.rows for left in made.left_out} == {"Target.MMR": 788, "Agency.Full.Name.y": 65}
    assert made.rows == 1139 == 286 + 788 + 65


def test_every_published_verdict_is_the_computed_one() -> None:
    made = mayors_report.plan()
    computed, published = verdicts(made), mayors_report.published(made)

    assert {indicator: computed[indicator] for indicator in published} == published
    assert (len(published), len(computed) - len(published)) == (127, 159)
    assert {verdict: list(published.values()).count(verdict) for verdict in set(published.values())} == {
        "Met_Goal": 64,
        "Did_Not_Meet": 63,
    }


def test_verdicts_of_rows_that_name_no_agency_agree_as_well() -> None:
    document = mayors_report.profile().model_dump(mode="json", by_alias=True, exclude_none=True)
    document["appraisees"]["name"]["column"] = "Critical"  # yes or no, and given in every row
    document["rows"]["where_given"] = ["Target.MMR"]

    made = draw_up(Table.load(mayors_report.TABLE), Profile.model_validate(document))

    computed, published = verdicts(made), mayors_report.published(made)
    assert {indicator: computed[indicator] for indicator in published} == published
    assert (len(published), len(computed)) == (192, 351)


def test_an_agencys_total_is_the_share_of_its_targets_met() -> None:
    made = mayors_report.plan()

    found = results(made)

    totals = {unit: result.total for unit, result in found.items()}
    assert totals == {
        unit: rounded(
            Fraction(100 * list(result.verdicts.values()).count("Met_Goal"), len(result.verdicts)), Rounding()
        )
        for unit, result in found.items()
    }
    assert len(set(totals.values())) > 10  # shares that differ, or equality would say little


def test_weights_are_equal_within_each_agency_and_add_up_to_one() -> None:
    made = mayors_report.plan()
    rulebook = parse(made.rulebook.document)

    for unit in made.appraisees:
        weights = [leaf.share for leaf in leaves_for(rulebook, unit.id)]
        assert weights == [Fraction(1, len(unit.entries))] * len(unit.entries)
        assert sum(weights) == 1


def test_a_value_of_another_size_turns_its_verdict_and_no_other() -> None:
    before = verdicts(mayors_report.plan())

    def worse(content: bytes) -> bytes:
        lines = content.split(b"\n")
        place = next(place for place, line in enumerate(lines) if line.startswith(b"119,Down,"))
        lines[place] = lines[place].replace(b",12,4.5,6.33", b",12,12.0000000000000001,6.33")
        assert lines != content.split(b"\n")
        return b"\n".join(lines)

    after = verdicts(mayors_report.plan(worse))

    assert before["mmr-119"] == "Met_Goal"
    assert {indicator: verdict for indicator, verdict in after.items() if before[indicator] != verdict} == {
        "mmr-119": "Did_Not_Meet"
    }


@pytest.mark.parametrize("shift", ["direction", "boundary"])
def test_the_comparison_would_notice_a_wrong_rule(shift: str) -> None:
    """Published verdicts disagree with the other direction, and with targets that would have to be surpassed."""
    made = mayors_report.plan()
    rulebook, published = parse(made.rulebook.document), mayors_report.published(made)
    wrong = 0
    for one in made.reports:
        leaves = {leaf.id: leaf for leaf in leaves_for(rulebook, one.appraisee)}
        for entry in one.report.values:
            leaf = leaves[entry.indicator]
            if entry.indicator not in published or leaf.target is None or entry.value is None:
                continue
            assert isinstance(leaf.rule, MetOrNot)
            up = (leaf.direction == "up") is (shift == "boundary")
            strict = entry.value > leaf.target if up else entry.value < leaf.target
            met = strict if shift == "boundary" else strict or entry.value == leaf.target
            wrong += (leaf.rule.verdicts.met if met else leaf.rule.verdicts.not_met) != published[entry.indicator]
    assert wrong > 0
