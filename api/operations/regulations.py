"""Rulebooks and schemes on their way into force: drafted, checked, consulted on, approved, published, compared."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from api.mistakes import fitting, of_findings
from api.operations.examining import rulebooks_in_force
from api.operations.history import Histories, History
from api.operations.store import Done, Store, person, publisher
from domain.command import Command
from domain.cycle.regulation import version_in_force
from domain.enactment.comparison import Difference, compare
from domain.enactment.consultation import OpenConsultation
from domain.enactment.drafting import DraftRegulation
from domain.enactment.events import Noted
from domain.enactment.instrument import Instrument
from domain.enactment.state import Draft, Enacted, Stage
from domain.event import Record
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook, problems, written
from domain.rulebook import RULEBOOK, PublishRulebook, Rulebooks
from domain.scheme import SCHEME, Schemes
from domain.streams import rulebook_stream, scheme_stream

DRAFT = "draft"
"""What the draft is called among the versions that can be compared."""


class ConsultationShown(Record):
    """Who is or was asked about a draft, and how much came in; the comments stand in the history."""

    asked: tuple[str, ...]
    until: datetime | None
    comments: int
    closed: bool
    waived: bool


class DraftShown(Record):
    """The draft of the next version and how far it has come; `under` is the rulebook version of a scheme."""

    hash: str
    stage: Stage
    reason: str | None
    drafters: tuple[str, ...]
    findings: tuple[Noted, ...]
    under: str | None
    consultation: ConsultationShown | None
    approved_by: str | None
    document: dict[str, Any]


class VersionShown(Record):
    """One coming into force."""

    number: int
    hash: str
    reason: str | None
    under: str | None
    in_force: bool


class RegulationShown(Record):
    """A rulebook or a scheme: all its versions, oldest first, its draft, and the document in force."""

    kind: str
    id: str
    title: str
    authority: str
    version: int
    in_force: str | None
    retired: bool
    versions: tuple[VersionShown, ...]
    draft: DraftShown | None
    document: dict[str, Any] | None


class Compared(Record):
    """What one version changed of another; each is named by its number, or is the draft."""

    kind: str
    id: str
    before: str
    after: str
    changes: tuple[Difference, ...]


State = TypeVar("State", bound=Enacted[Any])


@dataclass(frozen=True, slots=True)
class Kind(Generic[State]):
    """A kind of regulation, where it lives, and what its state is."""

    instrument: Instrument
    stream: Callable[[str], str]
    state: type[State]


RULEBOOKS = Kind(RULEBOOK, rulebook_stream, Rulebooks)
SCHEMES = Kind(SCHEME, scheme_stream, Schemes)


class Regulations(Generic[State]):
    """Takes the rulebooks, or the schemes, of all authorities on their way, and shows them."""

    def __init__(self, store: Store, kind: Kind[State]) -> None:
        self._store = store
        self._kind = kind
        self.noun = kind.instrument.noun

    async def draft(
        self,
        document: Mapping[str, Any],
        reason: str,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Writes the draft of the next version, or changes it."""
        wish = DraftRegulation(document=dict(document), reason=reason)
        stream = self._kind.stream(str(document.get("id", "")))
        return await self._store.write(command_id, person(actor), stream, wish, expected_version=expected_version)

    async def consult(
        self,
        name: str,
        fields: Mapping[str, Any] | OpenConsultation,
        actor: str | None,
        command_id: UUID,
        expected_version: int | None = None,
    ) -> Done:
        """Lays the draft open for comments."""
        wish = fitting(OpenConsultation, fields, f"consultation on {self.noun} {name}")
        return await self.act(name, wish, actor, command_id, expected_version)

    async def act(
        self, name: str, wish: Command, actor: str | None, command_id: UUID, expected_version: int | None = None
    ) -> Done:
        """Carries out any other command of the enactment; refuses one about what was never drafted."""
        await self._known(name)
        stream = self._kind.stream(name)
        return await self._store.write(command_id, person(actor), stream, wish, expected_version=expected_version)

    # ------------------------------------------------------------ reading

    async def show(self, name: str) -> RegulationShown:
        version, state = await self._known(name)
        in_force = None if state.in_force is None else written(state.version(state.in_force))
        return RegulationShown(
            kind=self.noun,
            id=state.id,
            title=_title(state),
            authority=state.authority,
            version=version,
            in_force=state.in_force,
            retired=state.retired,
            versions=tuple(
                VersionShown(
                    number=number,
                    hash=one.hash,
                    reason=one.reason,
                    under=one.under,
                    in_force=state.in_force is not None and number == state.number,
                )
                for number, one in enumerate(state.publications, start=1)
            ),
            draft=_draft(state.draft) if state.draft else None,
            document=in_force,
        )

    async def document_in_force(self, name: str) -> dict[str, Any]:
        """The document in force; refuses where there is none."""
        _, state = await self.load(name)
        return written(version_in_force(f"{self.noun} {name}", state)[1])

    async def compare(self, name: str, before: str | None = None, after: str | None = None) -> Compared:
        """What `after` changed of `before`: each a number, a content hash, or the word draft.

        Left out, they are the draft and the last version before it, or the last two versions where there is no draft.
        """
        _, state = await self._known(name)
        after = after or (DRAFT if state.draft else str(state.number))
        before = before or str(state.number if after == DRAFT else state.number - 1)
        old, new = self._document(state, before), self._document(state, after)
        changes = compare(old, new)
        return Compared(kind=self.noun, id=state.id, before=before, after=after, changes=changes)

    async def history(self, name: str) -> Histories:
        """What happened to it, comments and other texts opened."""
        _, state = await self._known(name)
        title = f"{self.noun.capitalize()} {_title(state)}"
        return await History(self._store).of_stream(self._kind.stream(name), name, title, state.authority)

    def _document(self, state: Enacted[Any], version: str) -> Mapping[str, Any]:
        if version == DRAFT and state.draft:
            return state.draft.document
        numbered = {str(number): one.hash for number, one in enumerate(state.publications, start=1)}
        content = numbered.get(version, version)
        if content in state.versions:
            return written(state.version(content))
        known = [*numbered, *([DRAFT] if state.draft else [])]
        raise Refused(
            Reason.NOT_FOUND,
            f"version {version} of {self.noun} {state.id}",
            "does not exist",
            f"Compare two of: {', '.join(known)}" if len(known) > 1 else "There is nothing to compare yet",
        )

    async def load(self, name: str) -> tuple[int, State]:
        """Version and state of a regulation; at version 0 when it was never drafted."""
        loaded, state = await self._store.load(self._kind.stream(name), self._kind.state)
        return loaded.version, state

    async def _known(self, name: str) -> tuple[int, State]:
        """The same; refuses one that was never drafted."""
        version, state = await self.load(name)
        if not state.known:
            raise Refused(
                Reason.NOT_FOUND,
                f"{self.noun} {name}",
                "does not exist",
                f"Draft it with 'kaohe {self.noun} draft FILE'",
            )
        return version, state


