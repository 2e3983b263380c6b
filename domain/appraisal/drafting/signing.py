"""Reviewing and signing: the deputy passes the draft or returns it, and the head signs it or returns it."""

from domain.appraisal.drafting import events as d
from domain.appraisal.drafting.drafting import DraftGoals, DraftReport, draft_of, last_draft
from domain.appraisal.drafting.drafts import KEYS, STEPS
from domain.appraisal.goals import SetGoals, set_goals
from domain.appraisal.reporting import SubmitReport, submit_report
from domain.appraisal.rights import directory_of, require_duty, require_words, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.event import Event, Private
from domain.refusal import Reason, Refused


@command
class PassPaper(Command):
    """Finds the draft fit to be signed."""

    of: d.Paper


@command
class ReturnPaper(Command):
    """Returns the draft to be drafted anew, with the reason."""

    of: d.Paper
    reason: str


@command
class SignPaper(Command):
    """Signs the last draft and hands it in; whoever sends this adds what the draft says, opened from its seal."""

    of: d.Paper
    number: int | None = None
    content: str | None = None


def pass_paper(wish: PassPaper, state: Appraisal, context: Context) -> list[Event]:
    key = KEYS[wish.of].review
    require_duty(state, context, STEPS[wish.of], key)
    draft = last_draft(wish.of, state)
    if draft.by in directory_of(state, context).eyes(context.actor):
        problem = f"would be reviewed by {context.actor}, who wrote draft {draft.number}"
        raise Refused(Reason.FORBIDDEN, f"task {task_id(state, key)}", problem, "Let another deputy review it")
    return [d.DraftReviewed(of=wish.of, number=draft.number, by=context.actor)]


def return_paper(wish: ReturnPaper, state: Appraisal, context: Context) -> list[Event]:
    keys = KEYS[wish.of]
    step = state.steps.get(STEPS[wish.of])
    reviewing = step is not None and any(duty.key == keys.review for duty in step.open_duties)
    key = keys.review if reviewing else keys.sign
    require_duty(state, context, STEPS[wish.of], key)
    draft, thing = last_draft(wish.of, state), f"task {task_id(state, key)}"
    require_words(wish.reason, thing, "returns the draft without a reason", "Say what is to be changed in it")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [d.DraftReturned(of=wish.of, number=draft.number, reason=reason, by=context.actor)]


def sign_paper(wish: SignPaper, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, STEPS[wish.of], KEYS[wish.of].sign)
    draft, thing = last_draft(wish.of, state), draft_of(wish.of, state)
    if wish.content is None or wish.number is None:
        mend = "Sign it on the command line or over HTTP, which open it"
        raise Refused(Reason.INVALID, thing, "is signed without what it says", mend)
    if wish.number != draft.number:
        problem = f"has draft {draft.number} by now; draft {wish.number} would be signed"
        raise Refused(Reason.STALE, thing, problem, "Read the new draft, and sign it or return it")
    signed = d.DraftSigned(of=wish.of, number=draft.number, by=context.actor)
    if wish.of is d.Paper.GOALS:
        goals = DraftGoals.model_validate_json(wish.content).goals
        return [signed, *set_goals(SetGoals(goals=goals), state, context)]
    values = DraftReport.model_validate_json(wish.content).values
    return [signed, *submit_report(SubmitReport(values=values), state, context)]
