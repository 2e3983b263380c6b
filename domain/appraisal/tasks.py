"""Tasks as people see them: a duty, the ways to discharge it, and the command each way sends."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import chain

from domain.appraisal import (
    counseling,
    feedback,
    goals,
    notice,
    receiving,
    reopening,
    reporting,
    result,
    scoring,
    verification,
)
from domain.appraisal.drafting import drafting, signing
from domain.appraisal.drafting.drafts import KEYS
from domain.appraisal.events import Duty
from domain.appraisal.goal_setting import audit, fixing, negotiation
from domain.appraisal.own_times import schedule_of
from domain.appraisal.panel import giving
from domain.appraisal.recording import false_reports, joint, record
from domain.appraisal.revision import deciding as revision
from domain.appraisal.state import Appraisal, Step
from domain.command import Command
from domain.cycle.state import Cycle
from domain.directory import Role
from domain.refusal import Reason, Refused
from domain.streams import cycle_stream
from domain.tasks import Actions, OpenDuty, Place, Stands, States, TaskSource

_TALK: Actions = {
    "open": counseling.OpenTalk,
    "propose": counseling.ProposeActions,
    "agree": counseling.AgreeActions,
    "close": counseling.CloseTalk,
}

_NEGOTIATION: Actions = {
    "agree": negotiation.AgreeGoals,
    "dispute": negotiation.DisputeGoal,
    "settle": negotiation.SettleDispute,
    "drop": negotiation.DropDispute,
}

_ACTIONS: Mapping[str, Actions] = {
    "draft-goals": {"draft": drafting.DraftGoals, "hand-in": drafting.HandInPaper},
    "review-goals": {"pass": signing.PassPaper, "return": signing.ReturnPaper},
    "set-goals": {
        "set": goals.SetGoals,
        "sign": signing.SignPaper,
        "draft": drafting.DraftGoals,
        "return": signing.ReturnPaper,
    },
    "confirm-goals": {"confirm": goals.ConfirmGoals, "return": goals.ReturnGoals},
    "audit-goals": {"audit": audit.AuditGoals, "return": goals.ReturnGoals},
    "close-goal-comments": {"close": audit.CloseGoalComments, "return": goals.ReturnGoals},
    "negotiate-goals": _NEGOTIATION,
    "negotiate-goals-by-office": _NEGOTIATION,
    "fix-goals": {"fix": fixing.FixGoals, "return": goals.ReturnGoals},
    "publish-goals": {"publish": fixing.PublishGoals},
    "talk": _TALK,
    "talk-by-office": _TALK,
    "draft-report": {"draft": drafting.DraftReport, "hand-in": drafting.HandInPaper},
    "review-report": {"pass": signing.PassPaper, "return": signing.ReturnPaper},
    "report": {
        "submit": reporting.SubmitReport,
        "sign": signing.SignPaper,
        "draft": drafting.DraftReport,
        "return": signing.ReturnPaper,
    },
    "receive-report": {"receive": receiving.ReceiveReport, "return": receiving.ReturnReport},
    "verify": {"confirm": verification.ConfirmValue, "correct": verification.CorrectValue},
    false_reports.ANSWER: {"answer": false_reports.AnswerFalseReport},
    false_reports.RULE: {"rule": false_reports.RuleOnFalseReport},
    "judge": {"judge": scoring.JudgeIndicator},
    "rate": {"rate": scoring.RateAppraisee},
    "ballot": {},
    "score": {"score": giving.ScoreOnPanel, "recuse": giving.RecuseFromPanel},
    "fill-panel": {"replace": giving.ReplaceEvaluator, "leave": giving.LeavePanelShort},
    "confirm-part": {"confirm": joint.ConfirmJointPart, "dispute": joint.DisputeJointPart},
    "close-record": {"close": record.CloseRecord},
    "compute": {"compute": result.ComputeResult},
    "deliberate": {},
    "approve": {"approve": result.ApproveResult, "return": result.ReturnResult},
    "publish-notice": {"publish": notice.PublishNotice},
    "answer-objection": {"answer": notice.AnswerObjection},
    "close-notice": {"close": notice.CloseNotice},
    "announce-result": {"announce": notice.AnnounceResult},
    revision.APPROVE: {"approve": revision.ApproveRevision, "return": revision.ReturnRevision},
    "issue-feedback": {"issue": feedback.IssueFeedback},
    "answer-feedback": {"acknowledge": feedback.AcknowledgeFeedback, "comment": feedback.CommentFeedback},
    "record-silence": {"record": feedback.RecordSilence},
    reopening.KEY: {"reopen": reopening.ReopenAppraisal, "decline": reopening.DeclineReopening},
}

_ABOUT: Mapping[str, str] = {
    "verify": "indicator",
    false_reports.ANSWER: "indicator",
    false_reports.RULE: "indicator",
    "judge": "indicator",
    "confirm-part": "indicator",
    "rate": "leader",
    "answer-objection": "objection",
    "fix-goals": "goal_class",
    "score": "seat",
    "fill-panel": "panel",
}
"""The field that says what a duty is about, where its key does."""

_DUTY = "duty"
"""The field of a command that discharges, or takes back, duties of several kinds: on which of them it acts."""

_STATED: Mapping[str, tuple[str, StrEnum]] = {
    "talk": ("side", Role.HEAD),
    "talk-by-office": ("side", Role.OFFICE),
    "negotiate-goals": ("side", Role.HEAD),
    "negotiate-goals-by-office": ("side", Role.OFFICE),
    **{key: ("of", paper) for paper, keys in KEYS.items() for key in keys},
}
"""The field that a kind of duty gives a value: the side of a talk or negotiation, the paper that is drafted."""

TITLES: Mapping[str, str] = {
    "draft-goals": "Draft the goals, and hand them in",
    "review-goals": "Review the draft of the goals",
    "set-goals": "Set the goals",
    "confirm-goals": "Confirm or return the goals",
    "audit-goals": "Audit the goals, or return them",
    "close-goal-comments": "Close the comments on the goals, or return them",
    "negotiate-goals": "Agree to the goals, or dispute them",
    "negotiate-goals-by-office": "Agree to the goals, or dispute them",
    "fix-goals": "Fix or return the goals",
    "publish-goals": "Publish the goals",
    "talk": "Hold a counseling talk",
    "talk-by-office": "Hold a counseling talk",
    "draft-report": "Draft the report, and hand it in",
    "review-report": "Review the draft of the report",
    "report": "Report the values",
    "receive-report": "Receive the report, or return it",
    "verify": "Verify a reported value",
    false_reports.ANSWER: "Answer the charge of false data",
    false_reports.RULE: "Rule on a charge of false data",
    "judge": "Judge an indicator",
    "rate": "Rate the unit",
    "ballot": "Cast the internal ballot",
    "score": "Score as a member of the panel",
    "fill-panel": "Seat somebody on the panel, which is short",
    "confirm-part": "Confirm or dispute the part in a joint task",
    "close-record": "Record cases, panel scores and the like, and close the record",
    "compute": "Compute the result",
    "deliberate": "Lay the result before the joint meeting",
    "approve": "Approve or return the result",
    "publish-notice": "Put the result on public notice",
    "answer-objection": "Answer an objection to the result",
    "close-notice": "Close the public notice when its time is over",
    "announce-result": "Make the result known",
    revision.APPROVE: "Approve or return the revised result",
    "issue-feedback": "Give feedback",
    "answer-feedback": "Acknowledge or comment on the feedback",
    "record-silence": "Record how feedback was served, and why it is unanswered",
    reopening.KEY: "Reopen the appraisal, or leave it as it is",
}


def actions(key: str) -> Actions:
    """The ways to act on a duty, by name; the first is the usual one.

    Two have none: a ballot is cast, not recorded, and a meeting is convened to deliberate.
    """
    return _ACTIONS.get(key.partition(".")[0], {})


def acts_on(key: str, wish: Command) -> bool:
    """Whether the command is one of the ways to act on the duty, and about the same as it."""
    kind, _, about = key.partition(".")
    if type(wish) not in actions(key).values():
        return False
    if getattr(wish, _DUTY, None) not in {None, key}:
        return False
    field, value = _filled(kind, about)
    named = getattr(wish, field, None)
    return named is None or str(named) == str(value)


def _filled(kind: str, about: str) -> tuple[str, object]:
    """The field that a duty fills in, with its value; a field of no name where it fills in none."""
    return _STATED.get(kind) or (_ABOUT.get(kind, ""), about or None)


def title(key: str) -> str:
    """What the duty asks, in a few words."""
    kind, _, about = key.partition(".")
    return f"{TITLES.get(kind, kind)}: {about}" if about and kind != "rate" else TITLES.get(kind, kind)


def command_for(key: str, action: str | None, fields: Mapping[str, object]) -> Command:
    """The command that acts on the duty `key` in the way named (by default the usual one), with the fields given.

    What the duty is about is filled in: the indicator of a `verify` or `judge` task, the leader of a `rate` task, the
    class of goals to be fixed, the side of a talk or negotiation, the paper drafted, the number of an
    objection. Raises `Refused` for an unknown task or way, and for fields about something else than the duty;
    pydantic's `ValidationError` for fields that do not fit.
    """
    kind, _, about = key.partition(".")
    if kind not in _ACTIONS:
        raise Refused(Reason.NOT_FOUND, f"task {key}", "is of no known kind", f"Kinds are {', '.join(_ACTIONS)}")
    ways = actions(key)
    if kind == "deliberate":
        mend = "Convene one with 'kaohe meeting convene'; when it closes, the task is done"
        raise Refused(Reason.INVALID, f"task {key}", "is done by a joint meeting", mend)
    if not ways:
        raise Refused(Reason.INVALID, f"task {key}", "is done in secret and leaves no name", "Cast a ballot instead")
    action = action or next(iter(ways))
    if action not in ways:
        raise Refused(
            Reason.INVALID, f"task {key}", f"cannot be done by {action!r}", f"Ways to act on it: {', '.join(ways)}"
        )
    given = dict(fields)
    if _DUTY in ways[action].model_fields:
        given.setdefault(_DUTY, key)
    subject, filled = _filled(kind, about)
    if subject in ways[action].model_fields and str(given.setdefault(subject, filled)) != str(filled):
        raise Refused(
            Reason.INVALID,
            f"task {key}",
            f"is not about {subject} {given[subject]}",
            f"Leave the {subject} out, or act on the task that is about it",
        )
    return ways[action].model_validate(given)


# ---------------------------------------------------------------- as every kind of stream has them


def _place(state: Appraisal) -> Place:
    step = state.current
    return Place(state.authority, state.cycle, state.appraisee, step.name.value if step else None)


def _open_duties(state: Appraisal, states: States) -> tuple[OpenDuty, ...]:
    step = state.current
    of_step = tuple(_with_clock(step, duty, state, states) for duty in step.open_duties) if step else ()
    return (*of_step, *_beside_the_steps(state))


def _beside_the_steps(state: Appraisal) -> tuple[OpenDuty, ...]:
    return (*false_reports.open_duties(state), *_of_reopening(state), *_of_revision(state))


def _of_revision(state: Appraisal) -> tuple[OpenDuty, ...]:
    """A revised result waits for the committee, whatever step is open."""
    return () if state.revision is None else (OpenDuty(revision.duty(), title(revision.APPROVE)),)


def _of_reopening(state: Appraisal) -> tuple[OpenDuty, ...]:
    """The decision on a proposal to reopen; it is asked of the committee beside whatever step is open."""
    if state.reopening is None:
        return ()
    return (OpenDuty(Duty(key=reopening.KEY, role=Role.COMMITTEE), title(reopening.KEY)),)


def _find(state: Appraisal, states: States, key: str) -> OpenDuty | None:
    found = ((step, duty) for step in state.steps.values() for duty in step.duties if duty.key == key)
    of_step = (_with_clock(step, duty, state, states) for step, duty in found)
    besides = (one for one in _beside_the_steps(state) if one.duty.key == key)
    return next(chain(of_step, besides), None)


def _with_clock(step: Step, duty: Duty, state: Appraisal, states: States) -> OpenDuty:
    cycle: Cycle = states[cycle_stream(state.cycle)]
    times, stands = schedule_of(state, cycle)[step.name], _stands(step, duty)
    overdue = step.overdue(times.due) and stands is Stands.OPEN
    return OpenDuty(duty, title(duty.key), times.due, times.ends, overdue, stands)


def _stands(step: Step, duty: Duty) -> Stands:
    if duty.key in step.done:
        return Stands.DONE
    if step.ended:
        return Stands.OVER
    return Stands.OPEN if duty in step.open_duties else Stands.WAITING


TASKS = TaskSource(
    place=_place,
    reads=lambda state: (cycle_stream(state.cycle),),
    open_duties=_open_duties,
    find=_find,
    ways=actions,
    command_for=command_for,
)
