"""Directories: published and looked up."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from api.mistakes import fitting
from api.operations.store import Done, Store, person, publisher
from domain.certificates import Certificate, GrantCertificate
from domain.command import Command
from domain.directory import Directory, PublishDirectory, Role, Unit
from domain.event import Record
from domain.interests import DeclareInterest, EndInterest
from domain.refusal import Reason, Refused
from domain.streams import directory_stream
from domain.substitutions import ArrangeSubstitution, EndSubstitution, Substitution


class PostShown(Record):
    """Somebody's post; names stay sealed."""

    person: str
    unit: str
    roles: tuple[Role, ...]


class DirectoryShown(Record):
    """The units and posts of an appraising authority, certificates, substitutes, and interests by person."""

    authority: str
    version: int
    units: tuple[Unit, ...]
    posts: tuple[PostShown, ...]
    certificates: tuple[Certificate, ...]
    substitutions: tuple[Substitution, ...]
    interests: dict[str, tuple[str, ...]]


def read_directory(document: Mapping[str, Any]) -> PublishDirectory:
    """The units and people of a document; refuses one that is none, with everything wrong in it."""
    return fitting(PublishDirectory, document, "directory")


class Directories:
    """Publishes and shows directories."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def publish(
        self, document: Mapping[str, Any] | PublishDirectory, actor: str | None, command_id: UUID
    ) -> Done:
        """Adds units and people to the directory of an authority, and moves those it names."""
        wish = document if isinstance(document, PublishDirectory) else read_directory(document)
        return await self._store.write(command_id, publisher(actor), directory_stream(wish.authority), wish)

    async def certify(self, authority: str, fields: Mapping[str, Any], actor: str | None, command_id: UUID) -> Done:
        """Records that a person is certified for a role, by a training."""
        return await self._write(authority, fields, GrantCertificate, publisher(actor), command_id)

    async def substitute(self, authority: str, fields: Mapping[str, Any], actor: str | None, command_id: UUID) -> Done:
        """Lets somebody stand in for a person for a time."""
        return await self._write(authority, fields, ArrangeSubstitution, person(actor), command_id)

    async def end_substitution(
        self, authority: str, fields: Mapping[str, Any], actor: str | None, command_id: UUID
    ) -> Done:
        """Ends a substitution or delegation before its time."""
        return await self._write(authority, fields, EndSubstitution, person(actor), command_id)

    async def declare_interest(
        self, authority: str, fields: Mapping[str, Any], actor: str | None, command_id: UUID
    ) -> Done:
        """Declares that a person has an interest in a unit, and so does not judge it."""
        return await self._write(authority, fields, DeclareInterest, person(actor), command_id)

    async def end_interest(
        self, authority: str, fields: Mapping[str, Any], actor: str | None, command_id: UUID
    ) -> Done:
        """States that an interest is over."""
        return await self._write(authority, fields, EndInterest, person(actor), command_id)

    async def _write(
        self, authority: str, fields: Mapping[str, Any], kind: type[Command], acting: str, command_id: UUID
    ) -> Done:
        wish = fitting(kind, {**fields, "authority": authority}, f"directory of {authority}")
        return await self._store.write(command_id, acting, directory_stream(authority), wish)

    async def show(self, authority: str) -> DirectoryShown:
        loaded, directory = await self._store.load(directory_stream(authority), Directory)
        if not loaded.version:
            raise Refused(
                Reason.NOT_FOUND,
                f"directory of {authority}",
                "has not been published",
                "Publish it with 'kaohe directory publish FILE'",
            )
        return DirectoryShown(
            authority=authority,
            version=loaded.version,
            units=tuple(directory.units.values()),
            posts=tuple(
                PostShown(person=post.person, unit=post.unit, roles=post.roles) for post in directory.posts.values()
            ),
            certificates=tuple(one for granted in directory.certificates.values() for one in granted),
            substitutions=tuple(directory.substitutions.values()),
            interests={who: tuple(sorted(units)) for who, units in sorted(directory.interests.items()) if units},
        )
