"""Drafting: anybody who answers for the unit's papers writes drafts, and the liaison hands the last one in."""

from domain.appraisal.drafting import events as d
from domain.appraisal.drafting.drafts import KEYS, STEPS, Draft
from domain.appraisal.goals import GoalEntry
from domain.appraisal.reporting import ValueEntry
from domain.appraisal.rights import directory_of, require_duty, require_open_step, task_id
from domain.appraisal.state import Appraisal
from domain.command import Command, Context, command
from domain.directory import Directory, Role
from domain.event import Event, Private
from domain.refusal import Reason, Refused

_DRAFTERS = (Role.LIAISON, Role.DEPUTY, Role.HEAD)


@command
class DraftGoals(Command):
    """Saves a draft of the goals; it need not be complete, and takes the place of the one before."""

    goals: tuple[GoalEntry, ...]


@command
class DraftReport(Command):
    """Saves a draft of the report; it need not be complete, and takes the place of the one before."""

    values: tuple[ValueEntry, ...]


@command
class HandInPaper(Command):
    """Gives the last draft to whoever reviews or signs it."""

    of: d.Paper


def draft_goals(wish: DraftGoals, state: Appraisal, context: Context) -> list[Event]:
    return _saved(d.Paper.GOALS, wish, state, context)


def draft_report(wish: DraftReport, state: Appraisal, context: Context) -> list[Event]:
    return _saved(d.Paper.REPORT, wish, state, context)


def hand_in_paper(wish: HandInPaper, state: Appraisal, context: Context) -> list[Event]:
    require_duty(state, context, STEPS[wish.of], KEYS[wish.of].draft)
    draft = last_draft(wish.of, state)
    return [d.DraftHandedIn(of=wish.of, number=draft.number, by=context.actor)]


def last_draft(of: d.Paper, state: Appraisal) -> Draft:
    """The last draft of the paper; refuses when there is none."""
    known = state.drafts.get(of)
    if known is None:
        raise Refused(Reason.CONFLICT, draft_of(of, state), "does not exist", "Save a draft first")
    return known


def draft_of(of: d.Paper, state: Appraisal) -> str:
    """A draft as refusals call it."""
    return f"draft of the {of.value} of appraisal {state.cycle}:{state.appraisee}"


def may_see_drafts(person: str, unit: str, directory: Directory) -> bool:
    """Whether drafts of the unit are shown to the person: to those who write, review and sign them."""
    return any(directory.holds(person, role, unit) for role in _DRAFTERS)


def _saved(of: d.Paper, wish: Command, state: Appraisal, context: Context) -> list[Event]:
    thing, keys = draft_of(of, state), KEYS[of]
    step = require_open_step(state, context, STEPS[of], thing)
    if not may_see_drafts(context.actor, state.appraisee, directory_of(state, context)):
        problem = f"is written by the liaison, deputy or head of {state.appraisee}, not by {context.actor}"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let one of them write it")
    if keys.sign not in {duty.key for duty in step.undone}:
        problem = f"comes too late: task {task_id(state, keys.sign)} is done"
        raise Refused(Reason.CONFLICT, thing, problem, "Draft it when it is returned")
    number = state.drafts[of].number + 1 if of in state.drafts else 1
    content = Private(data_subject=context.actor, text=wish.model_dump_json())
    return [d.DraftSaved(of=of, number=number, content=content, by=context.actor)]
