"""Rulebooks and directories: checked, published, looked up."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from api.documents import placed
from api.mistakes import of_findings, of_validation
from api.operations.examining import rulebooks_in_force
from api.operations.store import Done, Store, publisher
from domain.directory import Directory, PublishDirectory, Role, Unit
from domain.event import Record
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook, problems
from domain.rulebook import PublishRulebook, Rulebooks, target
from domain.streams import directory_stream, rulebook_stream


class RulebookShown(Record):
    """A published rulebook: all versions by their hash, oldest first, and the document in force."""

    rulebook: str
    title: str
    authority: str
    version: int
    in_force: str
    versions: tuple[str, ...]
    document: dict[str, Any]


class PostShown(Record):
    """Somebody's post; names stay sealed."""

    person: str
    unit: str
    roles: tuple[Role, ...]


class DirectoryShown(Record):
    """The units and posts of an appraising authority."""

    authority: str
    version: int
    units: tuple[Unit, ...]
    posts: tuple[PostShown, ...]


class Regulations:
    """Publishes and shows rulebooks and directories."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def publish_rulebook(self, document: Mapping[str, Any], actor: str | None, command_id: UUID) -> Done:
        """Puts a version of a rulebook into force; refuses a document with findings, each named."""
        findings = await asyncio.to_thread(problems, document)  # a large one would stop everybody else
        if findings:
            name = document.get("id")
            raise of_findings(f"rulebook {name}" if isinstance(name, str) else "rulebook", placed(document, findings))
        wish = PublishRulebook(document=dict(document))
        return await self._store.write(command_id, publisher(actor), target(wish), wish)

    async def in_force(self) -> tuple[Rulebook, ...]:
        """The version in force of every rulebook that has one."""
        return await rulebooks_in_force(self._store)

    async def show_rulebook(self, rulebook: str) -> RulebookShown:
        loaded, published = await self._store.load(rulebook_stream(rulebook), Rulebooks)
        if published.in_force is None:
            raise Refused(
                Reason.NOT_FOUND,
                f"rulebook {rulebook}",
                "has no version in force",
                "Publish it with 'kaohe rulebook publish FILE'",
            )
        in_force = published.version(published.in_force)
        return RulebookShown(
            rulebook=in_force.id,
            title=in_force.title,
            authority=in_force.authority,
            version=loaded.version,
            in_force=published.in_force,
            versions=tuple(published.versions),
            document=in_force.model_dump(mode="json", by_alias=True, exclude_none=True),
        )

    async def publish_directory(
        self, document: Mapping[str, Any] | PublishDirectory, actor: str | None, command_id: UUID
    ) -> Done:
        """Adds units and people to the directory of an authority, and moves those it names."""
        try:
            wish = document if isinstance(document, PublishDirectory) else PublishDirectory.model_validate(document)
        except ValidationError as error:
            raise of_validation("directory", error, PublishDirectory) from error
        return await self._store.write(command_id, publisher(actor), directory_stream(wish.authority), wish)

    async def show_directory(self, authority: str) -> DirectoryShown:
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
        )
