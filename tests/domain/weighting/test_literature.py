"""What the literature has computed, to the digits it prints."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from domain.weighting import Method, measure, prioritise
from tests.domain.weighting.given import compared, shown, to, values

HOUSE = compared(
    "size transport neighbourhood age yard facilities condition financing",
    "1   5   3   7 6   6   1/3 1/4",
    "1/5 1   1/3 5 3   3   1/5 1/7",
    "1/3 3   1   6 3   4   6   1/5",
    "1/7 1/5 1/6 1 1/3 1/4 1/7 1/8",
    "1/6 1/3 1/3 3 1   1/2 1/5 1/6",
    "1/6 1/3 1/4 4 2   1   1/5 1/6",
    "3   5   1/6 7 5   5   1   1/2",
    "4   7   5   8 6   6   2   1",
)
DRINKS = compared(
    "coffee wine tea beer soda milk water",
    "1   9 5 2   1   1   1/2",
    "1/9 1 1/3 1/9 1/9 1/9 1/9",
    "1/5 3 1 1/3 1/4 1/3 1/9",
    "1/2 9 3 1   1/2 1   1/3",
    "1   9 4 2   1   2   1/2",
    "1   9 3 1   1/2 1   1/3",
    "2   9 9 3   2   3   1",
)


def as_printed(figures: Mapping[str, Decimal | Fraction], *printed: str) -> bool:
    """Whether figures are those of table 3, whose last digit is off by up to one: its weights stop at three places."""
    pairs = zip(figures.values(), map(Decimal, printed), strict=True)
    return all(abs(Fraction(figure) - Fraction(given)) <= Fraction(1, 1000) for figure, given in pairs)


def test_drinks_in_the_united_states() -> None:
    """Saaty (2008), Decision making with the analytic hierarchy process, Int. J. Services Sciences 1(1), 83-98."""
    found = prioritise(DRINKS)
    assert shown(found.figures, 3) == ["0.177", "0.019", "0.042", "0.116", "0.190", "0.129", "0.327"]
    assert to(found.consistency.ratio, 3) == Decimal("0.022")


def test_choosing_a_house() -> None:
    """Saaty (1990), How to make a decision: the analytic hierarchy process, EJOR 48, 9-26, table 2."""
    found = prioritise(HOUSE)
    assert shown(found.figures, 2) == ["0.17", "0.05", "0.19", "0.02", "0.03", "0.04", "0.17", "0.33"]
    assert shown(found.figures, 3) == ["0.173", "0.054", "0.188", "0.018", "0.031", "0.036", "0.167", "0.333"]
    consistency = found.consistency
    assert [to(consistency.lambda_max, 3), to(consistency.index, 3), to(consistency.ratio, 3)] == [
        Decimal("9.669"),
        Decimal("0.238"),
        Decimal("0.169"),
    ]
    assert not consistency.acceptable


def test_the_cell_that_spoils_the_house() -> None:
    """Saaty (2003), Decision-making with the AHP: why is the principal eigenvector necessary, EJOR 145, 85-91, table 3.

    He finds the seventh of the third row, by 5.32 (5.32156, from weights to five places).
    """
    outlier = prioritise(HOUSE).consistency.outlier
    assert outlier is not None
    assert (outlier.item, outlier.other, outlier.value) == ("neighbourhood", "condition", Decimal(6))
    assert (to(outlier.departure, 2), outlier.ties) == (Decimal("5.32"), 0)


@pytest.mark.parametrize("method", Method)
def test_transportation_of_the_houses(method: Method) -> None:
    """Saaty (1990), table 3: inconsistent; of three items, both methods say the same."""
    found = prioritise(compared("a b c", "1 7 1/5", "1/7 1 1/8", "5 8 1"), method)
    assert as_printed(found.figures, "0.233", "0.055", "0.713")
    consistency = found.consistency
    assert (to(consistency.lambda_max, 3), to(consistency.ratio, 3)) == (Decimal("3.247"), Decimal("0.213"))


@pytest.mark.parametrize("method", Method)
def test_financing_of_the_houses(method: Method) -> None:
    """Saaty (1990), table 3."""
    found = prioritise(compared("a b c", "1 1/7 1/5", "7 1 3", "5 1/3 1"), method)
    assert as_printed(found.figures, "0.072", "0.650", "0.278")
    consistency = found.consistency
    assert [to(consistency.lambda_max, 3), to(consistency.index, 3), to(consistency.ratio, 3)] == [
        Decimal("3.065"),
        Decimal("0.032"),
        Decimal("0.056"),
    ]


@pytest.mark.parametrize("method", Method)
def test_condition_of_the_houses(method: Method) -> None:
    """Saaty (1990), table 3: consistent."""
    found = prioritise(compared("a b c", "1 1/2 1/2", "2 1 1", "2 1 1"), method)
    assert found.figures == {"a": Decimal("0.2"), "b": Decimal("0.4"), "c": Decimal("0.4")}
    consistency = found.consistency
    assert (consistency.lambda_max, consistency.ratio, consistency.outlier) == (Decimal(3), Decimal(0), None)


def test_entropy_weights_of_four_attributes() -> None:
    """Xu (2004), A note on the subjective and objective integrated approach [...], EJOR 156(2), 530-532."""
    columns: dict[str, list[object]] = {
        "a": [30, 19, 19, 68],
        "b": [30, 54, 15, 70],
        "c": [38, 86, 85, 60],
        "d": [29, 29, "28.9", 29],
    }
    found = measure(values(columns, normalisation="share"))
    assert shown(found.figures, 4) == ["0.4630", "0.3992", "0.1378", "0.0000"]


def test_entropy_weights_of_four_criteria() -> None:
    """Zavadskas and Podvezko (2016), Integrated determination of objective criteria weights in MCDM, IJITDM 15(2)."""
    columns: dict[str, list[object]] = {
        "a": ["3.0", "2.5", "1.8", "2.2"],
        "b": [100, 80, 50, 70],
        "c": [10, 8, 20, 12],
        "d": [7, 5, 11, 9],
    }
    found = measure(values(columns, down=["a", "c"], normalisation="share"))
    assert shown(found.figures, 4) == ["0.1146", "0.1981", "0.4185", "0.2689"]


def test_entropy_weights_of_twelve_alternatives() -> None:
    """Elsayed, Dawood and Karthikeyan (2017), [...] TOPSIS method with entropy weight, IJETT 46(2), 60-66."""
    columns: dict[str, list[object]] = {
        "a": [7, 72, 10, 10, 65, 29, 7, 70, 4, 12, 21, 1],
        "b": [312, 88, 252, 145, 54, 48, 476, 87, 86, 79, 45, 72],
        "c": [1891, 728, 2594, 980, 350, 380, 3300, 650, 591, 579, 261, 530],
        "d": [6613, 941804, 3466, 2371, 501, 912, 78470, 733, 3015, 3240, 1253, 4333],
        "e": [163, 1078, 117471, 86329, 29897, 34051, 2212, 819000, 103, 96098, 453, "0.104800"],
    }
    found = measure(values(columns, normalisation="share"))
    assert shown(found.figures, 6) == ["0.104991", "0.069124", "0.071373", "0.449937", "0.304575"]
