"""What happens to a unit's paper before its head hands it in. These names and fields are the storage format.

`number` counts the drafts of a paper from 1; `by` is the id of the person who did it.
"""

from enum import StrEnum

from domain.event import Confidential, Event, event


class Paper(StrEnum):
    """What a unit drafts."""

    GOALS = "goals"
    REPORT = "report"


@event()
class DraftSaved(Event):
    """Somebody of the unit wrote a draft; its whole content is sealed, and nobody outside the unit is shown it."""

    withheld = frozenset({"content"})

    of: Paper
    number: int
    content: Confidential
    by: str


@event()
class DraftHandedIn(Event):
    """The liaison gave the draft to whoever comes next in the unit."""

    of: Paper
    number: int
    by: str


@event()
class DraftReviewed(Event):
    """The deputy found the draft fit to be signed."""

    of: Paper
    number: int
    by: str


@event()
class DraftReturned(Event):
    """The deputy or the head returned the draft, to be drafted anew."""

    of: Paper
    number: int
    reason: Confidential
    by: str


@event()
class DraftSigned(Event):
    """The head signed the draft: the event after this one says what is handed in with it."""

    of: Paper
    number: int
    by: str
