"""The performance office audits what the unit proposes, and lays it open for comments where the rulebook says so."""

from domain.appraisal.goal_setting import events as g
from domain.appraisal.goal_setting.rights import require_stage, setting_of
from domain.appraisal.goal_setting.setting import AUDIT, COMMENTS
from domain.appraisal.rights import directory_of, require_open_step, require_words, rulebook_of, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.directory import Role
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.schedule import StepName


@command
class AuditGoals(Command):
    """Finds the goals fit to go on, with remarks if there are any."""

    remarks: str | None = None


@command
class CommentOnGoals(Command):
    """Comments on audited goals for the own unit; the performance office writes down what the public says."""

    comment: str
    voice: g.Voice = g.Voice.UNIT


@command
class CloseGoalComments(Command):
    """Ends the period for comments, and says what became of them."""

    response: str = ""


def audit_goals(wish: AuditGoals, state: Appraisal, context: Context) -> list[Event]:
    require_stage(state, context, AUDIT)
    rulebook = rulebook_of(state, context)
    period = setting_of(rulebook).comments
    until = None if period is None else rulebook.calendar.add(context.now, period)
    remarks = Private(data_subject=context.actor, text=wish.remarks) if (wish.remarks or "").strip() else None
    return [g.GoalsAudited(remarks=remarks, comments_until=until, by=context.actor)]


def comment_on_goals(wish: CommentOnGoals, state: Appraisal, context: Context) -> list[Event]:
    thing = f"goals of appraisal {state.cycle}:{state.appraisee}"
    step = require_open_step(state, context, StepName.GOALS, thing)
    until = state.setting.comments_until
    if until is None or not any(duty.key == COMMENTS for duty in step.open_duties):
        mend = f"See 'kaohe history {state.cycle}:{state.appraisee}' for how far they have come"
        raise Refused(Reason.CONFLICT, thing, "are not open for comments", mend)
    if context.now >= until:
        mend = "Let the performance office know in another way; it answers for what becomes of the goals"
        raise Refused(Reason.CONFLICT, thing, f"were open for comments until {until.isoformat()}", mend)
    _require_voice(wish, state, context, thing)
    require_words(wish.comment, thing, "are commented on without a word", "Say what should be otherwise, and why")
    comment = Private(data_subject=context.actor, text=wish.comment)
    return [g.GoalsCommented(voice=wish.voice, comment=comment, by=context.actor)]


def close_goal_comments(wish: CloseGoalComments, state: Appraisal, context: Context) -> list[Event]:
    require_stage(state, context, COMMENTS)
    thing, known = f"task {task_id(state, COMMENTS)}", state.setting
    if known.comments_until is not None and context.now < known.comments_until:
        mend = "Close it then; anybody may comment until that instant"
        raise Refused(Reason.CONFLICT, thing, f"takes comments until {known.comments_until.isoformat()}", mend)
    response = wish.response.strip()
    if known.comments and not response:
        comments = "1 comment" if known.comments == 1 else f"{known.comments} comments"
        mend = "Say what becomes of them, or return the goals to be changed"
        raise Refused(Reason.INVALID, thing, f"would leave {comments} without a response", mend)
    sealed = Private(data_subject=context.actor, text=response) if response else None
    return [g.GoalCommentsClosed(comments=known.comments, response=sealed, by=context.actor)]


def _require_voice(wish: CommentOnGoals, state: Appraisal, context: Context, thing: str) -> None:
    """Whoever is in the directory comments for the own unit; the office alone writes down what others say."""
    directory = directory_of(state, context)
    if wish.voice is not g.Voice.UNIT and not directory.holds(context.actor, Role.OFFICE):
        problem = f"take what the {wish.voice.value.replace('_', ' ')} say from the performance office"
        problem += f", not from {context.actor}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let the office write it down, or comment for the own unit")
    if context.actor not in directory.posts:
        problem = f"are commented on by {context.actor}, who is not in the directory of {state.authority}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Send the comment to the performance office")
