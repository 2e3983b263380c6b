"""The directory of an appraising authority: its units, and its people with the posts they hold.

People are known by id everywhere else; their names stand here alone, sealed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from domain.command import SYSTEM_OPERATOR, Aggregate, Command, Context, command, misdirected
from domain.decision import Capacity
from domain.event import Confidential, Event, Private, Record, event
from domain.refusal import Reason, Refused
from domain.streams import slug

# ---------------------------------------------------------------- events


class Role(StrEnum):
    """What a post entitles to."""

    HEAD = "head"  # answers for a unit
    STAFF = "staff"  # may cast the internal ballot on the own unit
    LEADER = "leader"  # rates units
    OFFICE = "office"  # performance office: runs cycles, computes, never approves
    COMMITTEE = "committee"  # approves results
    VERIFIER = "verifier"  # confirms or corrects what was reported
    DEPUTY = "deputy"  # reviews in a unit what its head signs
    LIAISON = "liaison"  # drafts in a unit what its deputy reviews
    MEMBER = "member"  # of the joint meeting, which deliberates and recommends
    EXPERT = "expert"  # judges what is put forward, from outside
    SUPERVISION = "supervision"  # supervision organ: gives the value a sample is drawn by
    GOVERNMENT = "government"  # executive meeting of the government
    CONGRESS = "congress"  # hears the yearly report

    @property
    def of_a_unit(self) -> bool:
        """Whether the role is held in one unit and for it, so that a rule means that of the unit concerned."""
        return self in {Role.HEAD, Role.STAFF, Role.DEPUTY, Role.LIAISON}


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
    """Who is who, as far as a decision needs it."""

    units: Mapping[str, Unit] = field(default_factory=lambda: MappingProxyType({}))
    posts: Mapping[str, Post] = field(default_factory=lambda: MappingProxyType({}))

    def holds(self, person: str, role: Role, unit: str | None = None) -> bool:
        """Whether the person holds the role, in that unit if one is named."""
        post = self.posts.get(person)
        return post is not None and role in post.roles and unit in (None, post.unit)

    def belongs(self, person: str, unit: str) -> bool:
        """Whether the person has a post in the unit, whatever it is."""
        post = self.posts.get(person)
        return post is not None and post.unit == unit

    def holders(self, role: Role, unit: str | None = None) -> tuple[str, ...]:
        """The ids of all who hold the role, in that unit if one is named; sorted."""
        posts = self.posts.values() if unit is None else self._of_unit.get(unit, ())
        return tuple(sorted(post.person for post in posts if role in post.roles))

    @cached_property
    def _of_unit(self) -> Mapping[str, Sequence[Post]]:
        """The posts of each unit: a launch asks for the head of every one."""
        posts: dict[str, list[Post]] = {}
        for post in self.posts.values():
            posts.setdefault(post.unit, []).append(post)
        return posts


def in_post(directory: Directory, person: str, *roles: Role, unit: str | None = None) -> Capacity:
    """The capacity of whoever acts by a post: in the first of the roles that it has, else in its own first role."""
    post = directory.posts.get(person)
    if post is None or (unit is not None and post.unit != unit):
        return Capacity()
    role = next((role for role in (*roles, *post.roles) if role in post.roles), None)
    return Capacity(role=role.value if role else None, mandate=f"post:{post.unit}")


def initial() -> Directory:
    return Directory()


def evolve(state: Directory, happened: Event) -> Directory:
    match happened:
        case UnitsRegistered(units=units):
            return replace(state, units=MappingProxyType({**state.units, **{unit.id: unit for unit in units}}))
        case PostsFilled(posts=posts):
            return replace(state, posts=MappingProxyType({**state.posts, **{post.person: post for post in posts}}))
        case _:
            return state


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
    """Adds units and people, and moves those who are known already to the posts named here."""

    authority: str
    units: tuple[Unit, ...] = ()
    people: tuple[PersonEntry, ...] = ()


def decide(wish: Command, state: Directory, context: Context) -> list[Event]:
    if not isinstance(wish, PublishDirectory):
        raise misdirected(wish, "a directory")
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
    if not events:
        raise Refused(
            Reason.CONFLICT,
            f"directory of {wish.authority}",
            "already has every unit named",
            "Nothing needs to be done; add a unit or a person to change it",
        )
    return events


def _post(person: PersonEntry) -> Post:
    name = Private(data_subject=person.id, text=person.name)
    return Post(person=person.id, name=name, unit=person.unit, roles=person.roles)


def _require_right(wish: PublishDirectory, state: Directory, context: Context) -> None:
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
    if person.id == context.actor and not unchanged:
        raise Refused(
            Reason.FORBIDDEN,
            f"person {person.id}",
            "would change the own post",
            "Let another member of the performance office do it",
        )


def _require_unique(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for entry in ids:
        if entry in seen:
            raise Refused(Reason.INVALID, f"{what} {entry}", "is listed twice", f"Give each {what} one entry")
        seen.add(entry)


def reads(_stream: str, _wish: Command, _state: Directory, _states: Mapping[str, Any]) -> tuple[str, ...]:
    return ()


def capacity(_wish: Command, state: Directory, context: Context) -> Capacity:
    return in_post(state, context.actor, Role.OFFICE)


AGGREGATE = Aggregate(initial, evolve, decide, reads, capacity)
