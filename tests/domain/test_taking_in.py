"""Taking in: months count in their year by rule, with every source cited; nothing that is lacking is presumed."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from domain.appraisal.events import ValueCorrected
from domain.appraisal.facts import facts
from domain.appraisal.state import Appraisal
from domain.appraisal.taken_events import TakenIn, TakenSource, ValuesTakenIn
from domain.command import SYSTEM_CLOCK
from domain.cycle.belonging import AddAppraisee, RemoveAppraisee
from domain.cycle.cancelling import CancelCycle
from domain.cycle.containing import RecordInnerRefused
from domain.cycle.events import Leaving
from domain.exact import number
from domain.regulation import parse, problems
from domain.schedule import Period, StepName
from domain.scoring import compute
from domain.streams import cycle_stream
from tests.domain.given import Given
from tests.domain.history import HEAD, OFFICE, UNIT, VERIFIER, private
from tests.domain.linked import YEAR, begun, indicator, launched, of, opened, report, reported, rulebook

MONTHS = rulebook("months", indicator("growth"), kind="peacetime")


def intake(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    return {
        "id": "monthly-growth",
        "at": "scoring",
        "source": "inner",
        "takes": "value",
        "indicator": "growth",
        "into": "growth",
        "combined": "mean",
        **fields,
    }


def years(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - fields of a document
    return rulebook("years", indicator("growth"), indicator("own"), intakes=[intake(**fields)])


def of_month(month: int) -> Period:
    return Period(start=date(2026, month, 1), end=date(2026, month, 28))


def year_of_months(*values: str | None, **fields: Any) -> Given:  # noqa: ANN401 - fields of a document
    """A year with as many months as there are values, each of which reported one, or nothing at all."""
    given = launched(begun(MONTHS, years(**fields)), YEAR, "years")
    for month, value in enumerate(values, start=1):
        given = launched(given, f"month-{month}", "months", of_month(month), within=YEAR)
        if value is not None:
            given = reported(given, f"month-{month}", growth=value)
    return given


def taken(given: Given) -> TakenIn:
    """What scoring in the year takes in as it opens."""
    given = opened(given, YEAR, StepName.SCORING)
    event = next(one for one in given.streams[of(YEAR)] if isinstance(one, ValuesTakenIn))
    assert len(event.taken) == 1
    return event.taken[0]


def test_the_mean_of_the_months_is_taken_in_when_scoring_opens_and_cites_each_of_them() -> None:
    given = year_of_months("90", "96", "99")

    assert taken(given) == TakenIn(
        rule="monthly-growth",
        into="growth",
        value=Decimal(95),
        sources=tuple(
            TakenSource(stream=of(f"month-{month}"), version=given.state(of(f"month-{month}")).version, value=value)
            for month, value in ((1, Decimal(90)), (2, Decimal(96)), (3, Decimal(99)))
        ),
        lacking=(),
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"combined": "sum"}, "285"),
        ({"combined": "latest"}, "99"),
        ({"combined": "least"}, "90"),
        ({"combined": "greatest"}, "99"),
        ({"combined": "weighted", "weights": ["0.2", "0.3", "0.5"]}, "96.3"),
        ({"combined": "weighted", "weights": ["1", "2"]}, "96"),  # the last weight counts for all that follow
    ],
)
def test_months_count_as_the_rule_says(fields: dict[str, Any], expected: str) -> None:
    assert taken(year_of_months("90", "96", "99", **fields)).value == number(expected)


def test_a_month_that_has_nothing_to_give_is_said_to_be_lacking_and_not_counted() -> None:
    found = taken(year_of_months("90", None, "99"))
    assert (found.value, found.lacking) == (Fraction(189, 2), (of("month-2"),))


def test_a_weight_belongs_to_its_month_whether_others_are_lacking_or_not() -> None:
    found = taken(year_of_months("90", None, "100", combined="weighted", weights=["0.2", "0.3", "0.6"]))
    assert found.value == number("97.5")


def test_a_month_that_was_cancelled_gives_nothing_and_the_one_in_its_stead_has_its_weight() -> None:
    weighted = {"combined": "weighted", "weights": ["0.2", "0.3", "0.5"]}
    given = year_of_months("90", "96", "99", **weighted)
    given = given.when(
        cycle_stream("month-2"), CancelCycle(reason="Launched over the wrong days"), actor=OFFICE
    ).accepted
    given = launched(given, "month-2-again", "months", of_month(2), within=YEAR)
    given = reported(given, "month-2-again", growth="60")

    found = taken(given)

    assert found.value == number("85.5")
    assert [one.stream for one in found.sources] == [of("month-1"), of("month-2-again"), of("month-3")]


def test_a_month_that_the_unit_has_left_is_lacking() -> None:
    given = year_of_months("90", "96")
    stream = cycle_stream("month-2")
    given = given.when(stream, AddAppraisee(appraisee="health", reason="Founded"), actor=OFFICE).accepted
    leave = RemoveAppraisee(appraisee=UNIT, why=Leaving.CLOSED, reason="Not appraised in February")
    found = taken(given.when(stream, leave, actor=OFFICE).accepted)
    assert (found.value, found.lacking) == (Decimal(90), (of("month-2"),))


def test_a_month_that_could_not_be_launched_keeps_its_weight_from_the_others() -> None:
    contains = [{"rulebook": "months", "kind": "peacetime", "every": "month"}]
    weighted = intake(combined="weighted", weights=["1", "0.2", "0.8"])
    year = rulebook("years", indicator("growth"), indicator("own"), intakes=[weighted], contains=contains)
    given = launched(begun(MONTHS, year), YEAR, "years")
    refusal = RecordInnerRefused(cycle=f"{YEAR}-1", attempt=1, thing="a", problem="b", mend="c")
    given = given.when(cycle_stream(YEAR), refusal, actor=SYSTEM_CLOCK).accepted
    for month, value in ((2, "90"), (3, "100")):
        given = reported(
            launched(given, f"month-{month}", "months", of_month(month), within=YEAR), f"month-{month}", growth=value
        )
    assert taken(given).value == number("98")


def test_a_value_that_was_corrected_after_it_was_taken_in_counts_as_corrected() -> None:
    given = opened(year_of_months("90", at="reporting"), YEAR, StepName.REPORTING)
    correction = ValueCorrected(
        indicator="growth", was="90", value="60", cites=3, reason=private(VERIFIER, "Books"), by=VERIFIER
    )
    given = given.happened(of("month-1"), correction)

    given = opened(given.when(of(YEAR), report({"own": "1"}), actor=HEAD).accepted, YEAR, StepName.SCORING)

    assert facts(given.state(of(YEAR))).values["growth"].value == 60


def test_too_few_months_give_nothing_and_the_rulebook_says_what_is_missing() -> None:
    given = year_of_months("90", None, None, needs=2)
    assert taken(given).value is None
    given = opened(given, YEAR, StepName.SCORING)
    assert "growth" not in facts(given.state(of(YEAR))).values


def test_a_year_without_months_takes_in_nothing_and_says_so() -> None:
    found = taken(year_of_months())
    assert (found.value, found.sources, found.lacking) == (None, (), ())


def test_what_is_taken_in_is_not_asked_for_in_the_report() -> None:
    given = opened(year_of_months("90"), YEAR, StepName.REPORTING)
    refusal = given.when(of(YEAR), report({"growth": "1", "own": "2"}), actor=HEAD).refusal
    assert refusal is not None
    assert refusal.problem == "holds the value of indicator growth, which is not to be reported"
    given.when(of(YEAR), report({"own": "2"}), actor=HEAD).accepted  # noqa: B018 - it is


def test_a_result_explains_what_was_taken_in_down_to_each_source() -> None:
    given = opened(year_of_months("90", "100"), YEAR, StepName.SCORING)
    state: Appraisal = given.state(of(YEAR))

    result = compute(parse(years()), UNIT, facts(state))

    leaf = next(one for one in _walk(result.explanation) if "Growth" in one.label)
    event = given.streams[of(YEAR)].index(next(e for e in given.streams[of(YEAR)] if isinstance(e, ValuesTakenIn)))
    assert leaf.cites == (event + 1,)
    assert leaf.evidence == tuple(f"{of(month)}@{given.state(of(month)).version}" for month in ("month-1", "month-2"))


def _walk(explanation: Any) -> Any:  # noqa: ANN401 - a tree
    yield explanation
    for child in explanation.children:
        yield from _walk(child)


@pytest.mark.parametrize(
    ("fields", "place", "problem"),
    [
        ({"at": "goals"}, "intakes.1.at", "there is no step goals"),
        ({"into": "other"}, "intakes.1.into", "there is no indicator 'other' that takes a number as its value"),
        ({"takes": "total"}, "intakes.1.indicator", "it takes a total"),
        ({"combined": "weighted"}, "intakes.1.weights", "it takes the weighted"),
        ({"weights": ["1"]}, "intakes.1.weights", "it takes the mean"),
        ({"needs": 0}, "intakes.1.needs", "it is 0"),
        ({"of": "leads"}, "intakes.1.of", "there is no attribute 'leads'"),
        ({"takes": "grade", "indicator": None}, "intakes.1.into", "there is no attribute 'growth' that is a text"),
        ({"takes": "grade", "indicator": None}, "intakes.1.combined", "grades have no mean"),
    ],
)
def test_a_rule_that_could_not_give_anything_is_found(fields: dict[str, Any], place: str, problem: str) -> None:
    assert (place, problem) in [(one.place, one.problem) for one in problems(years(**fields))]
