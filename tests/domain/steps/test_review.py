"""Review of a result: asked for in time, decided in time by somebody who has no part in it, and approved again.

In Hangzhou (art. 25) a unit asks within 3 working days, and the agency decides within 10. In Jinan (art. 26) it has 15,
the agency 10, and the committee approves a changed result within 5. The laws differ by their rulebooks alone.
"""

from datetime import UTC, datetime, timedelta

import pytest

from domain.appraisal.reopening import ProposeReopening, ReopenAppraisal
from domain.case import events as e
from domain.case.content import Correction, Corrections
from domain.case.decide import CloseCase
from domain.case.doing import DoAct, ReturnToAct, WithdrawRequest
from domain.command import SYSTEM_CLOCK
from domain.refusal import Reason
from domain.role import Role
from domain.schedule import StepName
from domain.streams import case_stream
from domain.substitutions import ArrangeSubstitution
from tests import sample
from tests.domain.cases import CASE, OTHER_OFFICE, acts, informed, opened, opening, running, ticked, turn
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    COMMITTEE,
    DIRECTORY,
    HEAD,
    OFFICE,
    UNIT,
    done,
    interested,
    moved,
    private,
    tick,
)

REASON = {"reason": "The hotline was counted twice"}
CORRECTIONS = {"kind": "corrections", "corrections": [{"indicator": "hotline", "value": "95"}]}

HANGZHOU, JINAN = informed("hangzhou-2015"), informed("jinan-2018")
INFORMED = HANGZHOU.now
"""A Monday, 2 March 2026, some minutes after 09:00 in China."""


def china(day: int, month: int = 3) -> datetime:
    """The same time of day as the result was given at."""
    return INFORMED.replace(month=month, day=day)


def asked(given: Given) -> Given:
    return opened(given, HEAD, "review", states=REASON)


def test_the_result_was_given_on_a_monday() -> None:
    assert INFORMED.date() == datetime(2026, 3, 2, tzinfo=UTC).date()
    assert JINAN.now == INFORMED


@pytest.mark.parametrize(
    ("given", "last", "decided_by"),
    [(HANGZHOU, china(5), china(19)), (JINAN, china(23), china(6, month=4))],
    ids=["hangzhou", "jinan"],
)
def test_who_asks_on_the_last_day_is_heard_and_answered_within_ten_working_days(
    given: Given, last: datetime, decided_by: datetime
) -> None:
    given = asked(given.at(last))

    assert (turn(given).act, turn(given).opened.clock.due) == ("decide", decided_by)


@pytest.mark.parametrize(("given", "last"), [(HANGZHOU, china(5)), (JINAN, china(23))], ids=["hangzhou", "jinan"])
def test_who_asks_a_second_later_asks_too_late(given: Given, last: datetime) -> None:
    late = given.at(last.replace(microsecond=1))
    late.when(CASE, opening("review", states=REASON), actor=HEAD).refused(
        Reason.CONFLICT,
        "case c-1",
        f"is asked for too late: its time ended on {last.isoformat()}",
        "What it objects to stands",
    )


def test_nobody_asks_before_there_is_a_result() -> None:
    running("jinan-2018").when(CASE, opening("review", states=REASON), actor=HEAD).refused(
        Reason.CONFLICT,
        "case c-1",
        f"objects to a result that {UNIT} has not been given",
        "Wait for the feedback",
    )


def test_a_review_without_a_reason_is_refused() -> None:
    HANGZHOU.when(CASE, opening("review", states={"reason": "  "}), actor=HEAD).refused(
        Reason.INVALID, "case c-1", "does not state 'reason'", "State it in a few words"
    )


def test_in_hangzhou_the_agency_upholds_the_result_and_nothing_changes() -> None:
    upheld = acts(asked(HANGZHOU), OFFICE, "decide", outcome="upheld", states={"reason": "It was counted once"})

    assert upheld.events[-1] == e.CaseDecided(outcome="upheld", granted=False, at=INFORMED)


