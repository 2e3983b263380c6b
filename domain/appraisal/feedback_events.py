"""What feedback consists of, and what becomes of feedback that nobody answers. These are the storage format.

`by` is the id of the person who did it.
"""

from domain.calendar import Instant
from domain.event import Confidential, Event, Record, event
from domain.exact import Exact


class FeedbackOn(Record):
    """What is fed back on one indicator: value and target, the cause, what is recommended, and who wrote it."""

    indicator: str
    value: Exact | None
    target: Exact | None
    cause: Confidential
    recommendation: Confidential
    author: str


class RemedyOpen(Record):
    """A remedy that the appraisee was told of: to which role of the rulebook, and until when it may be asked for."""

    remedy: str
    name: str
    to: str
    until: Instant | None = None


@event()
class FeedbackLeftUnanswered(Event):
    """The step's end came and nobody had answered the feedback; the office is to say how it was served, and why."""

    issued: int


@event()
class SilenceRecorded(Event):
    """The performance office recorded how the feedback was served, and why it stayed unanswered."""

    served: Confidential
    why: Confidential
    by: str
