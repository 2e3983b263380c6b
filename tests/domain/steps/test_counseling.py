"""Counseling: a talk without blame, opened by either side, with agreed actions, closed by both."""

import pytest

from domain.appraisal import events as e
from domain.appraisal.counseling import AgreeActions, CloseTalk, OpenTalk, ProposeActions
from domain.command import Command
from domain.directory import Role
from domain.refusal import Reason
from domain.schedule import StepName
from tests.domain.given import Given
from tests.domain.history import (
    ACTIONS,
    APPRAISAL,
    HEAD,
    OFFICE,
    TALK,
    at_step,
    directory,
    moved,
    private,
)

COUNSELING = at_step(StepName.COUNSELING)
THING = "talk 1 of appraisal annual-2026:finance"
PROPOSED = COUNSELING.when(APPRAISAL, TALK, actor=HEAD).accepted.when(APPRAISAL, ACTIONS, actor=HEAD).accepted
AGREED = PROPOSED.when(APPRAISAL, AgreeActions(), actor=OFFICE).accepted


@pytest.mark.parametrize(
    ("one", "side", "other", "other_side"),
    [(HEAD, Role.HEAD, OFFICE, Role.OFFICE), (OFFICE, Role.OFFICE, HEAD, Role.HEAD)],
    ids=["by the head", "by the office"],
)
def test_a_talk_is_opened_by_either_side_agreed_by_the_other_and_closed_by_both(
    one: str, side: Role, other: str, other_side: Role
) -> None:
    given = COUNSELING.when(APPRAISAL, TALK, actor=one).then(
        e.TalkOpened(talk=1, side=side, topic=private(one, "How the year goes"), by=one)
    )
    given = given.when(APPRAISAL, ACTIONS, actor=one).then(
        e.ActionsProposed(talk=1, side=side, actions=(private(one, "Meet monthly"),), by=one)
    )
    proposed = len(given.streams[APPRAISAL])
    given = given.when(APPRAISAL, AgreeActions(), actor=other).then(
        e.ActionsAgreed(talk=1, side=other_side, cites=proposed, by=other)
    )
    given = given.when(APPRAISAL, CloseTalk(), actor=one).then(e.TalkClosed(talk=1, side=side, by=one))
    given.when(APPRAISAL, CloseTalk(), actor=other).then(
        e.TalkClosed(talk=1, side=other_side, by=other), e.StepCompleted(step=StepName.COUNSELING)
    )


def test_a_new_proposal_undoes_the_agreement_to_the_old() -> None:
    given = AGREED.when(APPRAISAL, ProposeActions(actions=("Meet weekly",)), actor=OFFICE).accepted

    given.when(APPRAISAL, CloseTalk(), actor=HEAD).refused(
        Reason.CONFLICT, THING, "has no agreed actions", "Propose actions and let the other side agree"
    )
    given.when(APPRAISAL, AgreeActions(), actor=HEAD).then(
        e.ActionsAgreed(talk=1, side=Role.HEAD, cites=len(given.streams[APPRAISAL]), by=HEAD)
    )


@pytest.mark.parametrize(
    ("given", "wish", "actor", "reason", "problem", "mend"),
    [
        (COUNSELING, ACTIONS, HEAD, Reason.NOT_FOUND, "does not exist", "Open a talk first"),
        (COUNSELING, AgreeActions(), HEAD, Reason.NOT_FOUND, "does not exist", "Open a talk first"),
        (COUNSELING, CloseTalk(talk=1), HEAD, Reason.NOT_FOUND, "does not exist", "Open a talk first"),
        (
            PROPOSED,
            ProposeActions(actions=()),
            OFFICE,
            Reason.INVALID,
            "is given no action",
            "Propose at least one, even if it is to go on as now",
        ),
        (
            PROPOSED,
            ProposeActions(actions=("Meet", " ")),
            OFFICE,
            Reason.INVALID,
            "is given an empty action",
            "Propose at least one, even if it is to go on as now",
        ),
        (
            PROPOSED,
            AgreeActions(),
            HEAD,
            Reason.FORBIDDEN,
            "was given its actions by finance-head, of the same side",
            "Let the other side agree to them",
        ),
        (
            PROPOSED,
            CloseTalk(),
            OFFICE,
            Reason.CONFLICT,
            "has no agreed actions",
            "Propose actions and let the other side agree",
        ),
        (AGREED, AgreeActions(), OFFICE, Reason.CONFLICT, "has its actions agreed already", "Close the talk"),
        (
            AGREED.when(APPRAISAL, CloseTalk(), actor=HEAD).accepted,
            CloseTalk(),
            HEAD,
            Reason.CONFLICT,
            "is closed for this side already",
            "Wait for the other side",
        ),
        (
            AGREED.when(APPRAISAL, CloseTalk(), actor=HEAD).accepted,
            ACTIONS,
            OFFICE,
            Reason.CONFLICT,
            "is being closed",
            "Open a new talk for further actions",
        ),
        (
            COUNSELING.when(APPRAISAL, TALK, actor=HEAD).accepted,
            AgreeActions(),
            OFFICE,
            Reason.CONFLICT,
            "has no actions proposed",
            "Propose some",
        ),
    ],
)
def test_a_talk_takes_its_order(
    given: Given, wish: Command, actor: str, reason: Reason, problem: str, mend: str
) -> None:
    given.when(APPRAISAL, wish, actor=actor).refused(reason, THING, problem, mend)


