"""The scheme's stream: what one cycle adds to its rulebook, enacted in the same way.

A scheme is checked, approved and published under one version of its rulebook. When that is amended, the scheme in force
stands until it is looked at anew; a cycle is launched only on two that belong together.
"""

from collections.abc import Mapping
from typing import Any

from domain.command import Aggregate, Command, Context
from domain.enactment import decide as enactment
from domain.enactment.drafting import DraftRegulation
from domain.enactment.instrument import Document, Instrument, States
from domain.enactment.state import Enacted
from domain.enactment.state import evolve as enacted
from domain.event import Event
from domain.regulation import Finding, Scheme, scheme_problems
from domain.regulation.reading import read
from domain.rulebook import Rulebooks
from domain.streams import is_slug, rulebook_stream


class Schemes(Enacted[Scheme]):
    """The versions of one scheme."""


# ---------------------------------------------------------------- under its rulebook


def _reads(document: Document) -> tuple[str, ...]:
    named = document.get("rulebook")
    return (rulebook_stream(named),) if is_slug(named) else ()


def _rulebooks(document: Document, states: States) -> Rulebooks:
    """The rulebook that the document names; one without a version, where it names none."""
    streams = _reads(document)
    return states[streams[0]] if streams else Rulebooks()


def _under(document: Document, states: States) -> str | None:
    return _rulebooks(document, states).in_force


def _problems(document: Document, states: States) -> tuple[Finding, ...]:
    rulebooks = _rulebooks(document, states)
    if rulebooks.in_force is not None:
        return scheme_problems(document, rulebooks.version(rulebooks.in_force))
    problem = f"rulebook {document.get('rulebook')!r} has no version in force"
    without = Finding(place="rulebook", problem=problem, mend="Enact the rulebook first, or name another")
    return (*read(document, Scheme)[1], without)


SCHEME = Instrument(noun="scheme", model=Scheme, problems=_problems, reads=_reads, under=_under)


# ---------------------------------------------------------------- the aggregate


def initial() -> Schemes:
    return Schemes()


def evolve(state: Schemes, happened: Event) -> Schemes:
    return enacted(state, happened, SCHEME)


def decide(wish: Command, state: Schemes, context: Context) -> list[Event]:
    return enactment.decide(wish, state, context, SCHEME)


def reads(_stream: str, wish: Command, state: Schemes, _states: Mapping[str, Any]) -> tuple[str, ...]:
    return enactment.reads(state, SCHEME, wish.document if isinstance(wish, DraftRegulation) else None)


AGGREGATE = Aggregate(initial, evolve, decide, reads, enactment.capacity)
