"""Approval: by a member of the committee who had no part in the draft, of exactly the content that was shown."""

import pytest

from domain.command import Command
from domain.enactment import events as e
from domain.enactment.approval import ApproveDraft, ReturnDraft
from domain.enactment.consultation import OpenConsultation
from domain.enactment.drafting import DraftRegulation
from domain.enactment.state import Stage
from domain.refusal import Reason
from tests.domain.drafts import (
    FIRST,
    OTHER_OFFICER,
    SECOND,
    approved,
    checked,
    consulted,
    content,
    do,
    drafted,
    founded,
)
from tests.domain.given import Given
from tests.domain.history import COMMITTEE, OFFICE, RULEBOOK, moved, private

HASH = content(FIRST).hash
APPROVE, RETURN = ApproveDraft(hash=HASH), ReturnDraft(reason="Too long")
SUCH = "Let a member of the committee decide who had no part in it, such as committee-1"
NOBODY = "Nobody in the directory of linan may: give the role committee to somebody who had no part in it"

both = pytest.mark.parametrize("wish", [APPROVE, RETURN], ids=["approve", "return"])


def test_a_member_approves_the_content() -> None:
    event = e.RegulationApproved(hash=HASH, rulebook_hash=None, by=COMMITTEE)
    given = consulted().when(RULEBOOK, APPROVE, actor=COMMITTEE).then(event)

    assert given.state(RULEBOOK).draft.stage is Stage.APPROVED


def test_a_member_returns_the_draft_and_everything_begins_anew() -> None:
    event = e.RegulationReturned(hash=HASH, reason=private(COMMITTEE, "Too long"), by=COMMITTEE)
    for before in (consulted(), approved()):
        draft = before.when(RULEBOOK, RETURN, actor=COMMITTEE).then(event).state(RULEBOOK).draft
        assert (draft.stage, draft.consultation, draft.hash) == (Stage.DRAFT, None, HASH)


@both
@pytest.mark.parametrize("actor", ["finance-head", OFFICE, OTHER_OFFICER, "nobody", "system:operator"])
def test_nobody_else_decides(wish: Command, actor: str) -> None:
    consulted().when(RULEBOOK, wish, actor=actor).refused(
        Reason.FORBIDDEN, "rulebook annual", f"{actor} is not of the committee of linan", SUCH
    )


@both
def test_a_member_who_is_of_the_office_as_well_does_not_decide(wish: Command) -> None:
    given = moved(consulted(), "finance-head", "committee", "committee", "office")

    given.when(RULEBOOK, wish, actor="finance-head").refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "would be decided on by finance-head, who is of the performance office",
        SUCH,
    )


@both
@pytest.mark.parametrize(
    ("member", "part"),
    [(OFFICE, "wrote or changed the draft"), (OTHER_OFFICER, "was of the performance office when it was drafted")],
)
def test_who_leaves_the_office_for_the_committee_does_not_decide_on_its_draft(
    wish: Command, member: str, part: str
) -> None:
    given = moved(consulted(), member, "committee", "committee")

    given.when(RULEBOOK, wish, actor=member).refused(
        Reason.FORBIDDEN, "rulebook annual", f"would be decided on by {member}, who {part}", SUCH
    )


@both
def test_who_wrote_an_earlier_draft_of_it_had_a_part_in_the_last_one(wish: Command) -> None:
    given = moved(drafted(SECOND), OFFICE, "committee", "committee")
    given = do(given, OTHER_OFFICER, DraftRegulation(document=FIRST))

    given.when(RULEBOOK, wish, actor=OFFICE).refused(
        Reason.FORBIDDEN, "rulebook annual", f"would be decided on by {OFFICE}, who wrote or changed the draft", SUCH
    )


def test_without_anybody_who_may_decide_it_is_said_what_is_missing() -> None:
    given = moved(consulted(), COMMITTEE, "finance", "staff")
    given.when(RULEBOOK, APPROVE, actor=COMMITTEE).refused(
        Reason.FORBIDDEN, "rulebook annual", f"{COMMITTEE} is not of the committee of linan", NOBODY
    )
    given = moved(given, OFFICE, "committee", "committee")
    given.when(RULEBOOK, APPROVE, actor=OFFICE).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        f"would be decided on by {OFFICE}, who wrote or changed the draft",
        NOBODY,
    )


def test_another_content_than_the_drafts_is_not_approved() -> None:
    seen = content(SECOND).hash
    consulted().when(RULEBOOK, ApproveDraft(hash=seen), actor=COMMITTEE).refused(
        Reason.CONFLICT,
        "rulebook annual",
        f"has a draft of content {HASH}, not {seen}",
        "Look at it again with 'kaohe rulebook show annual', and approve what you saw",
    )


@both
@pytest.mark.parametrize(
    ("given", "problem"),
    [
        (drafted(), "has not passed its check"),
        (checked(), "has not been consulted on"),
        (do(checked(), OFFICE, OpenConsultation()), "is still in consultation"),
    ],
    ids=["drafted", "checked", "in consultation"],
)
def test_nothing_is_decided_before_it_is_due(wish: Command, given: Given, problem: str) -> None:
    given.when(RULEBOOK, wish, actor=COMMITTEE).refused(
        Reason.CONFLICT,
        "rulebook annual",
        f"has a draft that {problem}",
        "Wait for the performance office; see 'kaohe rulebook show annual'",
    )


def test_what_is_approved_is_not_approved_again() -> None:
    approved().when(RULEBOOK, APPROVE, actor=COMMITTEE).refused(
        Reason.CONFLICT, "rulebook annual", "has been approved already", "Let the performance office publish it"
    )


def test_a_draft_is_not_returned_without_a_reason() -> None:
    consulted().when(RULEBOOK, ReturnDraft(reason=" "), actor=COMMITTEE).refused(
        Reason.INVALID,
        "rulebook annual",
        "would be returned without a reason",
        "Give the reason; it becomes part of the record",
    )


@both
def test_without_a_draft_there_is_nothing_to_decide_on(wish: Command) -> None:
    founded().when(RULEBOOK, wish, actor=COMMITTEE).refused(
        Reason.NOT_FOUND, "rulebook", "does not exist", "Draft it with 'kaohe rulebook draft FILE'"
    )
