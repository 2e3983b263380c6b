"""Feedback: a result with what is behind each weak value, the remedies against it, and an answer; never silence."""

from datetime import timedelta
from typing import Any

import pytest

from domain.appraisal import events as e
from domain.appraisal.attainment import attained
from domain.appraisal.feedback import (
    AcknowledgeFeedback,
    CommentFeedback,
    FindingEntry,
    IssueFeedback,
    RecordSilence,
)
from domain.appraisal.feedback_events import FeedbackLeftUnanswered, FeedbackOn, RemedyOpen, SilenceRecorded
from domain.appraisal.state import Appraisal
from domain.command import Command
from domain.directory import Role
from domain.exact import number
from domain.refusal import Reason
from domain.regulation import Rulebook, parse
from domain.schedule import StepName
from tests import sample
from tests.domain.given import Given
from tests.domain.history import (
    APPRAISAL,
    FEEDBACK,
    HEAD,
    OFFICE,
    TIMED,
    at_step,
    do,
    duty,
    ended,
    lapsed,
    launched,
    private,
    tick,
)

OPEN = at_step(StepName.FEEDBACK)
ISSUED = do(OPEN, "issue-feedback")
HOTLINE = FindingEntry(indicator="hotline", cause="Two lines were down", recommendation="Repair them")
YOURS = "See 'kaohe task list --as YOU' for your own tasks"
RULEBOOK: Rulebook = parse(sample.sample_rulebook(steps=TIMED))


def task(key: str) -> str:
    return f"task annual-2026:finance:{key}"


def issue(*findings: FindingEntry, causes: str = "Steady work", recommendations: str = "Go on") -> IssueFeedback:
    return IssueFeedback(causes=causes, recommendations=recommendations, findings=findings)


# ---------------------------------------------------------------- given an approved result


def test_the_indicators_below_target_are_those_whose_values_are_worse_than_what_was_aimed_at() -> None:
    """The budget has a goal of its own, 98; fewer days of delay are better; the hotline is at 81 of 90."""
    found = {one.indicator.id: (one.value, one.target, one.short) for one in attained(OPEN.state(APPRAISAL), RULEBOOK)}

    assert found == {
        "budget": (number("100"), number("98"), False),
        "delays": (number("10"), number("12"), False),
        "hotline": (number("81"), number("90"), True),
    }


def test_when_each_of_them_has_cause_recommendation_and_author_then_feedback_is_issued() -> None:
    by_another = HOTLINE.model_copy(update={"author": "statistics-head"})

    OPEN.when(APPRAISAL, issue(by_another), actor=OFFICE).then(
        e.FeedbackIssued(
            causes=private(OFFICE, "Steady work"),
            recommendations=private(OFFICE, "Go on"),
            by=OFFICE,
            at=OPEN.now,
            findings=(
                FeedbackOn(
                    indicator="hotline",
                    value=number("81"),
                    target=number("90"),
                    cause=private("statistics-head", "Two lines were down"),
                    recommendation=private("statistics-head", "Repair them"),
                    author="statistics-head",
                ),
            ),
            remedies=(),
        )
    )


def test_when_one_of_them_is_left_out_then_feedback_is_not_issued() -> None:
    budget = FindingEntry(indicator="budget", cause="Well planned", recommendation="Go on so")

    OPEN.when(APPRAISAL, issue(budget), actor=OFFICE).refused(
        Reason.INVALID,
        task("issue-feedback"),
        "says nothing of indicators below their target: hotline",
        "Give each a finding: its cause, a recommendation, an author",
    )


@pytest.mark.parametrize(
    ("findings", "problem", "mend"),
    [
        (
            (HOTLINE, FindingEntry(indicator="parks", cause="None", recommendation="None")),
            "has a finding on parks, which is no indicator of finance",
            "Its indicators are: budget, delays, hotline, conduct",
        ),
        ((HOTLINE, HOTLINE), "has two findings on hotline", "Make them one"),
        (
            (HOTLINE.model_copy(update={"author": "stranger"}),),
            "has a finding on hotline by stranger, who is not in the directory",
            "Name who wrote it by the id in the directory",
        ),
    ],
    ids=["unknown", "twice", "stranger"],
)
def test_when_a_finding_is_not_on_an_own_indicator_by_somebody_known_then_it_is_refused(
    findings: tuple[FindingEntry, ...], problem: str, mend: str
) -> None:
    OPEN.when(APPRAISAL, issue(*findings), actor=OFFICE).refused(Reason.INVALID, task("issue-feedback"), problem, mend)


@pytest.mark.parametrize("field", ["cause", "recommendation"])
def test_a_finding_without_a_cause_or_a_recommendation_is_not_taken(field: str) -> None:
    with pytest.raises(ValueError, match=field):
        FindingEntry.model_validate({**HOTLINE.model_dump(), field: " "})


@pytest.mark.parametrize("what", ["causes", "recommendations"])
def test_when_it_does_not_say_what_is_behind_the_whole_result_then_it_is_refused(what: str) -> None:
    OPEN.when(APPRAISAL, issue(HOTLINE, **{what: " "}), actor=OFFICE).refused(
        Reason.INVALID, task("issue-feedback"), f"has no {what}", "A result alone helps nobody: say what is behind it"
    )


