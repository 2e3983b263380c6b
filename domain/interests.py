"""Interests: what a person has to do with a unit besides the own post, which keeps that person from judging it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from domain.command import Command, Context, command
from domain.event import Confidential, Event, Private, event
from domain.refusal import Reason, Refused
from domain.role import Role

if TYPE_CHECKING:
    from domain.directory import Directory


class Ground(StrEnum):
    """Why somebody takes no part in judging an appraisee: by rule, or for a ground of the own."""

    PART = "part"  # is of the unit appraised, or had a part in what is appraised
    INTEREST = "interest"  # has declared an interest
    STATED = "stated"


@event()
class InterestDeclared(Event):
    """A person declared an interest in a unit, such as kin in it; nobody judges a unit of interest."""

    authority: str
    person: str
    unit: str
    ground: Confidential
    by: str


@event()
class InterestEnded(Event):
    """What the person had to do with the unit is over."""

    authority: str
    person: str
    unit: str
    reason: Confidential
    by: str


Interests = Mapping[str, frozenset[str]]
"""The units that each person has an interest in."""


def known_after(known: Interests, happened: Event) -> Interests:
    """The interests after an event of the directory, which most leave as they are."""
    match happened:
        case InterestDeclared(person=person, unit=unit):
            return MappingProxyType({**known, person: known.get(person, frozenset()) | {unit}})
        case InterestEnded(person=person, unit=unit):
            return MappingProxyType({**known, person: known.get(person, frozenset()) - {unit}})
        case _:
            return known


@command
class DeclareInterest(Command):
    """Declares an interest in a unit: the own, or for somebody else by the performance office."""

    authority: str
    person: str
    unit: str
    ground: str


@command
class EndInterest(Command):
    """States that an interest is over; the performance office does so, with the reason."""

    authority: str
    person: str
    unit: str
    reason: str


def declare(wish: DeclareInterest, state: "Directory", context: Context) -> list[Event]:
    thing = f"interest of {wish.person} in {wish.unit}"
    if context.actor != wish.person and not state.holds(context.actor, Role.OFFICE):
        problem = f"would be declared by {context.actor}, who is neither that person nor of the performance office"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let the person declare it")
    if wish.person not in state.posts or wish.unit not in state.units:
        unknown = f"person {wish.person}" if wish.person not in state.posts else f"unit {wish.unit}"
        problem = f"names {unknown}, which the directory of {wish.authority} does not have"
        raise Refused(Reason.NOT_FOUND, thing, problem, f"See 'kaohe directory show {wish.authority}'")
    if wish.unit in state.interests.get(wish.person, ()):
        raise Refused(Reason.CONFLICT, thing, "is declared already", "Nothing needs to be done")
    if not wish.ground.strip():
        raise Refused(Reason.INVALID, thing, "is declared without a ground", "Say what the person has to do with it")
    return [
        InterestDeclared(
            authority=wish.authority,
            person=wish.person,
            unit=wish.unit,
            ground=Private(data_subject=wish.person, text=wish.ground),
            by=context.actor,
        )
    ]


def end(wish: EndInterest, state: "Directory", context: Context) -> list[Event]:
    thing = f"interest of {wish.person} in {wish.unit}"
    if context.actor == wish.person or not state.holds(context.actor, Role.OFFICE):
        problem = f"would be ended by {context.actor}, who is not another one of the performance office"
        raise Refused(Reason.FORBIDDEN, thing, problem, "Let the performance office end it")
    if wish.unit not in state.interests.get(wish.person, ()):
        raise Refused(Reason.NOT_FOUND, thing, "is not declared", "Nothing needs to be done")
    if not wish.reason.strip():
        raise Refused(Reason.INVALID, thing, "is ended without a reason", "Say why the person may judge the unit again")
    return [
        InterestEnded(
            authority=wish.authority,
            person=wish.person,
            unit=wish.unit,
            reason=Private(data_subject=wish.person, text=wish.reason),
            by=context.actor,
        )
    ]
