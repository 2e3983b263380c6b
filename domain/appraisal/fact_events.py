"""What can be recorded about an appraisee besides its report. These names and fields are the storage format.

`by` is the id of the person who recorded it. `cites` and `replaces` are versions of earlier events of the same stream:
what was recorded before stays in the log, and the last counts.
"""

from typing import Annotated

from pydantic import Field

from domain.appraisal.events import Evidence
from domain.calendar import Day, Instant
from domain.event import Confidential, Event, Record, event
from domain.exact import Exact
from domain.regulation import Effect
from domain.scoring import JointRole, Score


@event()
class PanelScoresRecorded(Event):
    """What a panel's evaluators gave, for one indicator or, without one, for the appraisee as a whole.

    Scores of an anonymous panel stand in ascending order, which says nothing of who gave them.
    """

    indicator: str | None
    panel: str
    scores: tuple[Score, ...]
    invited: int | None
    evidence: tuple[Evidence, ...]
    replaces: int | None
    by: str


@event()
class CaseRecorded(Event):
    """A finding, complaint or award was recorded under the indicator, adjustment or veto that it counts in."""

    provision: str
    case: str
    kind: str | None
    count: int
    points: Exact | None
    evidence: tuple[Evidence, ...]
    reason: Confidential
    by: str


@event()
class CaseWithdrawn(Event):
    """A recorded case does not count any more."""

    provision: str
    case: str
    cites: int
    reason: Confidential
    by: str


class PastValue(Record):
    """A value of an earlier year, in the indicator's unit; nothing where there was none."""

    year: int
    value: Exact | None


@event()
class PastValuesRecorded(Event):
    """The lead department supplied the appraisee's own values of earlier years."""

    indicator: str
    values: tuple[PastValue, ...]
    evidence: tuple[Evidence, ...]
    replaces: int | None
    by: str


@event()
class AdjustmentValueRecorded(Event):
    """The value that an adjustment of the total is worked out from was recorded."""

    adjustment: str
    value: Exact
    evidence: tuple[Evidence, ...]
    replaces: int | None
    by: str


@event()
class JointPartAssigned(Event):
    """The appraisee's role in a joint task was stated, and how many units co-operate in it."""

    indicator: str
    role: JointRole
    cooperating: int
    evidence: tuple[Evidence, ...]
    replaces: int | None
    by: str


# ---------------------------------------------------------------- verification


class Outsiders(Record):
    """How many came along on a visit from outside the administration: deputies (代表委员), experts and citizens."""

    deputies: Annotated[int, Field(ge=0, le=1000)] = 0
    experts: Annotated[int, Field(ge=0, le=1000)] = 0
    citizens: Annotated[int, Field(ge=0, le=1000)] = 0

    @property
    def count(self) -> int:
        return self.deputies + self.experts + self.citizens


@event()
class CrossCheckRecorded(Event):
    """What another source says of a reported value; nothing where the source knows of none."""

    indicator: str
    source: str
    value: Exact | None
    evidence: tuple[Evidence, ...]
    replaces: int | None
    by: str


@event()
class SiteVisitRecorded(Event):
    """Values were looked at where they come about; `outsiders` counts who came along, without names."""

    indicators: tuple[str, ...]
    on: Day
    outsiders: Outsiders
    found: Confidential
    evidence: tuple[Evidence, ...]
    by: str


@event()
class FalseReportCharged(Event):
    """A correction (`cites`) found false data; the unit may answer until `answer_by`, and the committee rules."""

    indicator: str
    cites: int
    liability: str
    kind: str | None
    points: Exact | None
    answer_by: Instant
    by: str


@event()
class FalseReportAnswered(Event):
    """The head of the unit answered the charge."""

    indicator: str
    cites: int
    answer: Confidential
    by: str


@event()
class FalseReportRuled(Event):
    """The committee upheld the charge, and cases of it were recorded with this, or dismissed it."""

    indicator: str
    cites: int
    upheld: bool
    reason: Confidential
    by: str


@event()
class JointConfirmationAsked(Event):
    """A co-operating unit was asked whether its part in a joint task is right."""

    indicator: str
    cites: int


@event()
class JointPartConfirmed(Event):
    """The co-operating unit's head confirmed its part."""

    indicator: str
    cites: int
    by: str


@event()
class JointPartDisputed(Event):
    """The co-operating unit's head disputed its part, which does not count until one is stated anew."""

    indicator: str
    cites: int
    reason: Confidential
    by: str


@event()
class NominationJudged(Event):
    """What so many experts gave to a nomination, their mean, counts as a score of the panel for these indicators."""

    case: str
    panel: str
    indicators: tuple[str, ...]
    mean: Exact
    experts: int


# ---------------------------------------------------------------- external causes


@event()
class ExternalCauseClaimed(Event):
    """The appraisee's head claimed that something outside its power kept it from its target (容错)."""

    indicator: str
    cause: Confidential
    evidence: tuple[Evidence, ...]
    by: str


@event()
class ExternalCauseHeard(Event):
    """The lead department or the performance office heard the claim and said what it found."""

    indicator: str
    cites: int
    finding: Confidential
    by: str


@event()
class ExternalCauseRuled(Event):
    """The committee upheld the claim, with what that does to the score, or dismissed it."""

    indicator: str
    cites: int
    upheld: bool
    effect: Effect | None
    target: Exact | None
    reason: Confidential
    evidence: tuple[Evidence, ...]
    by: str


@event()
class RecordClosed(Event):
    """The performance office stated that everything there is to record has been; nothing is recorded after it."""

    by: str
