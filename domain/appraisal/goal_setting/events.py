"""What happens to goals between the unit's proposal and their publication. These names and fields are stored.

`by` is the id of the person who did it. `cites` names earlier events of the same stream by their version.
"""

from enum import StrEnum

from domain.calendar import Instant
from domain.directory import Role
from domain.event import Confidential, Event, event
from domain.exact import Exact


class Voice(StrEnum):
    """Whose comment it is."""

    PUBLIC = "public"
    SERVICE_OBJECTS = "service_objects"
    UNIT = "unit"


@event()
class GoalsAudited(Event):
    """The performance office found the goals fit to go on, and open for comments until the instant, if there is one."""

    remarks: Confidential | None
    comments_until: Instant | None
    by: str


@event()
class GoalsCommented(Event):
    """Somebody commented on the audited goals, or the performance office wrote down what reached it."""

    voice: Voice
    comment: Confidential
    by: str


@event()
class GoalCommentsClosed(Event):
    """The period for comments ended, and the performance office said what became of them."""

    comments: int
    response: Confidential | None
    by: str


@event()
class GoalDisputed(Event):
    """One side disputed the goal of an indicator and said what it should be; no target leaves the one there is."""

    indicator: str
    target: Exact | None
    reason: Confidential
    side: Role
    by: str


@event()
class DisputeSettled(Event):
    """The other side took what was proposed last."""

    indicator: str
    cites: int
    side: Role
    by: str


@event()
class DisputeDropped(Event):
    """The side that disputed the goal let it stand."""

    indicator: str
    cites: int
    side: Role
    by: str


@event()
class GoalsAgreed(Event):
    """One side agreed to the goals as they stand."""

    side: Role
    by: str


@event()
class GoalsFixed(Event):
    """The goals of one class, or of all that are of none, were fixed: those of these indicators are in force."""

    goal_class: str | None
    indicators: tuple[str, ...]
    by: str


@event()
class GoalsPublished(Event):
    """The fixed goals were published, where `publication` says."""

    publication: str
    by: str
