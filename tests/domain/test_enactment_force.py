"""Force: what is approved is published, amended with reason and comparison, and retired; no version ever changes."""

from typing import Any

import pytest

from domain.command import SYSTEM_OPERATOR
from domain.directory import PublishDirectory
from domain.enactment import events as e
from domain.enactment.comparison import Difference
from domain.enactment.force import PublishDraft, RetireRegulation
from domain.refusal import Reason
from domain.regulation import parse
from domain.rulebook import PublishRulebook, RulebookPublished, Rulebooks
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
    drafted,
    founded,
    in_force,
)
from tests.domain.given import Given
from tests.domain.history import COMMITTEE, HEAD, LAUNCHED, OFFICE, RULEBOOK, moved

AT_ONCE = PublishRulebook(document=FIRST)
REVISED = Difference(place="title", before="Annual appraisal of departments", after="Annual appraisal, revised")
SUCH = "Let a member of the committee decide who had no part in it, such as committee-1"


def version(
    document: dict[str, Any],
    number: int = 1,
    *changes: Difference,
    by: str = OFFICE,
    reason: str | None = "As decided",
) -> e.RegulationPublished:
    return e.RegulationPublished(
        regulation="annual",
        authority="linan",
        number=number,
        hash=content(document).hash,
        rulebook_hash=None,
        document=content(document).document,
        reason=reason,
        changes=changes,
        by=by,
    )


def state(given: Given) -> Rulebooks:
    found: Rulebooks = given.state(RULEBOOK)
    return found


def test_the_office_publishes_what_was_approved_whole() -> None:
    given = approved().when(RULEBOOK, PublishDraft(), actor=OTHER_OFFICER).then(version(FIRST, by=OTHER_OFFICER))

    assert (state(given).in_force, state(given).draft) == (content(FIRST).hash, None)
    assert state(given).version(content(FIRST).hash) == parse(FIRST)


@pytest.mark.parametrize("actor", [COMMITTEE, HEAD, SYSTEM_OPERATOR])
def test_nobody_else_publishes(actor: str) -> None:
    approved().when(RULEBOOK, PublishDraft(), actor=actor).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        f"{actor} is not of the performance office of linan",
        "Let the performance office publish it",
    )


@pytest.mark.parametrize(
    ("given", "stage"),
    [(drafted(), "draft"), (drafted(WRONG), "draft"), (checked(), "checked"), (consulted(), "consulted")],
    ids=["drafted", "wrong", "checked", "consulted"],
)
def test_nothing_is_published_that_is_not_approved(given: Given, stage: str) -> None:
    given.when(RULEBOOK, PublishDraft(), actor=OFFICE).refused(
        Reason.CONFLICT,
        "rulebook annual",
        f"has a draft that the committee has not approved: it is at stage {stage}",
        SUCH,
    )


def test_where_nobody_could_approve_it_is_said_what_is_missing() -> None:
    moved(consulted(), COMMITTEE, "finance", "staff").when(RULEBOOK, PublishDraft(), actor=OFFICE).refused(
        Reason.CONFLICT,
        "rulebook annual",
        "has a draft that the committee has not approved: it is at stage consulted",
        "Nobody in the directory of linan may: give the role committee to somebody who had no part in it",
    )


def test_an_amendment_says_why_and_what_it_changes_and_the_version_before_stays() -> None:
    given = approved(SECOND, in_force()).when(RULEBOOK, PublishDraft(), actor=OFFICE).then(version(SECOND, 2, REVISED))

    assert state(given).in_force == content(SECOND).hash
    assert state(given).version(content(FIRST).hash) == parse(FIRST)


def test_an_old_version_comes_into_force_again_under_a_number_of_its_own() -> None:
    given = in_force(FIRST, in_force(SECOND, in_force()))

    back = Difference(place=REVISED.place, before=REVISED.after, after=REVISED.before)
    assert given.streams[RULEBOOK][-1] == version(FIRST, 3, back)
    assert [one.hash for one in state(given).publications] == [
        content(document).hash for document in (FIRST, SECOND, FIRST)
    ]
    assert set(state(given).versions) == {content(FIRST).hash, content(SECOND).hash}


# ---------------------------------------------------------------- in one step


def test_the_operator_publishes_in_one_step_before_there_is_a_directory() -> None:
    given = Given(LAUNCHED)
    for number, (document, changes) in enumerate(((FIRST, ()), (SECOND, (REVISED,))), start=1):
        event = version(document, number, *changes, by=SYSTEM_OPERATOR, reason=None)
        given = given.when(RULEBOOK, PublishRulebook(document=document), actor=SYSTEM_OPERATOR).then(event)


@pytest.mark.parametrize("actor", [SYSTEM_OPERATOR, OFFICE, HEAD])
def test_nobody_publishes_in_one_step_where_there_is_an_office(actor: str) -> None:
    founded().when(RULEBOOK, AT_ONCE, actor=actor).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "is published in one step only while linan has no performance office",
        "Let the performance office draft it with 'kaohe rulebook draft FILE', and the committee approve it",
    )


