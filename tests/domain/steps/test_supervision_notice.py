"""Supervision notice: the office tells a unit of a problem; the unit explains, proposes and reports in 10 working days.

Hangzhou ordinance, art. 20, and Jinan ordinance, art. 15, as their shipped rulebooks have them.
"""

from datetime import UTC, datetime

import pytest

from domain.appraisal.cases import NoteCase
from domain.appraisal.events import CaseNoted, Duty
from domain.case import events as e
from domain.case.clock import AdvanceCase, next_moment
from domain.case.decide import CloseCase
from domain.case.doing import DoAct, WithdrawRequest
from domain.command import SYSTEM_CLOCK
from domain.decision import Capacity
from domain.directory import Role
from domain.refusal import Reason
from domain.regulation import CaseKind
from tests.domain.cases import CASE, OTHER_OFFICE, acts, opened, opening, running, ticked, turn
from tests.domain.given import Given
from tests.domain.history import APPRAISAL, HEAD, OFFICE, UNIT, moved, private

NOTIFIED = datetime(2026, 3, 2, 1, tzinfo=UTC)
"""A Monday at 09:00 in Hangzhou and Jinan."""
DUE = datetime(2026, 3, 16, 1, tzinfo=UTC)
"""Ten working days later."""

LAWS = {
    "hangzhou-2015": ("problem-notice", "notify", ("explanation", "proposal", "result")),
    "jinan-2018": ("warning-notice", "warn", ("explanation", "proposal", "report")),
}
ANSWER = {"explanation": "Two posts are vacant", "proposal": "Fill them", "result": "Filled on 9 March"}


def notice(law: str = "hangzhou-2015") -> Given:
    """The office has told finance of a problem."""
    procedure, _, _ = LAWS[law]
    return opened(running(law).at(NOTIFIED), OFFICE, procedure, states={"problem": "Reports are late"})


@pytest.mark.parametrize("law", LAWS)
def test_a_notice_asks_the_head_of_the_unit_for_an_answer_within_ten_working_days(law: str) -> None:
    procedure, first, _ = LAWS[law]
    wish = opening(procedure, states={"problem": "Reports are late"})
    events = running(law).at(NOTIFIED).when(CASE, wish, actor=OFFICE).events

    assert [type(one) for one in events] == [e.CaseOpened, e.ActOpened, e.ActDone, e.ActOpened]
    assert events[2] == e.ActDone(
        turn=1,
        act=first,
        outcome=None,
        states=(e.Stated(what="problem", text=private(OFFICE, "Reports are late")),),
        content=None,
        by=OFFICE,
    )
    assert events[3] == e.ActOpened(
        turn=2,
        act="answer",
        title="answers the notice",
        duty=Duty(key="answer", role=Role.HEAD, unit=UNIT),
        needs=1,
        clock=e.ActClock(due=DUE),
    )


def test_the_appraisal_notes_that_there_is_a_notice() -> None:
    wish = opening("problem-notice", states={"problem": "Reports are late"})
    given = running("hangzhou-2015").when(CASE, wish, actor=OFFICE).accepted

    noted = CaseNoted(case="c-1", kind=CaseKind.NOTICE, procedure="problem-notice")
    given = given.when(APPRAISAL, NoteCase(case="c-1"), actor=SYSTEM_CLOCK).then(noted)

    given.when(APPRAISAL, NoteCase(case="c-1"), actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "case c-1", "is noted already", "Nothing needs to be done"
    )


def test_the_answer_ends_the_notice() -> None:
    answered = acts(notice(), HEAD, "answer", states=ANSWER)
    given = answered.then(
        e.ActDone(
            turn=2,
            act="answer",
            outcome=None,
            states=tuple(e.Stated(what=what, text=private(HEAD, text)) for what, text in ANSWER.items()),
            content=None,
            by=HEAD,
        ),
        e.CaseDecided(outcome=None, granted=False, at=NOTIFIED),
    )
    assert answered.capacity == Capacity(role="head", mandate=f"post:{UNIT}")

    given.when(CASE, CloseCase(), actor=SYSTEM_CLOCK).then(e.CaseClosed(outcome=None, took_effect=False))


def test_an_answer_that_reports_no_result_is_refused() -> None:
    acts(notice(), HEAD, "answer", states={**ANSWER, "result": " "}).refused(
        Reason.INVALID, "act answer", "does not state 'result'", "State it in a few words"
    )


def test_an_answer_that_states_something_else_is_refused() -> None:
    acts(notice(), HEAD, "answer", states={**ANSWER, "weather": "Fine"}).refused(
        Reason.INVALID,
        "act answer",
        "is given 'weather', which it does not state",
        "It states: explanation, proposal, result",
    )


