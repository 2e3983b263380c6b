"""The rulebook's stream: standing regulation, published in versions that never change.

A cycle pins the content hash of the version it runs under, so what a later version says cannot reach it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from domain.command import Aggregate, Command, Context, command, misdirected
from domain.directory import Directory, may_publish
from domain.event import Event, event
from domain.refusal import Reason, Refused
from domain.regulation import Rulebook, content_hash, parse, written
from domain.streams import directory_stream, rulebook_stream, slug

# ---------------------------------------------------------------- events


@event()
class RulebookPublished(Event):
    """A version came into force; `document` is the whole of it, and `hash` names it for ever."""

    rulebook: str
    authority: str
    number: int
    hash: str
    document: dict[str, Any]
    by: str


# ---------------------------------------------------------------- state


@dataclass(frozen=True, slots=True)
class Rulebooks:
    """The published versions of one rulebook, by content hash; `number` counts publications, also of an old version."""

    versions: Mapping[str, Rulebook] = field(default_factory=lambda: MappingProxyType({}))
    in_force: str | None = None
    number: int = 0

    def version(self, content: str) -> Rulebook:
        """The version with that content hash."""
        return self.versions[content]


def initial() -> Rulebooks:
    return Rulebooks()


def evolve(state: Rulebooks, happened: Event) -> Rulebooks:
    match happened:
        case RulebookPublished(hash=content, document=document, number=number):
            version = Rulebook.model_validate(document)
            return Rulebooks(MappingProxyType({**state.versions, content: version}), content, number)
        case _:
            return state


# ---------------------------------------------------------------- decisions


@command
class PublishRulebook(Command):
    """Puts a version of a rulebook into force."""

    document: dict[str, Any]


def decide(wish: Command, state: Rulebooks, context: Context) -> list[Event]:
    if not isinstance(wish, PublishRulebook):
        raise misdirected(wish, "a rulebook")
    rulebook = parse(wish.document)
    slug(rulebook.id, "rulebook")
    directory: Directory = context.states[directory_stream(rulebook.authority)]
    if not may_publish(context.actor, directory):
        raise Refused(
            Reason.FORBIDDEN,
            f"rulebook {rulebook.id}",
            f"{context.actor} is not of the performance office of {rulebook.authority}",
            "Let the performance office publish it",
        )
    authority = rulebook.authority if state.in_force is None else state.version(state.in_force).authority
    if rulebook.authority != authority:
        raise Refused(
            Reason.FORBIDDEN,
            f"rulebook {rulebook.id}",
            f"is of authority {authority}, not of {rulebook.authority}",
            "Publish a rulebook of another authority under an id of its own",
        )
    content = content_hash(rulebook)
    if content == state.in_force:
        raise Refused(
            Reason.CONFLICT,
            f"rulebook {rulebook.id}",
            "is in force with exactly this content",
            "Nothing needs to be done; change the document to publish a new version",
        )
    return [
        RulebookPublished(
            rulebook=rulebook.id,
            authority=rulebook.authority,
            number=state.number + 1,
            hash=content,
            document=written(rulebook),
            by=context.actor,
        )
    ]


def reads(_stream: str, wish: Command, _state: Rulebooks, _states: Mapping[str, Any]) -> tuple[str, ...]:
    authority = wish.document.get("authority") if isinstance(wish, PublishRulebook) else None
    return (directory_stream(authority),) if isinstance(authority, str) else ()


def target(wish: PublishRulebook) -> str:
    """The stream a rulebook document belongs to."""
    return rulebook_stream(str(wish.document.get("id", "")))


AGGREGATE = Aggregate(initial, evolve, decide, reads)
