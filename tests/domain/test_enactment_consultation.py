"""Consultation: those who are asked comment in time, and no comment stays without a response."""

from datetime import datetime, timedelta

import pytest

from domain.enactment import events as e
from domain.enactment.consultation import CloseConsultation, CommentOnDraft, OpenConsultation, WaiveConsultation
from domain.refusal import Reason
from tests.domain.drafts import FIRST, checked, consulted, content, do, drafted
from tests.domain.given import Given
from tests.domain.history import COMMITTEE, HEAD, LAUNCHED, OFFICE, RULEBOOK, private

HASH = content(FIRST).hash
UNTIL = LAUNCHED + timedelta(days=7)


def opened(*asked: str, until: datetime | None = None) -> Given:
    return do(checked(), OFFICE, OpenConsultation(asked=asked, until=until))


def commented(given: Given, *actors: str) -> Given:
    for actor in actors:
        event = e.ConsultationCommented(hash=HASH, text=private(actor, "Less"), by=actor)
        given = given.when(RULEBOOK, CommentOnDraft(text="Less"), actor=actor).then(event)
    return given


def test_everybody_in_the_directory_may_comment_when_everybody_is_asked() -> None:
    event = e.ConsultationOpened(hash=HASH, asked=(), until=None, by=OFFICE)
    given = checked().when(RULEBOOK, OpenConsultation(), actor=OFFICE).then(event)
    given = commented(given, HEAD, COMMITTEE, HEAD)

    assert given.state(RULEBOOK).draft.consultation.comments == 3


def test_when_units_are_asked_theirs_comment_and_the_office_writes_down_what_comes_from_outside() -> None:
    given = commented(opened("finance", "health"), HEAD, "health-staff-1", OFFICE)

    given.when(RULEBOOK, CommentOnDraft(text="Less"), actor="transport-head").refused(
        Reason.FORBIDDEN,
        "consultation on rulebook annual",
        "asks finance, health, and transport-head is of transport",
        "Send the comment to the performance office, which writes it down",
    )


def test_whom_the_directory_does_not_know_sends_the_comment_to_the_office() -> None:
    opened().when(RULEBOOK, CommentOnDraft(text="Less"), actor="stranger").refused(
        Reason.FORBIDDEN,
        "consultation on rulebook annual",
        "stranger is not in the directory of linan",
        "Send the comment to the performance office, which writes it down",
    )


def test_a_comment_has_words() -> None:
    opened().when(RULEBOOK, CommentOnDraft(text=" "), actor=HEAD).refused(
        Reason.INVALID,
        "consultation on rulebook annual",
        "is commented on without a word",
        "Say what should be otherwise, and why",
    )


def test_a_consultation_with_an_end_takes_comments_until_then_and_is_closed_from_then_on() -> None:
    given = opened(until=UNTIL)
    last = commented(given.at(UNTIL - timedelta(microseconds=1)), HEAD)
    last.when(RULEBOOK, CloseConsultation(response="So be it"), actor=OFFICE).refused(
        Reason.CONFLICT,
        "consultation on rulebook annual",
        "runs until 2026-03-09T01:00:00+00:00",
        "Close it then; whoever was asked may comment until that instant",
    )
    over = last.at(UNTIL)
    over.when(RULEBOOK, CommentOnDraft(text="Less"), actor=HEAD).refused(
        Reason.CONFLICT,
        "consultation on rulebook annual",
        "ended on 2026-03-09T01:00:00+00:00",
        "Let the performance office know in another way; it answers for what becomes of the draft",
    )
    closed = e.ConsultationClosed(hash=HASH, response=private(OFFICE, "So be it"), by=OFFICE)
    over.when(RULEBOOK, CloseConsultation(response="So be it"), actor=OFFICE).then(closed)


