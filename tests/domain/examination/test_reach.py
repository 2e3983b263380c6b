from decimal import Decimal

from domain.examination import Matter, Reach, examine
from domain.scoring import Facts
from tests.domain.examination.given import book, stated
from tests.domain.rulebooks import INDICATORS_ONLY


def _advice(*values: str) -> list[str]:
    facts = {f"u{n}": Facts.model_validate({"values": {"a": {"value": value}}}) for n, value in enumerate(values)}
    report = examine(book(stated("a"), evaluators=INDICATORS_ONLY), values=facts)
    return [str(one) for one in report.advice if one.matter is Matter.REACH]


def test_full_marks_that_nobody_reached_are_said() -> None:
    assert _advice("40", "62") == [
        "indicators.1: nobody of 2 has full marks in a; the best have 62 %. Set a target that somebody can reach"
    ]


def test_full_marks_that_nobody_missed_are_said() -> None:
    assert _advice("100", "120") == [
        (
            "indicators.1: all 2 have full marks in a, so nobody can miss them. "
            "Set a target that takes an effort, or leave it out"
        )
    ]


def test_the_same_for_all_is_said() -> None:
    assert _advice("40", "40") == [
        "indicators.1: all 2 have the same in a, 40 % of full marks. Measure what tells them apart, or leave it out"
    ]


def test_what_some_reach_and_some_miss_is_in_order() -> None:
    assert _advice("40", "100") == []


def test_one_alone_says_nothing() -> None:
    assert _advice("40") == []


def test_best_worst_and_mean_are_exact_shares_of_full_marks() -> None:
    leaves = [stated("a", None, points="40"), stated("extra", None, points="5", extra=True)]
    examined = book(*leaves, combine="sum", evaluators=INDICATORS_ONLY)
    facts = {
        unit: Facts.model_validate({"values": {"a": {"value": value}, "extra": {"value": "100"}}})
        for unit, value in {"x": "50", "y": "100", "z": None}.items()
    }
    assert examine(examined, values=facts).reach == (
        Reach(indicator="a", number="1", scored=2, best=Decimal(1), worst=Decimal("0.5"), mean=Decimal("0.75")),
    )


def test_without_values_nobody_is_scored() -> None:
    report = examine(book(stated("a")))
    assert (report.reach, report.sensitivity) == ((), None)
