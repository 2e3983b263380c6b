"""Everything that can happen to a case. These names and fields are the storage format.

`by` is the id of the person who did it. A `turn` counts the acts that were opened, from 1: an act that a case comes
back to has another turn.
"""

from domain.appraisal.events import Duty
from domain.calendar import Instant
from domain.case.content import Content
from domain.directory import Role
from domain.event import Confidential, Event, Record, Wakes, event
from domain.regulation import CaseKind
from domain.schedule import AtEnd, EscalationTime


@event()
class CaseOpened(Event):
    """A procedure began to be carried out; `against` is the case whose decision it objects to."""

    wakes = Wakes.OWN_STREAM

    case: str
    kind: CaseKind
    procedure: str
    authority: str
    cycle: str
    appraisee: str | None
    rulebook: str
    rulebook_hash: str
    scheme: str | None
    scheme_hash: str | None
    against: str | None
    ground: str | None
    by: str


class ActClock(Record):
    """The clock of an act as its opening fixes it; all instants ascend. It may not be done before `earliest`."""

    earliest: Instant | None = None
    due: Instant | None = None
    reminders: tuple[Instant, ...] = ()
    overdue: tuple[Instant, ...] = ()
    escalations: tuple[EscalationTime, ...] = ()
    ends: Instant | None = None
    at_end: AtEnd = AtEnd.NOTHING
    default: str | None = None


@event()
class ActOpened(Event):
    """An act is asked for, of whom its duty says; `needs` of them do it, each for himself."""

    wakes = Wakes.OWN_STREAM

    turn: int
    act: str
    title: str
    duty: Duty
    needs: int
    clock: ActClock


@event()
class ActReminded(Event):
    """Those who have to act were reminded, before the act fell due or after."""

    turn: int
    act: str
    ordinal: int
    due: Instant


@event()
class ActFellDue(Event):
    """The due instant came: what is done from here on is late."""

    turn: int
    act: str
    due: Instant


@event()
class ActEscalated(Event):
    """Those who hold a role were told that the act is overdue."""

    turn: int
    act: str
    ordinal: int
    due: Instant
    to: Role


@event()
class ActLapsed(Event):
    """The act's end came with the act undone; its rule's default outcome, if it has one, took its place."""

    turn: int
    act: str
    outcome: str | None


class Stated(Record):
    """One of the things an act must state."""

    what: str
    text: Confidential


@event()
class ActDone(Event):
    """Somebody did the act, or his part of one that needs several."""

    turn: int
    act: str
    outcome: str | None
    states: tuple[Stated, ...]
    content: Content | None
    by: str


@event()
class ActReturned(Event):
    """The matter was sent back to an earlier act."""

    turn: int
    act: str
    to: str
    reason: Confidential
    by: str


@event()
class CaseDecided(Event):
    """The last act was done, or lapsed; a case that is granted takes effect."""

    wakes = Wakes.OWN_STREAM

    outcome: str | None
    granted: bool
    at: Instant


@event()
class RequestWithdrawn(Event):
    """Whoever opened the case took it back."""

    wakes = Wakes.OWN_STREAM

    reason: Confidential
    by: str


@event()
class CaseClosed(Event):
    """The case is over; `took_effect` says whether what it asked for was granted and could still be carried out."""

    ends_stream = True

    outcome: str | None
    took_effect: bool
