"""Use of results: proposed by the rules of the rulebook from the ranking, and decided by people, one by one."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.aggregates import TASKS
from domain.appraisal.reopening import ProposeReopening, ReopenAppraisal
from domain.cycle.ranking import ApproveQuota, RankResults
from domain.cycle.regulation import regulation_streams
from domain.cycle.state import Cycle
from domain.cycle.uses import events as u
from domain.cycle.uses.deciding import AnswerReferral, DecideUses, ReferralEntry
from domain.cycle.uses.proposing import ProposeUses
from domain.exact import number
from domain.record import AttestResults
from domain.refusal import Reason
from domain.regulation import UseKind, problems
from domain.schedule import StepName
from domain.streams import record_stream
from tests import sample
from tests.domain.compared import UNITS, approved, stream, tabulated
from tests.domain.given import Given
from tests.domain.history import COMMITTEE, CYCLE, OFFICE, lapsed, moved, private, stood_in

RULES: dict[str, Any] = {
    "uses": [
        {"id": "bonus", "name": "Bonus", "grades": ["excellent"], "then": "a bonus is paid", "kind": "bonus"},
        {"id": "budget", "name": "Budget", "then": "the budget regards it"},
    ],
    "liabilities": [
        {
            "id": "negligence",
            "act": "lets a grave accident happen",
            "by": "unit",
            "consequence": "referral for accountability",
            "authority": "committee",
            "veto": "accident",
        }
    ],
    "leaders": [
        {"id": "middling", "name": "Leaders of a good unit", "grades": ["good"], "best": "good", "share": "0.1"}
    ],
}
APPROVED = approved(tabulated(**RULES), *UNITS)
RANKED = APPROVED.when(CYCLE, RankResults(), actor=OFFICE).accepted
PROPOSED = RANKED.when(CYCLE, ProposeUses(), actor=OFFICE).accepted
BONUS, BUDGET = "use.bonus.finance", "use.budget.finance"
NEGLIGENCE, LEADERS = "liability.negligence.health", "leaders.middling.transport"
USE = f"use {BONUS} of cycle annual-2026"
FINANCE = stream("finance")


def proposed(given: Given) -> u.UsesProposed:
    event = given.streams[CYCLE][-1]
    assert isinstance(event, u.UsesProposed)
    return event


def by_id(given: Given) -> dict[str, u.Proposal]:
    return {one.id: one for one in proposed(given).proposals}


def decide(choice: str, *uses: str, **fields: Any) -> DecideUses:  # noqa: ANN401 - fields of the command
    return DecideUses.model_validate({"uses": uses, "choice": choice, "reason": "A good year", **fields})


def decided(use: str, choice: u.Choice, **fields: Any) -> u.UseDecided:  # noqa: ANN401 - fields of the event
    given = {"until": None, "referral": None, **fields}
    return u.UseDecided(use=use, choice=choice, reason=private(COMMITTEE, "A good year"), by=COMMITTEE, **given)


def open_tasks(given: Given) -> list[str]:
    state: Cycle = given.state(CYCLE)
    states = {name: given.state(name) for name in regulation_streams(state)}
    return [one.duty.key for one in TASKS["cycle"].open_duties(state, states)]


# ---------------------------------------------------------------- given a ranking


def test_the_office_is_asked_to_propose_and_then_the_committee_to_decide() -> None:
    assert [open_tasks(given) for given in (APPROVED, RANKED, PROPOSED)] == [[], ["propose-uses"], ["decide-uses"]]


def test_when_the_office_proposes_then_each_rule_names_those_it_applies_to() -> None:
    """Finance is excellent, transport good by the quota, and health good by a veto for an accident."""
    assert sorted(by_id(PROPOSED)) == [
        *("leaders.middling.health", LEADERS, NEGLIGENCE, BONUS, BUDGET),
        *("use.budget.health", "use.budget.transport"),
    ]


def test_a_proposal_says_what_follows_why_and_by_which_provision() -> None:
    found = by_id(PROPOSED)

    assert found[BONUS] == u.Proposal(
        id=BONUS,
        source=u.Source.USE,
        provision="bonus",
        name="Bonus",
        kind=UseKind.BONUS,
        appraisee="finance",
        grade="excellent",
        then=("a bonus is paid",),
    )
    assert (found[NEGLIGENCE].kind, found[NEGLIGENCE].cases) == (UseKind.ACCOUNTABILITY, ("fire",))
    assert found[LEADERS] == u.Proposal(
        id=LEADERS,
        source=u.Source.LEADERS,
        provision="middling",
        name="Leaders of a good unit",
        kind=None,
        appraisee="transport",
        persons=("transport-head",),
        grade="good",
        then=(
            "no better grade than good in their own appraisal",
            "at most 0.1 of the unit's people have the best grade",
        ),
        best="good",
        share=number("0.1"),
    )


def test_a_consequence_over_the_years_names_the_years_it_comes_from() -> None:
    result = {"appraisee": "finance", "year": 2025, "grade": "excellent", "source": "circular"}
    wish = AttestResults.model_validate({"authority": sample.AUTHORITY, "results": [result]})
    given = APPROVED.when(record_stream(sample.AUTHORITY), wish, actor=OFFICE).accepted
    given = given.when(CYCLE, RankResults(), actor=OFFICE).accepted.when(CYCLE, ProposeUses(), actor=OFFICE).accepted

    one = by_id(given)["consequence.twice.finance"]
    assert (one.source, one.years, one.then) == (u.Source.CONSEQUENCE, (2025, 2026), ("A reward",))


@pytest.mark.parametrize("actor", [COMMITTEE, "finance-head", "mayor"])
def test_when_anybody_but_the_office_proposes_then_it_is_refused(actor: str) -> None:
    RANKED.when(CYCLE, ProposeUses(), actor=actor).refused(
        Reason.FORBIDDEN,
        "cycle annual-2026",
        f"{actor} is not of the performance office of linan",
        "Let the performance office steer the cycle",
    )


def test_when_nothing_is_ranked_or_all_is_proposed_then_it_is_refused() -> None:
    APPROVED.when(CYCLE, ProposeUses(), actor=OFFICE).refused(
        Reason.CONFLICT,
        "uses of cycle annual-2026",
        "have no ranking to follow from",
        "Rank it first, with 'kaohe cycle rank annual-2026'",
    )
    PROPOSED.when(CYCLE, ProposeUses(), actor=OFFICE).refused(
        Reason.CONFLICT, "cycle annual-2026", "has its uses proposed exactly so", "Nothing needs to be done"
    )


# ---------------------------------------------------------------- given proposals


def test_when_a_member_adopts_several_then_each_is_a_decision_of_its_own() -> None:
    given = PROPOSED.when(CYCLE, decide("adopted", BONUS, BUDGET), actor=COMMITTEE).then(
        decided(BONUS, u.Choice.ADOPTED), decided(BUDGET, u.Choice.ADOPTED)
    )
    given.when(CYCLE, decide("declined", BONUS), actor=COMMITTEE).refused(
        Reason.CONFLICT, USE, "is adopted already", "Nothing needs to be done"
    )


def test_when_one_is_deferred_then_it_is_decided_later() -> None:
    given = PROPOSED.when(CYCLE, decide("deferred", BONUS, until="2027-06-30"), actor=COMMITTEE).then(
        decided(BONUS, u.Choice.DEFERRED, until=date(2027, 6, 30))
    )
    given.when(CYCLE, decide("declined", BONUS), actor=COMMITTEE).then(decided(BONUS, u.Choice.DECLINED))


@pytest.mark.parametrize(
    ("actor", "post", "why"),
    [
        ("mayor", None, "is not of the committee"),
        (OFFICE, ("committee", "office"), "is of the performance office, which proposes"),
        ("finance-head", ("committee", "head"), "is of finance, which it concerns"),
    ],
    ids=["outside", "office", "unit"],
)
def test_when_anybody_else_decides_then_it_is_refused(actor: str, post: tuple[str, ...] | None, why: str) -> None:
    given = moved(PROPOSED, actor, "finance" if "head" in actor else "committee", *post) if post else PROPOSED

    given.when(CYCLE, decide("adopted", BONUS), actor=actor).refused(
        Reason.FORBIDDEN,
        USE,
        f"would be decided by {actor}, who {why}",
        "Let another member of the committee decide",
    )


@pytest.mark.parametrize(
    ("person", "why"),
    [("finance-head", "is of finance, which it concerns"), (OFFICE, "is of the performance office, which proposes")],
)
def test_when_a_member_has_stood_in_for_whoever_may_not_then_that_member_does_not_decide_either(
    person: str, why: str
) -> None:
    given = stood_in(PROPOSED, person, COMMITTEE, timedelta(hours=1))

    given.at(given.now + timedelta(days=1)).when(CYCLE, decide("adopted", BONUS), actor=COMMITTEE).refused(
        Reason.FORBIDDEN,
        USE,
        f"would be decided by {COMMITTEE}, who {why}",
        "Let another member of the committee decide",
    )


@pytest.mark.parametrize(
    ("wish", "thing", "problem", "mend"),
    [
        (
            decide("adopted", BONUS, reason=" "),
            "uses of cycle annual-2026",
            "is steered without a reason",
            "Give the reason; it becomes part of the record",
        ),
        (
            decide("adopted", BONUS, BONUS),
            "uses of cycle annual-2026",
            f"name {BONUS} twice",
            "Name each once",
        ),
        (
            decide("declined", BONUS, until="2027-06-30"),
            "uses of cycle annual-2026",
            "are declined until a day",
            "Leave the day out, or defer them",
        ),
        (
            decide("adopted", BONUS, referral={"act": "It", "person": "mayor", "organ": "Supervision"}),
            USE,
            "is given a referral, and refers nobody",
            "Leave the referral out, or adopt a liability",
        ),
    ],
    ids=["reason", "twice", "until", "referral"],
)
def test_when_a_decision_contradicts_itself_then_it_is_refused(
    wish: DecideUses, thing: str, problem: str, mend: str
) -> None:
    PROPOSED.when(CYCLE, wish, actor=COMMITTEE).refused(Reason.INVALID, thing, problem, mend)


def test_when_the_rulebook_asks_for_document_numbers_of_uses_then_a_decision_has_one() -> None:
    given = approved(tabulated(**RULES, numbered=["use"]), *UNITS)
    given = given.when(CYCLE, RankResults(), actor=OFFICE).accepted.when(CYCLE, ProposeUses(), actor=OFFICE).accepted

    assert given.when(CYCLE, decide("adopted", BONUS), actor=COMMITTEE).refusal
    assert not given.when(CYCLE, decide("adopted", BONUS), actor=COMMITTEE, document="7").refusal


# ---------------------------------------------------------------- given a liability

REFERRAL = ReferralEntry(act="Left the dyke unrepaired", person="health-head", organ="Supervision commission")


def test_when_a_liability_is_adopted_then_somebody_is_referred_by_a_document() -> None:
    given = PROPOSED.when(
        CYCLE, decide("adopted", NEGLIGENCE, referral=REFERRAL), actor=COMMITTEE, document="Referral 2027/1"
    ).then(
        decided(
            NEGLIGENCE,
            u.Choice.ADOPTED,
            referral=u.Referral(
                act=private("health-head", "Left the dyke unrepaired"),
                person="health-head",
                organ="Supervision commission",
                document="Referral 2027/1",
            ),
        )
    )

    assert open_tasks(given) == ["decide-uses", "answer-referrals"]


@pytest.mark.parametrize(
    ("referral", "document", "reason", "problem"),
    [
        (None, "7", Reason.INVALID, "is a liability that would be adopted without a full referral"),
        (
            REFERRAL.model_copy(update={"organ": ""}),
            "7",
            Reason.INVALID,
            "is a liability that would be adopted without a full referral",
        ),
        (
            REFERRAL.model_copy(update={"person": "stranger"}),
            "7",
            Reason.NOT_FOUND,
            "refers stranger, who is not in the directory",
        ),
        (
            REFERRAL,
            None,
            Reason.INVALID,
            "is a liability that would be adopted without the number of the document that refers it",
        ),
    ],
    ids=["none", "half", "stranger", "no document"],
)
def test_when_the_referral_cannot_be_followed_then_the_liability_is_not_adopted(
    referral: ReferralEntry | None, document: str | None, reason: Reason, problem: str
) -> None:
    outcome = PROPOSED.when(CYCLE, decide("adopted", NEGLIGENCE, referral=referral), actor=COMMITTEE, document=document)

    assert outcome.refusal is not None
    assert (outcome.refusal.reason, outcome.refusal.problem) == (reason, problem)


def test_when_the_receiving_organ_has_answered_then_the_outcome_is_recorded_once() -> None:
    wish = decide("adopted", NEGLIGENCE, referral=REFERRAL)
    given = PROPOSED.when(CYCLE, wish, actor=COMMITTEE, document="Referral 2027/1").accepted
    answer = AnswerReferral(use=NEGLIGENCE, outcome="Admonished")

    given = given.when(CYCLE, answer, actor=OFFICE).then(
        u.ReferralAnswered(use=NEGLIGENCE, outcome=private(OFFICE, "Admonished"), by=OFFICE)
    )
    given.when(CYCLE, answer, actor=OFFICE).refused(
        Reason.CONFLICT,
        f"use {NEGLIGENCE} of cycle annual-2026",
        "has its outcome recorded",
        "Nothing needs to be done",
    )
    given.when(CYCLE, AnswerReferral(use=BONUS, outcome="Paid"), actor=OFFICE).refused(
        Reason.CONFLICT, USE, "has not been referred", "Nothing needs to be done"
    )


# ---------------------------------------------------------------- given another ranking


def test_when_the_ranking_changes_then_what_does_not_follow_is_withdrawn_and_what_was_decided_stays() -> None:
    """The higher cap of the quota makes transport excellent as well."""
    given = PROPOSED.when(CYCLE, decide("adopted", BONUS), actor=COMMITTEE).accepted
    given = given.when(CYCLE, ApproveQuota(quota=1, reason="A good year"), actor=COMMITTEE).accepted
    given = given.when(CYCLE, RankResults(), actor=OFFICE).accepted.when(CYCLE, ProposeUses(), actor=OFFICE).accepted

    event = proposed(given)
    assert (event.ranking, event.withdrawn) == (2, (LEADERS,))
    assert sorted(one.id for one in event.proposals) == ["use.bonus.transport", "use.budget.transport"]
    state: Cycle = given.state(CYCLE)
    assert state.uses.by_id[BONUS].decided is u.Choice.ADOPTED
    given.when(CYCLE, decide("adopted", LEADERS), actor=COMMITTEE).refused(
        Reason.CONFLICT,
        f"use {LEADERS} of cycle annual-2026",
        "does not follow from the ranking any more",
        "Nothing needs to be done",
    )


def ranked_again(given: Given) -> Given:
    """The higher cap of the quota is approved, and the cycle ranked by it."""
    given = given.when(CYCLE, ApproveQuota(quota=1, reason="A good year"), actor=COMMITTEE).accepted
    return given.when(CYCLE, RankResults(), actor=OFFICE).accepted


def test_when_another_ranking_counts_then_nothing_is_decided_until_the_office_proposes_anew() -> None:
    given = ranked_again(PROPOSED)

    given.when(CYCLE, decide("adopted", BONUS), actor=COMMITTEE).refused(
        Reason.CONFLICT,
        USE,
        "was proposed from ranking 1, and ranking 2 counts",
        "Propose anew with 'kaohe use propose annual-2026'",
    )
    assert given.when(CYCLE, decide("deferred", BONUS), actor=COMMITTEE).refusal is None
    given = given.when(CYCLE, ProposeUses(), actor=OFFICE).accepted
    assert given.when(CYCLE, decide("adopted", BONUS), actor=COMMITTEE).refusal is None


def test_when_a_result_is_reopened_then_nothing_is_decided_on_what_it_was() -> None:
    given = lapsed(PROPOSED, StepName.RESULT, FINANCE)
    due = given.now + timedelta(days=1)
    wish = ProposeReopening(step=StepName.RESULT, due=due, reason="A value was mistyped")
    given = given.when(FINANCE, wish, actor=OFFICE).accepted
    given = given.when(FINANCE, ReopenAppraisal(), actor=COMMITTEE).accepted

    given.when(CYCLE, decide("adopted", BONUS), actor=COMMITTEE).refused(
        Reason.CONFLICT,
        USE,
        "follows from a result of finance that does not count any more",
        "Rank again with 'kaohe cycle rank annual-2026', and propose anew",
    )


def test_when_a_liability_is_proposed_otherwise_then_its_referral_is_still_answered() -> None:
    """The higher cap leaves health where it is, and its proposal as it was, so the event here is made by hand."""
    wish = decide("adopted", NEGLIGENCE, referral=REFERRAL)
    given = PROPOSED.when(CYCLE, wish, actor=COMMITTEE, document="Referral 2027/1").accepted
    other = by_id(PROPOSED)[NEGLIGENCE].model_copy(update={"cases": ("fire", "flood")})
    given = given.happened(CYCLE, u.UsesProposed(ranking=1, proposals=(other,), withdrawn=(), by=OFFICE))

    assert open_tasks(given) == ["decide-uses", "answer-referrals"]
    given = given.when(CYCLE, AnswerReferral(use=NEGLIGENCE, outcome="Admonished"), actor=OFFICE).accepted
    given = given.when(CYCLE, decide("declined", NEGLIGENCE), actor=COMMITTEE).accepted
    assert "answer-referrals" not in open_tasks(given)


# ---------------------------------------------------------------- what the rulebook provides


def test_a_rule_about_leaders_that_means_nothing_is_found_out() -> None:
    def found(**fields: Any) -> list[str]:  # noqa: ANN401 - fields of the rule
        rule = {"id": "weak", "name": "Weak", "grades": ["poor"], "best": "fair", **fields}
        return [str(finding) for finding in problems(sample.sample_rulebook(leaders=[rule]))]

    assert found() == []
    assert found(best=None) == [
        (
            "leaders.1: it means nothing for anybody. State the best grade that leaders may have, the share that may "
            "have the best one, or both"
        )
    ]
    assert found(share="2") == ["leaders.1.share: 2 is no share. Choose a share from 0 to 1"]
    assert found(roles=["mayor"]) != []
    assert found(roles=["leader"]) == [
        "leaders.1.roles: leader is not held in the unit that is graded. Name roles of a unit, such as head"
    ]
    assert found(grades=["worst"])[0].startswith("leaders.1.grades: there is no grade 'worst'")
