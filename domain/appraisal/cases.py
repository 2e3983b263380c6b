"""What cases do to the appraisal they concern: it knows of them, and its goals change when that is granted."""

from collections.abc import Collection

from domain.appraisal import events as e
from domain.appraisal.state import Appraisal
from domain.case.content import GoalChanges
from domain.case.state import Case
from domain.command import SYSTEM_CLOCK, Command, Context, command
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.regulation import CaseKind
from domain.streams import case_stream


@command
class NoteCase(Command):
    """Notes a case that was opened about the appraisee."""

    case: str


@command
class ChangeGoals(Command):
    """Changes the goals as a case that was granted asks."""

    case: str


def note_case(wish: NoteCase, state: Appraisal, context: Context) -> list[Event]:
    case = _case(wish.case, state, context)
    if wish.case in state.cases:
        raise Refused(Reason.CONFLICT, f"case {wish.case}", "is noted already", "Nothing needs to be done")
    assert case.kind is not None  # noqa: S101 - an opened case has one
    return [e.CaseNoted(case=wish.case, kind=case.kind, procedure=case.procedure)]


def change_goals(wish: ChangeGoals, state: Appraisal, context: Context) -> list[Event]:
    """Refuses a change that comes after the values were reported, here or elsewhere: what was reached is no goal."""
    case, thing = granted(wish.case, (CaseKind.GOAL_CHANGE,), state, context), f"case {wish.case}"
    asked = {one.indicator: one for content in case.contents(GoalChanges) for one in content.changes}
    if reported := [indicator for indicator in asked if indicator in state.known]:
        problem = f"changes the goals for {', '.join(reported)}, whose values have been reported"
        raise Refused(Reason.CONFLICT, thing, problem, "The goals stand as they were")
    changes = tuple(
        e.GoalChanged(indicator=one.indicator, before=state.targets.get(one.indicator), target=one.target)
        for one in asked.values()
    )
    return [e.GoalsChanged(case=wish.case, changes=changes)]


def granted(case_id: str, kinds: Collection[CaseKind], state: Appraisal, context: Context) -> Case:
    """The case that was granted; refuses one of another kind or appraisal, and one that took effect before."""
    case, thing = _case(case_id, state, context), f"case {case_id}"
    if case.kind not in kinds or not case.granted:
        named = " or ".join(kind.value for kind in kinds)
        raise Refused(Reason.CONFLICT, thing, f"has not been granted as a {named}", "Decide it first")
    if case_id in state.effects:
        raise Refused(Reason.CONFLICT, thing, "has taken effect already", "Nothing needs to be done")
    return case


def _case(case_id: str, state: Appraisal, context: Context) -> Case:
    case: Case = context.states[case_stream(case_id)]
    thing = f"case {case_id}"
    if context.actor != SYSTEM_CLOCK:
        raise Refused(Reason.FORBIDDEN, thing, "is carried out by its workflow", "Do the acts of the case instead")
    if (case.cycle, case.appraisee) != (state.cycle, state.appraisee):
        problem = f"does not concern appraisal {state.cycle}:{state.appraisee}"
        raise Refused(Reason.INVALID, thing, problem, "Send it to the appraisal that it concerns")
    return case