def test_an_end_in_the_past_is_refused() -> None:
    checked().when(RULEBOOK, OpenConsultation(until=LAUNCHED), actor=OFFICE).refused(
        Reason.INVALID,
        "consultation on rulebook annual",
        "would end on 2026-03-02T01:00:00+00:00, which has passed",
        "Choose a later instant, or none to close it yourself",
    )


def test_units_that_nobody_knows_are_not_asked() -> None:
    checked().when(RULEBOOK, OpenConsultation(asked=("finance", "moon")), actor=OFFICE).refused(
        Reason.NOT_FOUND,
        "rulebook annual",
        "would be put to moon, which the directory of linan does not have",
        "Name units of the directory, or none to ask everybody",
    )


@pytest.mark.parametrize(("actors", "comments"), [((HEAD,), "1 comment"), ((HEAD, HEAD), "2 comments")])
def test_comments_need_a_response(actors: tuple[str, ...], comments: str) -> None:
    commented(opened(), *actors).when(RULEBOOK, CloseConsultation(), actor=OFFICE).refused(
        Reason.INVALID,
        "consultation on rulebook annual",
        f"brought {comments}, and would be closed without a response",
        "Say what becomes of them; a changed draft is checked and consulted on anew",
    )


def test_without_comments_there_is_nothing_to_respond_to() -> None:
    opened().when(RULEBOOK, CloseConsultation(), actor=OFFICE).then(
        e.ConsultationClosed(hash=HASH, response=None, by=OFFICE)
    )


def test_a_consultation_is_waived_for_a_reason_alone() -> None:
    checked().when(RULEBOOK, WaiveConsultation(reason=""), actor=OFFICE).refused(
        Reason.INVALID,
        "rulebook annual",
        "would not be consulted on, without a reason",
        "Give the reason; it becomes part of the record",
    )
    checked().when(RULEBOOK, WaiveConsultation(reason="Flood"), actor=OFFICE).then(
        e.ConsultationWaived(hash=HASH, reason=private(OFFICE, "Flood"), by=OFFICE)
    )


@pytest.mark.parametrize(
    ("wish", "doing"),
    [
        (OpenConsultation(), "open the consultation on"),
        (WaiveConsultation(reason="Flood"), "waive the consultation on"),
        (CloseConsultation(), "close the consultation on"),
    ],
)
def test_only_the_office_holds_or_waives_it(
    wish: OpenConsultation | WaiveConsultation | CloseConsultation, doing: str
) -> None:
    given = opened() if isinstance(wish, CloseConsultation) else checked()
    given.when(RULEBOOK, wish, actor=COMMITTEE).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "committee-1 is not of the performance office of linan",
        f"Let the performance office {doing} it",
    )


@pytest.mark.parametrize("wish", [OpenConsultation(), WaiveConsultation(reason="Flood")])
def test_it_comes_after_the_check_and_once_for_each_draft(wish: OpenConsultation | WaiveConsultation) -> None:
    drafted().when(RULEBOOK, wish, actor=OFFICE).refused(
        Reason.CONFLICT,
        "rulebook annual",
        "has a draft that has not passed its check",
        "Check it with 'kaohe rulebook check annual'",
    )
    for given, problem in (
        (opened(), "has a consultation already"),
        (consulted(), "has no consultation, which was waived"),
    ):
        given.when(RULEBOOK, wish, actor=OFFICE).refused(
            Reason.CONFLICT, "rulebook annual", problem, "Go on with it; a changed draft is consulted on anew"
        )


@pytest.mark.parametrize("wish", [CommentOnDraft(text="Less"), CloseConsultation()])
def test_what_is_not_in_consultation_is_neither_commented_on_nor_closed(
    wish: CommentOnDraft | CloseConsultation,
) -> None:
    for given in (checked(), do(opened(), OFFICE, CloseConsultation())):
        given.when(RULEBOOK, wish, actor=OFFICE).refused(
            Reason.CONFLICT,
            "rulebook annual",
            "is not in consultation",
            "See 'kaohe rulebook show annual' for how its draft stands",
        )
