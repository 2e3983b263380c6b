"""Brings rulebooks, directory and schemes of a rehearsal into force, by the commands that do so in production."""

from datetime import datetime

from domain.command import SYSTEM_OPERATOR, Command
from domain.directory import Directory, Role
from domain.enactment.approval import ApproveDraft
from domain.enactment.consultation import WaiveConsultation
from domain.enactment.drafting import CheckDraft, DraftRegulation
from domain.enactment.force import PublishDraft
from domain.refusal import Reason, Refused
from domain.regulation import Scheme, written
from domain.rehearsal.book import Book
from domain.rehearsal.plan import Plan
from domain.rulebook import PublishRulebook
from domain.scheme import SCHEME
from domain.streams import directory_stream, rulebook_stream, scheme_stream

_REASON = "Rehearsed"


def enact(book: Book, plan: Plan, at: datetime) -> None:
    """Puts the rulebooks into force, publishes the directory, and enacts every scheme; refuses as production does."""
    authority = plan.rulebook.authority
    for rulebook in (plan.rulebook, *plan.others):
        book.do(at, SYSTEM_OPERATOR, rulebook_stream(rulebook.id), PublishRulebook(document=written(rulebook)))
    book.do(at, SYSTEM_OPERATOR, directory_stream(authority), plan.directory)
    directory: Directory = book.state(directory_stream(authority))
    officer, member = (_first(directory, role, authority) for role in (Role.OFFICE, Role.COMMITTEE))
    for scheme in {cycle.scheme.id: cycle.scheme for cycle in plan.cycles if cycle.scheme}.values():
        for actor, wish in _enacting(scheme, officer, member):
            book.do(at, actor, scheme_stream(scheme.id), wish)


def _enacting(scheme: Scheme, officer: str, member: str) -> tuple[tuple[str, Command], ...]:
    document = written(scheme)
    return (
        (officer, DraftRegulation(document=document, reason=_REASON)),
        (officer, CheckDraft()),
        (officer, WaiveConsultation(reason=_REASON)),
        (member, ApproveDraft(hash=SCHEME.content(document).hash)),
        (officer, PublishDraft()),
    )


def _first(directory: Directory, role: Role, authority: str) -> str:
    if holders := directory.holders(role):
        return holders[0]
    raise Refused(
        Reason.INVALID,
        f"directory of {authority}",
        f"has nobody with the role {role.value}, without whom no cycle begins",
        "Fill such a post in the directory",
    )
