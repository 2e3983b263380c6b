"""Laws of weights from comparisons."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.exact import text
from domain.weighting import Comparisons, Method, prioritise
from tests.domain.weighting.given import compared, ratios

CLOSE = Fraction(1, 10**28)
METHODS = pytest.mark.parametrize("method", Method)
SCALE = sorted({Fraction(n) ** sign for n in range(1, 10) for sign in (1, -1)})
Pairs = dict[str, dict[str, str]]


def _pairs(ids: Sequence[str], judgments: Sequence[Fraction]) -> Pairs:
    found: Pairs = {}
    for (item, other), judgment in zip(combinations(ids, 2), judgments, strict=True):
        found.setdefault(item, {})[other] = text(judgment)
    return found


@st.composite
def pairs(draw: st.DrawFn, most: int = 7) -> tuple[list[str], Pairs]:
    ids = [f"i{n}" for n in range(draw(st.integers(2, most)))]
    count = len(ids) * (len(ids) - 1) // 2
    return ids, _pairs(ids, draw(st.lists(st.sampled_from(SCALE), min_size=count, max_size=count)))


def _comparisons(ids: Sequence[str], comparisons: Pairs) -> Comparisons:
    return Comparisons.model_validate({"items": ids, "comparisons": comparisons})


@METHODS
@given(given_=pairs())
def test_weights_are_positive_and_add_up_to_1(method: Method, given_: tuple[list[str], Pairs]) -> None:
    figures = prioritise(_comparisons(*given_), method).figures
    assert min(figures.values()) > 0
    assert abs(sum((Fraction(figure) for figure in figures.values()), Fraction(-1))) < CLOSE


@METHODS
@given(parts=st.lists(st.integers(1, 9), min_size=2, max_size=9))
def test_a_consistent_matrix_gives_its_weights_back(method: Method, parts: list[int]) -> None:
    weights = {f"i{n}": part for n, part in enumerate(parts)}
    comparisons = Comparisons.model_validate({"items": list(weights), "matrix": ratios(weights)})
    found = prioritise(comparisons, method)
    for id_, part in weights.items():
        assert abs(Fraction(found.figures[id_]) - Fraction(part, sum(parts))) < CLOSE
    consistency = found.consistency
    assert (consistency.lambda_max, consistency.ratio, consistency.acceptable) == (
        Decimal(len(parts)),
        Decimal(0),
        True,
    )
    assert consistency.outlier is None


@METHODS
@given(given_=pairs(), random=st.randoms(use_true_random=False))
def test_the_order_of_items_changes_no_weight(method: Method, given_: tuple[list[str], Pairs], random: object) -> None:
    ids, comparisons = given_
    shuffled = sorted(ids, key=lambda _: random.random())  # type: ignore[attr-defined] # a Random of hypothesis
    assert (
        prioritise(_comparisons(shuffled, comparisons), method).figures
        == prioritise(_comparisons(ids, comparisons), method).figures
    )


@given(given_=pairs(most=3))
def test_of_up_to_three_items_both_methods_say_the_same(given_: tuple[list[str], Pairs]) -> None:
    eigenvector, mean = (prioritise(_comparisons(*given_), method) for method in Method)
    assert eigenvector.figures == mean.figures
    assert eigenvector.consistency == mean.consistency


@METHODS
@given(given_=pairs())
def test_lambda_max_is_never_below_the_size(method: Method, given_: tuple[list[str], Pairs]) -> None:
    consistency = prioritise(_comparisons(*given_), method).consistency
    assert consistency.lambda_max >= len(given_[0])
    assert (consistency.ratio == 0) == (consistency.outlier is None)


@given(given_=pairs())
def test_the_eigenvector_is_one(given_: tuple[list[str], Pairs]) -> None:
    """A w is lambda_max w, by arithmetic that has nothing to do with how it was found."""
    ids, comparisons = given_
    found = prioritise(_comparisons(ids, comparisons))
    weights = [Fraction(weight) for weight in found.figures.values()]
    for row, item in enumerate(ids):
        total = Fraction(0)
        for column, other in enumerate(ids):
            times = comparisons.get(item, {}).get(other)
            back = comparisons.get(other, {}).get(item)
            total += weights[column] * (Fraction(times) if times else 1 / Fraction(back or 1))
        assert abs(total - Fraction(found.consistency.lambda_max) * weights[row]) < 10**2 * CLOSE


@METHODS
def test_correcting_the_outlier_gives_the_ratio_foretold(method: Method) -> None:
    rows = ["1 5 3 7", "1/5 1 1/3 5", "1/3 3 1 1/6", "1/7 1/5 6 1"]
    before = prioritise(compared("a b c d", *rows), method).consistency
    assert before.outlier is not None
    assert (before.outlier.item, before.outlier.other, before.outlier.fitting) == ("c", "d", Decimal(6))

    rows[2], rows[3] = "1/3 3 1 6", "1/7 1/5 1/6 1"
    after = prioritise(compared("a b c d", *rows), method).consistency
    assert after.ratio == before.outlier.ratio_then < before.ratio


def test_of_three_items_all_comparisons_are_equally_far_off() -> None:
    outlier = prioritise(compared("a b c", "1 2 1", "1/2 1 2", "1 1/2 1")).consistency.outlier
    assert outlier is not None
    assert (outlier.item, outlier.other, outlier.ties, outlier.implied) == ("a", "b", 2, Decimal("0.5"))


@METHODS
@given(given_=pairs(), times=st.integers(2, 5))
def test_experts_of_one_mind_count_as_one(method: Method, given_: tuple[list[str], Pairs], times: int) -> None:
    ids, comparisons = given_
    experts = [{"id": f"e{n}", "comparisons": comparisons} for n in range(times)]
    group = prioritise(Comparisons.model_validate({"items": ids, "experts": experts}), method)
    alone = prioritise(_comparisons(ids, comparisons), method)
    assert group.figures == alone.figures
    assert list(group.experts.values()) == [alone.consistency] * times


def test_opposite_experts_leave_things_alike() -> None:
    experts = [{"id": "one", "matrix": [["1", "9"], ["1/9", "1"]]}, {"id": "two", "matrix": [["1", "1/9"], ["9", "1"]]}]
    group = prioritise(Comparisons.model_validate({"items": ["a", "b"], "experts": experts}))
    assert group.figures == {"a": Decimal("0.5"), "b": Decimal("0.5")}


@given(
    first=st.lists(st.sampled_from(SCALE), min_size=6, max_size=6),
    second=st.lists(st.sampled_from(SCALE), min_size=6, max_size=6),
)
def test_the_geometric_mean_of_experts_is_the_mean_of_their_weights(
    first: list[Fraction], second: list[Fraction]
) -> None:
    """Aczél and Saaty: with geometric means throughout, joining judgments and joining weights come to the same."""
    ids = list("abcd")
    own = [
        prioritise(_comparisons(ids, _pairs(ids, judgments)), Method.GEOMETRIC_MEAN).figures
        for judgments in (first, second)
    ]
    experts = [{"id": f"e{n}", "comparisons": _pairs(ids, given_)} for n, given_ in enumerate((first, second))]
    group = prioritise(Comparisons.model_validate({"items": ids, "experts": experts}), Method.GEOMETRIC_MEAN).figures
    for item, other in combinations(ids, 2):
        squared = (Fraction(group[item]) / Fraction(group[other])) ** 2
        product = Fraction(own[0][item]) / Fraction(own[0][other]) * Fraction(own[1][item]) / Fraction(own[1][other])
        assert abs(squared / product - 1) < 10**3 * CLOSE


@METHODS
def test_the_worst_of_the_largest_matrices_is_weighed(method: Method) -> None:
    ids = [f"i{n}" for n in range(15)]
    around = [
        ["1" if row == column else "9" if (column - row) % 15 < 8 else "1/9" for column in range(15)]
        for row in range(15)
    ]
    found = prioritise(Comparisons.model_validate({"items": ids, "matrix": around}), method)
    assert len(set(found.figures.values())) == 1
    assert not found.consistency.acceptable


def test_the_digits_of_the_caller_change_nothing() -> None:
    comparisons = compared("a b c d", "1 5 3 7", "1/5 1 1/3 5", "1/3 3 1 6", "1/7 1/5 1/6 1")
    expected = prioritise(comparisons)
    with localcontext() as context:
        context.prec = 3
        assert prioritise(comparisons) == expected
