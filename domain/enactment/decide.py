"""Every command on the way into force, for an instrument of any kind."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.command import Command, Context, misdirected
from domain.decision import Capacity
from domain.directory import Role, directory_of, in_post
from domain.enactment import approval, consultation, drafting, force
from domain.enactment.instrument import Document, Instrument
from domain.enactment.rights import Matter
from domain.enactment.state import Enacted
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.streams import directory_stream

_DECISIONS: Mapping[type[Command], Callable[[Any, Matter], list[Event]]] = {
    drafting.CheckDraft: drafting.check,
    consultation.OpenConsultation: consultation.consult,
    consultation.CommentOnDraft: consultation.comment,
    consultation.CloseConsultation: consultation.close,
    consultation.WaiveConsultation: consultation.waive,
    approval.ApproveDraft: approval.approve,
    approval.ReturnDraft: approval.return_,
    force.PublishDraft: force.publish,
    force.RetireRegulation: force.retire,
}


def decide(wish: Command, state: Enacted[Any], context: Context, instrument: Instrument) -> list[Event]:
    """Decides one command; raises `Refused` when it may not happen."""
    matter = Matter(instrument, state, context)
    if isinstance(wish, drafting.DraftRegulation):
        return drafting.draft(wish, matter)
    if type(wish) not in _DECISIONS:
        raise misdirected(wish, f"a {instrument.noun}")
    if not state.known:
        raise Refused(
            Reason.NOT_FOUND,
            instrument.noun,
            "does not exist",
            f"Draft it with 'kaohe {instrument.noun} draft FILE'",
        )
    return _DECISIONS[type(wish)](wish, matter)


def capacity(wish: Command, state: Enacted[Any], context: Context) -> Capacity:
    """The committee approves and returns, the performance office does the rest; who comments does so in his post."""
    drafted = wish.document.get("authority") if isinstance(wish, drafting.DraftRegulation) else None
    authority = drafted or state.authority
    if directory_stream(authority) not in context.states or context.actor.startswith("system:"):
        return Capacity()
    committee = isinstance(wish, approval.ApproveDraft | approval.ReturnDraft)
    return in_post(directory_of(authority, context), context.actor, Role.COMMITTEE if committee else Role.OFFICE)


def reads(state: Enacted[Any], instrument: Instrument, document: Document | None = None) -> tuple[str, ...]:
    """The streams a decision looks at: who is who, and what the document it is about stands under.

    The document is that of the command, if it brings one, else the draft.
    """
    about = document if document is not None else state.draft.document if state.draft else {}
    authorities = {state.authority, about.get("authority")}
    directories = (directory_stream(one) for one in authorities if isinstance(one, str) and one)
    return (*sorted(directories), *instrument.reads(about))
