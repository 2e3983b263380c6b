"""The verification sample."""

import math
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sampling import Frame, Item, draw, draw_by_value, frame_digest
from tests.oracles import draw as oracle

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


# ---------------------------------------------------------------- by a value that somebody gives

WEIGHED = st.dictionaries(
    st.sampled_from(["finance", "health", "water"]),
    st.dictionaries(st.integers(1, 30).map(str), st.integers(1, 6), min_size=1),
)
VALUES = st.text("0123456789", min_size=6, max_size=64)
SALT = "00112233445566778899aabbccddeeff"


def _by(value: str, frame: Frame, share: Fraction | str, salt: str = SALT) -> set[Item]:
    return set(draw_by_value(frame_digest(frame), salt, value, frame, Fraction(share)))


@given(VALUES, WEIGHED, SHARES)
def test_a_draw_by_value_is_what_a_second_plain_implementation_draws(
    value: str, frame: dict[str, dict[str, int]], share: Fraction
) -> None:
    assert frame_digest(frame) == oracle.digest(frame)
    assert _by(value, frame, share) == oracle.drawn(frame, SALT, value, str(share))


@given(VALUES, WEIGHED, SHARES)
def test_whatever_the_value_each_appraisee_has_its_share_drawn(
    value: str, frame: dict[str, dict[str, int]], share: Fraction
) -> None:
    drawn = draw_by_value(frame_digest(frame), SALT, value, frame, share)
    expected = {appraisee: math.ceil(share * len(own)) for appraisee, own in frame.items()}
    assert set(drawn) <= {(appraisee, indicator) for appraisee, own in frame.items() for indicator in own}
    assert len(set(drawn)) == len(drawn)
    assert Counter(appraisee for appraisee, _ in drawn) == expected


@given(VALUES, WEIGHED.filter(bool), SHARES, st.integers(1, 20), st.data())
def test_more_tickets_never_keep_a_value_from_being_drawn(
    value: str, frame: dict[str, dict[str, int]], share: Fraction, more: int, data: st.DataObject
) -> None:
    """Within one draw: the digest is that of the frame as it was fixed."""
    digest = frame_digest(frame)
    before = draw_by_value(digest, SALT, value, frame, share)
    appraisee, indicator = data.draw(st.sampled_from(sorted(before)))
    own = {**frame[appraisee], indicator: frame[appraisee][indicator] + more}
    after = draw_by_value(digest, SALT, value, {**frame, appraisee: own}, share)
    assert (appraisee, indicator) in after
    assert {item for item in after if item[0] != appraisee} == {item for item in before if item[0] != appraisee}


def test_a_value_of_three_times_the_weight_is_drawn_about_three_times_as_often() -> None:
    frame = {"water": {**{str(item): 1 for item in range(7)}, "heavy": 3}}
    drawn = Counter(item for value in range(4_000) for item in _by(f"{value:06d}", frame, "1/8"))
    # One of ten tickets wins: 1,200 and 400 times; six standard deviations are 174 and 114.
    assert abs(drawn["water", "heavy"] - 1_200) < 174
    assert all(abs(drawn["water", str(item)] - 400) < 114 for item in range(7))


@pytest.mark.parametrize("unknown", ["the value", "the salt"])
def test_who_does_not_know_both_the_value_and_the_salt_cannot_know_the_draw(unknown: str) -> None:
    """Every value of the frame is drawn by some value, whatever the salt, and by some salt, whatever the value."""
    frame = {"water": {str(item): 1 for item in range(20)}}
    guesses = [f"{guess:06d}" for guess in range(400)]
    drawn = [
        frozenset(_by(guess, frame, "0.1") if unknown == "the value" else _by("314159", frame, "0.1", guess))
        for guess in guesses
    ]
    assert len(set(drawn)) > 150  # of 190 pairs
    often = Counter(item for sample in drawn for item in sample)
    assert len(often) == 20
    assert all(abs(count - 40) < 36 for count in often.values())  # six standard deviations


def test_the_draw_by_value_is_the_published_rule() -> None:
    frame = {"finance": {"budget": 1, "delays": 2, "hotline": 1}}
    # printf 'finance|budget|1\nfinance|delays|2\nfinance|hotline|1' | sha256sum
    assert frame_digest(frame) == "a1a5633f075530422a29d54d01cd3f25c519e47bc46f8741975d452c8545487e"
    # printf '%s|5eed|314159|finance|delays|2' "$digest" | sha256sum, and so on for the four tickets.
    assert _by("314159", frame, "1/3", "5eed") == {("finance", "delays")}


def test_a_change_of_one_weight_is_a_change_of_the_digest() -> None:
    assert frame_digest({"water": {"1": 1}}) != frame_digest({"water": {"1": 2}})