def test_nobody_but_the_head_of_the_unit_answers() -> None:
    acts(notice(), "health-head", "answer", states=ANSWER).refused(
        Reason.FORBIDDEN,
        "task case:c-1:answer",
        f"is asked of head of {UNIT}, not of health-head",
        "See 'kaohe task list --as YOU' for your own tasks",
    )


def test_whoever_sent_the_notice_does_not_answer_it_after_a_move() -> None:
    acts(moved(notice(), OFFICE, UNIT, "head"), OFFICE, "answer", states=ANSWER).refused(
        Reason.FORBIDDEN,
        "task case:c-1:answer",
        f"would be done by {OFFICE}, who opened the case",
        "Let somebody who has no part in the matter do it",
    )


def test_an_answer_that_does_not_come_falls_due_and_may_still_be_given_late() -> None:
    given = notice()
    ticked(given).then(e.ActFellDue(turn=2, act="answer", due=DUE))
    late = ticked(given).accepted

    assert turn(late).fell_due
    assert next_moment(late.state(CASE)) is None
    assert isinstance(acts(late, HEAD, "answer", states=ANSWER).events[-1], e.CaseDecided)


def test_the_clock_does_nothing_before_its_instant_and_nothing_twice() -> None:
    given = notice()
    wish = AdvanceCase(moment="2.fall-due.0")
    given.when(CASE, wish, actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "case c-1", f"waits until {DUE.isoformat()}", "Wait for it"
    )
    ticked(given).accepted.when(CASE, wish, actor=SYSTEM_CLOCK).refused(
        Reason.CONFLICT, "case c-1", "has no moment 2.fall-due.0 ahead", "Read its clock again"
    )


def test_nobody_moves_the_clock_by_hand() -> None:
    notice().when(CASE, AdvanceCase(moment="2.fall-due.0"), actor=OFFICE).refused(
        Reason.FORBIDDEN, "case c-1", f"is moved by the clock, not by {OFFICE}", "Do its acts instead"
    )


def test_an_answer_is_given_once() -> None:
    answered = acts(notice(), HEAD, "answer", states=ANSWER).accepted
    acts(answered, HEAD, "answer", states=ANSWER).refused(
        Reason.CONFLICT, "case c-1", "has been decided", "See 'kaohe history case:c-1' for how it ended"
    )


def test_a_notice_sent_in_error_is_withdrawn_by_the_office() -> None:
    given = (
        notice()
        .when(CASE, WithdrawRequest(reason="Sent to the wrong unit"), actor=OTHER_OFFICE)
        .then(e.RequestWithdrawn(reason=private(OTHER_OFFICE, "Sent to the wrong unit"), by=OTHER_OFFICE))
    )
    acts(given, HEAD, "answer", states=ANSWER).refused(
        Reason.CONFLICT, "case c-1", "was withdrawn", "See 'kaohe history case:c-1' for how it ended"
    )
    notice().when(CASE, WithdrawRequest(reason="We disagree"), actor=HEAD).refused(
        Reason.FORBIDDEN,
        "case c-1",
        f"is asked of the office, not of {HEAD}",
        "See 'kaohe task list --as YOU' for your own tasks",
    )


def test_only_the_office_sends_a_notice() -> None:
    running("hangzhou-2015").when(CASE, opening("problem-notice", states={"problem": "x"}), actor=HEAD).refused(
        Reason.FORBIDDEN,
        "case c-1",
        f"is asked of the office, not of {HEAD}",
        "See 'kaohe task list --as YOU' for your own tasks",
    )


def test_a_procedure_that_is_no_case_is_not_opened_as_one() -> None:
    refusal = running("jinan-2018").when(CASE, opening("annual-goals"), actor=HEAD).refusal
    assert refusal is not None
    assert (refusal.reason, refusal.problem) == (
        Reason.NOT_FOUND,
        "is of procedure 'annual-goals', which rulebook annual does not carry out as a case",
    )


def test_a_notice_about_somebody_whom_the_cycle_does_not_appraise_is_refused() -> None:
    wish = opening("problem-notice", appraisee="health", states={"problem": "x"})
    running("hangzhou-2015").when(CASE, wish, actor=OFFICE).refused(
        Reason.NOT_FOUND,
        "case c-1",
        "concerns health, which cycle annual-2026 does not appraise",
        f"Its appraisees are: {UNIT}",
    )


def test_a_case_is_opened_once() -> None:
    wish = opening("problem-notice", states={"problem": "x"})
    notice().when(CASE, wish, actor=OFFICE).refused(
        Reason.CONFLICT, "case c-1", "has been opened already", "Choose another id for a new case"
    )


def test_acts_are_done_in_their_order() -> None:
    notice().when(CASE, DoAct(act="notify"), actor=OFFICE).refused(
        Reason.CONFLICT, "task case:c-1:notify", "is not asked for now", "Open tasks of this case are: case:c-1:answer"
    )
