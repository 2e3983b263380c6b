from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.examination.likeness import alike, grams, likeness, plain

TEXTS = st.lists(st.text(alphabet="abcd 增长收入", max_size=12).map(grams), max_size=12)


def test_chinese_is_cut_into_pairs_and_words_into_triples_with_their_ends() -> None:
    assert grams("GDP增长率") == {" gd", "gdp", "dp ", "增长", "长率"}


def test_case_width_punctuation_and_spacing_do_not_matter() -> None:
    assert plain("Ｇrowth—of  “GDP”") == plain("growth of gdp") == "growth of gdp"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("重点任务按期完成率", "重点任务完成率", Fraction(5, 7)),
        ("growth", "growth", Fraction(1)),
        ("Growth", "丰收", Fraction(0)),
        ("", "", Fraction(0)),
        ("长", "长", Fraction(1)),
    ],
)
def test_likeness_is_the_share_of_n_grams_in_common(one: str, other: str, expected: Fraction) -> None:
    assert likeness(grams(one), grams(other)) == expected


@given(TEXTS, st.fractions(min_value=Fraction(1, 10), max_value=1))
def test_all_pairs_as_alike_as_asked_are_found(texts: list[frozenset[str]], least: Fraction) -> None:
    pairs = combinations(range(len(texts)), 2)
    expected = {(i, j, likeness(texts[i], texts[j])) for i, j in pairs if likeness(texts[i], texts[j]) >= least}
    found = list(alike(texts, least, most=len(texts)))
    assert (set(found), len(found)) == (expected, len(expected))


@given(st.integers(min_value=1, max_value=5), st.integers(min_value=0, max_value=12))
def test_no_text_is_in_more_pairs_than_asked(most: int, size: int) -> None:
    found = list(alike([grams("growth")] * size, Fraction(1), most))
    assert all(sum(place in pair[:2] for pair in found) <= most for place in range(size))
    assert bool(found) is (size > 1)
