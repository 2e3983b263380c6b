"""Standing in: for a time somebody acts in the roles of another's post, and it stays known for whom.

A substitution is for one who is away, and made by that person or the performance office; a delegation hands on roles
while one is there, and only the holder makes it. Nobody takes roles for himself, and only roles of a post are passed
on, so that a chain has one link. Whoever stands in for somebody counts as one pair of eyes with him.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from domain.calendar import Instant
from domain.command import Command, Context, command
from domain.event import Confidential, Event, Private, Record, event
from domain.refusal import Reason, Refused
from domain.role import Role

if TYPE_CHECKING:
    from domain.directory import Directory

_LONGEST = timedelta(days=366)


class StandingIn(StrEnum):
    """Why somebody stands in for another."""

    SUBSTITUTION = "substitution"  # the other is away
    DELEGATION = "delegation"  # the other hands it on


class Substitution(Record):
    """Who stands in for whom, in which roles; from `begins` to before `ends`, or to when it was ended before."""

    number: int
    kind: StandingIn
    person: str
    substitute: str
    roles: tuple[Role, ...]
    begins: Instant
    ends: Instant

    def covers(self, at: datetime) -> bool:
        """Whether it is in force at the instant."""
        return self.begins <= at < self.ends

    @property
    def mandate(self) -> str:
        """How the right to act that follows from it is called."""
        return f"{self.kind.value}:{self.number}"


@event()
class SubstitutionArranged(Event):
    """Somebody stands in for another for a time; numbers count from 1 in each directory."""

    authority: str
    number: int
    kind: StandingIn
    person: str
    substitute: str
    roles: tuple[Role, ...]
    begins: Instant
    ends: Instant
    reason: Confidential
    by: str


@event()
class SubstitutionEnded(Event):
    """A substitution or delegation ended before its time."""

    authority: str
    number: int
    at: Instant
    reason: Confidential
    by: str


Substitutions = Mapping[int, Substitution]


def with_arranged(known: Substitutions, happened: SubstitutionArranged) -> Substitutions:
    """The substitutions with one more."""
    one = Substitution(
        number=happened.number,
        kind=happened.kind,
        person=happened.person,
        substitute=happened.substitute,
        roles=happened.roles,
        begins=happened.begins,
        ends=happened.ends,
    )
    return MappingProxyType({**known, one.number: one})


def with_ended(known: Substitutions, happened: SubstitutionEnded) -> Substitutions:
    """The substitutions with one of them cut short."""
    ended = known[happened.number].model_copy(update={"ends": happened.at})
    return MappingProxyType({**known, ended.number: ended})


def linked(known: Substitutions, person: str, since: datetime, until: datetime) -> Iterator[str]:
    """Everybody who stood in for the person, or for whom the person did, at any time between the instants."""
    for one in known.values():
        if one.begins <= until and one.ends > since:
            if person == one.substitute:
                yield one.person
            elif person == one.person:
                yield one.substitute


# ---------------------------------------------------------------- decisions


@command
class ArrangeSubstitution(Command):
    """Lets somebody stand in for a person; without roles, in all of the person's post."""

    authority: str
    person: str
    substitute: str
    kind: StandingIn = StandingIn.SUBSTITUTION
    roles: tuple[Role, ...] = ()
    begins: Instant
    ends: Instant
    reason: str


@command
class EndSubstitution(Command):
    """Ends a substitution or delegation before its time."""

    authority: str
    number: int
    reason: str


def arrange(wish: ArrangeSubstitution, state: "Directory", context: Context) -> list[Event]:
    thing = f"{wish.kind.value} of {wish.person} by {wish.substitute}"
    _require_arranger(wish, state, context, thing)
    roles = _roles(wish, state, thing)
    _require_time(wish, context, thing)
    _require_reason(wish.reason, thing)
    for one in state.substitutions.values():
        if one.person == wish.person and set(one.roles) & set(roles) and _overlap(one, wish):
            raise Refused(
                Reason.CONFLICT,
                thing,
                f"overlaps with {one.kind.value} {one.number}, by which {one.substitute} stands in until "
                f"{one.ends.isoformat()}",
                f"End that one first with 'kaohe directory end-substitution {one.number}', or begin after it",
            )
    return [
        SubstitutionArranged(
            authority=wish.authority,
            number=len(state.substitutions) + 1,
            kind=wish.kind,
            person=wish.person,
            substitute=wish.substitute,
            roles=roles,
            begins=wish.begins,
            ends=wish.ends,
            reason=Private(data_subject=context.actor, text=wish.reason),
            by=context.actor,
        )
    ]


