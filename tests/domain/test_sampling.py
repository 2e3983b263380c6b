"""The verification sample."""

import math
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sampling import draw

FRAMES = st.sets(st.tuples(st.sampled_from(["finance", "health", "water"]), st.integers(1, 30).map(str))).map(sorted)
SHARES = st.fractions(Fraction(1, 50), 1)


@given(st.text("0123456789abcdef"), FRAMES, SHARES)
def test_each_appraisee_has_its_share_drawn_rounded_up(
    seed: str, frame: list[tuple[str, str]], share: Fraction
) -> None:
    drawn = draw(seed, frame, share)
    assert set(drawn) <= set(frame)
    assert len(set(drawn)) == len(drawn)
    listed = Counter(appraisee for appraisee, _ in frame)
    expected = {appraisee: math.ceil(share * count) for appraisee, count in listed.items()}
    assert Counter(appraisee for appraisee, _ in drawn) == expected


@given(FRAMES.flatmap(st.permutations), SHARES)
def test_the_order_of_the_frame_does_not_matter(frame: list[tuple[str, str]], share: Fraction) -> None:
    assert draw("5eed", frame, share) == draw("5eed", sorted(frame), share)
    assert draw("5eed", [*frame, *frame], share) == draw("5eed", frame, share)


def test_the_draw_is_the_published_rule() -> None:
    frame = [("water", str(item)) for item in range(5)] + [("finance", "1")]
    # Anyone can check: printf '5eed|water|0' | sha256sum, and so on; the two smallest are drawn.
    assert draw("5eed", frame, Decimal("0.4")) == (("finance", "1"), ("water", "4"), ("water", "0"))


def test_what_one_appraisee_reports_does_not_change_the_draw_of_another() -> None:
    frame = [("water", str(item)) for item in range(20)]
    alone = draw("5eed", frame, Decimal("0.2"))
    assert draw("5eed", [("finance", "1"), *frame], Decimal("0.2")) == (("finance", "1"), *alone)


def test_every_item_is_drawn_as_often_as_its_share_says() -> None:
    frame = [("water", str(item)) for item in range(20)]
    drawn = Counter(item for seed in range(2_000) for item in draw(f"{seed:032x}", frame, Decimal("0.2")))
    # 400 expected each; six standard deviations of a binomial draw are 107.
    assert set(drawn) == set(frame)
    assert all(abs(count - 400) < 107 for count in drawn.values())


def test_a_share_of_all_draws_all() -> None:
    frame = [("water", "1"), ("water", "2")]
    assert sorted(draw("5eed", frame, Decimal(1))) == frame


@pytest.mark.parametrize("share", [Decimal("0.01"), Fraction(1, 10**9)])
def test_who_reported_anything_is_verified_on_something(share: Decimal | Fraction) -> None:
    assert len(draw("5eed", [("water", "1"), ("water", "2")], share)) == 1


def test_an_empty_frame_draws_nothing() -> None:
    assert draw("5eed", [], Decimal(1)) == ()