def test_it_tells_which_remedies_are_open_and_until_when() -> None:
    """Those against the result itself, by the clock of asking for them; a second instance comes later."""
    clock: dict[str, Any] = {"id": "asking", "name": "Asking", "after": "the result", "asked_of": "unit"}
    remedies: list[dict[str, Any]] = [
        {"id": "review", "name": "Review", "open_to": ["units"], "to": "agency", "clocks": ["asking"]},
        {"id": "appeal", "name": "Appeal", "open_to": ["units"], "to": "agency", "after": ["review"]},
        {"id": "petition", "name": "Petition", "open_to": ["people"], "to": "agency"},
    ]
    given = at_step(
        StepName.FEEDBACK,
        launched(
            roles=[{"id": "agency", "name": "Agency"}],
            clocks=[{**clock, "within": "PT30S"}],
            remedies=remedies,
        ),
    )
    [event] = given.when(APPRAISAL, FEEDBACK, actor=OFFICE).events

    assert isinstance(event, e.FeedbackIssued)
    assert event.remedies == (
        RemedyOpen(remedy="review", name="Review", to="agency", until=given.now + timedelta(seconds=30)),
        RemedyOpen(remedy="petition", name="Petition", to="agency", until=None),
    )


# ---------------------------------------------------------------- given feedback


def test_when_the_head_acknowledges_or_comments_then_the_step_is_complete() -> None:
    ISSUED.when(APPRAISAL, AcknowledgeFeedback(), actor=HEAD).then(
        e.FeedbackAcknowledged(by=HEAD), e.StepCompleted(step=StepName.FEEDBACK)
    )
    ISSUED.when(APPRAISAL, CommentFeedback(comment="Too strict"), actor=HEAD).then(
        e.FeedbackCommented(comment=private(HEAD, "Too strict"), by=HEAD), e.StepCompleted(step=StepName.FEEDBACK)
    )


def test_when_the_comment_is_empty_then_it_is_refused() -> None:
    ISSUED.when(APPRAISAL, CommentFeedback(comment=" "), actor=HEAD).refused(
        Reason.INVALID, task("answer-feedback"), "has an empty comment", "Acknowledge it instead"
    )


@pytest.mark.parametrize("wish", [AcknowledgeFeedback(), CommentFeedback(comment="Well")], ids=["take", "comment"])
def test_when_anybody_but_the_head_answers_or_nothing_was_issued_then_it_is_refused(wish: Command) -> None:
    OPEN.when(APPRAISAL, wish, actor=HEAD).refused(
        Reason.CONFLICT,
        task("answer-feedback"),
        "comes after annual-2026:finance:issue-feedback",
        "Wait until that one is done",
    )
    ISSUED.when(APPRAISAL, wish, actor=OFFICE).refused(
        Reason.FORBIDDEN, task("answer-feedback"), "is asked of head of finance, not of office-1", YOURS
    )


# ---------------------------------------------------------------- given feedback that nobody answers


def at_the_end(given: Given) -> Given:
    while not given.state(APPRAISAL).unanswered:
        given = tick(given, StepName.FEEDBACK)
    return given


SILENT = at_the_end(ISSUED)
SILENCE = RecordSilence(served="By courier on 3 March", why="The head is on leave")


def test_when_the_end_comes_then_it_does_not_lapse_but_becomes_the_duty_of_the_office() -> None:
    assert SILENT.streams[APPRAISAL][-1] == FeedbackLeftUnanswered(issued=len(ISSUED.streams[APPRAISAL]))
    assert not ended(SILENT, StepName.FEEDBACK)
    assert duty(SILENT, StepName.FEEDBACK, "record-silence") == e.Duty(key="record-silence", role=Role.OFFICE)
    state: Appraisal = SILENT.state(APPRAISAL)
    assert [one.key for one in state.steps[StepName.FEEDBACK].open_duties] == ["answer-feedback", "record-silence"]


def test_when_the_office_records_how_it_was_served_and_why_it_is_unanswered_then_the_step_is_complete() -> None:
    SILENT.when(APPRAISAL, SILENCE, actor=OFFICE).then(
        SilenceRecorded(
            served=private(OFFICE, "By courier on 3 March"), why=private(OFFICE, "The head is on leave"), by=OFFICE
        ),
        e.StepCompleted(step=StepName.FEEDBACK),
    )


def test_when_the_head_answers_after_all_then_the_office_need_not_record_anything() -> None:
    SILENT.when(APPRAISAL, AcknowledgeFeedback(), actor=HEAD).then(
        e.FeedbackAcknowledged(by=HEAD), e.StepCompleted(step=StepName.FEEDBACK)
    )


@pytest.mark.parametrize(
    ("wish", "problem", "mend"),
    [
        (
            RecordSilence(served=" ", why="Leave"),
            "does not say how the feedback was served",
            "Say by which way, when and to whom",
        ),
        (
            RecordSilence(served="By courier", why=""),
            "does not say why it is unanswered",
            "Say what is known of the reason",
        ),
    ],
    ids=["served", "why"],
)
def test_when_it_records_half_of_it_then_it_is_refused(wish: RecordSilence, problem: str, mend: str) -> None:
    SILENT.when(APPRAISAL, wish, actor=OFFICE).refused(Reason.INVALID, task("record-silence"), problem, mend)


def test_feedback_that_the_office_never_issued_lapses_and_the_history_says_so() -> None:
    given = lapsed(OPEN, StepName.FEEDBACK)

    assert given.streams[APPRAISAL][-1] == e.StepLapsed(
        step=StepName.FEEDBACK, undone=("issue-feedback", "answer-feedback")
    )
