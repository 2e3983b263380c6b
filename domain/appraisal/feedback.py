"""Feedback: the appraisee is given result, causes and recommendations, and acknowledges or comments."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from domain.appraisal import events as e
from domain.appraisal.attainment import Attained, attained
from domain.appraisal.feedback_events import FeedbackOn, RemedyOpen, SilenceRecorded
from domain.appraisal.rights import directory_of, require_duty, require_words, rulebook_of, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event, Private, Record
from domain.refusal import Reason, Refused
from domain.regulation import Remedy, Rulebook, leaves_for
from domain.schedule import StepName

Words = Annotated[str, Field(min_length=1, pattern=r"\S")]
"""Text that says something."""


class FindingEntry(Record):
    """What is fed back on an indicator, and the id of the author: whoever issues it, when nobody else is named."""

    indicator: str
    cause: Words
    recommendation: Words
    author: str | None = None


@command
class IssueFeedback(Command):
    """Gives the appraisee its result, what caused it, what is recommended, and that on each indicator below target."""

    causes: str
    recommendations: str
    findings: tuple[FindingEntry, ...] = ()


@command
class AcknowledgeFeedback(Command):
    """Takes note of the feedback."""


@command
class CommentFeedback(Command):
    """Takes note of the feedback and comments on it."""

    comment: str


@command
class RecordSilence(Command):
    """Records how the feedback was served, and why nobody has answered it."""

    served: str
    why: str


def issue_feedback(wish: IssueFeedback, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.FEEDBACK, "issue-feedback")
    thing = f"task {task_id(state, 'issue-feedback')}"
    for what, given in (("causes", wish.causes), ("recommendations", wish.recommendations)):
        require_words(given, thing, f"has no {what}", "A result alone helps nobody: say what is behind it")
    rulebook = rulebook_of(state, context)
    _require_findings(wish.findings, state, rulebook, context)
    reached = {one.indicator.id: one for one in attained(state, rulebook)}
    return [
        e.FeedbackIssued(
            causes=Private(data_subject=context.actor, text=wish.causes),
            recommendations=Private(data_subject=context.actor, text=wish.recommendations),
            by=context.actor,
            at=context.now,
            findings=tuple(_finding(entry, reached.get(entry.indicator), context) for entry in wish.findings),
            remedies=remedies_open(rulebook, context),
        )
    ]


def _require_findings(findings: Sequence[FindingEntry], state: Appraisal, rulebook: Rulebook, context: Context) -> None:
    """Each indicator below its target has a finding, and each finding is on one of the appraisee's, by who is known."""
    thing = f"task {task_id(state, 'issue-feedback')}"
    own, people = [leaf.id for leaf in leaves_for(rulebook, state.appraisee)], directory_of(state, context).posts
    named = [entry.indicator for entry in findings]
    for entry in findings:
        if entry.indicator not in own:
            problem = f"has a finding on {entry.indicator}, which is no indicator of {state.appraisee}"
            raise Refused(Reason.INVALID, thing, problem, f"Its indicators are: {', '.join(own)}")
        if named.count(entry.indicator) > 1:
            raise Refused(Reason.INVALID, thing, f"has two findings on {entry.indicator}", "Make them one")
        if entry.author is not None and entry.author not in people:
            problem = f"has a finding on {entry.indicator} by {entry.author}, who is not in the directory"
            raise Refused(Reason.INVALID, thing, problem, "Name who wrote it by the id in the directory")
    short = [one.indicator.id for one in attained(state, rulebook) if one.short and one.indicator.id not in named]
    if short:
        problem = f"says nothing of indicators below their target: {', '.join(short)}"
        raise Refused(Reason.INVALID, thing, problem, "Give each a finding: its cause, a recommendation, an author")


def _finding(entry: FindingEntry, reached: Attained | None, context: Context) -> FeedbackOn:
    author = entry.author or context.actor
    return FeedbackOn(
        indicator=entry.indicator,
        value=reached.value if reached else None,
        target=reached.target if reached else None,
        cause=Private(data_subject=author, text=entry.cause),
        recommendation=Private(data_subject=author, text=entry.recommendation),
        author=author,
    )


def remedies_open(rulebook: Rulebook, context: Context) -> tuple[RemedyOpen, ...]:
    """The remedies against a result made known now; not those against the decision on another remedy."""
    return tuple(_open(one, rulebook, context) for one in rulebook.remedies if not one.after)


def _open(remedy: Remedy, rulebook: Rulebook, context: Context) -> RemedyOpen:
    """The first clock of a remedy is that of asking for it."""
    asking = next((clock for clock in rulebook.clocks if clock.id in remedy.clocks[:1]), None)
    until = rulebook.calendar.add(context.now, asking.within) if asking and asking.within else None
    return RemedyOpen(remedy=remedy.id, name=remedy.name, to=remedy.to, until=until)


def acknowledge_feedback(_wish: AcknowledgeFeedback, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.FEEDBACK, "answer-feedback")
    return [e.FeedbackAcknowledged(by=context.actor)]


def comment_feedback(wish: CommentFeedback, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.FEEDBACK, "answer-feedback")
    thing = f"task {task_id(state, 'answer-feedback')}"
    require_words(wish.comment, thing, "has an empty comment", "Acknowledge it instead")
    return [e.FeedbackCommented(comment=Private(data_subject=context.actor, text=wish.comment), by=context.actor)]


def record_silence(wish: RecordSilence, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.FEEDBACK, "record-silence")
    thing = f"task {task_id(state, 'record-silence')}"
    require_words(wish.served, thing, "does not say how the feedback was served", "Say by which way, when and to whom")
    require_words(wish.why, thing, "does not say why it is unanswered", "Say what is known of the reason")
    return [
        SilenceRecorded(
            served=Private(data_subject=context.actor, text=wish.served),
            why=Private(data_subject=context.actor, text=wish.why),
            by=context.actor,
        )
    ]