def test_a_talk_by_its_number_must_exist() -> None:
    AGREED.when(APPRAISAL, CloseTalk(talk=7), actor=HEAD).refused(
        Reason.NOT_FOUND, "talk 7 of appraisal annual-2026:finance", "does not exist", "Choose from 1"
    )


def test_a_talk_needs_a_topic_and_there_is_one_at_a_time() -> None:
    task = "task annual-2026:finance:talk"
    COUNSELING.when(APPRAISAL, OpenTalk(topic=" "), actor=HEAD).refused(
        Reason.INVALID, task, "is opened without a topic", "Say what is to be talked about"
    )
    PROPOSED.when(APPRAISAL, TALK, actor=OFFICE).refused(
        Reason.CONFLICT, task, "has talk 1 open already", "Go on with that one, or close it first"
    )


@pytest.mark.parametrize("wish", [TALK, ACTIONS, AgreeActions(), CloseTalk()], ids=lambda it: type(it).__name__)
def test_a_talk_is_between_the_head_and_the_office(wish: Command) -> None:
    refusal = AGREED.when(APPRAISAL, wish, actor="health-head").refusal

    assert refusal is not None
    assert (refusal.reason, refusal.problem, refusal.mend) == (
        Reason.FORBIDDEN,
        "is between the head of finance and the performance office, and health-head is neither",
        "Let one of the two act",
    )


@pytest.mark.parametrize(
    ("actor", "side"),
    [(HEAD, Role.OFFICE), (OFFICE, Role.HEAD), (OFFICE, Role.COMMITTEE), ("health-head", Role.HEAD)],
)
def test_nobody_acts_for_a_side_not_held(actor: str, side: Role) -> None:
    COUNSELING.when(APPRAISAL, OpenTalk(topic="Staff", side=side), actor=actor).refused(
        Reason.FORBIDDEN,
        "task annual-2026:finance:talk",
        f"is acted on for the side {side.value}, which {actor} is not on",
        "Act for the own side, head of finance or office",
    )


def test_who_is_on_both_sides_acts_for_the_side_named() -> None:
    given = moved(COUNSELING, HEAD, "finance", "head", "office")

    [opened] = given.when(APPRAISAL, OpenTalk(topic="Staff", side=Role.OFFICE), actor=HEAD).events

    assert isinstance(opened, e.TalkOpened)
    assert opened.side is Role.OFFICE


def test_nobody_agrees_to_own_actions_from_the_other_side() -> None:
    given = moved(PROPOSED, HEAD, "performance-office", "office")
    assert directory(given).holds(HEAD, Role.OFFICE)

    given.when(APPRAISAL, AgreeActions(), actor=HEAD).refused(
        Reason.FORBIDDEN,
        THING,
        "was given its actions by finance-head, of the same side",
        "Let the other side agree to them",
    )


def test_counseling_is_complete_when_every_talk_is_closed_by_both() -> None:
    given = AGREED.when(APPRAISAL, CloseTalk(), actor=HEAD).accepted
    given = given.when(APPRAISAL, OpenTalk(topic="Staff"), actor=OFFICE).accepted
    given = given.when(APPRAISAL, ACTIONS, actor=OFFICE).accepted.when(APPRAISAL, AgreeActions(), actor=HEAD).accepted

    given = given.when(APPRAISAL, CloseTalk(), actor=OFFICE).then(e.TalkClosed(talk=2, side=Role.OFFICE, by=OFFICE))
    given = given.when(APPRAISAL, CloseTalk(), actor=HEAD).then(e.TalkClosed(talk=2, side=Role.HEAD, by=HEAD))
    given.when(APPRAISAL, CloseTalk(), actor=OFFICE).then(
        e.TalkClosed(talk=1, side=Role.OFFICE, by=OFFICE), e.StepCompleted(step=StepName.COUNSELING)
    )
