"""Where a cycle stands: the fold of its events, as far as a decision needs it."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from domain.cycle import events as e
from domain.cycle.uses import events as u
from domain.cycle.uses.state import Uses
from domain.cycle.uses.state import note as note_use
from domain.directory import Role
from domain.event import Event
from domain.regulation.procedures import CycleKind
from domain.sampling import Frame
from domain.schedule import Period, StepName, StepTimes
from domain.scoring import Follows, Standings
from domain.scoring.columns import Comparison


@dataclass(frozen=True, slots=True)
class Draw:
    """What may be drawn, as it was fixed, and how far the value to draw by has come."""

    share: str
    frame: Frame
    sha256: str
    salt_sha256: str
    signs: tuple[e.Sign, ...]
    asked_of: Role
    at: datetime
    reminders: tuple[datetime, ...]
    due: datetime
    reminded: int = 0
    escalated: int = 0
    value: str | None = None
    given_by: str = ""
    salt: str | None = None
    """The salt, once the sample has been drawn."""


@dataclass(frozen=True, slots=True)
class OwnTimes:
    """Instants that one appraisal has for itself, and since when."""

    set_at: datetime
    times: Mapping[StepName, StepTimes]


@dataclass(frozen=True, slots=True)
class Cycle:
    """Where a cycle stands; `schedule` is in force, extensions and pauses included. `version` counts its events."""

    version: int = 0
    id: str = ""
    title: str = ""
    authority: str = ""
    rulebook: str = ""
    rulebook_hash: str = ""
    scheme: str | None = None
    scheme_hash: str | None = None
    period: Period | None = None
    kind: CycleKind = CycleKind.ANNUAL
    within: str | None = None
    after: str | None = None
    """The cycle that this one follows."""
    matter: str | None = None
    inner: Mapping[str, e.CycleJoined] = field(default_factory=lambda: MappingProxyType({}))
    refused: Mapping[str, e.InnerLaunchRefused] = field(default_factory=lambda: MappingProxyType({}))
    """The last refusal of each cycle that was to be launched within this one."""
    appraisees: tuple[str, ...] = ()
    schedule: Mapping[StepName, StepTimes] = field(default_factory=lambda: MappingProxyType({}))
    checked: bool = False
    compares: bool = False
    asks_value: bool = False
    opened: bool = False
    passed: frozenset[StepName] = frozenset()
    draw: Draw | None = None
    sample: Mapping[str, tuple[str, ...]] | None = None
    comparison: Comparison | None = None
    approved_quotas: tuple[int, ...] = ()
    rankings: int = 0
    standings: Standings | None = None
    ranked: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    """The results that the last ranking took in: versions of the events that computed them, by appraisee."""
    follows: Mapping[str, tuple[Follows, ...]] = field(default_factory=lambda: MappingProxyType({}))
    uses: Uses = field(default_factory=Uses)
    meetings: Mapping[str, e.RecommendationsRecorded] = field(default_factory=lambda: MappingProxyType({}))
    paused_at: datetime | None = None
    clocks: e.Clocks = e.Clocks.STOP
    """What the pause, if there is one, does to the clocks."""
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    """From when to when clocks stood still; resumptions of before did not say."""
    joined: Mapping[str, OwnTimes] = field(default_factory=lambda: MappingProxyType({}))
    """Who joined after the launch."""
    skips: Mapping[str, frozenset[StepName]] = field(default_factory=lambda: MappingProxyType({}))
    """The steps that joiners leave out."""
    joining: tuple[str, ...] = ()
    """Joiners whose appraisals may not be open yet."""
    left: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    """Who left, and for which cycle or unit, if any."""
    cancelled: bool = False
    appraisals_closed: bool = False
    closed: bool = False

    @property
    def launched(self) -> bool:
        """Whether the stream has its first event."""
        return bool(self.id)

    @property
    def stands_still(self) -> bool:
        """Whether it is paused and its clocks with it, so that nothing can be submitted."""
        return self.paused_at is not None and self.clocks is e.Clocks.STOP

    def is_over_for(self, appraisee: str) -> bool:
        """Whether the appraisal comes to nothing, since the cycle was cancelled or the appraisee left it."""
        return self.cancelled or appraisee in self.left

    @property
    def year(self) -> int | None:
        """The year appraised: the one in which the period ends."""
        return self.period.end.year if self.period else None


def initial() -> Cycle:
    return Cycle()


def evolve(state: Cycle, happened: Event) -> Cycle:
    """Applies one event; the version counts every event, also those that change nothing else."""
    apply = _APPLY.get(type(happened))
    return replace(apply(state, happened) if apply else state, version=state.version + 1)


def _launched(_state: Cycle, happened: e.CycleLaunched) -> Cycle:
    return Cycle(
        id=happened.cycle,
        title=happened.title,
        authority=happened.authority,
        rulebook=happened.rulebook,
        rulebook_hash=happened.rulebook_hash,
        scheme=happened.scheme,
        scheme_hash=happened.scheme_hash,
        period=happened.period,
        appraisees=happened.appraisees,
        schedule=_by_step(happened.schedule),
        kind=happened.kind,
        within=happened.within,
        after=happened.follows,
        matter=happened.matter,
    )


def _joined(state: Cycle, happened: e.CycleJoined) -> Cycle:
    return replace(state, inner=MappingProxyType({**state.inner, happened.cycle: happened}))


def _refused(state: Cycle, happened: e.InnerLaunchRefused) -> Cycle:
    return replace(state, refused=MappingProxyType({**state.refused, happened.cycle: happened}))


def _checked(state: Cycle, happened: e.LaunchChecked) -> Cycle:
    return replace(state, checked=True, compares=happened.compares, asks_value=happened.asks_value)


def _opened(state: Cycle, _happened: e.AppraisalsOpened) -> Cycle:
    return replace(state, opened=True, joining=())


def _appraisee_joined(state: Cycle, happened: e.AppraiseeJoined) -> Cycle:
    unit, own = happened.appraisee, OwnTimes(happened.at, _by_step(happened.schedule))
    return replace(
        state,
        appraisees=(*state.appraisees, unit),
        joined=MappingProxyType({**state.joined, unit: own}),
        skips=MappingProxyType({**state.skips, unit: frozenset(happened.skips)}),
        joining=(*state.joining, unit),
    )


def _appraisee_left(state: Cycle, happened: e.AppraiseeLeft) -> Cycle:
    return replace(
        state,
        appraisees=tuple(unit for unit in state.appraisees if unit != happened.appraisee),
        joining=tuple(unit for unit in state.joining if unit != happened.appraisee),
        left=MappingProxyType({**state.left, happened.appraisee: happened.to}),
    )


def _passed(state: Cycle, happened: e.StepPassedByAll) -> Cycle:
    return replace(state, passed=state.passed | {happened.step})


def _frame_fixed(state: Cycle, happened: e.FrameFixed) -> Cycle:
    return replace(
        state,
        draw=Draw(
            share=happened.share,
            frame=MappingProxyType(happened.frame),
            sha256=happened.sha256,
            salt_sha256=happened.salt_sha256,
            signs=happened.signs,
            asked_of=happened.asked_of,
            at=happened.at,
            reminders=happened.reminders,
            due=happened.due,
        ),
    )


def _with_draw(state: Cycle, **changes: Any) -> Cycle:  # noqa: ANN401 - fields of a draw
    return replace(state, draw=replace(state.draw, **changes)) if state.draw else state


def _value_reminded(state: Cycle, happened: e.DrawValueReminded) -> Cycle:
    return _with_draw(state, reminded=happened.ordinal)


def _value_escalated(state: Cycle, happened: e.DrawValueEscalated) -> Cycle:
    return _with_draw(state, escalated=happened.ordinal)


def _value_given(state: Cycle, happened: e.DrawValueGiven) -> Cycle:
    return _with_draw(state, value=happened.value, given_by=happened.by)


def _drawn(state: Cycle, happened: e.SampleDrawn) -> Cycle:
    state = _with_draw(state, salt=happened.seed)
    return replace(state, sample=_by_appraisee(happened.drawn))


def _tabulated(state: Cycle, happened: e.PeersTabulated) -> Cycle:
    return replace(state, comparison=Comparison(happened.table))


def _quota_approved(state: Cycle, happened: e.QuotaApproved) -> Cycle:
    return replace(state, approved_quotas=tuple(sorted({*state.approved_quotas, happened.quota})))


def _ranked(state: Cycle, happened: e.ResultsRanked) -> Cycle:
    return replace(
        state,
        rankings=happened.number,
        standings=happened.standings,
        follows=happened.follows,
        ranked=MappingProxyType(happened.results),
    )


def _recommended(state: Cycle, happened: e.RecommendationsRecorded) -> Cycle:
    return replace(state, meetings=MappingProxyType({**state.meetings, happened.meeting: happened}))


def _used(state: Cycle, happened: Event) -> Cycle:
    return replace(state, uses=note_use(state.uses, happened))


def _rescheduled(state: Cycle, happened: e.CycleExtended | e.CycleBroughtForward) -> Cycle:
    return replace(state, schedule=_by_step(happened.schedule))


def _paused(state: Cycle, happened: e.CyclePaused) -> Cycle:
    return replace(state, paused_at=happened.at, clocks=happened.clocks)


def _resumed(state: Cycle, happened: e.CycleResumed) -> Cycle:
    pauses, draw = state.pauses, state.draw
    if state.stands_still and state.paused_at and happened.at:
        pauses = (*pauses, (state.paused_at, happened.at))
        draw = None if draw is None else _put_off(draw, state.paused_at, happened.at)
    return replace(state, paused_at=None, pauses=pauses, draw=draw, schedule=_by_step(happened.schedule))


def _put_off(draw: Draw, since: datetime, until: datetime) -> Draw:
    """The draw with its clock, which stood still, later by as much of the pause as came after it began."""
    pause = until - max(since, draw.at)
    reminders = tuple(at + pause for at in draw.reminders)
    return replace(draw, at=draw.at + pause, reminders=reminders, due=draw.due + pause)


def _cancelled(state: Cycle, _happened: e.CycleCancelled) -> Cycle:
    return replace(state, cancelled=True, paused_at=None)


def _appraisals_closed(state: Cycle, _happened: e.AppraisalsClosed) -> Cycle:
    return replace(state, appraisals_closed=True)


def _closed(state: Cycle, _happened: e.CycleClosed) -> Cycle:
    return replace(state, closed=True)


_APPLY: Mapping[type[Event], Callable[[Cycle, Any], Cycle]] = {
    e.CycleLaunched: _launched,
    e.CycleJoined: _joined,
    e.InnerLaunchRefused: _refused,
    e.LaunchChecked: _checked,
    e.AppraisalsOpened: _opened,
    e.AppraiseeJoined: _appraisee_joined,
    e.AppraiseeLeft: _appraisee_left,
    e.StepPassedByAll: _passed,
    e.FrameFixed: _frame_fixed,
    e.DrawValueReminded: _value_reminded,
    e.DrawValueEscalated: _value_escalated,
    e.DrawValueGiven: _value_given,
    e.SampleDrawn: _drawn,
    e.PeersTabulated: _tabulated,
    e.QuotaApproved: _quota_approved,
    e.ResultsRanked: _ranked,
    e.RecommendationsRecorded: _recommended,
    e.CycleExtended: _rescheduled,
    e.CycleBroughtForward: _rescheduled,
    u.UsesProposed: _used,
    u.UseDecided: _used,
    u.ReferralAnswered: _used,
    e.CyclePaused: _paused,
    e.CycleResumed: _resumed,
    e.CycleCancelled: _cancelled,
    e.AppraisalsClosed: _appraisals_closed,
    e.CycleClosed: _closed,
}


def _by_step(schedule: Sequence[StepTimes]) -> Mapping[StepName, StepTimes]:
    return MappingProxyType({times.step: times for times in schedule})


def _by_appraisee(drawn: Sequence[e.DrawnItem]) -> Mapping[str, tuple[str, ...]]:
    groups = itertools.groupby(sorted(drawn, key=lambda item: (item.appraisee, item.indicator)), lambda i: i.appraisee)
    return MappingProxyType({appraisee: tuple(item.indicator for item in items) for appraisee, items in groups})
