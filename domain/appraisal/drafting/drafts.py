"""How far a unit's paper has come: the fold of the events of its drafts, and the duties each of them discharges."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NamedTuple

from domain.appraisal.drafting import events as d
from domain.event import Event
from domain.schedule import StepName


class Keys(NamedTuple):
    """The duties of a paper: to draft it, to review it, and to sign it or hand it in without a draft."""

    draft: str
    review: str
    sign: str


KEYS: Final[Mapping[d.Paper, Keys]] = MappingProxyType(
    {
        d.Paper.GOALS: Keys("draft-goals", "review-goals", "set-goals"),
        d.Paper.REPORT: Keys("draft-report", "review-report", "report"),
    }
)
STEPS: Final[Mapping[d.Paper, StepName]] = MappingProxyType(
    {d.Paper.GOALS: StepName.GOALS, d.Paper.REPORT: StepName.REPORTING}
)
EVENTS: Final = (d.DraftSaved, d.DraftHandedIn, d.DraftReviewed, d.DraftReturned, d.DraftSigned)


@dataclass(frozen=True)
class Draft:
    """The last draft of a paper, and who wrote it."""

    number: int
    by: str


Drafts = Mapping[d.Paper, Draft]


def drafted(known: Drafts, happened: Event) -> Drafts:
    """Applies an event of a draft: a new one takes the place of the one before."""
    if isinstance(happened, d.DraftSaved):
        return MappingProxyType({**known, happened.of: Draft(happened.number, happened.by)})
    return known


def discharged(happened: Event) -> tuple[str, ...]:
    """The keys of the duties that an event of a draft discharges; a signature does so by the event after it."""
    match happened:
        case d.DraftHandedIn(of=of):
            return (KEYS[of].draft,)
        case d.DraftReviewed(of=of):
            return (KEYS[of].review,)
        case _:
            return ()


def reopened(happened: Event) -> tuple[str, ...]:
    """The keys of the duties that an event of a draft asks for again: a new draft is handed in and reviewed anew."""
    match happened:
        case d.DraftSaved(of=of) | d.DraftReturned(of=of):
            return (KEYS[of].draft, KEYS[of].review)
        case _:
            return ()
