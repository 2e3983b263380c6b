"""Meetings that the regulation knows: who sits in them, with what notice, and when they can decide."""

from decimal import Decimal
from enum import StrEnum

from domain.duration import Duration
from domain.event import Record
from domain.exact import Exact
from domain.regulation.identifiers import Slug
from domain.schedule import Opening

_HALF = Decimal("0.5")
_A_DAY = Duration(days=1)


class MeetingKind(StrEnum):
    """What a meeting is for: to deliberate on grades (联席会议), or to hear the performance office.

    A government's executive meeting (常务会议) and the People's Congress hear, and recommend no grade.
    """

    JOINT = "joint"
    EXECUTIVE = "executive"
    CONGRESS = "congress"


class MeetingRule(Record):
    """A meeting of the regulation; the committee approves no result before a joint one has deliberated on it.

    Its `members` are those who hold a role of the rulebook; the role's board says how it is made up. They are convened
    with at least so much `notice`, reminded so long before, and the meeting falls through when it has not been opened
    so long (`waits`) after its hour. It can be opened, and decide, with at least the share `quorum` of those entitled;
    a motion is carried by more than the share `majority` of those entitled, present or not. The `latest` is
    when it has to be held, so long after an anchor.
    """

    id: Slug
    name: str
    kind: MeetingKind
    members: Slug
    notice: Duration
    reminders: tuple[Duration, ...] = ()
    waits: Duration = _A_DAY
    quorum: Exact = _HALF
    majority: Exact = _HALF
    latest: Opening | None = None
    basis: Slug | None = None
