"""The rulebook's stream: standing regulation, enacted in versions that never change.

A cycle pins the content hash of the version it runs under, so what a later version says cannot reach it.
"""

from collections.abc import Mapping
from typing import Any

from domain.command import Aggregate, Command, Context, command
from domain.decision import Capacity
from domain.enactment import decide as enactment
from domain.enactment.drafting import DraftRegulation
from domain.enactment.force import publish_at_once
from domain.enactment.instrument import Instrument
from domain.enactment.rights import Matter
from domain.enactment.state import Enacted, Publication, into_force
from domain.enactment.state import evolve as enacted
from domain.event import Event, event
from domain.regulation import Rulebook, problems
from domain.streams import rulebook_stream

# ---------------------------------------------------------------- events


@event()
class RulebookPublished(Event):
    """A version came into force; `document` is the whole of it, and `hash` names it for ever.

    So it was before rulebooks were enacted; a version of today comes into force by `RegulationPublished`.
    """

    rulebook: str
    authority: str
    number: int
    hash: str
    document: dict[str, Any]
    by: str


# ---------------------------------------------------------------- state


class Rulebooks(Enacted[Rulebook]):
    """The versions of one rulebook."""


RULEBOOK = Instrument(noun="rulebook", model=Rulebook, problems=lambda document, _: problems(document))


def initial() -> Rulebooks:
    return Rulebooks()


def evolve(state: Rulebooks, happened: Event) -> Rulebooks:
    match happened:
        case RulebookPublished(rulebook=rulebook, authority=authority, document=document):
            return into_force(state, RULEBOOK, rulebook, authority, document, Publication(happened.hash))
        case _:
            return enacted(state, happened, RULEBOOK)


# ---------------------------------------------------------------- decisions


@command
class PublishRulebook(Command):
    """Puts a version of a rulebook into force in one step, before there is a performance office to enact it."""

    document: dict[str, Any]


def decide(wish: Command, state: Rulebooks, context: Context) -> list[Event]:
    if isinstance(wish, PublishRulebook):
        return publish_at_once(wish.document, Matter(RULEBOOK, state, context))
    return enactment.decide(wish, state, context, RULEBOOK)


def reads(_stream: str, wish: Command, state: Rulebooks, _states: Mapping[str, Any]) -> tuple[str, ...]:
    document = wish.document if isinstance(wish, PublishRulebook | DraftRegulation) else None
    return enactment.reads(state, RULEBOOK, document)


def target(wish: PublishRulebook | DraftRegulation) -> str:
    """The stream a rulebook document belongs to."""
    return rulebook_stream(str(wish.document.get("id", "")))


def capacity(wish: Command, state: Rulebooks, context: Context) -> Capacity:
    return Capacity() if isinstance(wish, PublishRulebook) else enactment.capacity(wish, state, context)


AGGREGATE = Aggregate(initial, evolve, decide, reads, capacity)
