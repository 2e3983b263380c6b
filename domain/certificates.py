"""Certificates: who has been trained for a role, and until when that counts.

A rulebook says for which roles one is needed (`certified`). One that has lapsed is renewed by a later training alone.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from domain.calendar import Instant
from domain.command import Command, Context, command
from domain.decision import reference
from domain.event import Event, Record, event
from domain.refusal import Reason, Refused
from domain.role import Role

if TYPE_CHECKING:
    from domain.directory import Directory


class Certificate(Record):
    """That a person was trained for a role; it counts from `begins` to before `ends`."""

    person: str
    role: Role
    begins: Instant
    ends: Instant
    training: str


@event()
class CertificateGranted(Event):
    """A person was certified for a role; `training` is the reference of the training, by which anyone finds it."""

    authority: str
    person: str
    role: Role
    begins: Instant
    ends: Instant
    training: str
    by: str


Certificates = Mapping[tuple[str, Role], tuple[Certificate, ...]]
"""All certificates of each person for each role, the earlier granted first."""


def with_granted(known: Certificates, happened: CertificateGranted) -> Certificates:
    """The certificates with one more."""
    one = Certificate(
        person=happened.person,
        role=happened.role,
        begins=happened.begins,
        ends=happened.ends,
        training=happened.training,
    )
    of = (happened.person, happened.role)
    return MappingProxyType({**known, of: (*known.get(of, ()), one)})


def require_certificate(
    person: str, acted_as: str | None, certified: Collection[Role], directory: "Directory", now: datetime
) -> None:
    """Refuses whoever acts in a role that needs a certificate, and has none that counts at that instant."""
    if acted_as is None or acted_as not in certified:
        return
    role = Role(acted_as)
    known = directory.certificates.get((person, role), ())
    if any(one.begins <= now < one.ends for one in known):
        return
    last = max((one.ends for one in known), default=None)
    if last is None:
        problem = f"has no certificate for the role {role.value}"
    elif last <= now:
        problem = f"had a certificate for the role {role.value}, which lapsed on {last.isoformat()}"
    else:
        first = min(one.begins for one in known if one.ends > now)
        problem = f"has a certificate for the role {role.value} that counts from {first.isoformat()} on"
    mend = f"Let the performance office record a later training with 'kaohe directory certify {person}'"
    raise Refused(Reason.FORBIDDEN, person, problem, mend)


# ---------------------------------------------------------------- decisions


class CertificateEntry(Record):
    """A certificate as written in a directory file."""

    person: str
    role: Role
    begins: Instant
    ends: Instant
    training: str


@command
class GrantCertificate(Command):
    """Certifies a person for a role after a training; a later training renews what lapses."""

    authority: str
    person: str
    role: Role
    begins: Instant
    ends: Instant
    training: str


def grant(wish: GrantCertificate, state: "Directory", context: Context) -> list[Event]:
    """Whoever may publish the directory certifies, and never himself or one he stands in for."""
    thing = f"certificate of {wish.person} for the role {wish.role.value}"
    if wish.person not in state.posts:
        mend = "Give the person a post in the directory first"
        raise Refused(Reason.NOT_FOUND, thing, "is for nobody the directory knows", mend)
    if wish.person in state.eyes(context.actor):
        mend = "Let another member of the performance office do it"
        raise Refused(Reason.FORBIDDEN, thing, f"would be granted by {context.actor} to himself", mend)
    if wish.ends <= wish.begins:
        problem = f"would lapse on {wish.ends.isoformat()}, before it counts"
        raise Refused(Reason.INVALID, thing, problem, f"Let it lapse after {wish.begins.isoformat()}")
    training = reference(wish.training, f"training of {wish.person}")
    known = state.certificates.get((wish.person, wish.role), ())
    if any(training == one.training for one in known):
        problem = f"rests on training {training}, which has been counted"
        raise Refused(Reason.CONFLICT, thing, problem, "A certificate is renewed by a later training: name that")
    last = max((one.ends for one in known), default=None)
    if last is not None and wish.ends <= last:
        problem = f"would lapse on {wish.ends.isoformat()}, no later than the one there is ({last.isoformat()})"
        raise Refused(Reason.CONFLICT, thing, problem, "Nothing needs to be done until that one lapses")
    return [
        CertificateGranted(
            authority=wish.authority,
            person=wish.person,
            role=wish.role,
            begins=wish.begins,
            ends=wish.ends,
            training=training,
            by=context.actor,
        )
    ]
