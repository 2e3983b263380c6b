"""Drafting: only the performance office, anything with an id, and every change begins anew."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.cycle.passage import CloseCycle
from domain.directory import PublishDirectory
from domain.enactment import events as e
from domain.enactment.drafting import CheckDraft, DraftRegulation
from domain.enactment.state import Draft, Stage
from domain.refusal import Reason
from domain.regulation import content_hash, parse, problems
from domain.rulebook import Rulebooks
from domain.streams import directory_stream
from tests import sample
from tests.domain.drafts import (
    FIRST,
    OTHER_OFFICER,
    SECOND,
    WRONG,
    approved,
    checked,
    consulted,
    content,
    do,
    drafted,
    founded,
    in_force,
)
from tests.domain.given import Given
from tests.domain.history import COMMITTEE, OFFICE, RULEBOOK


def event(
    document: dict[str, Any], number: int = 1, by: str = OFFICE, reason: str | None = None
) -> e.RegulationDrafted:
    return e.RegulationDrafted(
        regulation="annual",
        authority="linan",
        number=number,
        hash=content(document).hash,
        document=content(document).document,
        reason=reason,
        by=by,
        office=(OFFICE, OTHER_OFFICER),
    )


def the_draft(given: Given) -> Draft:
    state: Rulebooks = given.state(RULEBOOK)
    assert state.draft is not None
    return state.draft


def test_the_office_drafts_and_the_draft_has_the_hash_it_will_have_in_force() -> None:
    founded().when(RULEBOOK, DraftRegulation(document=FIRST), actor=OFFICE).then(event(FIRST))

    assert content(FIRST).hash == content_hash(parse(FIRST))


def test_a_draft_with_findings_is_kept_as_it_was_written() -> None:
    given = founded().when(RULEBOOK, DraftRegulation(document=WRONG), actor=OFFICE).then(event(WRONG))

    assert the_draft(given).document == WRONG


@pytest.mark.parametrize("actor", ["finance-head", COMMITTEE, "nobody", "system:operator"])
def test_nobody_else_drafts(actor: str) -> None:
    founded().when(RULEBOOK, DraftRegulation(document=FIRST), actor=actor).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        f"{actor} is not of the performance office of linan",
        "Let the performance office draft it",
    )


@pytest.mark.parametrize(
    ("changes", "thing", "problem"),
    [
        ({"id": 7}, "rulebook document", "says 7 for its id"),
        ({"authority": None}, "rulebook document", "says None for its authority"),
        ({"id": "No Slug"}, "id 'No Slug'", "is no identifier"),
        ({"authority": "No Slug"}, "authority 'No Slug'", "is no identifier"),
    ],
)
def test_a_document_that_does_not_say_what_it_is_is_refused(changes: dict[str, Any], thing: str, problem: str) -> None:
    wish = DraftRegulation(document=sample.sample_rulebook(**changes))
    refusal = founded().when(RULEBOOK, wish, actor=OFFICE).refusal

    assert refusal is not None
    assert (refusal.reason, refusal.thing, refusal.problem) == (Reason.INVALID, thing, problem)


def test_a_document_without_an_id_is_refused() -> None:
    founded().when(RULEBOOK, DraftRegulation(document={"authority": "linan"}), actor=OFFICE).refused(
        Reason.INVALID,
        "rulebook document",
        "does not say its id",
        "Use at most 80 lower-case letters, digits and inner hyphens, such as 'annual'",
    )


def test_a_draft_of_the_same_content_is_not_drafted_again() -> None:
    drafted().when(RULEBOOK, DraftRegulation(document=FIRST), actor=OTHER_OFFICER).refused(
        Reason.CONFLICT,
        "rulebook annual",
        "has a draft of exactly this content",
        "Nothing needs to be done; go on with it",
    )


def test_another_authority_does_not_take_a_draft_over() -> None:
    theirs = PublishDirectory.model_validate({**sample.sample_directory(), "authority": "other"})
    given = drafted().when(directory_stream("other"), theirs, actor="system:operator").accepted
    wish = DraftRegulation(document=sample.sample_rulebook(authority="other"))

    given.when(RULEBOOK, wish, actor=OFFICE).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "is of authority linan, not of other",
        "Give a rulebook of another authority an id of its own",
    )


def test_a_document_of_another_id_does_not_go_into_the_stream() -> None:
    drafted().when(RULEBOOK, DraftRegulation(document=sample.sample_rulebook(id="other")), actor=OFFICE).refused(
        Reason.INVALID,
        "rulebook other",
        "is not rulebook annual",
        "Keep the id, or draft it as a regulation of its own",
    )


@pytest.mark.parametrize("before", [checked, consulted, approved])
def test_a_changed_draft_begins_anew_and_all_who_wrote_it_count(before: Callable[[], Given]) -> None:
    given = do(before(), OTHER_OFFICER, DraftRegulation(document=SECOND))

    draft = the_draft(given)
    assert (draft.stage, draft.consultation, draft.approved_by) == (Stage.DRAFT, None, None)
    assert draft.drafters == {OFFICE, OTHER_OFFICER}


def test_an_amendment_needs_a_reason_which_stands_until_another_is_given() -> None:
    given = in_force()
    given.when(RULEBOOK, DraftRegulation(document=SECOND, reason=" "), actor=OFFICE).refused(
        Reason.INVALID,
        "rulebook annual",
        "amends what was published without a reason",
        "Give the reason; it becomes part of the record",
    )
    wish = DraftRegulation(document=SECOND, reason="Simpler")
    given = given.when(RULEBOOK, wish, actor=OFFICE).then(event(SECOND, 2, reason="Simpler"))
    third = sample.sample_rulebook(title="Again")
    wish = DraftRegulation(document=third)
    given = given.when(RULEBOOK, wish, actor=OFFICE).then(event(third, 2, reason="Simpler"))
    wish = DraftRegulation(document=SECOND, reason="Shorter")
    given.when(RULEBOOK, wish, actor=OFFICE).then(event(SECOND, 2, reason="Shorter"))


def test_what_is_in_force_is_not_drafted_again() -> None:
    in_force().when(RULEBOOK, DraftRegulation(document=FIRST, reason="Again"), actor=OFFICE).refused(
        Reason.CONFLICT,
        "rulebook annual",
        "is in force with exactly this content",
        "Nothing needs to be done; change the document to publish a new version",
    )


# ---------------------------------------------------------------- the check


def test_a_draft_without_findings_passes_its_check() -> None:
    passed = e.RegulationChecked(hash=content(FIRST).hash, rulebook_hash=None, counts={}, findings=(), by=OTHER_OFFICER)
    given = drafted().when(RULEBOOK, CheckDraft(), actor=OTHER_OFFICER).then(passed)

    assert the_draft(given).stage is Stage.CHECKED


def test_a_draft_with_findings_is_told_all_of_them_and_stays_a_draft() -> None:
    found = problems(WRONG)
    noted = tuple(e.Noted(severity="error", place=f.place, problem=f.problem, mend=f.mend) for f in found)
    assert len(found) > 0
    told = e.RegulationChecked(
        hash=content(WRONG).hash, rulebook_hash=None, counts={"error": len(found)}, findings=noted, by=OFFICE
    )
    given = drafted(WRONG).when(RULEBOOK, CheckDraft(), actor=OFFICE).then(told)

    assert (the_draft(given).stage, the_draft(given).findings) == (Stage.DRAFT, noted)
    do(given, OFFICE, CheckDraft())  # and may be checked again: the next release may find otherwise


def test_of_many_findings_the_first_are_noted_and_all_counted() -> None:
    holidays = sample.sample_rulebook()["calendar"] | {"holidays": ["never"] * 300}
    (checked_,) = drafted(sample.sample_rulebook(calendar=holidays)).when(RULEBOOK, CheckDraft(), actor=OFFICE).events

    assert isinstance(checked_, e.RegulationChecked)
    assert (checked_.counts, len(checked_.findings)) == ({"error": 300}, 200)


def test_only_the_office_checks_and_only_once() -> None:
    drafted().when(RULEBOOK, CheckDraft(), actor=COMMITTEE).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "committee-1 is not of the performance office of linan",
        "Let the performance office check it",
    )
    checked().when(RULEBOOK, CheckDraft(), actor=OFFICE).refused(
        Reason.CONFLICT, "rulebook annual", "has passed its check already", "Nothing needs to be done"
    )


def test_without_a_draft_there_is_nothing_to_check() -> None:
    in_force().when(RULEBOOK, CheckDraft(), actor=OFFICE).refused(
        Reason.CONFLICT, "rulebook annual", "has no draft", "Draft one with 'kaohe rulebook draft FILE'"
    )
    founded().when(RULEBOOK, CheckDraft(), actor=OFFICE).refused(
        Reason.NOT_FOUND, "rulebook", "does not exist", "Draft it with 'kaohe rulebook draft FILE'"
    )


def test_a_command_for_another_kind_of_stream_is_refused() -> None:
    founded().when(RULEBOOK, CloseCycle(), actor=OFFICE).refused(
        Reason.INVALID, "command CloseCycle", "is none that a rulebook knows", "Send it to the stream it is for"
    )
