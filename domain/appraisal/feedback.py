"""Feedback: the appraisee is given result, causes and recommendations, and acknowledges or comments."""

from domain.appraisal import events as e
from domain.appraisal.rights import require_duty, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.schedule import StepName


@command
class IssueFeedback(Command):
    """Gives the appraisee its result with what caused it and what is recommended."""

    causes: str
    recommendations: str


@command
class AcknowledgeFeedback(Command):
    """Takes note of the feedback."""


@command
class CommentFeedback(Command):
    """Takes note of the feedback and comments on it."""

    comment: str


def issue_feedback(wish: IssueFeedback, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.FEEDBACK, "issue-feedback")
    thing = f"task {task_id(state, 'issue-feedback')}"
    for what, given in (("causes", wish.causes), ("recommendations", wish.recommendations)):
        if not given.strip():
            raise Refused(Reason.INVALID, thing, f"has no {what}", "A result alone helps nobody: say what is behind it")
    return [
        e.FeedbackIssued(
            causes=Private(data_subject=context.actor, text=wish.causes),
            recommendations=Private(data_subject=context.actor, text=wish.recommendations),
            by=context.actor,
        )
    ]


def acknowledge_feedback(_wish: AcknowledgeFeedback, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.FEEDBACK, "answer-feedback")
    return [e.FeedbackAcknowledged(by=context.actor)]


def comment_feedback(wish: CommentFeedback, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, StepName.FEEDBACK, "answer-feedback")
    if not wish.comment.strip():
        raise Refused(
            Reason.INVALID,
            f"task {task_id(state, 'answer-feedback')}",
            "has an empty comment",
            "Acknowledge it instead",
        )
    return [e.FeedbackCommented(comment=Private(data_subject=context.actor, text=wish.comment), by=context.actor)]
