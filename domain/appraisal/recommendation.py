"""Recommendation: what the joint meeting recommends for the result, which the committee follows or departs from."""

from domain.appraisal import events as e
from domain.appraisal.rights import cycle_of, rulebook_of, task_id
from domain.appraisal.state import Appraisal
from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.event import Confidential, Event, Private
from domain.refusal import Reason, Refused
from domain.regulation import MeetingKind


@command
class TakeRecommendation(Command):
    """Takes in what a closed meeting of the cycle recommends for the result."""

    meeting: str


def deliberated(state: Appraisal, context: Context) -> bool:
    """Whether the regulation wants a joint meeting to deliberate on results before they are approved."""
    return any(rule.kind is MeetingKind.JOINT for rule in rulebook_of(state, context).meetings)


def take_recommendation(wish: TakeRecommendation, state: Appraisal, context: Context) -> list[Event]:
    """Refuses, as overtaken, what is about another result than the one that waits for deliberation."""
    thing = f"appraisal {state.cycle}:{state.appraisee}"
    if context.actor != SYSTEM_CLOCK:
        mend = "Close the meeting that recommends it"
        raise Refused(Reason.FORBIDDEN, thing, f"takes in no recommendation of {context.actor}", mend)
    recorded = cycle_of(state, context).meetings.get(wish.meeting)
    given = (
        next((one for one in recorded.recommendations if one.appraisee == state.appraisee), None) if recorded else None
    )
    if given is None or not state.awaits_deliberation or given.result != state.computed_at:
        problem = f"has no result that waits for what meeting {wish.meeting} recommends"
        raise Refused(Reason.CONFLICT, thing, problem, "Convene a meeting on the result there is")
    return [e.RecommendationTaken(meeting=wish.meeting, result=given.result, before=given.before, after=given.after)]


def departure(departs: str, state: Appraisal, context: Context) -> Confidential | None:
    """Why the committee approves the result as computed instead of what is recommended; nothing where it follows.

    Refuses a departure from nothing, and an approval without a reason where no grade is recommended for one earned.
    """
    thing, known = f"task {task_id(state, 'approve')}", state.recommendation
    if not departs.strip():
        if known is not None and known.grade is None and state.grade is not None:
            problem = f"would follow meeting {known.meeting}, which recommends no grade"
            raise Refused(Reason.INVALID, thing, problem, "Say in 'departs' why the result is approved as computed")
        return None
    if known is None or known.grade == state.grade:
        problem = "departs from a recommendation" if known is None else "departs from the grade that was computed"
        mend = "Approve it without 'departs', or return it with a reason"
        raise Refused(Reason.INVALID, thing, f"{problem}, and there is nothing to depart from", mend)
    return Private(data_subject=context.actor, text=departs)
