"""Everything that can happen to one appraisee in one cycle. These names and fields are the storage format.

`by` is the id of the person who did it, where a later decision depends on it. `cites` names earlier events of the same
stream by their version.
"""

from enum import StrEnum
from typing import Any

from domain.appraisal.feedback_events import FeedbackOn, RemedyOpen
from domain.calendar import Instant
from domain.directory import Role
from domain.event import Confidential, Event, Record, Wakes, event
from domain.exact import Exact
from domain.regulation.procedures import CaseKind
from domain.schedule import Default, StepName, StepTimes
from domain.scoring import Result


@event()
class AppraisalOpened(Event):
    """The appraisee's own stream began."""

    wakes = Wakes.OWN_STREAM

    cycle: str
    appraisee: str
    authority: str
    rulebook: str
    rulebook_hash: str


# ---------------------------------------------------------------- steps and their clocks


class Duty(Record):
    """One thing a step asks of somebody: of named persons, or of whoever holds a role (in a unit, if one is named).

    A duty `after` another becomes a task only once that one is discharged.
    """

    key: str
    role: Role
    unit: str | None = None
    persons: tuple[str, ...] = ()
    after: str | None = None


@event()
class StepOpened(Event):
    """A step began; `duties` are what it asks, and of whom."""

    step: StepName
    due: Instant
    ends: Instant
    duties: tuple[Duty, ...]


@event(upcasters={1: dict})
class StepReminded(Event):
    """Those with an open duty were reminded, before the step fell due or after; `ordinal` counts through extensions.

    `told` are the people it went to besides those whom duties of the step name, sorted; schema version 1 did not say.
    """

    schema_version = 2

    step: StepName
    ordinal: int
    due: Instant
    duties: tuple[str, ...]
    told: tuple[str, ...] = ()


@event()
class StepFellDue(Event):
    """The due instant came with duties open: what is done from here on is late, unless the step is extended."""

    step: StepName
    due: Instant
    duties: tuple[str, ...]


@event(upcasters={1: dict})
class StepEscalated(Event):
    """The superiors were told which duties are overdue since the due instant.

    `told` are those who held the role then, sorted; schema version 1 did not say.
    """

    schema_version = 2

    step: StepName
    due: Instant
    duties: tuple[str, ...]
    to: Role
    told: tuple[str, ...] = ()


@event()
class StepCompleted(Event):
    """Every duty of the step is discharged."""

    wakes = Wakes.OWN_STREAM

    step: StepName


@event()
class StepLapsed(Event):
    """The step's end came with duties open; nothing can be submitted to it any more."""

    step: StepName
    undone: tuple[str, ...]


@event()
class AppraisalClosed(Event):
    """Every step has ended."""

    ends_stream = True


@event()
class RaterReplaced(Event):
    """Another leader is asked to rate the unit, instead of one who was and had not."""

    leader: str
    successor: str
    reason: Confidential
    by: str


@event()
class ReopeningProposed(Event):
    """The performance office proposed that a step and all behind it begin again, the step due at that instant."""

    step: StepName
    due: Instant
    reason: Confidential
    by: str


@event()
class AppraisalReopened(Event):
    """The committee reopened the appraisal as proposed by the event cited.

    The first step of `schedule` and all behind it begin again, at these instants of the appraisal's own.
    """

    wakes = Wakes.OWN_STREAM
    reopens_stream = True

    cites: int
    at: Instant
    schedule: tuple[StepTimes, ...]
    by: str


@event()
class ReopeningDeclined(Event):
    """The committee left the appraisal as it is, though the event cited proposed to reopen it."""

    cites: int
    reason: Confidential
    by: str


@event()
class AppraisalCancelled(Event):
    """The appraisal ended as it was, since its cycle came to nothing or the appraisee left it."""

    ends_stream = True


# ---------------------------------------------------------------- goals


class Goal(Record):
    """What the appraisee undertakes for one indicator; a target of its own may only be stricter than the rulebook's."""

    indicator: str
    target: Exact | None = None
    measures: Confidential


@event()
class GoalsSet(Event):
    """The appraisee's head proposed its goals."""

    goals: tuple[Goal, ...]
    by: str


@event()
class GoalsConfirmed(Event):
    """The performance office confirmed the goals as set."""

    by: str


class StandingGoal(Record):
    """A goal that stands by rule, with the target it has, if any."""

    indicator: str
    target: Exact | None


@event()
class GoalsDefaulted(Event):
    """The step ended before goals were confirmed; by the rule named, these are the goals."""

    default: Default
    goals: tuple[StandingGoal, ...]


@event()
class GoalsReturned(Event):
    """The performance office returned the goals to be set again."""

    reason: Confidential
    by: str


# ---------------------------------------------------------------- cases about the appraisee


@event()
class CaseNoted(Event):
    """A case about the appraisee was opened; it has a stream of its own."""

    case: str
    kind: CaseKind
    procedure: str


class GoalChanged(Record):
    """The target of a goal before and after; none before where the rulebook's stood."""

    indicator: str
    before: Exact | None
    target: Exact


