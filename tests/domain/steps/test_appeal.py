"""Appeal of a civil servant against a result: after a review or at once, in a second instance, and never too late.

Civil Servant Law, art. 95 and 96, as the shipped rulebook has them: a review is asked for within 30 days and decided in
30; an appeal within 15 days of the review, or within 30 of the result, and decided in 60, or 90 where it is complex.
"""

from datetime import datetime, timedelta

from domain.case import events as e
from domain.refusal import Reason
from domain.streams import case_stream
from tests.domain.cases import CASE, GOVERNMENT, acts, informed, opened, opening, turn
from tests.domain.given import Given
from tests.domain.history import COMMITTEE, HEAD, moved, stood_in

REASON = {"reason": "The year was interrupted by illness"}
CORRECTIONS = {"kind": "corrections", "corrections": [{"indicator": "conduct", "points": "90"}]}
GIVEN = informed("civil-servants-2020-annual")
LEADER = "mayor"


def days(number: int, since: datetime = GIVEN.now) -> datetime:
    return since + timedelta(days=number)


def reviewed() -> Given:
    """The review was asked for, and the result upheld ten days after it was given."""
    given = opened(GIVEN, HEAD, "review", states=REASON).at(days(10))
    return acts(given, LEADER, "decide", outcome="upheld", states=REASON).accepted


def appealed(given: Given, **fields: str) -> Given:
    return opened(given, HEAD, "appeal", case="c-2", against="c-1", states=REASON, **fields)


def test_a_review_is_decided_within_thirty_days() -> None:
    assert turn(opened(GIVEN.at(days(30)), HEAD, "review", states=REASON)).opened.clock.due == days(60)


def test_a_review_after_thirty_days_is_too_late() -> None:
    GIVEN.at(days(31)).when(CASE, opening("review", states=REASON), actor=HEAD).refused(
        Reason.CONFLICT,
        "case c-1",
        f"is asked for too late: its time ended on {days(30).isoformat()}",
        "What it objects to stands",
    )


def test_an_appeal_against_a_review_is_open_for_fifteen_days_and_decided_in_sixty() -> None:
    given = appealed(reviewed().at(days(25)))

    assert turn(given, case_stream("c-2")).opened.clock.due == days(85)


def test_an_appeal_on_the_sixteenth_day_after_the_review_is_too_late() -> None:
    wish = opening("appeal", case="c-2", against="c-1", states=REASON)
    reviewed().at(days(26)).when(case_stream("c-2"), wish, actor=HEAD).refused(
        Reason.CONFLICT,
        "case c-2",
        f"is asked for too late: its time ended on {days(25).isoformat()}",
        "What it objects to stands",
    )


def test_an_appeal_names_the_review_that_it_is_against() -> None:
    wish = opening("appeal", case="c-2", states=REASON)
    reviewed().when(case_stream("c-2"), wish, actor=HEAD).refused(
        Reason.INVALID, "case c-2", "does not say against which decision it is", "Name a case of: review"
    )


def test_an_appeal_against_a_review_that_is_not_decided_is_refused() -> None:
    given = opened(GIVEN, HEAD, "review", states=REASON)
    wish = opening("appeal", case="c-2", against="c-1", states=REASON)
    given.when(case_stream("c-2"), wish, actor=HEAD).refused(
        Reason.CONFLICT,
        "case c-2",
        "is against case c-1, which decided nothing that it could object to",
        "Name a decided case of: review",
    )


def test_a_complex_appeal_takes_thirty_days_more_however_early_that_is_said() -> None:
    given = appealed(reviewed()).at(days(20))
    given = acts(given, COMMITTEE, "decide", case_stream("c-2"), outcome="complex", states=REASON).accepted

    assert turn(given, case_stream("c-2")).act == "decide-complex"
    assert turn(given, case_stream("c-2")).opened.clock.due == days(10 + 60 + 30)


def test_an_appeal_without_a_review_counts_from_the_result_and_goes_to_the_second_instance() -> None:
    given = opened(GIVEN.at(days(30)), HEAD, "appeal-at-once", states=REASON)
    given = acts(given, COMMITTEE, "decide", outcome="upheld", states=REASON).accepted
    given = opened(given, HEAD, "second-appeal", case="c-2", against="c-1", states=REASON)
    decided = acts(
        given, GOVERNMENT, "decide", case_stream("c-2"), outcome="corrected", states=REASON, content=CORRECTIONS
    )

    assert decided.events[-1] == e.CaseDecided(outcome="corrected", granted=True, at=days(30))


def test_a_second_appeal_is_not_open_against_a_review() -> None:
    wish = opening("second-appeal", case="c-2", against="c-1", states=REASON)
    reviewed().when(case_stream("c-2"), wish, actor=HEAD).refused(
        Reason.CONFLICT,
        "case c-2",
        "is against case c-1, which decided nothing that it could object to",
        "Name a decided case of: appeal, appeal-at-once",
    )


def test_a_review_is_against_a_result_and_no_case() -> None:
    wish = opening("review", case="c-2", against="c-1", states=REASON)
    reviewed().when(case_stream("c-2"), wish, actor=HEAD).refused(
        Reason.INVALID,
        "case c-2",
        "is against case c-1, and remedy review objects to a result",
        "Leave the case out",
    )


def test_whoever_decided_the_review_does_not_decide_the_appeal_nor_does_a_substitute() -> None:
    """The mayor decided the review, and sits on the committee by now; a member stood in for him for a day."""
    given = stood_in(appealed(reviewed()), LEADER, COMMITTEE, timedelta(days=1))
    given = moved(given, LEADER, "government", "committee").at(days(20))
    mend = "Let somebody who has no part in the matter do it"

    for actor, why in (
        (LEADER, "decided case c-1, which it objects to"),
        (COMMITTEE, "is one pair of eyes with mayor, who decided case c-1, which it objects to"),
    ):
        acts(given, actor, "decide", case_stream("c-2"), outcome="upheld", states=REASON).refused(
            Reason.FORBIDDEN, "task case:c-2:decide", f"would be done by {actor}, who {why}", mend
        )
