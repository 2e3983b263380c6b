"""The rulebook's stream: versions that never change, published by the office of their authority."""

import pytest

from domain.command import SYSTEM_OPERATOR
from domain.cycle.passage import CloseCycle
from domain.directory import PublishDirectory
from domain.refusal import Reason
from domain.regulation import content_hash, parse, written
from domain.rulebook import PublishRulebook, RulebookPublished, Rulebooks
from domain.streams import directory_stream
from tests import sample
from tests.domain.given import Given
from tests.domain.history import DIRECTORY, LAUNCHED, OFFICE, RULEBOOK

GIVEN = Given(LAUNCHED).when(DIRECTORY, sample.publish_directory(), actor=SYSTEM_OPERATOR).accepted
FIRST = sample.publish_rulebook()
SECOND = sample.publish_rulebook(title="Annual appraisal, revised")


def version(wish: PublishRulebook, number: int, by: str = OFFICE) -> RulebookPublished:
    rulebook = parse(wish.document)
    document = written(rulebook)
    return RulebookPublished(
        rulebook="annual", authority="linan", number=number, hash=content_hash(rulebook), document=document, by=by
    )


def test_the_office_publishes_a_version_whole() -> None:
    GIVEN.when(RULEBOOK, FIRST, actor=OFFICE).then(version(FIRST, 1))


def test_the_operator_publishes_before_there_is_a_directory() -> None:
    Given(LAUNCHED).when(RULEBOOK, FIRST, actor=SYSTEM_OPERATOR).then(version(FIRST, 1, SYSTEM_OPERATOR))


@pytest.mark.parametrize("given", [Given(LAUNCHED), GIVEN], ids=["without a directory", "with one"])
def test_nobody_else_publishes(given: Given) -> None:
    given.when(RULEBOOK, FIRST, actor="finance-head").refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "finance-head is not of the performance office of linan",
        "Let the performance office publish it",
    )


def test_the_operator_publishes_none_where_there_is_an_office() -> None:
    GIVEN.when(RULEBOOK, FIRST, actor=SYSTEM_OPERATOR).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "system:operator is not of the performance office of linan",
        "Let the performance office publish it",
    )


def test_the_version_in_force_is_not_published_again() -> None:
    GIVEN.when(RULEBOOK, FIRST, actor=OFFICE).accepted.when(RULEBOOK, FIRST, actor=OFFICE).refused(
        Reason.CONFLICT,
        "rulebook annual",
        "is in force with exactly this content",
        "Nothing needs to be done; change the document to publish a new version",
    )


def test_an_old_version_comes_into_force_again_under_a_number_of_its_own() -> None:
    given = GIVEN.when(RULEBOOK, FIRST, actor=OFFICE).accepted
    given = given.when(RULEBOOK, SECOND, actor=OFFICE).then(version(SECOND, 2))
    given = given.when(RULEBOOK, FIRST, actor=OFFICE).then(version(FIRST, 3))
    third = sample.publish_rulebook(title="Annual appraisal, revised again")
    given = given.when(RULEBOOK, third, actor=OFFICE).then(version(third, 4))

    state: Rulebooks = given.state(RULEBOOK)
    assert state.in_force == version(third, 4).hash
    assert set(state.versions) == {version(FIRST, 1).hash, version(SECOND, 2).hash, version(third, 4).hash}
    assert state.version(version(FIRST, 1).hash) == parse(FIRST.document)


def test_another_authority_does_not_take_a_rulebook_over() -> None:
    theirs = PublishDirectory.model_validate({**sample.sample_directory(), "authority": "other"})
    given = GIVEN.when(RULEBOOK, FIRST, actor=OFFICE).accepted
    given = given.when(directory_stream("other"), theirs, actor=SYSTEM_OPERATOR).accepted

    given.when(RULEBOOK, sample.publish_rulebook(authority="other"), actor=OFFICE).refused(
        Reason.FORBIDDEN,
        "rulebook annual",
        "is of authority linan, not of other",
        "Publish a rulebook of another authority under an id of its own",
    )


@pytest.mark.parametrize("authority", [None, 7, "No Slug"])
def test_a_document_without_a_proper_authority_is_refused_as_invalid(authority: object) -> None:
    refusal = GIVEN.when(RULEBOOK, sample.publish_rulebook(authority=authority), actor=OFFICE).refusal

    assert refusal is not None
    assert refusal.reason is Reason.INVALID
    assert "authority" in str(refusal)


def test_all_problems_of_a_document_are_named() -> None:
    wish = sample.publish_rulebook(verification={"share": "2"}, missing="guess", titel="Annual")
    refusal = GIVEN.when(RULEBOOK, wish, actor=OFFICE).refusal

    assert refusal is not None
    assert refusal.reason is Reason.INVALID
    assert [part for part in ("titel", "missing", "'guess'") if part not in str(refusal)] == []


def test_a_command_for_another_kind_of_stream_is_refused() -> None:
    GIVEN.when(RULEBOOK, CloseCycle(), actor=OFFICE).refused(
        Reason.INVALID, "command CloseCycle", "is none that a rulebook knows", "Send it to the stream it is for"
    )
