"""Nomination of an innovation: a unit puts it forward, the office audits it, and experts judge it, each in person.

Hangzhou ordinance, art. 28; how many experts judge is the rulebook's to say, here three.
"""

from decimal import Decimal
from typing import Any

from domain.case import events as e
from domain.case.content import ExpertScore
from domain.refusal import Reason
from tests.domain.cases import CASE, EXPERTS, acts, opened, opening, peopled, procedures_of, turn
from tests.domain.given import Given
from tests.domain.history import HEAD, OFFICE, launched

PROJECT = {"project": "One window for all permits"}


def rules(experts: int) -> dict[str, Any]:
    """Hangzhou's procedures, with so many experts to judge a nomination."""
    fields = procedures_of("hangzhou-2015")
    innovation = next(one for one in fields["procedures"] if one["id"] == "innovation")
    innovation["acts"][-1]["needs"] = experts
    return fields


def admitted(experts: int = 3) -> Given:
    given = opened(peopled(launched(**rules(experts))), HEAD, "innovation", states=PROJECT)
    return acts(given, OFFICE, "audit", outcome="admitted").accepted


def score(points: str) -> dict[str, str]:
    return {"kind": "expert_score", "points": points}


def test_three_experts_judge_each_in_person_and_the_last_one_ends_it() -> None:
    given = admitted()
    assert turn(given).opened.needs == 3
    for expert, points in zip(EXPERTS[:2], ("80", "90"), strict=True):
        outcome = acts(given, expert, "assess", content=score(points))
        assert [type(one) for one in outcome.events] == [e.ActDone]
        given = outcome.accepted
    last = acts(given, EXPERTS[2], "assess", content=score("85.5"))

    assert last.events[-1] == e.CaseDecided(outcome="admitted", granted=False, at=given.now)
    scores = last.accepted.state(CASE).contents(ExpertScore)
    assert [one.points for one in scores] == [Decimal(80), Decimal(90), Decimal("85.5")]


def test_an_expert_judges_once() -> None:
    given = acts(admitted(), EXPERTS[0], "assess", content=score("80")).accepted
    acts(given, EXPERTS[0], "assess", content=score("100")).refused(
        Reason.CONFLICT,
        "task case:c-1:assess",
        f"has been done by {EXPERTS[0]} already",
        "Let somebody else do it",
    )


def test_nobody_is_presumed_to_have_judged() -> None:
    acts(admitted(), EXPERTS[0], "assess").refused(
        Reason.INVALID,
        "act assess",
        "brings nothing, and expert_score is asked for",
        "Give content of kind expert_score",
    )


def test_a_nomination_for_which_there_are_not_enough_experts_is_refused() -> None:
    wish = opening("innovation", states=PROJECT)
    peopled(launched(**rules(4))).when(CASE, wish, actor=HEAD).refused(
        Reason.INVALID,
        "case c-1",
        "needs 4 with the role expert for its act assess, and there are 3",
        "Fill such posts",
    )


def test_the_office_refuses_a_nomination() -> None:
    given = opened(peopled(launched(**rules(3))), HEAD, "innovation", states=PROJECT)

    refused = acts(given, OFFICE, "audit", outcome="refused")
    assert refused.events[-1] == e.CaseDecided(outcome="refused", granted=False, at=given.now)