def test_in_hangzhou_the_agency_grants_a_review_by_saying_what_is_corrected() -> None:
    decided = acts(asked(HANGZHOU), OFFICE, "decide", outcome="corrected", states=REASON, content=CORRECTIONS)

    given = decided.then(
        e.ActDone(
            turn=2,
            act="decide",
            outcome="corrected",
            states=(e.Stated(what="reason", text=private(OFFICE, REASON["reason"])),),
            content=Corrections(corrections=(Correction(indicator="hotline", value="95"),)),
            by=OFFICE,
        ),
        e.CaseDecided(outcome="corrected", granted=True, at=INFORMED),
    )
    given.when(CASE, CloseCase(took_effect=True), actor=SYSTEM_CLOCK).then(
        e.CaseClosed(outcome="corrected", took_effect=True)
    )


def test_a_review_that_is_granted_without_a_correction_is_refused() -> None:
    acts(asked(HANGZHOU), OFFICE, "decide", outcome="corrected", states=REASON).refused(
        Reason.INVALID,
        "act decide",
        "brings nothing, and corrections is asked for",
        "Give content of kind corrections",
    )


def test_a_result_that_is_upheld_is_not_corrected_all_the_same() -> None:
    acts(asked(HANGZHOU), OFFICE, "decide", outcome="upheld", states=REASON, content=CORRECTIONS).refused(
        Reason.INVALID, "act decide", "brings corrections, and nothing is asked for", "Leave it out"
    )


def test_a_correction_of_what_the_unit_is_not_appraised_on_is_refused() -> None:
    wrong = {"kind": "corrections", "corrections": [{"indicator": "weather", "value": "95"}]}
    acts(asked(HANGZHOU), OFFICE, "decide", outcome="corrected", states=REASON, content=wrong).refused(
        Reason.INVALID,
        "act decide",
        f"names indicator weather, on which {UNIT} is not appraised",
        "Its indicators are budget, delays, hotline, conduct",
    )


def test_in_jinan_a_changed_result_goes_to_the_committee_within_five_working_days() -> None:
    given = acts(asked(JINAN), OFFICE, "decide", outcome="changed", states=REASON, content=CORRECTIONS).accepted
    assert (turn(given).act, turn(given).opened.clock.due) == ("approve-again", china(9))

    approved = acts(given, COMMITTEE, "approve-again", outcome="approved")
    assert approved.events[-1] == e.CaseDecided(outcome="approved", granted=True, at=INFORMED)


def test_in_jinan_a_change_that_the_committee_refuses_is_not_granted() -> None:
    given = acts(asked(JINAN), OFFICE, "decide", outcome="changed", states=REASON, content=CORRECTIONS).accepted

    refused = acts(given, COMMITTEE, "approve-again", outcome="refused")
    assert refused.events[-1] == e.CaseDecided(outcome="refused", granted=False, at=INFORMED)


def test_in_jinan_the_committee_sends_a_decision_back_and_the_last_one_counts() -> None:
    given = acts(asked(JINAN), OFFICE, "decide", outcome="changed", states=REASON, content=CORRECTIONS).accepted
    given = given.when(CASE, ReturnToAct(act="approve-again", reason="Look at the log"), actor=COMMITTEE).accepted
    other = {"kind": "corrections", "corrections": [{"indicator": "hotline", "value": "90"}]}
    given = acts(given, OFFICE, "decide", outcome="changed", states=REASON, content=other).accepted
    given = acts(given, COMMITTEE, "approve-again", outcome="approved").accepted

    assert given.state(CASE).contents(Corrections) == (
        Corrections(corrections=(Correction(indicator="hotline", value="90"),)),
    )


def test_a_decision_without_an_outcome_is_refused() -> None:
    acts(asked(JINAN), OFFICE, "decide", states=REASON).refused(
        Reason.INVALID, "act decide", "has no outcome chosen", "Choose one of: upheld, changed"
    )


def test_whoever_asked_does_not_decide_even_as_a_member_of_the_office() -> None:
    given = moved(asked(JINAN), HEAD, "performance-office", "office")
    acts(given, HEAD, "decide", outcome="upheld", states=REASON).refused(
        Reason.FORBIDDEN,
        "task case:c-1:decide",
        f"would be done by {HEAD}, who opened the case",
        "Let somebody who has no part in the matter do it",
    )


def test_nobody_of_the_unit_decides_on_its_review() -> None:
    given = moved(asked(JINAN), OTHER_OFFICE, UNIT, "office")
    acts(given, OTHER_OFFICE, "decide", outcome="upheld", states=REASON).refused(
        Reason.FORBIDDEN,
        "task case:c-1:decide",
        f"would be done by {OTHER_OFFICE}, who is of the unit concerned",
        "Let somebody who has no part in the matter do it",
    )


