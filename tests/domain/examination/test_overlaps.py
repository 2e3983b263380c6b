from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.examination import Matter, Overlap, overlaps
from tests.domain.examination.given import advised, book, stated
from tests.domain.rulebooks import group

WORDS = st.text(alphabet="ab 增长", max_size=8)


def test_indicators_alike_in_name_definition_or_source_overlap() -> None:
    examined = book(
        stated("a", "1/2", name="重点任务按期完成率", definition="Tasks done in time", source="Tax office"),
        stated("b", "1/2", name="重点任务完成率", definition="Tasks done in time.", source="Tax  Office"),
    )
    assert advised(examined, Matter.OVERLAP) == [
        (
            "indicators.1.name: a has much the same name as b (about 71.43 % alike). "
            "Merge them, or name what sets them apart"
        ),
        ("indicators.1.definition: a has the same definition as b. Merge them, or define what sets them apart"),
        (
            "indicators.1.source: a has the same source as b. "
            "Take the value once and derive the other from it (value_from), or count only one of them"
        ),
    ]
    assert overlaps(examined)[0] == Overlap(field="name", indicators=("a", "b"), likeness=Fraction(5, 7))


def test_unlike_indicators_do_not_overlap() -> None:
    assert advised(book(stated("a", "1/2"), stated("b", "1/2")), Matter.OVERLAP) == []


def test_many_alike_are_said_at_the_first_of_them() -> None:
    examined = book(*(stated(f"i-{n}", "1/6", name="Growth", source=f"s{n}{n}{n}") for n in range(6)))
    said = "i-0 has the same name as i-1, i-2, i-3 and 2 others"
    assert (
        advised(examined, Matter.OVERLAP)[0] == f"indicators.1.name: {said}. Merge them, or name what sets them apart"
    )


@pytest.mark.parametrize(("first", "weight", "found"), [("tax", "1", 0), ("health", "1/2", 1)])
def test_only_indicators_that_somebody_has_both_of_overlap(first: str, weight: str, found: int) -> None:
    groups = [
        group("one", weight, stated("a", name="Growth"), applies_to=[first]),
        group("two", weight, stated("b", name="Growth"), applies_to=["health"]),
    ]
    assert len(overlaps(book(*groups))) == found


@given(st.lists(WORDS, min_size=2, max_size=6))
def test_overlaps_do_not_depend_on_order_and_pair_nobody_with_itself(names: list[str]) -> None:
    leaves = [stated(f"i-{n}", f"1/{len(names)}", name=f"x{name}") for n, name in enumerate(names)]
    found = overlaps(book(*leaves))
    assert found == overlaps(book(*reversed(leaves)))
    assert all(one.indicators[0] < one.indicators[1] for one in found)
