"""Everything that can happen to a cycle. These names and fields are the storage format.

`by` is the id of the person who did it.
"""

from enum import StrEnum
from typing import Any

from domain.calendar import Duration, Instant
from domain.directory import Role
from domain.event import Confidential, Event, Record, Wakes, event
from domain.exact import Exact
from domain.regulation.meetings import MeetingKind
from domain.regulation.procedures import CycleKind
from domain.schedule import Period, StepName, StepTimes
from domain.scoring import Follows, PeerTable, Standings


def _without_a_scheme(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "scheme": None, "scheme_hash": None}


def _of_a_year_and_linked_to_none(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "kind": "annual", "within": None, "follows": None, "matter": None}


@event(upcasters={1: _without_a_scheme, 2: _of_a_year_and_linked_to_none})
class CycleLaunched(Event):
    """A cycle began; what it runs under, its appraisees and every instant of its steps are fixed by this event.

    Schema version 2 knows schemes; version 3 kinds of cycle, and the cycles it is `within` and `follows`. `matter` is
    what a special cycle is about.
    """

    schema_version = 3
    wakes = Wakes.OWN_STREAM

    cycle: str
    title: str
    authority: str
    rulebook: str
    rulebook_hash: str
    scheme: str | None
    scheme_hash: str | None
    period: Period
    appraisees: tuple[str, ...]
    schedule: tuple[StepTimes, ...]
    kind: CycleKind
    within: str | None
    follows: str | None
    matter: str | None
    by: str


@event()
class CycleJoined(Event):
    """A cycle was launched within this one: what it gives, and what it is given, is the rulebooks' to say."""

    cycle: str
    kind: CycleKind
    authority: str
    rulebook: str
    period: Period


@event()
class InnerLaunchRefused(Event):
    """A cycle that the rulebook wants within this one was not launched; `again` is when it is tried next, if it is."""

    cycle: str
    attempt: int
    thing: str
    problem: str
    mend: str
    again: Instant | None


@event(upcasters={1: dict, 2: dict})
class LaunchChecked(Event):
    """What the launched cycle asks of whom was counted before any appraisal was opened.

    Schema version 2 says whether its rulebook `compares` peers, version 3 whether its sample is drawn by a value that
    somebody gives.
    """

    schema_version = 3

    appraisees: int
    indicators: int
    evaluators: int
    compares: bool = False
    asks_value: bool = False


@event()
class AppraisalsOpened(Event):
    """Every appraisee of the cycle has an appraisal of its own."""

    count: int


@event()
class StepPassedByAll(Event):
    """The step has ended in every appraisal of the cycle."""

    wakes = Wakes.OWN_STREAM

    step: StepName
    count: int


class DrawnItem(Record):
    """One reported value to verify."""

    appraisee: str
    indicator: str


class SignKind(StrEnum):
    """What makes a value worth a look: it counts for nothing by itself."""

    CORRECTED_BEFORE = "corrected-before"
    FAR_FROM_PEERS = "far-from-peers"
    FAR_FROM_PAST = "far-from-past"


class Sign(Record):
    """A sign at one reported value.

    `against` is the median that it is far from, and `times` how many times the deviation that is usual there, or how
    often the value was corrected before.
    """

    appraisee: str
    indicator: str
    kind: SignKind
    value: Exact | None = None
    against: Exact | None = None
    times: Exact


@event()
class FrameFixed(Event):
    """What may be drawn was fixed, and a value to draw by was asked for; nothing reported later gets into it.

    `frame` holds the weights of the values by appraisee and indicator. `sha256` is over the lines
    `appraisee|indicator|weight` in the order of their names, joined by line feeds; `salt_sha256` over the salt, which
    stays sealed until the value is given, so that who gives it cannot try what comes of it.
    """

    withheld = frozenset({"salt"})

    share: str
    frame: dict[str, dict[str, int]]
    sha256: str
    salt: Confidential
    salt_sha256: str
    signs: tuple[Sign, ...]
    asked_of: Role
    at: Instant
    reminders: tuple[Instant, ...]
    due: Instant


@event()
class DrawValueReminded(Event):
    """Those who may give the value were reminded before it was due."""

    ordinal: int
    due: Instant


@event()
class DrawValueEscalated(Event):
    """The superiors were told that the value has not been given; `ordinal` counts how often."""

    ordinal: int
    due: Instant
    to: Role


@event()
class DrawValueGiven(Event):
    """The value that the sample is drawn by was given."""

    wakes = Wakes.OWN_STREAM

    value: str
    by: str