def test_a_review_is_withdrawn_by_the_unit_alone() -> None:
    withdrawn = asked(JINAN).when(CASE, WithdrawRequest(reason="It was right after all"), actor=HEAD).accepted
    assert withdrawn.state(CASE).withdrawn

    acts(withdrawn, OFFICE, "decide", outcome="upheld", states=REASON).refused(
        Reason.CONFLICT, "case c-1", "was withdrawn", "See 'kaohe history case:c-1' for how it ended"
    )


def test_a_decision_that_comes_late_still_counts_and_the_log_says_that_it_is_late() -> None:
    late = ticked(asked(JINAN)).then(e.ActFellDue(turn=2, act="decide", due=china(16)))

    decided = acts(late, OFFICE, "decide", outcome="upheld", states=REASON)
    assert decided.events[-1] == e.CaseDecided(outcome="upheld", granted=False, at=china(16))


def test_a_review_is_asked_for_once_unless_it_was_withdrawn() -> None:
    again = opening("review", case="c-2", states=REASON)
    asked(JINAN).when("case:c-2", again, actor=HEAD).refused(
        Reason.CONFLICT, "case c-2", "asks again for what case c-1 is to decide", "See 'kaohe case show c-1'"
    )
    decided = acts(asked(JINAN), OFFICE, "decide", outcome="upheld", states=REASON).accepted
    decided.when("case:c-2", again, actor=HEAD).refused(
        Reason.CONFLICT, "case c-2", "asks again for what case c-1 decided", "See 'kaohe case show c-1'"
    )
    withdrawn = asked(JINAN).when(CASE, WithdrawRequest(reason="A slip"), actor=HEAD).accepted
    assert withdrawn.when("case:c-2", again, actor=HEAD).refusal is None


# ---------------------------------------------------------------- how it has to be decided


def test_a_result_that_was_reopened_is_another_one_and_may_be_objected_to_again() -> None:
    given = acts(asked(HANGZHOU), OFFICE, "decide", outcome="upheld", states=REASON).accepted
    wish = ProposeReopening(step=StepName.FEEDBACK, due=given.now + timedelta(days=1), reason="The result was misread")
    given = given.when(APPRAISAL, wish, actor=OFFICE).accepted
    given = given.when(APPRAISAL, ReopenAppraisal(), actor=COMMITTEE).accepted
    given = done(tick(given, StepName.FEEDBACK), StepName.FEEDBACK)

    assert turn(opened(given, HEAD, "review", case="c-2", states=REASON), case_stream("c-2")).act == "decide"


def test_a_rulebook_may_ask_for_the_document_of_each_decision() -> None:
    given = asked(informed("jinan-2018", numbered=["case"]))
    acts(given, OFFICE, "decide", outcome="upheld", states=REASON).refused(
        Reason.INVALID,
        "case c-1",
        "is decided on (case) without the number of the document that says so",
        "Give it: --document NUMBER on the command line, the header Kaohe-Document over HTTP",
    )
    wish = DoAct(act="decide", outcome="upheld", states=REASON)
    assert given.when(CASE, wish, actor=OFFICE, document="No. 7").refusal is None


def test_whoever_stands_in_for_the_head_that_asked_does_not_decide() -> None:
    given = asked(JINAN)
    wish = ArrangeSubstitution(
        authority=sample.AUTHORITY,
        person=HEAD,
        substitute=OTHER_OFFICE,
        roles=(Role.HEAD,),
        begins=given.now,
        ends=given.now + timedelta(days=5),
        reason="On leave",
    )
    given = given.when(DIRECTORY, wish, actor=OFFICE).accepted
    acts(given, OTHER_OFFICE, "decide", outcome="upheld", states=REASON).refused(
        Reason.FORBIDDEN,
        "task case:c-1:decide",
        f"would be done by {OTHER_OFFICE}, who is one pair of eyes with whoever opened the case",
        "Let somebody who has no part in the matter do it",
    )


def test_whoever_has_declared_an_interest_in_the_unit_does_not_decide() -> None:
    acts(interested(asked(HANGZHOU), OFFICE), OFFICE, "decide", outcome="upheld", states=REASON).refused(
        Reason.FORBIDDEN,
        "task case:c-1:decide",
        f"would be done by {OFFICE}, who has declared an interest in finance",
        "Let somebody who has no part in the matter do it",
    )
