"""Many results at once: in the order of the facts, and the same on one process and on several."""

from decimal import Decimal
from fractions import Fraction

import pytest

from api.scoring.computing import compute_all
from domain.refusal import Refused
from domain.regulation import Rulebook
from domain.scoring import Case, Fact, Facts, JointPart, JointRole, Ruling, Score, Scores
from tests.domain.rulebooks import leaf, rulebook


def regulation() -> Rulebook:
    """One that asks for most kinds of facts, and compares peers."""
    return rulebook(
        leaf("growth", "0.3", rule={"shape": "proportional_to_best"}, relief=["full_marks"]),
        leaf("trend", "0.2", rule={"shape": "improvement", "years": 2, "full_at": "10"}),
        leaf("accidents", "0.2", rule={"shape": "count_deduction", "per_case": "3"}),
        leaf("bridge", "0.1", joint={"lead": "0.6", "cooperating": "0.4"}),
        {"id": "service", "name": "Service", "weight": "0.2", "rule": {"shape": "rated", "panels": {"experts": "1"}}},
        panels=[{"id": "experts", "name": "Experts", "kind": "experts", "mean": "weighted"}],
        external_causes={"ruled_by": "The panel", "heard_by": "The office"},
    )


def facts(number: int) -> Facts:
    return Facts(
        year=2026,
        values={
            "growth": Fact(value=Fraction(100 + number, 3), cites=(1,), evidence=("yearbook",)),
            "trend": Fact(value=Decimal(f"{number}.50"), unit="%"),
            "bridge": Fact(value=Decimal(90)),
        },
        past={"trend": {2024: Decimal(5), 2025: None}},
        targets={"bridge": Decimal(95)},
        cases={"accidents": (Case(id=f"case-{number}", count=2, cites=(4, 5)),)},
        scores={"service": {"experts": Scores(given=(Score(value=Decimal("80.0"), by="lin", weight=Decimal(2)),))}},
        rulings={"growth": Ruling(upheld=False, by="panel", cites=(6,))},
        joint={"bridge": JointPart(role=JointRole.LEAD)},
        ratings=(Fact(value=Decimal(80)), Fact(value=None), Fact(value=Decimal(91))),
        ballots=(Decimal(70), Decimal(75), Decimal(100)),
    )


def test_results_are_the_same_on_several_processes_and_in_the_order_of_the_facts() -> None:
    known = {f"unit-{number}": facts(number) for number in range(45, 0, -1)}
    here = list(compute_all(regulation(), known, processes=1))

    assert list(known) == [one.appraisee for one in here]
    assert all(one.result.total for one in here)
    assert list(compute_all(regulation(), known, processes=2)) == here


def test_a_refusal_comes_back_from_a_further_process_as_it_is() -> None:
    book = rulebook(leaf("growth", rule={"shape": "formula", "points": "100 / value"}, target=None))
    known = {"finance": Facts(values={"growth": Fact(value=Decimal(0))})}
    said = [_refusal(book, known, processes) for processes in (1, 2)]
    assert said[0] == said[1]
    assert said[0][:2] == ("invalid", "appraisee finance, indicator growth, expression 100 / value")


def _refusal(book: Rulebook, known: dict[str, Facts], processes: int) -> tuple[str, ...]:
    with pytest.raises(Refused) as raised:
        list(compute_all(book, known, processes))
    refused = raised.value
    return refused.reason, refused.thing, refused.problem, refused.mend
