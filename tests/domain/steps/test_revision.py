"""A revised result: computed again by the rule from what was corrected, no worse for objecting, and approved again."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.aggregates import TASKS
from domain.appraisal.clock import CloseAppraisal
from domain.appraisal.notice import AnswerObjection, CloseNotice, RaiseObjection
from domain.appraisal.revision import events as v
from domain.appraisal.revision.computing import revised_result
from domain.appraisal.revision.deciding import ApproveRevision, ReturnRevision, ReviseResult
from domain.appraisal.state import Appraisal
from domain.case.decide import CloseCase
from domain.command import SYSTEM_CLOCK, Command, Context
from domain.cycle.ranking import RankResults
from domain.cycle.state import Cycle
from domain.cycle.uses.deciding import DecideUses
from domain.cycle.uses.proposing import ProposeUses
from domain.exact import number
from domain.refusal import Reason
from domain.schedule import StepName
from domain.streams import case_stream
from tests import sample
from tests.domain.cases import CASE, OTHER_OFFICE, acts, informed, opened, peopled, procedures_of
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    CYCLE,
    HEAD,
    OFFICE,
    at_step,
    do,
    done,
    launched,
    moved,
    private,
)

REASON = {"reason": "The hotline was counted twice"}
REVISE = ReviseResult(case="c-1")
TASK = "task annual-2026:finance:approve-revision"
BEFORE, AFTER = number("91.90"), number("93.50")


def corrections(*entries: dict[str, str]) -> dict[str, Any]:
    return {"kind": "corrections", "corrections": list(entries)}


BETTER = corrections({"indicator": "hotline", "value": "90"})
WORSE = corrections({"indicator": "hotline", "value": "40"})


def closed(given: Given) -> Given:
    return given.when(APPRAISAL, CloseAppraisal(), actor=SYSTEM_CLOCK).accepted


def corrected(given: Given, content: dict[str, Any], outcome: str = "corrected") -> Given:
    """The head asked for a review, and the agency granted it."""
    given = opened(given, HEAD, "review", states=REASON)
    return acts(given, OFFICE, "decide", outcome=outcome, states=REASON, content=content).accepted


def total(given: Given) -> Any:  # noqa: ANN401 - an exact number
    return given.state(APPRAISAL).total


def open_tasks(given: Given) -> list[str]:
    state: Appraisal = given.state(APPRAISAL)
    return [one.duty.key for one in TASKS["appraisal"].open_duties(state, {CYCLE: given.state(CYCLE)})]


HANGZHOU = closed(informed("hangzhou-2015"))
GRANTED = corrected(HANGZHOU, BETTER)
REVISED = GRANTED.when(APPRAISAL, REVISE, actor=SYSTEM_CLOCK).accepted


def revised(given: Given) -> v.ResultRevised:
    event = given.streams[APPRAISAL][-1]
    assert isinstance(event, v.ResultRevised)
    return event


# ---------------------------------------------------------------- given a review that was granted


def test_when_its_workflow_carries_it_out_then_the_result_is_computed_again_from_the_corrected_value() -> None:
    """The hotline was at 81 of 90, and is found to be at 90; everything else stays as it was."""
    event = revised(REVISED)

    assert (event.case, event.decided, event.approved_by) == ("c-1", (OFFICE,), None)
    assert event.corrections == (
        v.Corrected(indicator="hotline", judged=False, was=number("81"), becomes=number("90")),
    )
    assert (event.result.total, event.result.grade) == (AFTER, "excellent")


def test_the_explanation_cites_the_revision_beside_the_report_it_corrects() -> None:
    def cites(node: Any) -> set[int]:  # noqa: ANN401 - a part of an explanation
        return {*node.cites, *(cite for child in node.children for cite in cites(child))}

    at = len(REVISED.streams[APPRAISAL])
    assert at in cites(revised(REVISED).result.explanation)


def test_it_comes_out_the_same_when_it_is_computed_once_more() -> None:
    before: Appraisal = GRANTED.state(APPRAISAL)
    states = GRANTED.reads(APPRAISAL, REVISE)

    assert revised_result(revised(REVISED).corrections, before, Context(GRANTED.now, SYSTEM_CLOCK, states=states)) == (
        revised(REVISED).result
    )


def test_until_the_committee_approves_it_the_earlier_result_counts() -> None:
    assert (total(REVISED), open_tasks(REVISED)) == (BEFORE, ["approve-revision"])


def test_when_the_committee_approves_it_then_it_counts_and_so_does_the_corrected_value() -> None:
    given = REVISED.when(APPRAISAL, ApproveRevision(), actor=COMMITTEE).then(
        v.RevisionApproved(cites=len(REVISED.streams[APPRAISAL]), by=COMMITTEE)
    )

    state: Appraisal = given.state(APPRAISAL)
    assert (state.total, state.computed_at, state.revision) == (AFTER, len(REVISED.streams[APPRAISAL]), None)
    assert state.reported["hotline"].value == number("90")
    assert open_tasks(given) == []


def test_when_the_committee_returns_it_then_the_earlier_result_and_value_stand() -> None:
    given = REVISED.when(APPRAISAL, ReturnRevision(reason="The log says 81"), actor=COMMITTEE).then(
        v.RevisionReturned(
            cites=len(REVISED.streams[APPRAISAL]), reason=private(COMMITTEE, "The log says 81"), by=COMMITTEE
        )
    )

    state: Appraisal = given.state(APPRAISAL)
    assert (state.total, state.reported["hotline"].value, state.revision) == (BEFORE, number("81"), None)


@pytest.mark.parametrize("wish", [ApproveRevision(), ReturnRevision(reason="No")], ids=["approve", "return"])
@pytest.mark.parametrize(
    ("actor", "roles", "problem"),
    [
        ("mayor", None, "is asked of the committee, not of mayor"),
        ("office-2", ("committee",), "would be decided by office-2, of the office that computed the result"),
        (HEAD, ("committee",), "would be done by finance-head, who set its goals"),
    ],
    ids=["leader", "office", "unit"],
)
def test_when_anybody_approves_who_could_not_approve_the_first_result_then_it_is_refused(
    wish: Command, actor: str, roles: tuple[str, ...] | None, problem: str
) -> None:
    given = moved(REVISED, actor, "committee", *roles) if roles else REVISED
    outcome = given.when(APPRAISAL, wish, actor=actor)

    assert outcome.refusal is not None
    assert (outcome.refusal.reason, outcome.refusal.thing, outcome.refusal.problem) == (Reason.FORBIDDEN, TASK, problem)


def test_when_it_is_carried_out_twice_or_by_a_person_then_it_is_refused() -> None:
    REVISED.when(APPRAISAL, REVISE, actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "case c-1", "has taken effect already", "Nothing needs to be done"
    )
    GRANTED.when(APPRAISAL, REVISE, actor=OFFICE).refused(
        Reason.FORBIDDEN, "case c-1", "is carried out by its workflow", "Do the acts of the case instead"
    )


def test_when_the_cycle_is_ranked_again_then_it_takes_the_revised_result_in() -> None:
    ranked = REVISED.when(CYCLE, RankResults(), actor=OFFICE).accepted
    given = ranked.when(APPRAISAL, ApproveRevision(), actor=COMMITTEE).accepted
    given = given.when(CYCLE, RankResults(), actor=OFFICE).accepted

    totals = [given_.state(CYCLE).standings.of("finance").total for given_ in (ranked, given)]
    assert totals == [BEFORE, AFTER]
    state: Cycle = given.state(CYCLE)
    assert (state.rankings, state.ranked) == (2, {"finance": len(REVISED.streams[APPRAISAL])})


# ---------------------------------------------------------------- given a correction that would make it worse


def test_when_the_law_does_not_let_an_objection_worsen_the_result_then_it_stands() -> None:
    given = corrected(HANGZHOU, WORSE)
    outcome = given.when(APPRAISAL, REVISE, actor=SYSTEM_CLOCK)

    (event,) = outcome.events
    assert isinstance(event, v.ResultKept)
    assert (event.worse, event.total, event.case) == (True, number("84.61"), "c-1")
    assert (total(outcome.accepted), open_tasks(outcome.accepted)) == (BEFORE, [])


def test_when_the_law_lets_it_worsen_then_it_is_revised_all_the_same() -> None:
    rules = procedures_of("hangzhou-2015")
    rules["remedies"] = [{**rules["remedies"][0], "may_worsen": True}]
    given = closed(done(at_step(StepName.FEEDBACK, peopled(launched(**rules))), StepName.FEEDBACK))
    given = corrected(given, WORSE).when(APPRAISAL, REVISE, actor=SYSTEM_CLOCK).accepted

    assert revised(given).result.total == number("84.61")


def test_when_nothing_changes_then_nothing_is_to_be_approved_again() -> None:
    """A budget that was executed to 101 per cent instead of 100 gains nothing."""
    given = corrected(HANGZHOU, corrections({"indicator": "budget", "value": "101"}))
    (event,) = given.when(APPRAISAL, REVISE, actor=SYSTEM_CLOCK).events

    assert isinstance(event, v.ResultKept)
    assert (event.worse, event.total) == (False, BEFORE)


@for_all(st.decimals(0, 200, places=2), st.decimals(0, 100, places=2))
def test_no_correction_whatever_leaves_the_appraisee_worse_for_asking(value: Decimal, points: Decimal) -> None:
    content = corrections(
        {"indicator": "hotline", "value": str(value)}, {"indicator": "conduct", "points": str(points)}
    )
    given = corrected(HANGZHOU, content).when(APPRAISAL, REVISE, actor=SYSTEM_CLOCK).accepted
    if given.state(APPRAISAL).revision is not None:
        given = given.when(APPRAISAL, ApproveRevision(), actor=COMMITTEE).accepted

    assert total(given) >= BEFORE


# ---------------------------------------------------------------- given corrections that cannot be carried out


@pytest.mark.parametrize(
    ("entry", "problem", "mend"),
    [
        (
            {"indicator": "conduct", "value": "90"},
            "corrects conduct, which is judged",
            "Correct its points",
        ),
        (
            {"indicator": "hotline", "points": "90"},
            "corrects hotline, which is measured",
            "Correct its value",
        ),
        (
            {"indicator": "conduct", "points": "100.5"},
            "corrects conduct to 100.5 points",
            "Give points from 0 to 100",
        ),
    ],
    ids=["judged", "measured", "points"],
)
def test_when_they_do_not_fit_the_indicator_then_the_review_is_not_granted_by_them(
    entry: dict[str, str], problem: str, mend: str
) -> None:
    """A case that was granted on them would close without effect, and the unit would have won nothing."""
    given = opened(HANGZHOU, HEAD, "review", states=REASON)
    fields: dict[str, Any] = {"outcome": "corrected", "states": REASON, "content": corrections(entry)}

    acts(given, OFFICE, "decide", **fields).refused(Reason.INVALID, "act decide", problem, mend)


def test_when_one_indicator_is_corrected_twice_then_nobody_guesses_which_counts() -> None:
    given = opened(HANGZHOU, HEAD, "review", states=REASON)
    content = corrections(*({"indicator": "hotline", "value": value} for value in ("85", "90")))

    acts(given, OFFICE, "decide", outcome="corrected", states=REASON, content=content).refused(
        Reason.INVALID, "act decide", "names indicator hotline twice", "Name each indicator once"
    )


# ---------------------------------------------------------------- given another revision that waits for the committee


def granted_again(content: dict[str, Any], case: str = "c-2") -> Given:
    """The first revision waits, and another review was asked for and granted by a colleague."""
    given = opened(REVISED, HEAD, "review", case=case, states=REASON)
    fields: dict[str, Any] = {"outcome": "corrected", "states": REASON, "content": content}
    given = acts(given, OTHER_OFFICE, "decide", case_stream(case), **fields).accepted
    return given.when(APPRAISAL, ReviseResult(case=case), actor=SYSTEM_CLOCK).accepted


def test_when_both_were_granted_then_they_are_approved_as_one_by_nobody_who_decided_either() -> None:
    given = granted_again(corrections({"indicator": "conduct", "points": "100"}))

    event = revised(given)
    assert [one.indicator for one in event.corrections] == ["hotline", "conduct"]
    assert event.decided == (OFFICE, OTHER_OFFICE)


def test_when_the_later_one_would_lose_what_the_earlier_one_gained_then_that_stays_to_be_approved() -> None:
    """The hotline back at 81 leaves what counts as it is, and would still be worse than what waits."""
    given = granted_again(corrections({"indicator": "hotline", "value": "81"}))

    kept = given.streams[APPRAISAL][-1]
    assert isinstance(kept, v.ResultKept)
    assert (kept.worse, kept.total) == (True, BEFORE)
    given = given.when(APPRAISAL, ApproveRevision(), actor=COMMITTEE).accepted
    assert total(given) == AFTER


def test_when_points_are_corrected_then_those_of_the_judge_count_no_more() -> None:
    given = corrected(HANGZHOU, corrections({"indicator": "conduct", "points": "100"}))
    given = given.when(APPRAISAL, REVISE, actor=SYSTEM_CLOCK).accepted
    given = given.when(APPRAISAL, ApproveRevision(), actor=COMMITTEE).accepted

    assert given.state(APPRAISAL).judged["conduct"].score == number("100")


# ---------------------------------------------------------------- given a law by which the case itself has it approved


def test_in_jinan_the_committee_approves_within_the_case_and_its_clock_and_is_not_asked_twice() -> None:
    given = corrected(informed("jinan-2018"), BETTER, outcome="changed")
    given = acts(given, COMMITTEE, "approve-again", outcome="approved").accepted
    given = given.when(APPRAISAL, REVISE, actor=SYSTEM_CLOCK).accepted

    assert revised(given).approved_by == COMMITTEE
    assert (total(given), open_tasks(given)) == (AFTER, [])


# ---------------------------------------------------------------- given an objection during the public notice

SHOWN = do(at_step(StepName.NOTICE, launched(**sample.on_notice())), "publish-notice")


def objected() -> Given:
    return SHOWN.when(APPRAISAL, RaiseObjection(grounds="The hotline was down"), actor="health-head").accepted


def test_when_an_objection_is_upheld_then_the_result_is_revised_and_the_notice_waits_for_the_committee() -> None:
    wish = {"objection": 1, "upheld": True, "answer": "It was", "corrections": WORSE["corrections"]}
    given = objected().when(APPRAISAL, AnswerObjection.model_validate(wish), actor=OFFICE).accepted

    assert (revised(given).objection, revised(given).result.total) == (1, number("84.61"))
    given = given.at(given.state(APPRAISAL).notice.until)
    given.when(APPRAISAL, CloseNotice(), actor=OFFICE).refused(
        Reason.CONFLICT,
        "task annual-2026:finance:close-notice",
        "shows a result that was revised on objection 1, and is not approved again",
        "Wait for the committee",
    )
    given = given.when(APPRAISAL, ApproveRevision(), actor=COMMITTEE).accepted
    assert given.when(APPRAISAL, CloseNotice(), actor=OFFICE).refusal is None


def test_when_an_objection_is_upheld_by_what_does_not_fit_then_the_answer_is_refused() -> None:
    wish = {
        "objection": 1,
        "upheld": True,
        "answer": "It was",
        "corrections": [{"indicator": "hotline", "points": "1"}],
    }
    objected().when(APPRAISAL, AnswerObjection.model_validate(wish), actor=OFFICE).refused(
        Reason.INVALID,
        "task annual-2026:finance:answer-objection.1",
        "corrects hotline, which is measured",
        "Correct its value",
    )


@pytest.mark.parametrize(
    ("upheld", "entries", "problem"),
    [
        (True, [], "is upheld and corrects nothing"),
        (False, WORSE["corrections"], "is dismissed and corrects something"),
    ],
    ids=["upheld", "dismissed"],
)
def test_when_an_answer_contradicts_itself_then_it_is_refused(
    *, upheld: bool, entries: list[dict[str, str]], problem: str
) -> None:
    wish = AnswerObjection.model_validate(
        {"objection": 1, "upheld": upheld, "answer": "So it is", "corrections": entries}
    )
    objected().when(APPRAISAL, wish, actor=OFFICE).refused(
        Reason.INVALID,
        "task annual-2026:finance:answer-objection.1",
        problem,
        "Say what is to be corrected when it is upheld, and only then",
    )


# ---------------------------------------------------------------- given a remedy that stays what it objects to


def test_while_a_staying_case_is_open_then_no_use_of_the_result_is_decided_but_one_may_be_put_off() -> None:
    rules = procedures_of("hangzhou-2015")
    rules["remedies"] = [{**rules["remedies"][0], "stays": True}]
    uses = [{"id": "budget", "name": "Budget", "then": "the budget regards it"}]
    given = done(at_step(StepName.FEEDBACK, peopled(launched(**rules, uses=uses))), StepName.FEEDBACK)
    given = given.when(CYCLE, RankResults(), actor=OFFICE).accepted.when(CYCLE, ProposeUses(), actor=OFFICE).accepted
    given = opened(given, HEAD, "review", states=REASON)

    def decide(choice: str) -> DecideUses:
        return DecideUses.model_validate({"uses": ["use.budget.finance"], "choice": choice, "reason": "As it is"})

    given.when(CYCLE, decide("adopted"), actor=COMMITTEE).refused(
        Reason.CONFLICT,
        "use use.budget.finance of cycle annual-2026",
        "is stayed by case c-1, which objects to the result",
        "Wait until the case is closed, or defer it",
    )
    assert given.when(CYCLE, decide("deferred"), actor=COMMITTEE).refusal is None
    given = acts(given, OFFICE, "decide", outcome="upheld", states=REASON).accepted
    given = given.when(CASE, CloseCase(), actor=SYSTEM_CLOCK).accepted
    assert given.when(CYCLE, decide("adopted"), actor=COMMITTEE).refusal is None
