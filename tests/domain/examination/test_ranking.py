from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.examination.ranking import disagreements, ranks

TOTALS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8)


def test_equals_share_the_better_rank() -> None:
    totals = {"a": Fraction(7), "b": Fraction(9), "c": Fraction(7), "d": Fraction(1)}
    assert ranks(totals) == {"a": 2, "b": 1, "c": 2, "d": 4}


@given(TOTALS)
def test_disagreements_are_the_pairs_ordered_otherwise(totals: list[tuple[int, int]]) -> None:
    before = {str(n): Fraction(one) for n, (one, _) in enumerate(totals)}
    after = {str(n): Fraction(other) for n, (_, other) in enumerate(totals)}
    expected = sum(
        _order(before[one], before[other]) != _order(after[one], after[other]) for one, other in combinations(before, 2)
    )
    assert disagreements(before, after) == disagreements(after, before) == expected


def _order(one: Fraction, other: Fraction) -> int:
    return (one > other) - (one < other)
