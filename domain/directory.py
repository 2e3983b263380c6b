"""The directory of an appraising authority: its units, and its people with the posts they hold.

People are known by id everywhere else; their names stand here alone, sealed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, reduce
from types import MappingProxyType
from typing import Any

from pydantic import Field

from domain import certificates, interests, placement, substitutions
from domain.certificates import CertificateEntry, CertificateGranted, Certificates, GrantCertificate
from domain.command import SYSTEM_OPERATOR, Aggregate, Command, Context, command, misdirected
from domain.decision import Capacity
from domain.event import Confidential, Event, Private, Record, event
from domain.interests import Interests
from domain.placement import Placement
from domain.refusal import Reason, Refused
from domain.role import Role
from domain.streams import directory_stream, slug
from domain.substitutions import Substitution, SubstitutionArranged, SubstitutionEnded, Substitutions

__all__ = ["Directory", "Post", "PostsFilled", "PublishDirectory", "Role", "Unit", "UnitsRegistered", "in_post"]

# ---------------------------------------------------------------- events


class Unit(Record):
    """A department, county or other organ."""

    id: str
    name: str
    kind: str = "department"


class Post(Record):
    """A person with the unit and the roles held there."""

    person: str
    name: Confidential
    unit: str
    roles: tuple[Role, ...]


@event()
class UnitsRegistered(Event):
    """Units were added, or renamed."""

    authority: str
    units: tuple[Unit, ...]


@event()
class PostsFilled(Event):
    """People took up posts; a person named before has the new post instead of the old one."""

    authority: str
    posts: tuple[Post, ...]


# ---------------------------------------------------------------- state


@dataclass(frozen=True)
class Directory:
    """Who is who, as far as a decision needs it; who stands in for whom, as it is at the instant `as_of`.

    Nobody stands in for anybody in a directory that is not looked `at` an instant. `since` is when the matter began
    that is decided on.
    """

    units: Mapping[str, Unit] = field(default_factory=lambda: MappingProxyType({}))
    posts: Mapping[str, Post] = field(default_factory=lambda: MappingProxyType({}))
    certificates: Certificates = field(default_factory=lambda: MappingProxyType({}))
    substitutions: Substitutions = field(default_factory=lambda: MappingProxyType({}))
    interests: Interests = field(default_factory=lambda: MappingProxyType({}))
    placement: Placement | None = None
    as_of: datetime | None = None
    since: datetime | None = None

    def at(self, now: datetime, since: datetime | None = None) -> "Directory":
        """The directory as it is at an instant, for a matter that began at another."""
        found = replace(self, as_of=now, since=since or now)
        # The same people at any instant: who looks once for each decision does not sort them anew each time.
        vars(found).update(_of_unit=self._of_unit, _of_role=self._of_role)
        return found

    def holds(self, person: str, role: Role, unit: str | None = None) -> bool:
        """Whether the person holds the role, or stands in for somebody who does, in that unit if one is named."""
        return self.right(person, role, unit) is not None

    def right(self, person: str, role: Role, unit: str | None = None) -> Capacity | None:
        """In what capacity the person may act in the role, in that unit if one is named; by the own post, if it may."""
        if self._has(person, role, unit):
            return Capacity(role.value, mandate=f"post:{self.posts[person].unit}")
        for one in self.standing_in(person):
            if role in one.roles and self._has(one.person, role, unit):
                return Capacity(role.value, acting_for=one.person, mandate=one.mandate)
        return None

    def standing_in(self, person: str) -> tuple[Substitution, ...]:
        """By what the person stands in for others now."""
        if self.as_of is None:
            return ()
        return tuple(one for one in self.substitutions.values() if one.substitute == person and one.covers(self.as_of))

    def capacities(self, person: str) -> Iterator[tuple[str, tuple[Role, ...]]]:
        """The units and roles that the person may act in: those of the own post, and those stood in for."""
        if own := self.posts.get(person):
            yield own.unit, own.roles
        for one in self.standing_in(person):
            if post := self.posts.get(one.person):
                yield post.unit, tuple(role for role in one.roles if role in post.roles)

    def eyes(self, person: str) -> frozenset[str]:
        """The person with all who count as the same pair of eyes, since one stood in for the other in this matter."""
        if self.as_of is None or self.since is None:
            return frozenset({person})
        return frozenset({person, *substitutions.linked(self.substitutions, person, self.since, self.as_of)})

    def interested(self, person: str, unit: str) -> bool:
        """Whether an interest in the unit is declared of the person, or of one of the same pair of eyes."""
        return any(unit in self.interests.get(one, ()) for one in self.eyes(person))

    def _has(self, person: str, role: Role, unit: str | None) -> bool:
        post = self.posts.get(person)
        return post is not None and role in post.roles and unit in (None, post.unit)

    def acting(self, role: Role, unit: str | None = None) -> tuple[str, ...]:
        """The ids of all who hold the role, in that unit if one is named, or stand in for somebody who does; sorted."""
        possible = {*self.holders(role, unit), *(one.substitute for one in self.substitutions.values())}
        return tuple(sorted(person for person in possible & self.posts.keys() if self.holds(person, role, unit)))

    def belongs(self, person: str, unit: str) -> bool:
        """Whether the person has a post in the unit, whatever it is."""
        post = self.posts.get(person)
        return post is not None and post.unit == unit

    def holders(self, role: Role, unit: str | None = None) -> tuple[str, ...]:
        """The ids of all whose post has the role, in that unit if one is named; sorted."""
        if unit is None:
            return self._of_role.get(role, ())
        return tuple(sorted(post.person for post in self._of_unit.get(unit, ()) if role in post.roles))

    @cached_property
    def _of_unit(self) -> Mapping[str, Sequence[Post]]:
        """The posts of each unit: a launch asks for the head of every one."""
        posts: dict[str, list[Post]] = {}
        for post in self.posts.values():
            posts.setdefault(post.unit, []).append(post)
        return posts

    @cached_property
    def _of_role(self) -> Mapping[Role, tuple[str, ...]]:
        """The ids of those who hold each role, sorted."""
        people: dict[Role, list[str]] = {}
        for post in self.posts.values():
            for role in set(post.roles):
                people.setdefault(role, []).append(post.person)
        return {role: tuple(sorted(ids)) for role, ids in people.items()}


def in_post(directory: Directory, person: str, *roles: Role, unit: str | None = None) -> Capacity:
    """The capacity of whoever acts by a post: in the first of the roles that it has, else in its own first role."""
    rights = (directory.right(person, role, unit) for role in roles)
    if found := next((right for right in rights if right), None):
        return found
    post = directory.posts.get(person)
    if post is None or (unit is not None and post.unit != unit):
        return Capacity()
    return Capacity(post.roles[0].value if post.roles else None, mandate=f"post:{post.unit}")


def directory_of(authority: str, context: Context) -> Directory:
    """The directory of an authority, of the states that a decision has read, as it is when it is made."""
    found: Directory = context.states[directory_stream(authority)]
    return found.at(context.now)


def initial() -> Directory:
    return Directory()


def evolve(state: Directory, happened: Event) -> Directory:
    match happened:
        case UnitsRegistered(units=units):
            return replace(state, units=MappingProxyType({**state.units, **{unit.id: unit for unit in units}}))
        case PostsFilled(posts=posts):
            return replace(state, posts=MappingProxyType({**state.posts, **{post.person: post for post in posts}}))
        case CertificateGranted():
            return replace(state, certificates=certificates.with_granted(state.certificates, happened))
        case SubstitutionArranged():
            return replace(state, substitutions=substitutions.with_arranged(state.substitutions, happened))
        case SubstitutionEnded():
            return replace(state, substitutions=substitutions.with_ended(state.substitutions, happened))
        case _:
            return replace(
                state,
                interests=interests.known_after(state.interests, happened),
                placement=placement.known_after(state.placement, happened),
            )


# ---------------------------------------------------------------- decisions


class PersonEntry(Record):
    """A person as written in a directory file.

    `id` is opaque: never a name, since it stays in the log for ever, and unique across all authorities of a log.
    """

    id: str
    name: str
    unit: str
    roles: tuple[Role, ...]


@command
class PublishDirectory(Command):
    """Adds units and people, moves those who are known already to the posts named here, and records certificates.

    `above` places the authority under another. A publication without these is the same command as before there were
    any, byte for byte.
    """

    authority: str
    units: tuple[Unit, ...] = ()
    people: tuple[PersonEntry, ...] = ()
    certificates: tuple[CertificateEntry, ...] = Field(default=(), exclude_if=lambda entries: not entries)
    above: Placement | None = Field(default=None, exclude_if=lambda above: above is None)


def decide(wish: Command, state: Directory, context: Context) -> list[Event]:
    state = state.at(context.now)
    match wish:
        case PublishDirectory():
            return _publish(wish, state, context)
        case GrantCertificate():
            _require_right(wish, state, context)
            return certificates.grant(wish, state, context)
        case substitutions.ArrangeSubstitution():
            return substitutions.arrange(wish, state, context)
        case substitutions.EndSubstitution():
            return substitutions.end(wish, state, context)
        case interests.DeclareInterest():
            return interests.declare(wish, state, context)
        case interests.EndInterest():
            return interests.end(wish, state, context)
        case _:
            raise misdirected(wish, "a directory")


def _publish(wish: PublishDirectory, state: Directory, context: Context) -> list[Event]:
    _require_right(wish, state, context)
    units = {**state.units, **{unit.id: unit for unit in wish.units}}
    _require_unique("unit", (unit.id for unit in wish.units))
    _require_unique("person", (person.id for person in wish.people))
    for unit in wish.units:
        slug(unit.id, "unit")
    for person in wish.people:
        slug(person.id, "person")
        if person.unit not in units:
            raise Refused(
                Reason.INVALID,
                f"person {person.id}",
                f"belongs to unit {person.unit!r}, which the directory does not have",
                "Add the unit, or correct the person's unit",
            )
    for person in wish.people:
        _require_other(person, state, context)
    changed = tuple(unit for unit in wish.units if state.units.get(unit.id) != unit)
    posts = tuple(_post(person) for person in wish.people)
    events: list[Event] = []
    if changed:
        events.append(UnitsRegistered(authority=wish.authority, units=changed))
    if posts:
        events.append(PostsFilled(authority=wish.authority, posts=posts))
    events += _granted(wish, reduce(evolve, events, state), context)
    if wish.above is not None and wish.above != state.placement:
        events.append(placement.place(wish.authority, wish.above, units, context.states))
    if not events:
        raise Refused(
            Reason.CONFLICT,
            f"directory of {wish.authority}",
            "already has every unit named",
            "Nothing needs to be done; add a unit or a person to change it",
        )
    return events


def _granted(wish: PublishDirectory, state: Directory, context: Context) -> list[Event]:
    """The certificates of a publication that are not recorded yet."""
    events: list[Event] = []
    for entry in wish.certificates:
        known = state.certificates.get((entry.person, entry.role), ())
        if any(entry.model_dump() == one.model_dump() for one in known):
            continue
        granting = GrantCertificate(authority=wish.authority, **entry.model_dump())
        granted = certificates.grant(granting, state, context)
        state = reduce(evolve, granted, state)
        events += granted
    return events


def _post(person: PersonEntry) -> Post:
    name = Private(data_subject=person.id, text=person.name)
    return Post(person=person.id, name=name, unit=person.unit, roles=person.roles)


def _require_right(wish: PublishDirectory | GrantCertificate, state: Directory, context: Context) -> None:
    if not may_publish(context.actor, state):
        raise Refused(
            Reason.FORBIDDEN,
            f"directory of {wish.authority}",
            f"{context.actor} is not of its performance office",
            "Let the performance office change the directory; the operator publishes the first one",
        )


def may_publish(actor: str, directory: Directory) -> bool:
    """Whether the actor may change directory and rulebooks: the office may, or the operator where there is no office.

    The operator answers to nobody in the directory, and so has no say once somebody does.
    """
    if actor == SYSTEM_OPERATOR:
        return not directory.holders(Role.OFFICE)
    return directory.holds(actor, Role.OFFICE)


def _require_other(person: PersonEntry, state: Directory, context: Context) -> None:
    """Nobody changes the own post: whoever fills posts could otherwise take any right for himself."""
    post = state.posts.get(person.id)
    unchanged = post is not None and post.unit == person.unit and set(post.roles) == set(person.roles)
    if person.id in state.eyes(context.actor) and not unchanged:
        raise Refused(
            Reason.FORBIDDEN,
            f"person {person.id}",
            "would change the own post" if person.id == context.actor else f"is one {context.actor} stands in for",
            "Let another member of the performance office do it",
        )


def _require_unique(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for entry in ids:
        if entry in seen:
            raise Refused(Reason.INVALID, f"{what} {entry}", "is listed twice", f"Give each {what} one entry")
        seen.add(entry)


def reads(_stream: str, wish: Command, _state: Directory, states: Mapping[str, Any]) -> tuple[str, ...]:
    return placement.reads(wish.above, states) if isinstance(wish, PublishDirectory) else ()


def capacity(_wish: Command, state: Directory, context: Context) -> Capacity:
    return in_post(state.at(context.now), context.actor, Role.OFFICE)


AGGREGATE = Aggregate(initial, evolve, decide, reads, capacity)
