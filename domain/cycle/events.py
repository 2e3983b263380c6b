"""Everything that can happen to a cycle. These names and fields are the storage format.

`by` is the id of the person who did it.
"""

from typing import Any

from domain.calendar import Duration, Instant
from domain.event import Confidential, Event, Record, Wakes, event
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


@event(upcasters={1: dict})
class LaunchChecked(Event):
    """What the launched cycle asks of whom was counted before any appraisal was opened.

    Schema version 2 says whether its rulebook `compares` peers.
    """

    schema_version = 2

    appraisees: int
    indicators: int
    evaluators: int
    compares: bool = False


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


@event()
class SampleDrawn(Event):
    """The values to verify were drawn from all reported ones, by a published rule from the recorded seed.

    `frame_sha256` is the SHA-256 over the lines `appraisee|indicator` of the sorted frame, joined by line feeds, so
    that anyone with the reports can draw again.
    """

    wakes = Wakes.APPRAISALS

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
class CyclePaused(Event):
    """Clocks stand still and nothing can be submitted until the cycle is resumed."""

    at: Instant
    reason: Confidential
    by: str


@event()
class CycleResumed(Event):
    """The cycle goes on; steps that had not ended have their instants moved by the length of the pause."""

    wakes = Wakes.CYCLE_AND_APPRAISALS

    schedule: tuple[StepTimes, ...]
    by: str


@event()
class AppraisalsClosed(Event):
    """The last appraisal of the cycle was closed."""

    wakes = Wakes.OWN_STREAM

    count: int


@event()
class CycleClosed(Event):
    """The cycle is over."""

    ends_stream = True