def test_where_there_is_an_office_and_no_committee_it_is_said_that_one_is_missing() -> None:
    moved(founded(), COMMITTEE, "finance", "staff").when(RULEBOOK, AT_ONCE, actor=OFFICE).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "is published in one step only while linan has no performance office",
        "Let the performance office draft it with 'kaohe rulebook draft FILE', and the committee approve it once there "
        "is one, which the directory does not have",
    )


def test_nobody_but_the_operator_publishes_in_one_step() -> None:
    Given(LAUNCHED).when(RULEBOOK, AT_ONCE, actor=HEAD).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "finance-head is not the operator, and linan has no performance office yet",
        "Let the operator publish it, or the directory that names the performance office",
    )


def test_the_version_in_force_is_not_published_again_in_one_step() -> None:
    given = Given(LAUNCHED).when(RULEBOOK, AT_ONCE, actor=SYSTEM_OPERATOR).accepted
    given.when(RULEBOOK, AT_ONCE, actor=SYSTEM_OPERATOR).refused(
        Reason.CONFLICT,
        "rulebook annual",
        "is in force with exactly this content",
        "Nothing needs to be done; change the document to publish a new version",
    )


def test_another_authority_does_not_take_a_rulebook_over() -> None:
    theirs = PublishDirectory.model_validate({**sample.sample_directory(), "authority": "other", "people": []})
    given = Given(LAUNCHED).when(RULEBOOK, AT_ONCE, actor=SYSTEM_OPERATOR).accepted
    given = given.when(directory_stream("other"), theirs, actor=SYSTEM_OPERATOR).accepted
    wish = PublishRulebook(document=sample.sample_rulebook(authority="other"))

    given.when(RULEBOOK, wish, actor=SYSTEM_OPERATOR).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "is of authority linan, not of other",
        "Give a rulebook of another authority an id of its own",
    )


@pytest.mark.parametrize("authority", [None, 7, "No Slug"])
def test_a_document_without_a_proper_authority_is_refused_as_invalid(authority: object) -> None:
    wish = PublishRulebook(document=sample.sample_rulebook(authority=authority))
    refusal = Given(LAUNCHED).when(RULEBOOK, wish, actor=SYSTEM_OPERATOR).refusal

    assert refusal is not None
    assert refusal.reason is Reason.INVALID
    assert "authority" in str(refusal)


def test_all_problems_of_a_document_are_named() -> None:
    document = sample.sample_rulebook(verification={"share": "2"}, missing="guess", titel="Annual")
    refusal = Given(LAUNCHED).when(RULEBOOK, PublishRulebook(document=document), actor=SYSTEM_OPERATOR).refusal

    assert refusal is not None
    assert refusal.reason is Reason.INVALID
    assert [part for part in ("titel", "missing", "'guess'") if part not in str(refusal)] == []


def test_a_version_published_before_rulebooks_were_enacted_is_in_force_and_can_be_amended() -> None:
    old = RulebookPublished(
        rulebook="annual",
        authority="linan",
        number=1,
        hash=content(FIRST).hash,
        document=content(FIRST).document,
        by=OFFICE,
    )
    given = founded().happened(RULEBOOK, old)
    assert (state(given).in_force, state(given).number) == (content(FIRST).hash, 1)

    assert in_force(SECOND, given).streams[RULEBOOK][-1] == version(SECOND, 2, REVISED)


# ---------------------------------------------------------------- out of force


def test_the_office_retires_what_is_in_force_for_a_reason() -> None:
    event = e.RegulationRetired(hash=content(FIRST).hash, reason="Repealed", by=OFFICE)
    given = in_force().when(RULEBOOK, RetireRegulation(reason="Repealed"), actor=OFFICE).then(event)

    assert (state(given).in_force, state(given).retired) == (None, True)
    assert state(given).version(content(FIRST).hash) == parse(FIRST)  # for the cycles that run under it


def test_what_is_retired_can_be_enacted_again() -> None:
    given = in_force().when(RULEBOOK, RetireRegulation(reason="Repealed"), actor=OFFICE).accepted

    assert in_force(FIRST, given).streams[RULEBOOK][-1] == version(FIRST, 2)


def test_retirement_needs_the_office_a_reason_and_something_in_force() -> None:
    in_force().when(RULEBOOK, RetireRegulation(reason="Repealed"), actor=COMMITTEE).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "committee-1 is not of the performance office of linan",
        "Let the performance office retire it",
    )
    in_force().when(RULEBOOK, RetireRegulation(reason=" "), actor=OFFICE).refused(
        Reason.INVALID,
        "rulebook annual",
        "would be retired without a reason",
        "Give the reason; it becomes part of the record",
    )
    drafted().when(RULEBOOK, RetireRegulation(reason="Repealed"), actor=OFFICE).refused(
        Reason.CONFLICT, "rulebook annual", "has no version in force", "Nothing needs to be done"
    )
