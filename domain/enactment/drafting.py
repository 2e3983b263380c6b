"""Drafting: the performance office writes a document, changes it, and has it checked."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from domain.command import Command, command
from domain.directory import Role
from domain.enactment import events as e
from domain.enactment.instrument import Content
from domain.enactment.rights import Matter, require_office, require_reason, the_draft
from domain.event import Event
from domain.refusal import Reason, Refused
from domain.streams import slug

_MOST_NOTED = 200


@command
class DraftRegulation(Command):
    """Writes the draft of the next version, or changes it; it may still have findings.

    A reason is needed where there is a version to amend; one given before stands until another is given.
    """

    document: dict[str, Any]
    reason: str = ""


@command
class CheckDraft(Command):
    """Records what is wrong with the draft; only one without errors goes on."""


def draft(wish: DraftRegulation, matter: Matter) -> list[Event]:
    state, noun = matter.state, matter.instrument.noun
    name, authority = named(wish.document, "id", noun), named(wish.document, "authority", noun)
    thing = f"{noun} {name}"
    require_office(matter, "draft", thing=thing, authority=authority)
    require_own(matter, thing, name, authority)
    content = matter.instrument.content(wish.document)
    require_change(matter, thing, content)
    if state.draft is not None and content.hash == state.draft.hash:
        raise Refused(
            Reason.CONFLICT, thing, "has a draft of exactly this content", "Nothing needs to be done; go on with it"
        )
    reason = wish.reason.strip() or (state.draft.reason if state.draft else None)
    if state.latest is not None:
        require_reason(reason or "", thing, "amends what was published without a reason")
    return [
        e.RegulationDrafted(
            regulation=name,
            authority=authority,
            number=state.number + 1,
            hash=content.hash,
            document=content.document,
            reason=reason,
            by=matter.actor,
            office=matter.directory(authority).acting(Role.OFFICE),
        )
    ]


def named(document: Mapping[str, Any], field: str, noun: str) -> str:
    """The identifier in a field of a document; refuses one without, since nobody would know what it is a draft of."""
    given = document.get(field)
    if not isinstance(given, str):
        raise Refused(
            Reason.INVALID,
            f"{noun} document",
            f"says {given!r} for its {field}" if field in document else f"does not say its {field}",
            "Use at most 80 lower-case letters, digits and inner hyphens, such as 'annual'",
            place=field,
        )
    return slug(given, field)


def require_own(matter: Matter, thing: str, name: str, authority: str) -> None:
    """Refuses a document that belongs to another stream or to another authority than what is there."""
    state = matter.state
    if state.known and name != state.id:
        raise Refused(
            Reason.INVALID, thing, f"is not {matter.thing}", "Keep the id, or draft it as a regulation of its own"
        )
    if state.known and authority != state.authority:
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"is of authority {state.authority}, not of {authority}",
            f"Give a {matter.instrument.noun} of another authority an id of its own",
        )


def require_change(matter: Matter, thing: str, content: Content) -> None:
    """Refuses what is in force already, with this content and under the same rulebook version."""
    latest = matter.state.latest
    in_force = latest is not None and content.hash == matter.state.in_force
    if in_force and latest is not None and latest.under == matter.under(content.document):
        raise Refused(
            Reason.CONFLICT,
            thing,
            "is in force with exactly this content",
            "Nothing needs to be done; change the document to publish a new version",
        )


def check(_wish: CheckDraft, matter: Matter) -> list[Event]:
    written = the_draft(matter)
    require_office(matter, "check")
    under = matter.under(written.document)
    if written.passed and written.under == under:
        raise Refused(Reason.CONFLICT, matter.thing, "has passed its check already", "Nothing needs to be done")
    found = [
        e.Noted(severity=e.ERROR, place=one.place, problem=one.problem, mend=one.mend)
        for one in matter.instrument.problems(written.document, matter.context.states)
    ]
    return [
        e.RegulationChecked(
            hash=written.hash,
            rulebook_hash=under,
            counts=dict(Counter(one.severity for one in found)),
            findings=tuple(found[:_MOST_NOTED]),
            by=matter.actor,
        )
    ]
