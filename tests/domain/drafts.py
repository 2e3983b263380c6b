"""The sample rulebook on its way into force, as far as a test wants it."""

from typing import Any

from domain.command import SYSTEM_OPERATOR, Command
from domain.enactment.approval import ApproveDraft
from domain.enactment.consultation import WaiveConsultation
from domain.enactment.drafting import CheckDraft, DraftRegulation
from domain.enactment.force import PublishDraft
from domain.enactment.instrument import Content
from domain.rulebook import RULEBOOK as KIND
from tests import sample
from tests.domain.given import Given
from tests.domain.history import COMMITTEE, DIRECTORY, LAUNCHED, OFFICE, RULEBOOK

FIRST: dict[str, Any] = sample.sample_rulebook()
SECOND: dict[str, Any] = sample.sample_rulebook(title="Annual appraisal, revised")
WRONG: dict[str, Any] = sample.sample_rulebook(missing="guess", verification={"share": "2"})
OTHER_OFFICER = "office-2"


def content(document: dict[str, Any]) -> Content:
    return KIND.content(document)


def founded() -> Given:
    """There is a directory with an office and a committee, and no rulebook."""
    return Given(LAUNCHED).when(DIRECTORY, sample.publish_directory(), actor=SYSTEM_OPERATOR).accepted


def do(given: Given, actor: str, *wishes: Command) -> Given:
    """The person sends these commands to the sample rulebook, and all are accepted."""
    for wish in wishes:
        given = given.when(RULEBOOK, wish, actor=actor).accepted
    return given


def drafted(document: dict[str, Any] = FIRST, given: Given | None = None) -> Given:
    return do(given or founded(), OFFICE, DraftRegulation(document=document, reason="As decided"))


def checked(document: dict[str, Any] = FIRST, given: Given | None = None) -> Given:
    return do(drafted(document, given), OFFICE, CheckDraft())


def consulted(document: dict[str, Any] = FIRST, given: Given | None = None) -> Given:
    """The consultation was waived."""
    return do(checked(document, given), OFFICE, WaiveConsultation(reason="Urgent"))


def approved(document: dict[str, Any] = FIRST, given: Given | None = None) -> Given:
    return do(consulted(document, given), COMMITTEE, ApproveDraft(hash=content(document).hash))


def in_force(document: dict[str, Any] = FIRST, given: Given | None = None) -> Given:
    return do(approved(document, given), OFFICE, PublishDraft())
