"""Everything that can happen to a meeting. These names and fields are the storage format.

`by` is the id of the person who did it. An item of the agenda is an appraisee of the cycle where the meeting
deliberates on grades, and a matter with an id of its own where it hears.
"""

from enum import StrEnum

from domain.calendar import Instant
from domain.event import Confidential, Event, Record, Wakes, event
from domain.exact import Exact
from domain.interests import Ground
from domain.regulation import MeetingKind
from domain.scoring import QuotaKept


class Paper(Record):
    """A document that the members are sent: its number, and the SHA-256 of the file in hexadecimal."""

    number: str
    sha256: str


class Seat(Record):
    """A member of the meeting, and the class (`of`) that its board asks for a majority of, where the member has it."""

    person: str
    of: str | None = None


@event()
class MeetingConvened(Event):
    """The members were given notice of hour, agenda and documents.

    It `lapses` when it has not been opened by then. `announced` is the number of the document by which a board's
    members were made public before they serve.
    """

    wakes = Wakes.OWN_STREAM

    meeting: str
    authority: str
    cycle: str
    rule: str
    kind: MeetingKind
    at: Instant
    reminders: tuple[Instant, ...]
    lapses: Instant
    agenda: tuple[str, ...]
    papers: tuple[Paper, ...]
    seats: tuple[Seat, ...]
    announced: str | None
    by: str


@event()
class MembersReminded(Event):
    """The members were reminded of the hour; `ordinal` counts from 1."""

    ordinal: int


@event()
class MeetingLapsed(Event):
    """The meeting was not opened in time: no quorum came together. Another one may be convened."""

    ends_stream = True


class LaidResult(Record):
    """A result as it is laid before the meeting: computed by the event of that version of the appraisal's stream."""

    appraisee: str
    result: int
    peer_group: str
    total: Exact | None
    grade: str | None
    barred: tuple[str, ...]


@event()
class MeetingOpened(Event):
    """A quorum is present; the results of the agenda that wait for deliberation are laid before it."""

    wakes = Wakes.OWN_STREAM

    present: tuple[str, ...]
    laid: tuple[LaidResult, ...]
    by: str


@event()
class MemberRecused(Event):
    """A member takes no part in an item, neither in its deliberation nor in its votes."""

    item: str
    person: str
    ground: Ground
    statement: Confidential | None


@event()
class MotionMoved(Event):
    """A member moved a motion on an item: to recommend a grade (`before` is the one earned), or in words alone.

    `quotas` are those of the two grades, as they would come out with the motion and all that was concluded before.
    """

    motion: int
    item: str
    before: str | None
    after: str | None
    statement: Confidential
    quotas: tuple[QuotaKept, ...]
    by: str


class Vote(StrEnum):
    """How a member votes."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


@event()
class VoteCast(Event):
    """A member voted on a motion."""

    motion: int
    vote: Vote
    by: str


@event()
class MotionDecided(Event):
    """The votes were counted against all who were entitled to vote on the item, present or not."""

    motion: int
    ayes: int
    noes: int
    abstained: int
    entitled: int
    carried: bool


@event()
class ItemConcluded(Event):
    """The meeting is done with an item: by the motion last carried on it, or with none.

    `after` is the grade it recommends, nothing where it recommends none.
    """

    item: str
    motion: int | None
    before: str | None
    after: str | None
    reasons: Confidential
    by: str


@event()
class MeetingClosed(Event):
    """The meeting is over; its minutes have a document number and the SHA-256 of their file."""

    wakes = Wakes.OWN_STREAM

    minutes: Paper
    by: str


@event()
class MeetingReported(Event):
    """What the meeting concluded stands in the stream of its cycle, and in those of the appraisals."""

    ends_stream = True
