"""Where a regulation stands: the fold of its events, for rulebooks and schemes alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from domain.enactment import events as e
from domain.enactment.instrument import Document, Instrument
from domain.event import Event, Record

Regulation = TypeVar("Regulation", bound=Record)


class Stage(StrEnum):
    """How far a draft has come; a consultation that was waived counts as held."""

    DRAFT = "draft"
    CHECKED = "checked"
    CONSULTING = "in consultation"
    CONSULTED = "consulted"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Consultation:
    """Who is asked about a draft and until when, and what came of it."""

    asked: tuple[str, ...] = ()
    until: datetime | None = None
    comments: int = 0
    closed: bool = False
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """What may become the next version, and what was done on it so far.

    `drafters` are all who wrote or changed any draft of it, `office` all who were of the performance office on a day
    when that happened. `under` is the rulebook version that a scheme was last checked, or approved, under.
    """

    document: Document
    hash: str
    reason: str | None
    drafters: frozenset[str]
    office: frozenset[str]
    passed: bool = False
    under: str | None = None
    findings: tuple[e.Noted, ...] = ()
    consultation: Consultation | None = None
    approved_by: str | None = None
    approved_under: str | None = None

    @property
    def stage(self) -> Stage:
        if self.approved_by is not None:
            return Stage.APPROVED
        if not self.passed:
            return Stage.DRAFT
        if self.consultation is None:
            return Stage.CHECKED
        return Stage.CONSULTED if self.consultation.closed else Stage.CONSULTING


@dataclass(frozen=True, slots=True)
class Publication:
    """One coming into force: of which content and why, and under which rulebook version for a scheme."""

    hash: str
    reason: str | None = None
    under: str | None = None


@dataclass(frozen=True)
class Enacted(Generic[Regulation]):
    """All versions ever published by content hash, the one in force, and the draft of the next.

    A version never changes; one that comes into force again is a publication of its own.
    """

    id: str = ""
    authority: str = ""
    versions: Mapping[str, Regulation] = field(default_factory=lambda: MappingProxyType({}))
    publications: tuple[Publication, ...] = ()
    in_force: str | None = None
    draft: Draft | None = None

    def version(self, content: str) -> Regulation:
        """The version with that content hash."""
        return self.versions[content]

    @property
    def known(self) -> bool:
        """Whether the stream has its first event."""
        return bool(self.id)

    @property
    def number(self) -> int:
        """How often a version came into force."""
        return len(self.publications)

    @property
    def latest(self) -> Publication | None:
        """The last coming into force, also of what was retired since."""
        return self.publications[-1] if self.publications else None

    @property
    def retired(self) -> bool:
        """Whether there was a version in force, and is none any more."""
        return bool(self.publications) and self.in_force is None


State = TypeVar("State", bound=Enacted[Any])


def evolve(state: State, happened: Event, instrument: Instrument) -> State:
    """The state after an event; events of other kinds change nothing."""
    match happened:
        case e.RegulationDrafted():
            return _drafted(state, happened)
        case e.RegulationPublished(regulation=regulation, authority=authority, document=document):
            publication = Publication(happened.hash, happened.reason, happened.rulebook_hash)
            return into_force(state, instrument, regulation, authority, document, publication)
        case e.RegulationRetired():
            return replace(state, in_force=None)
    apply = _ON_DRAFT.get(type(happened))
    return state if apply is None or state.draft is None else replace(state, draft=apply(state.draft, happened))


def into_force(  # noqa: PLR0913, PLR0917 - what a version is made of
    state: State,
    instrument: Instrument,
    regulation: str,
    authority: str,
    document: Document,
    publication: Publication,
) -> State:
    """The state after a version came into force; there is no draft any more."""
    version = instrument.model.model_validate(document)
    return replace(
        state,
        id=regulation,
        authority=authority,
        versions=MappingProxyType({**state.versions, publication.hash: version}),
        publications=(*state.publications, publication),
        in_force=publication.hash,
        draft=None,
    )


def _drafted(state: State, happened: e.RegulationDrafted) -> State:
    before = state.draft
    draft = Draft(
        document=happened.document,
        hash=happened.hash,
        reason=happened.reason,
        drafters=(before.drafters if before else frozenset()) | {happened.by},
        office=(before.office if before else frozenset()) | set(happened.office),
    )
    return replace(state, id=happened.regulation, authority=happened.authority, draft=draft)


# ---------------------------------------------------------------- what is done on a draft


def _checked(draft: Draft, happened: e.RegulationChecked) -> Draft:
    return replace(
        draft,
        passed=not happened.counts.get(e.ERROR),
        under=happened.rulebook_hash,
        findings=happened.findings,
        approved_by=None,
        approved_under=None,
    )


def _opened(draft: Draft, happened: e.ConsultationOpened) -> Draft:
    return replace(draft, consultation=Consultation(asked=happened.asked, until=happened.until))


def _commented(draft: Draft, _happened: e.ConsultationCommented) -> Draft:
    known = draft.consultation or Consultation()
    return replace(draft, consultation=replace(known, comments=known.comments + 1))


def _closed(draft: Draft, _happened: e.ConsultationClosed) -> Draft:
    return replace(draft, consultation=replace(draft.consultation or Consultation(), closed=True))


def _waived(draft: Draft, _happened: e.ConsultationWaived) -> Draft:
    return replace(draft, consultation=Consultation(closed=True, waived=True))


def _approved(draft: Draft, happened: e.RegulationApproved) -> Draft:
    return replace(draft, approved_by=happened.by, approved_under=happened.rulebook_hash)


def _returned(draft: Draft, _happened: e.RegulationReturned) -> Draft:
    return replace(draft, passed=False, consultation=None, approved_by=None, approved_under=None)


_ON_DRAFT: Mapping[type[Event], Callable[[Draft, Any], Draft]] = {
    e.RegulationChecked: _checked,
    e.ConsultationOpened: _opened,
    e.ConsultationCommented: _commented,
    e.ConsultationClosed: _closed,
    e.ConsultationWaived: _waived,
    e.RegulationApproved: _approved,
    e.RegulationReturned: _returned,
}