def _require_arranger(wish: ArrangeSubstitution, state: "Directory", context: Context, thing: str) -> None:
    """The person himself, or the performance office for one who is away; never whoever would stand in."""
    by_office = wish.kind is StandingIn.SUBSTITUTION and state.holds(context.actor, Role.OFFICE)
    if context.actor != wish.person and not by_office:
        whom = f"{wish.person} or the performance office" if wish.kind is StandingIn.SUBSTITUTION else wish.person
        raise Refused(Reason.FORBIDDEN, thing, f"is {whom}'s to arrange, not {context.actor}'s", f"Let {whom} do it")
    own = {context.actor} if context.actor == wish.person else {wish.person, *state.eyes(context.actor)}
    if wish.substitute in own:
        raise Refused(
            Reason.FORBIDDEN,
            thing,
            f"would give {wish.substitute} roles by the own hand",
            "Name somebody else, or let another member of the performance office arrange it",
        )


def _roles(wish: ArrangeSubstitution, state: "Directory", thing: str) -> tuple[Role, ...]:
    """The roles passed on: of the person's own post, so that none that one only stands in for goes further."""
    for person in (wish.person, wish.substitute):
        if person not in state.posts:
            problem = f"names {person}, who has no post in the directory of {wish.authority}"
            raise Refused(Reason.NOT_FOUND, thing, problem, "Correct the id, or fill the post first")
    held = state.posts[wish.person].roles
    beyond = [role.value for role in wish.roles if role not in held]
    if beyond:
        problem = f"passes on {', '.join(beyond)}, which is no role of {wish.person}'s own post"
        mend = f"Choose from: {', '.join(role.value for role in held) or 'none'}"
        raise Refused(Reason.INVALID, thing, problem, mend)
    return tuple(dict.fromkeys(wish.roles)) or held


def _require_time(wish: ArrangeSubstitution, context: Context, thing: str) -> None:
    if not wish.begins < wish.ends or wish.ends <= context.now:
        problem = f"is from {wish.begins.isoformat()} to {wish.ends.isoformat()}, which leaves it no time"
        raise Refused(Reason.INVALID, thing, problem, "Let it end after it begins, in the future")
    if wish.ends - max(wish.begins, context.now) > _LONGEST:
        problem = f"would last until {wish.ends.isoformat()}, more than a year"
        raise Refused(Reason.INVALID, thing, problem, "End it within a year; it can be arranged again")


def _require_reason(reason: str, thing: str) -> None:
    if not reason.strip():
        raise Refused(Reason.INVALID, thing, "is given no reason", "Give the reason; it becomes part of the record")


def _overlap(one: Substitution, wish: ArrangeSubstitution) -> bool:
    return one.begins < wish.ends and wish.begins < one.ends


def end(wish: EndSubstitution, state: "Directory", context: Context) -> list[Event]:
    """Either of the two ends it, or the performance office."""
    thing = f"substitution {wish.number} of {wish.authority}"
    known = state.substitutions.get(wish.number)
    if known is None:
        mend = f"See 'kaohe directory show {wish.authority}' for those there are"
        raise Refused(Reason.NOT_FOUND, thing, "does not exist", mend)
    if context.actor not in {known.person, known.substitute} and not state.holds(context.actor, Role.OFFICE):
        whom = f"{known.person}, {known.substitute} or the performance office"
        raise Refused(Reason.FORBIDDEN, thing, f"is ended by {whom}, not by {context.actor}", "Let one of them do it")
    _require_reason(wish.reason, thing)
    if known.ends <= context.now:
        raise Refused(Reason.CONFLICT, thing, f"ended on {known.ends.isoformat()}", "Nothing needs to be done")
    reason = Private(data_subject=context.actor, text=wish.reason)
    return [
        SubstitutionEnded(authority=wish.authority, number=wish.number, at=context.now, reason=reason, by=context.actor)
    ]
