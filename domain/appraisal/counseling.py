"""Counseling: help and talk during the cycle, opened by either side, with agreed actions, closed by both."""

from domain.appraisal import events as e
from domain.appraisal.rights import directory_of, require_open_step, require_words, side_of, task_id
from domain.appraisal.state import Appraisal, Talk
from domain.command import Command, Context, command
from domain.directory import Role
from domain.event import Event, Private
from domain.refusal import Reason, Refused
from domain.schedule import StepName


class TalkCommand(Command):
    """An act on one side of a talk; with a `side` named, only whoever holds it may act."""

    side: Role | None = None


@command
class OpenTalk(TalkCommand):
    """Opens a talk on a topic."""

    topic: str


@command
class ProposeActions(TalkCommand):
    """Proposes what is to be done, in place of what was proposed before."""

    actions: tuple[str, ...]
    talk: int | None = None


@command
class AgreeActions(TalkCommand):
    """Agrees to what the other side proposed last."""

    talk: int | None = None


@command
class CloseTalk(TalkCommand):
    """Closes the talk for the own side, after its actions are agreed."""

    talk: int | None = None


def open_talk(wish: OpenTalk, state: Appraisal, context: Context) -> list[Event]:
    thing = f"task {task_id(state, 'talk')}"
    require_open_step(state, context, StepName.COUNSELING, thing)
    side = side_of(wish.side, state, context, thing)
    unfinished = [number for number, talk in state.talks.items() if not talk.closed_by]
    if unfinished:
        raise Refused(
            Reason.CONFLICT, thing, f"has talk {unfinished[0]} open already", "Go on with that one, or close it first"
        )
    require_words(wish.topic, thing, "is opened without a topic", "Say what is to be talked about")
    topic = Private(data_subject=context.actor, text=wish.topic)
    return [e.TalkOpened(talk=len(state.talks) + 1, side=side, topic=topic, by=context.actor)]


def propose_actions(wish: ProposeActions, state: Appraisal, context: Context) -> list[Event]:
    number, talk, side, thing = _talk(wish.talk, wish.side, state, context)
    if talk.closed_by:
        raise Refused(Reason.CONFLICT, thing, "is being closed", "Open a new talk for further actions")
    if not wish.actions or not all(action.strip() for action in wish.actions):
        problem = "is given an empty action" if wish.actions else "is given no action"
        raise Refused(Reason.INVALID, thing, problem, "Propose at least one, even if it is to go on as now")
    actions = tuple(Private(data_subject=context.actor, text=action) for action in wish.actions)
    return [e.ActionsProposed(talk=number, side=side, actions=actions, by=context.actor)]


def agree_actions(wish: AgreeActions, state: Appraisal, context: Context) -> list[Event]:
    number, talk, side, thing = _talk(wish.talk, wish.side, state, context)
    if talk.proposed_at is None:
        raise Refused(Reason.CONFLICT, thing, "has no actions proposed", "Propose some")
    if talk.agreed:
        raise Refused(Reason.CONFLICT, thing, "has its actions agreed already", "Close the talk")
    if talk.proposed_by is side or talk.proposer in directory_of(state, context).eyes(context.actor):
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"was given its actions by {talk.proposer}, of the same side",
            "Let the other side agree to them",
        )
    return [e.ActionsAgreed(talk=number, side=side, cites=talk.proposed_at, by=context.actor)]


def close_talk(wish: CloseTalk, state: Appraisal, context: Context) -> list[Event]:
    number, talk, side, thing = _talk(wish.talk, wish.side, state, context, closing=True)
    if not talk.agreed:
        raise Refused(Reason.CONFLICT, thing, "has no agreed actions", "Propose actions and let the other side agree")
    if side in talk.closed_by:
        raise Refused(Reason.CONFLICT, thing, "is closed for this side already", "Wait for the other side")
    return [e.TalkClosed(talk=number, side=side, by=context.actor)]


def _talk(
    number: int | None, side: Role | None, state: Appraisal, context: Context, *, closing: bool = False
) -> tuple[int, Talk, Role, str]:
    """The talk asked for, or the last one; to close it, the last one that the actor's side has not closed."""
    own = f"appraisal {state.cycle}:{state.appraisee}"
    require_open_step(
        state, context, StepName.COUNSELING, f"talk of {own}" if number is None else f"talk {number} of {own}"
    )
    side = side_of(side, state, context, f"talk of {own}")
    if number is None:
        unclosed = [at for at, talk in state.talks.items() if closing and side not in talk.closed_by]
        number = max(unclosed or state.talks, default=1)
    thing = f"talk {number} of {own}"
    if number not in state.talks:
        mend = f"Choose from {', '.join(map(str, state.talks))}" if state.talks else "Open a talk first"
        raise Refused(Reason.NOT_FOUND, thing, "does not exist", mend)
    return number, state.talks[number], side, thing
