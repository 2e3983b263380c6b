"""Nomination of an innovation: a unit puts it forward, the office audits it, and experts judge it, each in person.

Hangzhou ordinance, art. 28; how many experts judge is the rulebook's to say, here three.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from domain.appraisal import fact_events as f
from domain.appraisal.facts import facts
from domain.appraisal.nominations import TakeInNomination
from domain.case import events as e
from domain.case.content import ExpertScore
from domain.case.doing import WithdrawRequest
from domain.command import SYSTEM_CLOCK
from domain.refusal import Reason
from domain.regulation import parse, problems
from domain.schedule import StepName
from domain.scoring.panels import panel_mean
from tests import sample
from tests.domain.cases import CASE, EXPERTS, acts, opened, opening, peopled, procedures_of, turn
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, HEAD, OFFICE, at_step, lapsed, launched, stood_in
from tests.domain.nominations import PROJECT, judged, nominating
from tests.domain.nominations import rules as rules_that_count


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

    assert last.events[-1] == e.CaseDecided(outcome="admitted", granted=True, at=given.now)
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


# ---------------------------------------------------------------- what it counts

TAKEN_IN = judged(nominating(), "80", "90", "85").when(APPRAISAL, TakeInNomination(case="c-1"), actor=SYSTEM_CLOCK)


def test_the_mean_of_what_the_experts_gave_enters_the_indicator_that_their_panel_rates() -> None:
    given = TAKEN_IN.then(
        f.NominationJudged(case="c-1", panel="experts", indicators=("innovation",), mean=Decimal(85), experts=3)
    )

    scores = facts(given.state(APPRAISAL)).scores["innovation"]["experts"]
    assert [one.value for one in scores.given] == [Decimal(85)]
    assert scores.cites == (len(given.streams[APPRAISAL]),)


def test_a_mean_is_exact() -> None:
    given = judged(nominating(), "80", "80", "81").when(APPRAISAL, TakeInNomination(case="c-1"), actor=SYSTEM_CLOCK)

    [happened] = given.events
    assert isinstance(happened, f.NominationJudged)
    assert happened.mean == Fraction(241, 3)


def test_of_several_nominations_each_is_a_score_of_the_panel() -> None:
    given = judged(TAKEN_IN.accepted, "60", "60", "60", case="c-2")
    given = given.when(APPRAISAL, TakeInNomination(case="c-2"), actor=SYSTEM_CLOCK).accepted

    panel = next(one for one in parse(sample.sample_rulebook(**rules_that_count())).panels if one.id == "experts")
    mean = panel_mean(panel, facts(given.state(APPRAISAL)).scores["innovation"]["experts"], None)
    assert mean.share == Fraction(145, 200)


def test_a_unit_that_puts_nothing_forward_has_no_score() -> None:
    assert facts(nominating().state(APPRAISAL)).scores == {}


def test_an_expert_keeps_to_the_scale_of_the_panel() -> None:
    acts(admitted(), EXPERTS[0], "assess", content=score("101")).refused(
        Reason.INVALID, "score of panel experts", "is 101", "Give a number from 0 to 100, or nothing for don't know"
    )


def test_a_nomination_judged_after_scoring_has_ended_counts_nowhere() -> None:
    given = lapsed(at_step(StepName.SCORING, nominating()), StepName.SCORING)

    judged(given, "80", "90", "85").when(APPRAISAL, TakeInNomination(case="c-1"), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "case c-1", "was judged after scoring had ended", "It counts nowhere"
    )


def test_a_nomination_counts_once() -> None:
    TAKEN_IN.accepted.when(APPRAISAL, TakeInNomination(case="c-1"), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "case c-1", "has taken effect already", "Nothing needs to be done"
    )


def test_a_nomination_that_was_refused_counts_nowhere() -> None:
    given = acts(opened(nominating(), HEAD, "innovation", states=PROJECT), OFFICE, "audit", outcome="refused").accepted

    given.when(APPRAISAL, TakeInNomination(case="c-1"), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "case c-1", "has not been granted as a nomination", "Decide it first"
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"panel": "judges"}, "procedures.1.panel: there is no panel 'judges'. There are: experts, members"),
        (
            {"panel": "members"},
            (
                "procedures.1.panel: the members of panel members score on their own, too. "
                "Leave out held_by of the panel; experts score nominations"
            ),
        ),
        (
            {"kind": "notice"},
            ("procedures.1.panel: it is no nomination, and has a panel. Leave it out; experts judge nominations alone"),
        ),
    ],
)
def test_a_nomination_whose_score_could_not_count_is_found(changes: dict[str, Any], expected: str) -> None:
    assess = {"id": "assess", "by": "third-party", "does": "assesses the project", "content": "expert_score"}
    procedure = {"id": "innovation", "name": "I", "kind": "nomination", "panel": "experts", "acts": [assess], **changes}
    document = sample.sample_rulebook(
        roles=[{"id": "third-party", "name": "Experts", "held_by": "expert"}],
        procedures=[procedure],
        panels=[
            {"id": "experts", "name": "Experts", "kind": "experts"},
            {"id": "members", "name": "Members", "kind": "experts", "held_by": "expert"},
        ],
    )

    assert [str(finding) for finding in problems(document)] == [expected]


def test_whoever_stands_in_for_an_expert_that_has_judged_does_not_judge_for_him_again() -> None:
    given = stood_in(admitted(), EXPERTS[0], "mayor")
    given = acts(given, EXPERTS[0], "assess", content=score("80")).accepted

    acts(given, "mayor", "assess", content=score("100")).refused(
        Reason.CONFLICT,
        "task case:c-1:assess",
        f"has been done by {EXPERTS[0]}, one pair of eyes with mayor",
        "Let somebody else do it",
    )


def test_a_nomination_is_not_withdrawn_from_experts_who_have_begun_to_judge() -> None:
    withdrawal = WithdrawRequest(reason="We would rather have others judge it")
    assert admitted().when(CASE, withdrawal, actor=HEAD).refusal is None

    acts(admitted(), EXPERTS[0], "assess", content=score("60")).accepted.when(CASE, withdrawal, actor=HEAD).refused(
        Reason.CONFLICT,
        "case c-1",
        "has been judged by 1 already, and is not taken back to be judged by others",
        "Wait for what the others give",
    )