class RulebookRegulations(Regulations[Rulebooks]):
    """The same for rulebooks, the first of which may come into force in one step."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, RULEBOOKS)

    async def all_in_force(self) -> tuple[Rulebook, ...]:
        """The version in force of every rulebook that has one."""
        return await rulebooks_in_force(self._store)

    async def publish_at_once(self, document: Mapping[str, Any], actor: str | None, command_id: UUID) -> Done:
        """Puts a rulebook into force as the operator, before there is a performance office.

        Refuses a document with findings, each named.
        """
        findings = await asyncio.to_thread(problems, document)  # a large one would stop everybody else
        if findings:
            name = document.get("id")
            raise of_findings(f"rulebook {name}" if isinstance(name, str) else "rulebook", findings)
        wish = PublishRulebook(document=dict(document))
        return await self._store.write(command_id, publisher(actor), rulebook_stream(document["id"]), wish)


def _title(state: Enacted[Any]) -> str:
    """What people call it: as last published or, before that, as drafted."""
    if state.latest is not None:
        return str(written(state.version(state.latest.hash)).get("title", ""))
    return str(state.draft.document.get("title", "")) if state.draft else ""


def _draft(draft: Draft) -> DraftShown:
    known = draft.consultation
    return DraftShown(
        hash=draft.hash,
        stage=draft.stage,
        reason=draft.reason,
        drafters=tuple(sorted(draft.drafters)),
        findings=draft.findings,
        under=draft.under,
        consultation=None
        if known is None
        else ConsultationShown(
            asked=known.asked, until=known.until, comments=known.comments, closed=known.closed, waived=known.waived
        ),
        approved_by=draft.approved_by,
        document=dict(draft.document),
    )
