"""Proposals: rounded to add up to 1, with warnings, and computed anew from what they hold."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exact import Rounding, rounded
from domain.weighting import (
    Comparisons,
    Entropies,
    Method,
    Priorities,
    Proposal,
    measure,
    prioritise,
    propose,
    propose_again,
    shared_out,
    tell,
)
from tests.domain.weighting.given import compared, values

THIRDS = {id_: Fraction(1, 3) for id_ in ("c", "a", "b")}
GOOD = compared("quality cost time", "1 3 5", "1/3 1 2", "1/5 1/2 1")
BAD = compared("quality cost time", "1 3 1/5", "1/3 1 2", "5 1/2 1")
TABLE = values({"quality": [90, 80, 75], "cost": [3, 2, 5], "same": [1, 1, 1]}, down=["cost"], places=2)
BASES: list[Priorities | Entropies] = [
    *(prioritise(comparisons, method) for comparisons in (GOOD, BAD) for method in Method),
    measure(TABLE),
]


def test_the_unit_lacking_goes_to_the_first_of_equals_in_the_alphabet() -> None:
    assert shared_out(THIRDS, 2) == {"c": Decimal("0.33"), "a": Decimal("0.34"), "b": Decimal("0.33")}


def test_the_unit_lacking_goes_to_the_one_that_lost_most() -> None:
    figures = {"a": Decimal("0.3339"), "b": Decimal("0.3331"), "c": Decimal("0.3330")}
    assert shared_out(figures, 3) == {"a": Decimal("0.334"), "b": Decimal("0.333"), "c": Decimal("0.333")}


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=15).filter(any), st.integers(2, 12))
def test_weights_add_up_to_1_and_are_off_by_less_than_a_unit(parts: list[int], places: int) -> None:
    figures = {f"i{n}": Fraction(part, sum(parts)) for n, part in enumerate(parts)}
    weights = shared_out(figures, places)
    assert sum(weights.values()) == 1
    unit = Fraction(1, 10**places)
    assert all(abs(Fraction(weights[id_]) - figure) < unit for id_, figure in figures.items())
    assert all(weights[id_] == rounded(weights[id_], Rounding(places=places)) for id_ in figures)


@pytest.mark.parametrize("basis", BASES)
def test_the_record_survives_json_and_gives_the_proposal_again(basis: Priorities | Entropies) -> None:
    proposal = propose(basis)
    read = Proposal.model_validate_json(proposal.model_dump_json())
    assert read == proposal == propose_again(read)
    assert sum(proposal.weights.values()) == 1


def test_the_figures_of_an_entropy_proposal_lead_to_its_weights() -> None:
    """By hand: what each entropy lacks to 1, in proportion, rounded down, and the unit lacking to the greatest loss."""
    proposal = propose(measure(TABLE))
    assert isinstance(proposal.basis, Entropies)
    lacking = {id_: 1 - Fraction(entropy) for id_, entropy in proposal.basis.entropies.items()}
    shares = {id_: part / sum(lacking.values()) for id_, part in lacking.items()}
    assert {id_: int(share * 100) for id_, share in shares.items()} == {"quality": 55, "cost": 44, "same": 0}
    assert shares["quality"] % Fraction(1, 100) > shares["cost"] % Fraction(1, 100)
    assert proposal.weights == {"quality": Decimal("0.56"), "cost": Decimal("0.44"), "same": Decimal(0)}


def test_a_column_without_variation_is_warned_of() -> None:
    assert propose(measure(TABLE)).warnings == (
        "All appraisees have 1 in same: it tells nobody apart, so it weighs 0.",
    )


def test_a_weight_that_rounding_takes_away_is_warned_of() -> None:
    table = values({"wide": [0, 0, 1], "near": [1000, 1000, 1001]}, normalisation="share", places=2)
    [warning] = propose(measure(table)).warnings
    assert warning == "near weighs about 0.0000, which is rounded to 0: ask for more places, or leave it out."


def test_contradictions_are_warned_of_with_what_to_look_at() -> None:
    """Of three items, lambda max is 1 + t + 1/t, where t is the cube root of 3 x 2 x 5, and with 1/9 that of 10/9."""
    [warning] = propose(prioritise(BAD)).warnings
    assert warning == (
        "The comparisons contradict each other: the consistency ratio is about 1.2320, above 0.10. Look first at "
        "quality over cost: it is 3, and 1/9 would fit, for a ratio of about 0.0011."
    )


def test_up_to_the_limit_nothing_is_warned_of() -> None:
    ratio = prioritise(GOOD).consistency.ratio
    at, below = (GOOD.model_copy(update={"limit": limit}) for limit in (ratio, Fraction(ratio) - Fraction(1, 10**30)))
    assert propose(prioritise(at)).warnings == ()
    assert len(propose(prioritise(below)).warnings) == 1


def test_an_expert_who_contradicts_himself_is_told_apart() -> None:
    experts = [{"id": id_, "matrix": judged.matrix} for id_, judged in (("first", GOOD), ("second", BAD))]
    comparisons = Comparisons.model_validate({"items": GOOD.items, "limit": "0.5", "experts": experts})
    proposal = propose(prioritise(comparisons))
    assert [warning.partition(" contradict")[0] for warning in proposal.warnings] == ["The comparisons of second"]


def test_the_method_is_named() -> None:
    assert [propose(basis).method for basis in BASES] == [
        "AHP, principal eigenvector",
        "AHP, geometric mean of rows",
        "AHP, principal eigenvector",
        "AHP, geometric mean of rows",
        "entropy of values, min-max normalised",
    ]


def test_a_proposal_is_told_in_words() -> None:
    assert tell(propose(measure(TABLE))).splitlines() == [
        "Weights of 3 indicators by entropy of values, min-max normalised",
        "    quality: 0.56, from 0.557531, its entropy being 0.51186",
        "    cost: 0.44, from 0.442469, its entropy being 0.612602",
        "    same: 0.00, from 0, its entropy being 1",
        "    rounded down to 2 decimal places; what is then lacking to 1 goes to those that lost most",
        "Note: All appraisees have 1 in same: it tells nobody apart, so it weighs 0.",
    ]
