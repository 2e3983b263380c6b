"""How the public notice of a result stands: the fold of what happened in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from domain.appraisal import notice_events as n
from domain.event import Event
from domain.replacing import replace


@dataclass(frozen=True)
class Objection:
    """An objection: who raised it, in which event, and whether it was upheld; nothing while it is unanswered."""

    by: str
    raised_at: int
    upheld: bool | None = None


@dataclass(frozen=True)
class Notice:
    """A public notice; `until` is when it may be closed at the earliest."""

    until: datetime | None = None
    objections: Mapping[int, Objection] = field(default_factory=lambda: MappingProxyType({}))
    closed: bool = False
    announced: bool = False

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The numbers of the objections that nobody has answered."""
        return tuple(number for number, one in self.objections.items() if one.upheld is None)


def note(known: Notice, happened: Event, version: int) -> Notice:
    """Applies an event of a notice, which has that version; any other changes nothing."""
    match happened:
        case n.NoticePublished(until=until):
            return replace(known, until=until)
        case n.ObjectionRaised(objection=number, by=by):
            return _with(known, number, Objection(by, version))
        case n.ObjectionAnswered(objection=number, upheld=upheld):
            return _with(known, number, replace(known.objections[number], upheld=upheld))
        case n.NoticeClosed():
            return replace(known, closed=True)
        case n.ResultAnnounced():
            return replace(known, announced=True)
        case _:
            return known


def _with(known: Notice, number: int, objection: Objection) -> Notice:
    return replace(known, objections=MappingProxyType({**known.objections, number: objection}))