@event(upcasters={1: dict})
class SampleDrawn(Event):
    """The values to verify were drawn by a published rule, so that anyone can draw again.

    Without a `value`, from all reported ones by the seed alone; `frame_sha256` is then over the lines
    `appraisee|indicator` of the sorted frame, joined by line feeds. Schema version 2 knows the value that somebody
    gave: the frame is then the one fixed before, and the seed its salt, opened.
    """

    schema_version = 2
    wakes = Wakes.APPRAISALS

    value: str | None = None
    seed: str
    share: str
    frame: int
    frame_sha256: str
    drawn: tuple[DrawnItem, ...]


@event()
class PeersTabulated(Event):
    """What the rulebook compares was taken from all appraisals; every result of the cycle rests on this table."""

    table: PeerTable


@event()
class QuotaApproved(Event):
    """A member of the committee approved the higher cap of a quota, by its number in the rulebook."""

    quota: int
    reason: Confidential
    by: str


@event()
class ResultsRanked(Event):
    """The approved results were ranked and graded under the quotas; of several rankings the last counts.

    `results` are the versions of the events that computed them, by appraisee; `follows` what came about over the years,
    with the rankings of the `earlier` cycles.
    """

    number: int
    standings: Standings
    follows: dict[str, tuple[Follows, ...]]
    results: dict[str, int]
    approved_quotas: tuple[int, ...]
    earlier: tuple[str, ...]
    by: str


class Recommendation(Record):
    """The grade (`after`) that a joint meeting recommends for a result, by the version that computed it, if any."""

    appraisee: str
    result: int
    before: str | None
    after: str | None


@event()
class RecommendationsRecorded(Event):
    """A meeting of the cycle was closed: what it recommends, and the document number of its minutes."""

    meeting: str
    rule: str
    kind: MeetingKind
    minutes: str
    recommendations: tuple[Recommendation, ...]


@event()
class CycleExtended(Event):
    """A step and all behind it got later instants; running appraisals read them when they wake."""

    step: StepName
    by_duration: Duration
    schedule: tuple[StepTimes, ...]
    reason: Confidential
    by: str


@event()
class CycleBroughtForward(Event):
    """A step falls due and ends earlier; running appraisals are told, since what they wait for comes sooner."""

    wakes = Wakes.APPRAISALS

    step: StepName
    by_duration: Duration
    schedule: tuple[StepTimes, ...]
    reason: Confidential
    by: str


class Clocks(StrEnum):
    """What a pause does to the clocks."""

    STOP = "stop"  # nothing moves and nothing can be submitted; instants ahead move by the length of the pause
    RUN = "run"  # open steps run on to their ends, and no further step opens


def _all_stopped(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "basis": None, "clocks": "stop"}


def _at_no_instant(body: dict[str, Any]) -> dict[str, Any]:
    return {**body, "at": None}


@event(upcasters={1: _all_stopped})
class CyclePaused(Event):
    """The cycle pauses until it is resumed; `clocks` says what that stops, `basis` which provision allows it.

    Schema version 2 knows the two; before, every pause stopped all.
    """

    schema_version = 2

    at: Instant
    basis: str | None
    clocks: Clocks
    reason: Confidential
    by: str


@event(upcasters={1: _at_no_instant})
class CycleResumed(Event):
    """The cycle goes on; after a pause that stopped the clocks, instants ahead are moved by its length.

    Schema version 2 says when.
    """

    schema_version = 2
    wakes = Wakes.CYCLE_AND_APPRAISALS

    at: Instant | None
    schedule: tuple[StepTimes, ...]
    by: str


@event()
class CycleCancelled(Event):
    """The cycle comes to nothing: its appraisals end as they are, and it closes when all have."""

    wakes = Wakes.CYCLE_AND_APPRAISALS

    basis: str | None
    reason: Confidential
    by: str


@event()
class AppraiseeJoined(Event):
    """An appraisee joined the running cycle.

    `schedule` holds the steps that it goes through in times of its own, and `skips` those that it leaves out.
    """

    wakes = Wakes.OWN_STREAM

    appraisee: str
    at: Instant
    schedule: tuple[StepTimes, ...]
    skips: tuple[StepName, ...]
    reason: Confidential
    by: str


class Leaving(StrEnum):
    """Why an appraisee leaves a running cycle."""

    CLOSED = "closed"
    TRANSFERRED = "transferred"
    MERGED = "merged"


@event()
class AppraiseeLeft(Event):
    """An appraisee left the running cycle; its appraisal ends as it is.

    `to` is the cycle it was transferred to, or the unit it was merged into.
    """

    wakes = Wakes.NAMED_APPRAISALS

    appraisee: str
    why: Leaving
    to: str | None
    reason: Confidential
    by: str

    def named(self) -> tuple[str, ...]:
        return (self.appraisee,)


@event()
class AppraisalsClosed(Event):
    """The last appraisal of the cycle was closed."""

    wakes = Wakes.OWN_STREAM

    count: int


@event()
class CycleClosed(Event):
    """The cycle is over."""

    ends_stream = True