@event()
class GoalsChanged(Event):
    """Goals were changed in mid-cycle, as a case that was granted asks."""

    case: str
    changes: tuple[GoalChanged, ...]


# ---------------------------------------------------------------- counseling


@event()
class TalkOpened(Event):
    """One side opened a talk."""

    talk: int
    side: Role
    topic: Confidential
    by: str


@event()
class ActionsProposed(Event):
    """One side proposed what is to be done."""

    talk: int
    side: Role
    actions: tuple[Confidential, ...]
    by: str


@event()
class ActionsAgreed(Event):
    """The other side agreed to the actions last proposed."""

    talk: int
    side: Role
    cites: int
    by: str


@event()
class TalkClosed(Event):
    """One side closed the talk; it is closed when both have."""

    talk: int
    side: Role
    by: str


# ---------------------------------------------------------------- reporting


class Evidence(Record):
    """Where what was reported can be seen: a document's reference, and its SHA-256 when it is a file."""

    reference: str
    sha256: str | None = None


class ReportedValue(Record):
    """One indicator's value, in the indicator's unit of measure; no value when there is none to report."""

    indicator: str
    value: Exact | None
    unit: str
    evidence: tuple[Evidence, ...] = ()
    note: Confidential | None = None


@event()
class ReportSubmitted(Event):
    """The appraisee's head reported the values of all its measured indicators."""

    values: tuple[ReportedValue, ...]
    by: str


# ---------------------------------------------------------------- verification


class Found(StrEnum):
    """What a wrong value is found to be."""

    ERROR = "error"
    FALSE_DATA = "false_data"


@event(upcasters={1: dict})
class ValueConfirmed(Event):
    """A verifier found a reported value right; it is so once as many have found the same as the rulebook wants.

    Schema version 2 knows several verifiers (`settles` says whether this was the last of them), and the versions of the
    cross-checks and visits that it `rests_on`.
    """

    schema_version = 2

    indicator: str
    cites: int
    rests_on: tuple[int, ...] = ()
    settles: bool = True
    by: str


@event(upcasters={1: dict})
class ValueCorrected(Event):
    """A verifier found a reported value wrong; the report stays, and this value counts once it is settled.

    Schema version 2 tells an error from false data, and knows several verifiers and what the finding `rests_on`.
    """

    schema_version = 2

    indicator: str
    was: Exact | None
    value: Exact | None
    cites: int
    found: Found = Found.ERROR
    rests_on: tuple[int, ...] = ()
    settles: bool = True
    reason: Confidential
    by: str


# ---------------------------------------------------------------- scoring


@event()
class IndicatorJudged(Event):
    """The head of an indicator's lead department gave it points."""

    indicator: str
    points: Exact
    reason: Confidential | None
    by: str


@event()
class LeaderRated(Event):
    """A leader rated the appraisee, from 0 to 100."""

    score: Exact
    by: str


@event()
class BallotsCounted(Event):
    """The anonymous internal ballot was emptied into the log: scores in shuffled order, and nobody's name.

    `scores` is empty when fewer ballots were cast than keep voters anonymous; `cast` counts them all the same.
    """

    scores: tuple[Exact, ...]
    cast: int
    electorate: int


# ---------------------------------------------------------------- result and feedback


@event(upcasters={1: dict})
class ResultComputed(Event):
    """The performance office computed the result by the rulebook; `office` is who was of it that day, sorted.

    Schema version 2 explains each step by a sum that evaluates to it, and names grades that are barred.
    """

    schema_version = 2

    result: Result
    by: str
    office: tuple[str, ...]


@event()
class ResultReturned(Event):
    """The committee returned the result to be computed again."""

    reason: Confidential
    by: str


@event()
class RecommendationTaken(Event):
    """The joint meeting recommended a grade (`after`) for the result of that version, or none."""

    meeting: str
    result: int
    before: str | None
    after: str | None


@event(upcasters={1: dict})
class ResultApproved(Event):
    """The committee approved the result last computed.

    Schema version 2 knows joint meetings: the committee followed the recommendation of `meeting`, so that the `grade`
    it recommends stands instead of the one computed, or it `departs` from it with a reason.
    """

    schema_version = 2

    cites: int
    meeting: str | None = None
    grade: str | None = None
    departs: Confidential | None = None
    by: str


def _without_findings(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "findings": [], "remedies": []}


@event(upcasters={1: dict, 2: _without_findings})
class FeedbackIssued(Event):
    """The appraisee was given its result, its causes and what is recommended, and told of its remedies.

    Schema version 2 says when, since the clocks of remedies count from it. Schema version 3 has `findings` by
    indicator, and the `remedies`.
    """

    schema_version = 3

    causes: Confidential
    recommendations: Confidential
    by: str
    at: Instant | None = None
    findings: tuple[FeedbackOn, ...] = ()
    remedies: tuple[RemedyOpen, ...] = ()


@event()
class FeedbackAcknowledged(Event):
    """The appraisee's head took note of the feedback."""

    by: str


@event()
class FeedbackCommented(Event):
    """The appraisee's head took note of the feedback and commented on it."""

    comment: Confidential
    by: str
