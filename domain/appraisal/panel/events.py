"""What happens in a panel whose members score in person. These names and fields are the storage format."""

from domain.event import Confidential, Event, Record, event
from domain.exact import Exact
from domain.interests import Ground


class GivenScore(Record):
    """A score for an indicator or, without one, for the appraisee as a whole; nothing for "don't know"."""

    indicator: str | None
    value: Exact | None


@event()
class PanelScoreGiven(Event):
    """A member of a panel scored everything the panel is asked about the appraisee."""

    panel: str
    scores: tuple[GivenScore, ...]
    reason: Confidential | None
    by: str


@event()
class EvaluatorRecused(Event):
    """A member of a panel takes no part in scoring the appraisee: by rule, or for a ground stated by the member."""

    panel: str
    person: str
    ground: Ground
    statement: Confidential | None


@event()
class PanelShort(Event):
    """A panel has fewer members left than must score for it to count: somebody is to be seated, or it stays short."""

    panel: str
    remaining: int
    needed: int


@event()
class EvaluatorReplaced(Event):
    """The performance office seated somebody on a panel, instead of a member who has not scored or on an empty seat."""

    panel: str
    person: str | None
    successor: str
    reason: Confidential
    by: str


@event()
class PanelLeftShort(Event):
    """The performance office found nobody to seat: fewer than needed score, and the panel's part will be missing."""

    panel: str
    reason: Confidential
    by: str
