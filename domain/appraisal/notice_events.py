"""What happens while a result is on public notice. These names and fields are the storage format.

`by` is the id of the person who did it. `cites` names earlier events of the same stream by their version.
"""

from domain.calendar import Instant
from domain.event import Confidential, Event, event
from domain.regulation import Announcement


@event()
class NoticePublished(Event):
    """The result was put on public notice: where it can be seen, and until when at least."""

    where: str
    until: Instant
    by: str


@event()
class ObjectionRaised(Event):
    """Somebody of the directory objected to the result on notice; objections are numbered from 1."""

    objection: int
    grounds: Confidential
    by: str


@event()
class ObjectionAnswered(Event):
    """The performance office looked into an objection, and answered it."""

    objection: int
    upheld: bool
    answer: Confidential
    cites: int
    by: str


@event()
class NoticeClosed(Event):
    """The public notice is over; so many objections were raised, and every one was answered."""

    objections: int
    by: str


@event()
class ResultAnnounced(Event):
    """The result that stands was published, or made known in a circular, in that place."""

    announcement: Announcement
    where: str
    grade: str | None
    by: str
