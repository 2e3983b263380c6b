"""Consultation: the units concerned, or everybody, comment on a checked draft, and are told what became of it."""

from domain.calendar import Instant
from domain.command import Command, command
from domain.directory import Role
from domain.enactment import events as e
from domain.enactment.rights import Matter, require_office, require_reason, the_draft
from domain.enactment.state import Consultation, Draft, Stage
from domain.event import Event, Private
from domain.refusal import Reason, Refused


@command
class OpenConsultation(Command):
    """Lays the draft open for comments of these units, or of everybody, until an instant or until it is closed."""

    asked: tuple[str, ...] = ()
    until: Instant | None = None


@command
class CommentOnDraft(Command):
    """Comments on the draft; the performance office also writes down what reaches it from outside."""

    text: str


@command
class CloseConsultation(Command):
    """Ends the consultation; comments need a response."""

    response: str = ""


@command
class WaiveConsultation(Command):
    """Does without a consultation, for a reason such as urgency or a change of mere wording."""

    reason: str


def consult(wish: OpenConsultation, matter: Matter) -> list[Event]:
    draft = the_draft(matter)
    require_office(matter, "open the consultation on")
    _require_before(matter, draft)
    unknown = [unit for unit in wish.asked if unit not in matter.directory().units]
    if unknown:
        raise Refused(
            Reason.NOT_FOUND,
            matter.thing,
            f"would be put to {', '.join(unknown)}, which the directory of {matter.state.authority} does not have",
            "Name units of the directory, or none to ask everybody",
        )
    if wish.until is not None and wish.until <= matter.at:
        raise Refused(
            Reason.INVALID,
            f"consultation on {matter.thing}",
            f"would end on {wish.until.isoformat()}, which has passed",
            "Choose a later instant, or none to close it yourself",
        )
    return [e.ConsultationOpened(hash=draft.hash, asked=wish.asked, until=wish.until, by=matter.actor)]


def comment(wish: CommentOnDraft, matter: Matter) -> list[Event]:
    draft, consultation = _open_one(matter)
    thing = f"consultation on {matter.thing}"
    if consultation.until is not None and matter.at >= consultation.until:
        raise Refused(
            Reason.CONFLICT,
            thing,
            f"ended on {consultation.until.isoformat()}",
            "Let the performance office know in another way; it answers for what becomes of the draft",
        )
    _require_asked(matter, consultation, thing)
    if not wish.text.strip():
        raise Refused(Reason.INVALID, thing, "is commented on without a word", "Say what should be otherwise, and why")
    text = Private(data_subject=matter.actor, text=wish.text)
    return [e.ConsultationCommented(hash=draft.hash, text=text, by=matter.actor)]


def close(wish: CloseConsultation, matter: Matter) -> list[Event]:
    the_draft(matter)
    require_office(matter, "close the consultation on")
    draft, consultation = _open_one(matter)
    thing, response = f"consultation on {matter.thing}", wish.response.strip()
    if consultation.until is not None and matter.at < consultation.until:
        raise Refused(
            Reason.CONFLICT,
            thing,
            f"runs until {consultation.until.isoformat()}",
            "Close it then; whoever was asked may comment until that instant",
        )
    if consultation.comments and not response:
        comments = "1 comment" if consultation.comments == 1 else f"{consultation.comments} comments"
        raise Refused(
            Reason.INVALID,
            thing,
            f"brought {comments}, and would be closed without a response",
            "Say what becomes of them; a changed draft is checked and consulted on anew",
        )
    sealed = Private(data_subject=matter.actor, text=wish.response) if response else None
    return [e.ConsultationClosed(hash=draft.hash, response=sealed, by=matter.actor)]


def waive(wish: WaiveConsultation, matter: Matter) -> list[Event]:
    draft = the_draft(matter)
    require_office(matter, "waive the consultation on")
    _require_before(matter, draft)
    require_reason(wish.reason, matter.thing, "would not be consulted on, without a reason")
    reason = Private(data_subject=matter.actor, text=wish.reason)
    return [e.ConsultationWaived(hash=draft.hash, reason=reason, by=matter.actor)]


def _require_before(matter: Matter, draft: Draft) -> None:
    """Refuses a consultation on what has not passed its check, and a second one on the same draft."""
    if draft.consultation is not None:
        problem = "has no consultation, which was waived" if draft.consultation.waived else "has a consultation already"
        raise Refused(Reason.CONFLICT, matter.thing, problem, "Go on with it; a changed draft is consulted on anew")
    if draft.stage is not Stage.CHECKED:
        raise Refused(
            Reason.CONFLICT,
            matter.thing,
            "has a draft that has not passed its check",
            f"Check it with 'kaohe {matter.instrument.noun} check {matter.state.id}'",
        )


def _open_one(matter: Matter) -> tuple[Draft, Consultation]:
    draft = the_draft(matter)
    if draft.consultation is None or draft.consultation.closed:
        raise Refused(
            Reason.CONFLICT,
            matter.thing,
            "is not in consultation",
            f"See 'kaohe {matter.instrument.noun} show {matter.state.id}' for how its draft stands",
        )
    return draft, draft.consultation


def _require_asked(matter: Matter, consultation: Consultation, thing: str) -> None:
    directory = matter.directory()
    post = directory.posts.get(matter.actor)
    if post is None:
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"{matter.actor} is not in the directory of {matter.state.authority}",
            "Send the comment to the performance office, which writes it down",
        )
    if consultation.asked and post.unit not in consultation.asked and Role.OFFICE not in post.roles:
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"asks {', '.join(consultation.asked)}, and {matter.actor} is of {post.unit}",
            "Send the comment to the performance office, which writes it down",
        )
