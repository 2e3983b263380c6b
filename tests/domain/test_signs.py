"""Signs at reported values, and the weights that follow from them."""

from decimal import Decimal
from fractions import Fraction
from statistics import median
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from domain.appraisal.recorded import PastValues, Recorded
from domain.appraisal.state import Appraisal, Reported
from domain.cycle.events import Sign, SignKind
from domain.cycle.signs import signs, usual_deviation, weights
from domain.regulation import Outliers, RiskWeights, Rulebook
from tests.domain.rulebooks import leaf, rulebook
from tests.oracles import signs as oracle

VALUES = st.lists(st.fractions(-50, 50, max_denominator=20), min_size=1, max_size=12)
MULTIPLES = st.fractions(Fraction(1, 4), 6, max_denominator=10)


def _rules(**outliers: str) -> Rulebook:
    return rulebook(
        leaf("a"),
        verification={"share": "1", "value_by": "supervision", **({"outliers": outliers} if outliers else {})},
    )


def _reported(value: Fraction | None, *, corrected: bool = False, past: list[Fraction] | None = None) -> Appraisal:
    by_year = {2000 + year: one for year, one in enumerate(past or [])}
    recorded = Recorded(past=MappingProxyType({"a": PastValues(by_year, 3)})) if past else Recorded()
    return Appraisal(reported=MappingProxyType({"a": Reported(value, (2,), corrected=corrected)}), recorded=recorded)


def _kinds(found: tuple[Sign, ...]) -> list[tuple[str, str]]:
    return [(sign.appraisee, sign.kind.value) for sign in found]


@given(VALUES, MULTIPLES)
def test_who_is_far_from_the_peers_is_whom_a_second_implementation_finds(
    values: list[Fraction], multiple: Fraction
) -> None:
    now = {f"unit-{number}": _reported(value) for number, value in enumerate(values)}

    found = signs(_rules(peers=str(multiple)), now, {})

    expected = {unit for unit, state in now.items() if oracle.far_from_peers(_value(state), values, multiple)}
    assert {sign.appraisee for sign in found} == expected
    for sign in found:
        value = _value(now[sign.appraisee])
        assert Fraction(sign.times) * oracle.usual(values) == abs(value - median(values))


@given(st.fractions(-50, 50, max_denominator=20), VALUES, MULTIPLES)
def test_who_is_far_from_the_own_past_is_whom_a_second_implementation_finds(
    value: Fraction, past: list[Fraction], multiple: Fraction
) -> None:
    found = signs(_rules(past=str(multiple)), {"unit": _reported(value, past=past)}, {})

    assert bool(found) is oracle.far_from_past(value, past, multiple)


def _value(state: Appraisal) -> Fraction:
    return Fraction(state.reported["a"].value or 0)


@given(VALUES)
def test_a_deviation_is_usual_unless_all_are_alike(values: list[Fraction]) -> None:
    assert (usual_deviation(values) == 0) is (len(set(values)) == 1)


@given(VALUES, st.fractions(-50, 50), st.fractions(Fraction(1, 9), 9))
def test_another_unit_of_measure_points_at_the_same(values: list[Fraction], shift: Fraction, scale: Fraction) -> None:
    rules = _rules(peers="2")
    now = {f"unit-{number}": _reported(value) for number, value in enumerate(values)}
    moved = {f"unit-{number}": _reported(scale * value + shift) for number, value in enumerate(values)}

    assert _kinds(signs(rules, now, {})) == _kinds(signs(rules, moved, {}))


def test_a_value_that_is_far_from_all_others_is_pointed_at_with_how_far() -> None:
    now = {f"unit-{number}": _reported(Fraction(value)) for number, value in enumerate((90, 91, 92, 93, 100))}

    assert signs(_rules(peers="3"), now, {}) == (
        Sign(
            appraisee="unit-4",
            indicator="a",
            kind=SignKind.FAR_FROM_PEERS,
            value=Decimal(100),
            against=Decimal(92),
            times=Decimal(8),
        ),
    )


def test_of_two_nobody_is_far_from_the_other() -> None:
    now = {"one": _reported(Fraction(1)), "other": _reported(Fraction(1000))}
    assert signs(_rules(peers="1/100"), now, {}) == ()


def test_who_reported_no_value_is_far_from_nothing_and_brings_nobody_near() -> None:
    now = {**{f"unit-{n}": _reported(Fraction(n)) for n in (1, 2)}, "silent": _reported(None)}
    assert signs(_rules(peers="1/100", past="1/100"), now, {}) == ()


def test_without_values_of_earlier_years_the_value_of_the_cycle_before_is_the_past() -> None:
    now, before = {"unit": _reported(Fraction(30))}, {"unit": _reported(Fraction(10))}
    assert _kinds(signs(_rules(past="1"), now, before)) == [("unit", "far-from-past")]
    assert signs(_rules(past="2"), now, before) == ()


def test_a_value_corrected_in_the_cycle_before_is_pointed_at_whatever_it_is_now() -> None:
    now, before = {"unit": _reported(Fraction(10))}, {"unit": _reported(Fraction(10), corrected=True)}
    assert _kinds(signs(_rules(), now, before)) == [("unit", "corrected-before")]
    assert signs(_rules(), now, {"unit": _reported(Fraction(10))}) == ()


# ---------------------------------------------------------------- weights

SIGNS = st.lists(
    st.builds(
        Sign,
        appraisee=st.sampled_from(["finance", "health"]),
        indicator=st.sampled_from(["a", "b"]),
        kind=st.sampled_from(SignKind),
        times=st.just(Decimal(3)),
    )
)
REPORTED = {"finance": ["a", "b"], "health": ["a"]}


@given(SIGNS, st.integers(1, 9), st.integers(0, 9), st.integers(0, 9))
def test_a_weight_is_that_of_the_indicator_and_more_for_each_cause(
    found: list[Sign], own: int, corrected: int, outlier: int
) -> None:
    risk = RiskWeights(indicators={"b": own}, corrected=corrected, outlier=outlier)

    frame = weights(risk, REPORTED, found)

    for appraisee, indicators in REPORTED.items():
        assert list(frame[appraisee]) == indicators
        for indicator in indicators:
            kinds = {sign.kind for sign in found if (sign.appraisee, sign.indicator) == (appraisee, indicator)}
            expected = own if indicator == "b" else 1
            expected += corrected * (SignKind.CORRECTED_BEFORE in kinds)
            expected += outlier * bool(kinds & {SignKind.FAR_FROM_PEERS, SignKind.FAR_FROM_PAST})
            assert frame[appraisee][indicator] == expected


@given(SIGNS)
def test_where_the_rulebook_weighs_nothing_signs_are_hints_alone(found: list[Sign]) -> None:
    assert weights(None, REPORTED, found) == {"finance": {"a": 1, "b": 1}, "health": {"a": 1}}
    assert weights(RiskWeights(), REPORTED, found) == {"finance": {"a": 1, "b": 1}, "health": {"a": 1}}


def test_the_rules_read_from_a_document_are_exact() -> None:
    assert _rules(peers="3/2").verification.outliers == Outliers(peers=Fraction(3, 2))
