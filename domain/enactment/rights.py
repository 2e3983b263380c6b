"""Who may do what on the way into force, and what every decision on it looks up.

The performance office drafts, checks, consults and publishes; the committee approves. Nobody decides on a draft who
had any part in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.command import SYSTEM_OPERATOR, Context
from domain.directory import Directory, Role, directory_of
from domain.enactment.instrument import Instrument
from domain.enactment.state import Draft, Enacted
from domain.refusal import Reason, Refused


@dataclass(frozen=True, slots=True)
class Matter:
    """What a decision is about: a regulation of some kind as it stands, and what else there is to know."""

    instrument: Instrument
    state: Enacted[Any]
    context: Context

    @property
    def thing(self) -> str:
        """What the decision is about, as people call it."""
        return f"{self.instrument.noun} {self.state.id}"

    @property
    def actor(self) -> str:
        return self.context.actor

    @property
    def at(self) -> datetime:
        """When it is decided, by the server's clock."""
        context = self.context
        return context.now

    def directory(self, authority: str | None = None) -> Directory:
        """Who is who in the regulation's authority, or in that of a first document."""
        return directory_of(authority or self.state.authority, self.context)

    def under(self, document: Mapping[str, Any]) -> str | None:
        """The rulebook version that a scheme stands under today."""
        return self.instrument.under(document, self.context.states)


def the_draft(matter: Matter) -> Draft:
    """The draft; refuses where there is none."""
    if matter.state.draft is None:
        raise Refused(
            Reason.CONFLICT,
            matter.thing,
            "has no draft",
            f"Draft one with 'kaohe {matter.instrument.noun} draft FILE'",
        )
    return matter.state.draft


def require_office(matter: Matter, doing: str, *, thing: str | None = None, authority: str | None = None) -> None:
    """Refuses whoever is not of the performance office."""
    authority = authority or matter.state.authority
    if not matter.directory(authority).holds(matter.actor, Role.OFFICE):
        raise Refused(
            Reason.FORBIDDEN,
            thing or matter.thing,
            f"{matter.actor} is not of the performance office of {authority}",
            f"Let the performance office {doing} it",
        )


def require_committee(matter: Matter, draft: Draft) -> None:
    """Refuses whoever is not of the committee, or had any part in the draft, or is or then was of the office."""
    directory, authority = matter.directory(), matter.state.authority
    if not directory.holds(matter.actor, Role.COMMITTEE):
        raise Refused(
            Reason.FORBIDDEN,
            matter.thing,
            f"{matter.actor} is not of the committee of {authority}",
            _who_may(directory, draft, authority),
        )
    if part := _part_in(matter.actor, draft, directory):
        raise Refused(
            Reason.FORBIDDEN,
            matter.thing,
            f"would be decided on by {matter.actor}, who {part}",
            _who_may(directory, draft, authority),
        )


def _part_in(person: str, draft: Draft, directory: Directory) -> str | None:
    """What part the person had in the draft, or somebody who counts as one with him; nothing for who may decide."""
    for one in sorted(directory.eyes(person), key=lambda other: other != person):
        if part := _own_part(one, draft, directory):
            return part if one == person else f"counts as one with {one}, who {part}"
    return None


def _own_part(person: str, draft: Draft, directory: Directory) -> str | None:
    if person in draft.drafters:
        return "wrote or changed the draft"
    if directory.holds(person, Role.OFFICE):
        return "is of the performance office"
    return "was of the performance office when it was drafted" if person in draft.office else None


def _who_may(directory: Directory, draft: Draft, authority: str) -> str:
    able = [person for person in directory.holders(Role.COMMITTEE) if not _part_in(person, draft, directory)]
    if able:
        return f"Let a member of the committee decide who had no part in it, such as {able[0]}"
    return f"Nobody in the directory of {authority} may: give the role committee to somebody who had no part in it"


def who_approves(matter: Matter, draft: Draft) -> str:
    """What to do about a draft that waits for approval: ask the committee, or find one."""
    return _who_may(matter.directory(), draft, matter.state.authority)


def require_operator(matter: Matter, thing: str, authority: str) -> None:
    """Refuses a publication in one step, but for the operator's where there is no performance office yet."""
    directory = matter.directory(authority)
    if directory.holders(Role.OFFICE):
        lacking = "" if directory.holders(Role.COMMITTEE) else " once there is one, which the directory does not have"
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"is published in one step only while {authority} has no performance office",
            f"Let the performance office draft it with 'kaohe {matter.instrument.noun} draft FILE', and the committee "
            f"approve it{lacking}",
        )
    if matter.actor != SYSTEM_OPERATOR:
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"{matter.actor} is not the operator, and {authority} has no performance office yet",
            "Let the operator publish it, or the directory that names the performance office",
        )


def require_reason(reason: str, thing: str, problem: str) -> None:
    if not reason.strip():
        raise Refused(Reason.INVALID, thing, problem, "Give the reason; it becomes part of the record")
