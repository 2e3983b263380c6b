"""What becomes of an approved result that was objected to. These names and fields are the storage format.

`by` is the id of the person who did it. `cites` names an earlier event of the same stream by its version.
"""

from domain.event import Confidential, Event, Record, event
from domain.exact import Exact
from domain.scoring import Result


class Corrected(Record):
    """A value, or the points of an indicator that is judged, as it counted and as it is to count."""

    indicator: str
    judged: bool
    was: Exact | None
    becomes: Exact | None


@event()
class ResultRevised(Event):
    """The result was computed again by the rulebook from corrected facts; it counts once the committee approves it.

    The corrections come from a case, or from an objection during the public notice. `decided` are those who decided on
    them, who do not approve the result; `approved_by` is who approved it in an act of the case itself.
    """

    case: str | None
    objection: int | None
    corrections: tuple[Corrected, ...]
    result: Result
    decided: tuple[str, ...]
    approved_by: str | None


@event()
class ResultKept(Event):
    """The result stands as it was, though facts were corrected: it would be the same, or worse, which may not be.

    `total` and `grade` are what it would have become.
    """

    case: str | None
    objection: int | None
    corrections: tuple[Corrected, ...]
    total: Exact | None
    grade: str | None
    worse: bool


@event()
class RevisionApproved(Event):
    """The committee approved the revised result, which counts from here on in place of the earlier one."""

    cites: int
    by: str


@event()
class RevisionReturned(Event):
    """The committee did not approve the revised result; the earlier one stands."""

    cites: int
    reason: Confidential
    by: str
